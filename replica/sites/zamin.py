"""zamin.uz (DLE): Uzbek Latin, list pages with protocol-relative links. Facts: sites.md 6."""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import near
from replica.profiles import Line, Profile
from replica.sites.site import Site, paragraphs_html

_SECTIONS = {"sport": "sport", "iqtisodiyot": "iqtisodiyot", "jamiyat": "jamiyat"}


class Zamin(Site):
    """Zamin.uz: lists by page number, the feed's last thirty."""

    profile = Profile(
        "zamin.uz", "press", (Line(("uz-Latn",)),), weight=1.5, carries=0.3, galleries=True
    )
    host = "zamin.uz"
    aliases = ("www.zamin.uz",)
    kilobytes = 50
    first_number = 150_000

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://zamin.uz/uz/jamiyat/150001-slug.html."""
        section = _SECTIONS.get(article.event.topic.section, "uzbekiston")
        return f"https://zamin.uz/uz/{section}/{article.number}-{article.slug}.html"

    def respond(self, asked: Asked) -> Answer | None:
        """Lists and the feed."""
        if asked.path == "/rss.xml":
            return self.feed("feed", self.listed()[:30])
        parts = asked.path.strip("/").split("/")
        if parts[:2] == ["uz", "lastnews"]:
            number = parts[3] if len(parts) == 4 and parts[2] == "page" else "1"
            return self._list(int(number)) if number.isdigit() else None
        return None

    def _when(self, article: Article) -> str:
        return (
            near(article.published, self.now, "uz-Latn") or f"{article.published:%d-%m-%Y, %H:%M}"
        )

    def _list(self, number: int) -> Answer | None:
        shown = self.listed()[(number - 1) * self.per_page : number * self.per_page]
        if not shown:
            return None
        cards = "".join(
            f'<div class="short-item"><a class="short-title" href="{self.address(a, t)[6:]}">'
            f"{escape(self.text(a, t).title)}</a>"
            f'<div class="short-date">{self._when(a)}</div></div>'
            for a, t in shown
        )
        pages = (
            f'<div class="navigation"><a href="//zamin.uz/uz/lastnews/page/{number + 1}/">'
            f"{number + 1}</a></div>"
        )
        main = f'<div id="dle-content">{cards}{pages}</div>'
        return self.web_listing(("list", number), shown, main, "uz-Latn")

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """A DLE page; one div too many, as in the wild."""
        text = self.text(article, tag)
        head = (
            f"<title>{escape(text.title)} » Zamin.uz</title>"
            f'<meta property="og:title" content="{escape(text.title)}">'
        )
        main = (
            f'<article class="article"><h1>{escape(text.title)}</h1>'
            f'<div class="short-date">{self._when(article)}</div>'
            f'<div class="fdesc">{paragraphs_html(self.paragraphs(text))}</div></div></article>'
        )
        return head, main
