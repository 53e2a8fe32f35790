"""yuz.uz (Yangi O‘zbekiston): sitemaps. Here `/uz/` is Latin and `/oz/` Cyrillic.

Facts: sites.md section 6 (the Russian sitemap). Markup assumed; the sitemaps of the other
languages are assumed to stand beside the Russian one.
"""

import re
from html import escape

from replica.answers import XML, Answer, Asked, listing
from replica.articles import Article
from replica.datelines import iso
from replica.feeds import Entry, sitemap
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html

_CODES = {"uz-Latn": "uz", "uz-Cyrl": "oz", "ru": "ru", "en": "en"}


class Yuz(Site):
    """The state's daily paper."""

    profile = Profile(
        "yuz.uz", "press", (Line(("uz-Latn", "uz-Cyrl"), 0.6), Line(("ru",), 0.4)),
        weight=1.0, carries=0.25,
    )  # fmt: skip
    host = "yuz.uz"
    aliases = ("www.yuz.uz",)
    kilobytes = 46

    def address(self, article: Article, tag: str) -> str:
        """https://yuz.uz/ru/news/slug."""
        return f"https://yuz.uz/{_CODES[tag]}/news/{article.slug}"

    def reach(self) -> dict[str, list[Version]]:
        """ "sitemap" is the one that is known to exist, "assumed" the other languages'."""
        every = [(a, t) for a, _ in self.listed() for t in a.tags]
        return {
            "sitemap": [v for v in every if v[1] == "ru"],
            "assumed": [v for v in every if v[1] != "ru"],
        }

    def respond(self, asked: Asked) -> Answer | None:
        """A sitemap for every language."""
        match = re.fullmatch(r"/(uz|oz|ru|en)/sitemap\.xml", asked.path)
        if match is None:
            return None
        tag = next(t for t, code in _CODES.items() if code == match[1])

        def make() -> Answer:
            shown = self.listed((tag,))
            entries = [Entry(self.address(a, t), modified=a.changed(self.now)) for a, t in shown]
            return listing(sitemap(entries), self.changed(shown), XML)

        return self.cached(("sitemap", tag), make)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """A plain article element with its moment in metadata."""
        text = self.text(article, tag)
        title = escape(text.title)
        head = (
            f'<title>{title}</title><meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{iso(article.published)}">'
        )
        main = (
            f'<article><h1>{title}</h1><div class="news-content">'
            f"{paragraphs_html(self.paragraphs(text))}</div></article>"
        )
        return head, main
