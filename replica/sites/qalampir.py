"""qalampir.uz: "load more" lists in JSON; months in the nominative; views glued to the date.

Facts: sites.md section 6. Root Cyrillic, `/uz/` Latin. Whether the trailing id is shared between
the alphabets is not confirmed; here it is, as rule 2 of section 0 says.
"""

import json
from html import escape

from replica.answers import JSON, Answer, Asked, listing
from replica.articles import Article
from replica.datelines import MONTHS_NOMINATIVE
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html

_PREFIX = {"uz-Cyrl": "", "uz-Latn": "/uz"}


class Qalampir(Site):
    """Qalampir.uz."""

    profile = Profile(
        "qalampir.uz", "press", (Line(("uz-Latn", "uz-Cyrl")),), weight=2.0, carries=0.35,
    )  # fmt: skip
    host = "qalampir.uz"
    aliases = ("www.qalampir.uz",)
    kilobytes = 62

    def address(self, article: Article, tag: str) -> str:
        """https://qalampir.uz/uz/news/slug-87069."""
        return f"https://qalampir.uz{_PREFIX[tag]}/news/{article.slug}-{article.number}"

    def others(self, article: Article, tag: str) -> list[str]:
        """Links shared in messengers carry where they came from."""
        return [f"{self.address(article, tag)}?utm_source=telegram"]

    def reach(self) -> dict[str, list[Version]]:
        """All, in both alphabets."""
        return {"listing": [(a, t) for a, _ in self.listed() for t in a.tags]}

    def respond(self, asked: Asked) -> Answer | None:
        """The latest news, and more of it."""
        for tag, prefix in _PREFIX.items():
            if asked.path == f"{prefix}/latest":
                cards = self._cards(tag, 1)
                shown = self.listed((tag,))[: self.per_page]
                main = f'<div class="row news-row">{cards}</div><button>Yana</button>'
                return self.web_listing(("latest", tag), shown, main, tag)
            if asked.path == f"{prefix}/news/latest/load-more":
                return self._more(tag, page_number(asked))
        return None

    def _cards(self, tag: str, number: int) -> str:
        shown = self.listed((tag,))[(number - 1) * self.per_page : number * self.per_page]
        cards: list[str] = []
        for article, t in shown:
            url = self.address(article, t)
            if Dice(article.key, "card").chance(0.05):
                url = self.others(article, t)[0]
            cards.append(
                f'<a class="news-card" href="{url}"><h4 class="news-card-title">'
                f"{escape(self.text(article, t).title)}</h4></a>"
            )
        return "".join(cards)

    def _more(self, tag: str, number: int) -> Answer:
        def make() -> Answer:
            shown = self.listed((tag,))[: number * self.per_page]
            reply = json.dumps({"data": self._cards(tag, number)}, ensure_ascii=False)
            return listing(reply, self.changed(shown), JSON)

        return self.cached(("more", tag, number), make)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """The date has no time and runs into the icon's name and the views."""
        text = self.text(article, tag)
        title = escape(text.title)
        day = article.published
        views = Dice(article.key, "views").between(100, 9999)
        when = f"{day.day} {MONTHS_NOMINATIVE[day.month - 1]} {day.year}"
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        main = (
            f'<main class="article"><h1 class="text">{title}</h1><p class="right" '
            f'itemprop="datePublished">{when}<i class="material-icons">visibility</i>{views}</p>'
            f'<img class="mainImg" src="/1.jpg"><div class="content-main-titles">'
            f"{paragraphs_html(self.paragraphs(text))}</div>"
            '<div class="tags"><span>#IIV</span><span>#YHXX</span></div></main>'
        )
        return head, main
