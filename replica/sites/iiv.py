"""iiv.uz, the ministry's older site.

Facts: sites.md section 2 (2022-2024): `/news/<slug>`, `/en/news/<the same slug>`; "July 25, 2022
662" (date, views) before the title; a closing line about listening. Markup, list pages and the
prefixes `/oz/` (Cyrillic) and `/ru/` are assumed.
"""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html
from replica.writing.facts import MONTHS_EN, MONTHS_RU, MONTHS_UZ

_PREFIX = {"uz-Latn": "", "uz-Cyrl": "/oz", "ru": "/ru", "en": "/en"}
_LISTEN = {
    "uz-Latn": "Matnni tinglash uchun quyidagi tugmani bosing",
    "uz-Cyrl": "Матнни тинглаш учун қуйидаги тугмани босинг",
    "ru": "Matnni tinglash uchun quyidagi tugmani bosing",
    "en": "Click on the button below to listen to the text",
}


class Iiv(Site):
    """The ministry's own site."""

    profile = Profile(
        "iiv.uz", "ministry",
        (Line(("uz-Latn", "uz-Cyrl"), 1.0, (("ru", 0.4), ("en", 0.2))),),
    )  # fmt: skip
    host = "iiv.uz"
    aliases = ("www.iiv.uz", "mvd.uz")
    kilobytes = 45
    per_page = 12

    def address(self, article: Article, tag: str) -> str:
        """https://iiv.uz/en/news/slug."""
        return f"https://iiv.uz{_PREFIX[tag]}/news/{article.slug}"

    def reach(self) -> dict[str, list[Version]]:
        """All, by the lists of every language."""
        return {"listing": [(a, t) for a, _ in self.listed() for t in a.tags]}

    def respond(self, asked: Asked) -> Answer | None:
        """The lists."""
        for tag, prefix in _PREFIX.items():
            if asked.path == f"{prefix}/news":
                return self._list(tag, page_number(asked))
        return None

    def _list(self, tag: str, number: int) -> Answer | None:
        listed = self.listed((tag,))
        shown = listed[(number - 1) * self.per_page : number * self.per_page]
        if number > 1 and not shown:
            return None
        cards = "".join(
            f'<a class="card" href="{_PREFIX[tag]}/news/{a.slug}"><h4>'
            f"{escape(self.text(a, t).title)}</h4></a>"
            for a, t in shown
        )
        if len(listed) > number * self.per_page:
            cards += f'<a rel="next" href="{_PREFIX[tag]}/news?page={number + 1}">→</a>'
        return self.web_listing((tag, number), shown, f'<div class="cards">{cards}</div>', tag)

    def _when(self, article: Article, tag: str) -> str:
        day = article.published
        if tag == "en":
            return f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}"
        if tag == "ru":
            return f"{day.day} {MONTHS_RU[day.month - 1]} {day.year}"
        months = MONTHS_UZ if tag == "uz-Latn" else _CYRILLIC
        return f"{day.day} {months[day.month - 1]} {day.year}"

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Date with views, title, text, the line about listening."""
        text = self.text(article, tag)
        views = Dice(article.key, "views").between(20, 3000)
        title = escape(text.title)
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        main = (
            f'<div class="post"><div class="post__meta">{self._when(article, tag)} {views}</div>'
            f'<h1>{title}</h1><div class="post__text">'
            f'{paragraphs_html(self.paragraphs(text))}</div><p class="listen">{_LISTEN[tag]}</p>'
            "</div>"
        )
        return head, main


_CYRILLIC = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
