"""gazeta.uz: weekly sitemaps, feeds, hreflang; drops clients that name no user agent.

Facts: sites.md section 6. `/oz/` Latin, `/uz/` Cyrillic, `/ru/`; versions share path and are
named by hreflang. Only `www.` is strict about user agents. Its robots.txt forbids queries.
"""

import re
from datetime import date, timedelta
from html import escape

from replica.answers import XML, Answer, Asked, listing, refused
from replica.articles import Article
from replica.datelines import iso, russian, uzbek
from replica.dice import Dice
from replica.feeds import Entry, sitemap
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html
from replica.writing.topics import Text

_CODES = {"uz-Latn": "oz", "uz-Cyrl": "uz", "ru": "ru", "en": "en"}
_TAGS = {code: tag for tag, code in _CODES.items()}
_MACHINES = re.compile(r"^$|^(?:python|curl|wget|java|go-http|scrapy|libwww)", re.IGNORECASE)


class Gazeta(Site):
    """Gazeta.uz."""

    profile = Profile(
        "gazeta.uz", "press",
        (Line(("uz-Latn", "uz-Cyrl"), 0.6, (("ru", 0.25),)), Line(("ru",), 0.4)),
        weight=2.5, carries=0.4, galleries=True, stubs=True,
    )  # fmt: skip
    host = "www.gazeta.uz"
    aliases = ("gazeta.uz",)
    robots = "User-agent: *\nDisallow: *?*\nAllow: *?page=\nSitemap: https://www.gazeta.uz/s.xml\n"
    kilobytes = 72
    gone_status = 410

    def address(self, article: Article, tag: str) -> str:
        """https://www.gazeta.uz/oz/2026/10/31/slug/."""
        # the slug is short, as an editor types it
        words = "-".join(article.slug.split("-")[:4])
        number = article.number % 10_000
        return f"https://www.gazeta.uz/{_CODES[tag]}/{article.published:%Y/%m/%d}/{words}-{number}/"

    def lead(self, text: Text) -> str:
        """The first paragraph stands under the headline."""
        return text.paragraphs[0] if len(text.paragraphs) > 3 else ""

    def answer(self, asked: Asked) -> Answer:
        """Nothing at all for programs that do not say who they are."""
        strict = asked.host.startswith("www.")
        if strict and _MACHINES.match(asked.headers.get("user-agent", "")):
            return Answer(403, fate="drop")
        return super().answer(asked)

    def reach(self) -> dict[str, list[Version]]:
        """All by weekly sitemaps; the newest thirty of every language by feeds."""
        every = [(a, t) for a, _ in self.listed() for t in a.tags]
        return {"sitemap": every, "feed": [v for t in _CODES for v in self.listed((t,))[:30]]}

    def respond(self, asked: Asked) -> Answer | None:
        """Sitemaps, feeds, lists."""
        if match := re.fullmatch(
            r"/sitemap/materials-(ru|oz|uz|en)-(\d{4}-\d\d-\d\d)\.xml", asked.path
        ):
            return self._week(_TAGS[match[1]], match[2])
        if match := re.fullmatch(r"/(ru|oz|uz|en)/rss/", asked.path):
            tag = _TAGS[match[1]]
            return self.feed(("feed", tag), self.listed((tag,))[:30])
        if match := re.fullmatch(r"/(ru|oz|uz|en)/list/news", asked.path):
            return self._list(_TAGS[match[1]])
        return None

    def _week(self, tag: str, monday: str) -> Answer:
        try:
            first = date.fromisoformat(monday)
        except ValueError:
            return refused(404)
        if first.weekday() or first > self.now.date():
            return refused(404)

        def make() -> Answer:
            shown = [
                (a, t) for a, t in self.listed((tag,))
                if first <= a.published.date() < first + timedelta(days=7)
            ]  # fmt: skip
            entries = [
                Entry(
                    self.address(a, t),
                    modified=a.changed(self.now),
                    alternates=[(x, self.address(a, x)) for x in a.tags],
                )
                for a, t in shown
            ]
            return listing(sitemap(entries), self.changed(shown), XML)

        return self.cached(("week", tag, monday), make)

    def _when(self, article: Article, tag: str) -> str:
        moment = article.published
        return uzbek(moment, tag) if tag.startswith("uz") else russian(moment)

    def _list(self, tag: str) -> Answer:
        shown = self.listed((tag,))[: self.per_page]
        cards = "".join(
            f'<div class="nblock"><a class="nimg" href="{self.address(a, t)}"></a><div class="nt">'
            f'<a href="{self.address(a, t)}">{escape(self.text(a, t).title)}</a></div>'
            f'<div class="ndt">{self._when(a, t)}</div></div>'
            for a, t in shown
        )
        return self.web_listing(("list", tag), shown, cards, tag)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Headline, lead and date above; the text in two nested boxes; tags below."""
        text = self.text(article, tag)
        title = escape(text.title)
        lead = self.lead(text)
        rest = text.paragraphs[1:] if lead else text.paragraphs
        alternates = "".join(
            f'<link rel="alternate" hreflang="{x}" href="{self.address(article, x)}">'
            for x in article.tags
        )
        head = (
            f'<title>{title}</title><meta property="og:title" content="{title}">'
            f'<meta property="article:section" content="{article.event.topic.section}">'
            f'<meta property="article:published_time" content="{iso(article.published)}">'
            f'<meta property="article:modified_time" content="{iso(article.changed(self.now))}">'
            f'<link rel="canonical" href="{self.address(article, tag)}">{alternates}'
        )
        views = Dice(article.key, "views").between(300, 30000)
        above = f"<h4>{escape(lead, quote=False)}</h4>" if lead else ""
        main = (
            f'<div class="articleTopBG"><h1 id="article_title">{title}</h1>{above}'
            f'<div class="articleDateTime">{self._when(article, tag)}</div>'
            f'<div class="views-count">{views}</div></div><img class="articleBigPic" src="/1.jpg">'
            f'<div class="articleContent"><div class="js-mediator-article article-text">'
            f"{paragraphs_html(rest)}</div></div>"
            '<div class="articleTags"><a href="/t/iiv">IIV</a><a href="/t/mvd">МВД</a></div>'
        )
        return head, main
