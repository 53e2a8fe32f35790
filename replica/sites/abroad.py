"""Foreign outlets that cover Uzbekistan: 24.kg, ria.ru, eurasianet.org. Facts: sites.md 8."""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import iso
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html


class TwentyFourKg(Site):
    """24.kg, Kyrgyzstan: lists by page number."""

    profile = Profile("24.kg", "foreign", (Line(("ru",)),), weight=0.7, country="KG")
    host = "24.kg"
    aliases = ("www.24.kg",)
    kilobytes = 42

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://24.kg/proisshestvija/100001_slug/."""
        return f"https://24.kg/proisshestvija/{article.number}_{article.slug}/"

    def respond(self, asked: Asked) -> Answer | None:
        """The front page and those behind it."""
        number = asked.path.strip("/").removeprefix("page_") or "1"
        if not number.isdigit() or asked.path == f"/{number}/":
            return None
        shown = self.listed()[(int(number) - 1) * self.per_page : int(number) * self.per_page]
        cards = "".join(
            f'<div class="one"><div class="time">{a.published:%H:%M}</div><div class="title">'
            f'<a href="{self.address(a, t)[13:]}">{escape(self.text(a, t).title)}</a></div></div>'
            for a, t in shown
        )
        return self.web_listing(number, shown, f'<div id="newslist">{cards}</div>', "ru")

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Microdata; the moment is local to Tashkent readers' sum: +06:00 is written out."""
        text = self.text(article, tag)
        title = escape(text.title)
        when = f"{article.published:%H:%M, %d.%m.%Y}"
        main = (
            f'<h1 class="newsTitle">{title}</h1><span itemprop="datePublished" '
            f'content="{iso(article.published)}">{when}</span>'
            f'<div class="cont">{paragraphs_html(self.paragraphs(text))}</div>'
        )
        head = (
            f"<title>{title}</title>"
            f'<meta property="article:published_time" content="{iso(article.published)}">'
        )
        return head, main


class Ria(Site):
    """ria.ru, Russia: a feed of the newest."""

    profile = Profile("ria.ru", "foreign", (Line(("ru",)),), weight=0.7, country="RU")
    host = "ria.ru"
    aliases = ("www.ria.ru",)
    kilobytes = 76

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://ria.ru/20261031/slug-100001.html."""
        return f"https://ria.ru/{article.published:%Y%m%d}/{article.slug}-{article.number}.html"

    def reach(self) -> dict[str, list[Version]]:
        """The feed's hundred."""
        return {"feed": self.listed()[:100]}

    def respond(self, asked: Asked) -> Answer | None:
        """The feed."""
        if asked.path == "/export/rss2/archive/index.xml":
            return self.feed("feed", self.listed()[:100])
        return None

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Every paragraph is a block of its own."""
        text = self.text(article, tag)
        title = escape(text.title)
        blocks = "".join(
            f'<div class="article__block" data-type="text"><div class="article__text">'
            f"{escape(p, quote=False)}</div></div>"
            for p in self.paragraphs(text)
        )
        main = (
            f'<h1 class="article__title">{title}</h1><div class="article__info-date">'
            f'<a href="#">{article.published:%H:%M %d.%m.%Y}</a></div>'
            f'<div class="article__body">{blocks}</div>'
        )
        head = (
            f"<title>{title}</title>"
            f'<meta property="article:published_time" content="{iso(article.published)}">'
        )
        return head, main


class Eurasianet(Site):
    """eurasianet.org: English, a feed; markup assumed."""

    profile = Profile("eurasianet.org", "foreign", (Line(("en",)),), weight=0.3, country="US")
    host = "eurasianet.org"
    aliases = ("www.eurasianet.org",)
    kilobytes = 40

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://eurasianet.org/slug."""
        return f"https://eurasianet.org/{article.slug}"

    def reach(self) -> dict[str, list[Version]]:
        """The feed's fifty."""
        return {"feed": self.listed()[:50]}

    def respond(self, asked: Asked) -> Answer | None:
        """The feed."""
        return self.feed("feed", self.listed()[:50]) if asked.path == "/rss.xml" else None

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """A Drupal-like page; the author's line between title and text."""
        text = self.text(article, tag)
        title = escape(text.title)
        writer = Dice(article.key).pick(("A. Reporter", "B. Writer"))
        main = (
            f'<article role="article"><h1>{title}</h1><div class="field--author">{writer}</div>'
            f'<time datetime="{iso(article.published)}">{article.published:%b %d, %Y}</time>'
            f'<div class="field--body">{paragraphs_html(self.paragraphs(text))}</div></article>'
        )
        return f'<title>{title}</title><meta property="og:title" content="{title}">', main
