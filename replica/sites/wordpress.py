"""WordPress sites: nuz.uz and anhor.uz. Facts: sites.md section 6."""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import iso, russian
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html


class Nuz(Site):
    """nuz.uz: Russian at the root, `/uz/` Latin; AMP copies of its pages."""

    profile = Profile(
        "nuz.uz", "press", (Line(("ru",), 0.7), Line(("uz-Latn",), 0.3)),
        weight=1.0, carries=0.25,
    )  # fmt: skip
    host = "nuz.uz"
    aliases = ("www.nuz.uz",)
    kilobytes = 68

    def address(self, article: Article, tag: str) -> str:
        """https://nuz.uz/2026/10/31/slug/."""
        prefix = "/uz" if tag == "uz-Latn" else ""
        return f"https://nuz.uz{prefix}/{article.published:%Y/%m/%d}/{article.slug}/"

    def others(self, article: Article, tag: str) -> list[str]:
        """The AMP copy, whose head names the canonical page."""
        return [f"{self.address(article, tag)}amp/"]

    def reach(self) -> dict[str, list[Version]]:
        """Two feeds of fifty."""
        return {"feed": self.listed(("ru",))[:50] + self.listed(("uz-Latn",))[:50]}

    def respond(self, asked: Asked) -> Answer | None:
        """The feeds."""
        if asked.path.rstrip("/") == "/feed":
            return self.feed("ru", self.listed(("ru",))[:50])
        if asked.path.rstrip("/") == "/uz/rss":
            return self.feed("uz", self.listed(("uz-Latn",))[:50], tracked=True)
        return None

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """The theme's usual classes; the time in an attribute."""
        text = self.text(article, tag)
        title = escape(text.title)
        head = (
            f'<title>{title} - Nuz.uz</title><meta property="og:title" content="{title}">'
            f'<link rel="canonical" href="{self.address(article, tag)}">'
            f'<link rel="amphtml" href="{self.others(article, tag)[0]}">'
            '<meta name="generator" content="WordPress 6.4">'
        )
        main = (
            f'<article class="post"><h1 class="entry-title">{title}</h1>'
            f'<time class="entry-date updated td-module-date" datetime="{iso(article.published)}">'
            f"{russian(article.published)}</time>"
            f'<div class="td-post-content">{paragraphs_html(self.paragraphs(text))}'
            "</div></article>"
        )
        return head, main


class Anhor(Site):
    """anhor.uz: Russian and, under `/uzl/`, Uzbek Latin; the page's date has no time."""

    profile = Profile(
        "anhor.uz", "press", (Line(("ru",), 0.6), Line(("uz-Latn",), 0.4)),
        weight=0.8, carries=0.2,
    )  # fmt: skip
    host = "anhor.uz"
    aliases = ("www.anhor.uz",)
    kilobytes = 56

    def address(self, article: Article, tag: str) -> str:
        """https://anhor.uz/news/slug/ (the shape is assumed)."""
        prefix = "/uzl" if tag == "uz-Latn" else ""
        return f"https://anhor.uz{prefix}/news/{article.slug}/"

    def reach(self) -> dict[str, list[Version]]:
        """Two feeds of forty."""
        return {"feed": self.listed(("ru",))[:40] + self.listed(("uz-Latn",))[:40]}

    def respond(self, asked: Asked) -> Answer | None:
        """The feeds."""
        if asked.path.rstrip("/") == "/feed":
            return self.feed("ru", self.listed(("ru",))[:40])
        if asked.path.rstrip("/") == "/uz/feed":
            return self.feed("uz", self.listed(("uz-Latn",))[:40])
        return None

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """A day without a time; the feed knows better."""
        text = self.text(article, tag)
        title = escape(text.title)
        views = Dice(article.key, "views").between(40, 3000)
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        main = (
            f'<h1 class="article__head">{title}</h1><span class="posts-list__date">'
            f'{article.published:%d.%m.%Y}</span><i class="eye"></i>{views}'
            f'<img class="article__img" src="/1.jpg"><div class="article__content">'
            f"{paragraphs_html(self.paragraphs(text))}</div>"
        )
        return head, main
