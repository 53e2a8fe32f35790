"""aniq.uz: list pages with dates; root Cyrillic, `/uz/` Latin. Facts: sites.md section 6."""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import near
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html

_PREFIX = {"uz-Cyrl": "", "uz-Latn": "/uz"}


class Aniq(Site):
    """Aniq.uz. Its lists are in Latin; every article links to its Cyrillic version."""

    profile = Profile(
        "aniq.uz", "press", (Line(("uz-Latn", "uz-Cyrl")),), weight=1.2, carries=0.3,
        galleries=True,
    )  # fmt: skip
    host = "aniq.uz"
    aliases = ("www.aniq.uz", "m.aniq.uz")
    kilobytes = 44

    def address(self, article: Article, tag: str) -> str:
        """https://aniq.uz/uz/yangiliklar/slug."""
        return f"https://aniq.uz{_PREFIX[tag]}/yangiliklar/{article.slug}"

    def others(self, article: Article, tag: str) -> list[str]:
        """The mobile host redirects here."""
        return [self.address(article, tag).replace("//aniq.uz", "//m.aniq.uz")]

    def reach(self) -> dict[str, list[Version]]:
        """The Latin list; the Cyrillic versions by the links on the pages."""
        return {
            "listing": self.listed(("uz-Latn",)),
            "link": self.listed(("uz-Cyrl",)),
            "feed": self.listed(("uz-Latn",))[:20],
        }

    def respond(self, asked: Asked) -> Answer | None:
        """List and feed."""
        if asked.path == "/uz/yangiliklar":
            return self._list(page_number(asked))
        if asked.path == "/rss":
            return self.feed("feed", self.listed(("uz-Latn",))[:20])
        return None

    def _when(self, article: Article, tag: str) -> str:
        return near(article.published, self.now, tag) or f"{article.published:%H:%M, %d.%m.%Y}"

    def _list(self, number: int) -> Answer:
        shown = self.listed(("uz-Latn",))[(number - 1) * self.per_page : number * self.per_page]
        cards = "".join(
            f'<div class="news-list_item"><a href="{self._link(a)}">'
            f"{escape(self.text(a, t).title)}</a>"
            f'<div class="news-item_footer">{self._when(a, t)}</div></div>'
            for a, t in shown
        )
        main = f'<div class="news-list">{cards}</div>'
        return self.web_listing(("list", number), shown, main, "uz-Latn")

    def _link(self, article: Article) -> str:
        """A card's link; some lead to the mobile host, which redirects."""
        path = f"/uz/yangiliklar/{article.slug}"
        return f"https://m.aniq.uz{path}" if Dice(article.key, "m").chance(0.05) else path

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Date under the text's head, a switch to the other alphabet."""
        text = self.text(article, tag)
        title = escape(text.title)
        other = "uz-Cyrl" if tag == "uz-Latn" else "uz-Latn"
        head = (
            f'<title>{title}</title><meta property="og:title" content="{title}">'
            f'<link rel="alternate" hreflang="{other}" href="{self.address(article, other)}">'
        )
        main = (
            f'<div class="news-item"><h1 class="news-item_name">{title}</h1>'
            f'<div class="news-item_footer">{self._when(article, tag)}</div>'
            f'<div class="pull-left"><a href="#">Jamiyat</a></div>'
            f'<div class="news-item_text">{paragraphs_html(self.paragraphs(text))}</div>'
            f'<a class="lang" href="{self.address(article, other)}">{other}</a></div>'
        )
        return head, main
