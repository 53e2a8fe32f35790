"""The regional information services' sites: one engine, seven hosts.

Facts: sites.md section 2 (pages of 2020-2022): `/uz/` Cyrillic, `/oz/` Latin, the same slug;
"13 Январ 2021 йил 813" above an upper-case title, "Text to speech" below. Markup assumed: no
selector of this engine is known; list pages and their `rel=next` are assumed too.
"""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import MONTHS_CYRILLIC
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html
from replica.writing.facts import MONTHS_UZ
from replica.writing.topics import Text

_CODES = {"uz-Latn": "oz", "uz-Cyrl": "uz"}
_LINES = (Line(("uz-Latn", "uz-Cyrl")),)


class Regional(Site):
    """One regional department's site."""

    kilobytes = 42
    per_page = 15

    def address(self, article: Article, tag: str) -> str:
        """https://qviib.uz/uz/news/slug."""
        return f"https://{self.host}/{_CODES[tag]}/news/{article.slug}"

    def title(self, text: Text) -> str:
        """Titles are set in capitals."""
        return text.title.upper()

    def reach(self) -> dict[str, list[Version]]:
        """All, by the lists of both alphabets."""
        return {"listing": [(a, t) for a, _ in self.listed() for t in a.tags]}

    def respond(self, asked: Asked) -> Answer | None:
        """The list of either alphabet."""
        for tag, code in _CODES.items():
            if asked.path == f"/{code}/news":
                return self._list(tag, page_number(asked))
        return None

    def _list(self, tag: str, number: int) -> Answer | None:
        listed = self.listed((tag,))
        shown = listed[(number - 1) * self.per_page : number * self.per_page]
        if number > 1 and not shown:
            return None
        cards = "".join(
            f'<div class="col-md-4"><a href="/{_CODES[tag]}/news/{a.slug}"><img '
            f'src="/public/uploads/news/{Dice(a.key).hexadecimal(32)}.jpg"><h5>'
            f"{escape(self.title(self.text(a, t)))}</h5></a></div>"
            for a, t in shown
        )
        if len(listed) > number * self.per_page:
            cards += f'<a rel="next" href="/{_CODES[tag]}/news?page={number + 1}">&raquo;</a>'
        return self.web_listing((tag, number), shown, f'<div class="row">{cards}</div>', tag)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Date and views in one line, the title in capitals."""
        text = self.text(article, tag)
        day = article.published
        months, word = (MONTHS_CYRILLIC, "йил") if tag == "uz-Cyrl" else (MONTHS_UZ, "yil")
        month = months[day.month - 1].capitalize()
        views = Dice(article.key, "views").between(12, 2400)
        title = escape(self.title(text))
        head = (
            f'<title>{title}</title><meta property="og:title" content="{title}">'
            f'<meta property="og:site_name" content="{self.host}">'
        )
        main = (
            f'<div class="news-detail"><span>{day.day} {month} {day.year} {word} {views}</span>'
            f'<h2>{title}</h2><img src="/uploads/news/{Dice(article.key).hexadecimal(32)}.jpg">'
            f'<div class="news-text">{paragraphs_html(self.paragraphs(text))}</div>'
            "<button>Text to speech</button></div>"
        )
        return head, main


def _site(name: str, region: str) -> type[Regional]:
    profile = Profile(name, "region", _LINES, region=region)
    return type(
        name.removesuffix(".uz").capitalize(),
        (Regional,),
        {"profile": profile, "host": name, "aliases": (f"www.{name}",), "__doc__": name},
    )


REGIONAL_SITES: tuple[type[Regional], ...] = tuple(
    _site(name, region)
    for name, region in (
        ("iibb.uz", "UZ-TK"), ("tviibb.uz", "UZ-TO"), ("bviib.uz", "UZ-BU"),
        ("fviib.uz", "UZ-FA"), ("namviib.uz", "UZ-NG"), ("naviib.uz", "UZ-NW"),
        ("qviib.uz", "UZ-QA"),
    )
)  # fmt: skip
