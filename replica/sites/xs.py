"""xs.uz (Xalq so‘zi, Narodnoye slovo). Markup assumed: only the shape of addresses is known.

Facts: sites.md section 3: `https://xs.uz/{uz|ru}/post/<slug>`, images by date, no feed at
`/ru/rss`. The home page of either language lists posts, with a link to older ones.
"""

import re
from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html

_CODES = {"uz-Cyrl": "uz", "ru": "ru"}


class Xs(Site):
    """The two state papers."""

    profile = Profile(
        "xs.uz", "press", (Line(("uz-Cyrl",), 0.6), Line(("ru",), 0.4)),
        weight=1.0, carries=0.3, slips=True,
    )  # fmt: skip
    host = "xs.uz"
    aliases = ("www.xs.uz",)
    kilobytes = 44
    per_page = 24

    def address(self, article: Article, tag: str) -> str:
        """https://xs.uz/uz/post/slug."""
        return f"https://xs.uz/{_CODES[tag]}/post/{article.slug}"

    def respond(self, asked: Asked) -> Answer | None:
        """The home page of either language."""
        if match := re.fullmatch(r"/(uz|ru)/?", asked.path):
            tag = next(t for t, code in _CODES.items() if code == match[1])
            return self._home(tag, page_number(asked))
        return None

    def _home(self, tag: str, number: int) -> Answer | None:
        listed: list[Version] = self.listed((tag,))
        shown = listed[(number - 1) * self.per_page : number * self.per_page]
        if number > 1 and not shown:
            return None
        cards = "".join(
            f'<div class="post-item"><a href="/{_CODES[tag]}/post/{a.slug}"><img src="{_image(a)}">'
            f'</a><a href="{self.address(a, t)}">{escape(self.text(a, t).title)}</a></div>'
            for a, t in shown
        )
        if len(listed) > number * self.per_page:
            cards += f'<a rel="next" href="/{_CODES[tag]}?page={number + 1}">»</a>'
        return self.web_listing((tag, number), shown, f"<section>{cards}</section>", tag)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Open Graph in the head, a plain column of paragraphs; some pages show no date."""
        text = self.text(article, tag)
        title = escape(text.title)
        when = f"{article.published:%d.%m.%Y %H:%M}"
        head = (
            f'<title>{title}</title><meta property="og:title" content="{title}">'
            '<meta property="og:type" content="article">'
            f'<meta property="og:image" content="https://xs.uz{_image(article)}">'
        )
        dated = f'<span class="date">{when}</span>' if article.dated else ""
        main = (
            f'<article class="post"><h1>{title}</h1>{dated}<img src="{_image(article)}">'
            f'<div class="post-body">{paragraphs_html(self.paragraphs(text))}</div></article>'
        )
        return head, main


def _image(article: Article) -> str:
    # an undated article's picture lies in a folder that says no day
    if not article.dated:
        return f"/upload/post/{Dice(article.key).hexadecimal(8)}.jpg"
    day = article.published
    return f"/upload/post/{day:%Y/%m/%d}/{Dice(article.key).hexadecimal(8)}{day:%m%d}.jpg"
