"""podrobno.uz: Russian, a feed and Bitrix lists. Facts: sites.md section 6."""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import near, russian
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html
from replica.writing.topics import Text

_SECTIONS = {"jamiyat": "proisshestviya", "iqtisodiyot": "economic", "sport": "sport"}


class Podrobno(Site):
    """Podrobno.uz. The dateline before the first paragraph is part of its text."""

    profile = Profile("podrobno.uz", "press", (Line(("ru",)),), weight=1.5, carries=0.35)
    host = "podrobno.uz"
    aliases = ("www.podrobno.uz",)
    kilobytes = 58

    def _section(self, article: Article) -> str:
        return _SECTIONS.get(article.event.topic.section, "obchestvo")

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://podrobno.uz/cat/proisshestviya/slug/."""
        return f"https://podrobno.uz/cat/{self._section(article)}/{article.slug}/"

    def paragraphs(self, text: Text) -> tuple[str, ...]:
        """The agency's dateline opens the text."""
        first = f"Узбекистан, Ташкент – АН Podrobno.uz. {text.paragraphs[0]}"
        return (first, *text.paragraphs[1:])

    def reach(self) -> dict[str, list[Version]]:
        """The feed holds the newest hundred; the sections hold all."""
        return {"feed": self.listed()[:100], "listing": self.listed()}

    def respond(self, asked: Asked) -> Answer | None:
        """Feed and lists."""
        if asked.path == "/rss/":
            return self.feed("feed", self.reach()["feed"])
        if asked.path.startswith("/cat/") and asked.path.count("/") == 3:
            return self._list(asked.path.split("/")[2], page_number(asked, "PAGEN_1"))
        return None

    def _list(self, section: str, number: int) -> Answer:
        every = [v for v in self.listed() if self._section(v[0]) == section]
        shown = every[(number - 1) * self.per_page : number * self.per_page]
        cards = "".join(
            f'<div class="post"><a href="/cat/{section}/{a.slug}/">'
            f"{escape(self.text(a, t).title)}</a>"
            f'<time class="entry-date published updated">{self._when(a)}</time></div>'
            for a, t in shown
        )
        main = f'{cards}<a href="/cat/{section}/?PAGEN_1={number + 1}">Ещё</a>'
        return self.web_listing(("list", section, number), shown, main, "ru")

    def _when(self, article: Article) -> str:
        return near(article.published, self.now, "ru") or russian(article.published)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """WordPress-like classes on a Bitrix site; views beside the date."""
        text = self.text(article, tag)
        views = Dice(article.key, "views").between(90, 9000)
        head = (
            f"<title>{escape(text.title)} - Podrobno.uz</title>"
            f'<meta property="og:title" content="{escape(text.title)}">'
        )
        main = (
            '<article class="post"><span class="cat-title">Происшествия</span>'
            f'<h1 class="post-title entry-title">{escape(text.title)}</h1>'
            f'<time class="entry-date published updated">{self._when(article)}</time>'
            f'<div class="post-read-time">{views}</div>'
            '<img class="wp-post-image" src="/upload/1.jpg" alt="">'
            f'<div class="detail-text">{paragraphs_html(self.paragraphs(text))}'
            '<div class="banner"><a href="https://t.me/podrobno">Подписывайтесь</a></div></div>'
            "</article>"
        )
        return head, main
