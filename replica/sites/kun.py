"""kun.uz: day sitemaps, a feed, and pages whose body arrives in streamed parts.

Facts: sites.md section 3 (markup of 2026). Unknown slugs give 200 and the home page; `/uz/…` and
short numbers redirect; the Cyrillic version has the same slug under `/kr/`; Russian and English
articles have slugs of their own and nothing that ties them.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from replica.answers import JSON, XML, Answer, Asked, listing, moved, page, refused
from replica.articles import Article
from replica.datelines import iso
from replica.dice import Dice
from replica.feeds import Entry, sitemap, sitemap_index
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html
from replica.writing.topics import Text

_PREFIX = {"uz-Latn": "", "uz-Cyrl": "/kr", "ru": "/ru", "en": "/en"}
_FOOTNOTE = (
    "“KUN.UZ” saytida eʼlon qilingan materiallardan nusxa ko‘chirish, tarqatish va boshqa "
    "shakllarda foydalanish faqat tahririyatning yozma roziligi bilan amalga oshirilishi mumkin."
)
_DAY_MAP = re.compile(r"/sitemap/site-map-news_day_(\d+)_year_(\d+)_month_(\d+)\.xml")


class Kun(Site):
    """Kun.uz in the layout of 2026."""

    profile = Profile(
        "kun.uz", "press",
        (Line(("uz-Latn", "uz-Cyrl"), 0.68), Line(("ru",), 0.27), Line(("en",), 0.05)),
        weight=4.0, carries=0.45,
    )  # fmt: skip
    host = "kun.uz"
    aliases = ("www.kun.uz", "m.kun.uz", "beta.kun.uz")
    robots = (
        "User-agent: *\nAllow: /\nClean-param: utm_source&utm_medium&utm_campaign\n"
        "Host: https://kun.uz\nSitemap: https://kun.uz/sitemap.xml\n"
        "Content-Signal: search=yes,ai-input=yes,ai-train=no\n"
    )
    kilobytes = 66
    first_number = 41_000_000

    def address(self, article: Article, tag: str) -> str:
        """https://kun.uz/news/2026/10/31/slug, with /kr, /ru or /en before."""
        return f"https://kun.uz{_PREFIX[tag]}/news/{article.published:%Y/%m/%d}/{article.slug}"

    def lead(self, text: Text) -> str:
        """The first paragraph stands in the header."""
        return text.paragraphs[0] if len(text.paragraphs) > 2 else ""

    def respond(self, asked: Asked) -> Answer | None:
        """Sitemaps, feed, lists, redirects; anything else is the home page."""
        path = asked.path
        if match := _DAY_MAP.fullmatch(path):
            return self._day_map(*(int(group) for group in match.groups()))
        if path == "/sitemap.xml":
            return self._index()
        if match := re.fullmatch(r"/sitemap/site-map-news_year_(\d+)\.xml", path):
            return self._year_map(int(match[1]))
        if path == "/news/rss":
            return self.feed("feed", self.listed(("uz-Latn",))[:50], tracked=True)
        if path == "/news/list" and "x-requested-with" in asked.headers:
            return self._json_list()
        if path in {"/uz/rss", "/ru/rss"}:
            return refused(404)
        if path.startswith("/uz/") or path == "/uz":
            return moved(f"https://kun.uz{asked.target.removeprefix('/uz') or '/'}")
        if match := re.fullmatch(r"(?:/(?:ru|kr|en))?/(\d{6,})", path):
            found = next((v for v in self.versions if v[0].number == int(match[1])), None)
            return moved(self.address(*found), 302) if found else self.missing(asked)
        if path.startswith("/news/category/") or path == "/news/list":
            return self._home("uz-Latn")
        return None

    def missing(self, asked: Asked) -> Answer:
        """The home page with status 200, whatever was asked."""
        prefix = next((t for t, p in _PREFIX.items() if p and asked.path.startswith(f"{p}/")), "")
        return self._home(prefix or "uz-Latn")

    def reach(self) -> dict[str, Sequence[Version]]:
        """Every version stands in a day's sitemap, the newest Latin ones in the feed."""
        every = [(a, t) for a, _ in self.listed() for t in a.tags]
        return {"sitemap": every, "feed": self.listed(("uz-Latn",))[:50]}

    # -- ways in -----------------------------------------------------------------------------

    def _of_day(self, day: date) -> list[Version]:
        listed = self.listed()
        shown = [v for v in listed if v[0].published.date() == day and not _late(v[0])]
        # late placements stand in the next day's file
        shown += [
            v for v in listed if v[0].published.date() == day - timedelta(days=1) and _late(v[0])
        ]
        return [(a, tag) for a, _ in shown for tag in a.tags]

    def _day_map(self, d: int, year: int, month: int) -> Answer:
        try:
            day = date(year, month, d)
        except ValueError:
            return refused(404)

        def make() -> Answer:
            versions = self._of_day(day)
            entries = []
            for article, tag in versions:
                dice = Dice(article.key, tag, "loc")
                end = dice.pick(("?", ".")) if dice.chance(0.05) else ""
                url = self.address(article, tag) + end
                entries.append(Entry(url, modified=article.changed(self.now)))
            return listing(sitemap(entries), self.changed(versions), XML)

        if day > self.now.date():
            return refused(404)
        return self.cached(("day", day), make)

    def _days(self) -> list[date]:
        days = {a.published.date() for a in self.articles}
        days |= {day + timedelta(days=1) for day in days}
        return sorted(day for day in days if day <= self.now.date())

    def _index(self) -> Answer:
        def make() -> Answer:
            years = sorted({day.year for day in self._days()})
            entries = [
                Entry(f"https://kun.uz/sitemap/site-map-news_year_{year}.xml") for year in years
            ]
            return listing(sitemap_index(entries), self.changed(self.listed()), XML)

        return self.cached("index", make)

    def _year_map(self, year: int) -> Answer:
        def make() -> Answer:
            entries = [
                Entry(
                    f"https://kun.uz/sitemap/site-map-news_day_{day.day}_year_{day.year}"
                    f"_month_{day.month}.xml"
                )
                for day in self._days()
                if day.year == year
            ]
            return listing(sitemap_index(entries), self.changed(self.listed()), XML)

        return self.cached(("year", year), make)

    def _json_list(self) -> Answer:
        shown = self.listed(("uz-Latn",))[:5]
        news = [
            {
                "title": self.text(a, t).title, "description": self.text(a, t).paragraphs[0],
                "image": "", "category_name": a.event.topic.section,
                "pub_date": f"{a.published:%d.%m.%Y}", "views_count": 100,
            }
            for a, t in shown
        ]  # fmt: skip
        return listing(json.dumps({"news": news}, ensure_ascii=False), self.changed(shown), JSON)

    def _home(self, tag: str) -> Answer:
        def make() -> Answer:
            shown = self.listed((tag,))[:30]
            cards = "".join(
                f'<a class="news-card" href="{self.address(a, t)}"><h3>'
                f"{escape(self.text(a, t).title)}</h3>"
                f"<time>{a.published:%H:%M / %d.%m.%Y}</time></a>"
                for a, t in shown
            )
            head = (
                '<title>Kun.uz</title><meta property="og:title" content="O‘zbekiston va jahon '
                'yangiliklari"><meta property="og:type" content="website">'
            )
            parts = self.page(head, f'<div class="news-list">{cards}</div>', tag)
            return page("".join(part.raw.decode() for part in parts))

        return self.cached(("home", tag), make)

    def not_article(self, article: Article, tag: str) -> Answer:  # noqa: ARG002
        """A slug that no longer exists: the home page."""
        return self._home(tag)

    # -- article -----------------------------------------------------------------------------

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """The article, some of its paragraphs streamed in after it."""
        text = self.text(article, tag)
        lead = self.lead(text)
        rest = text.paragraphs[1:] if lead else text.paragraphs
        section = article.event.topic.section
        published, changed = iso(article.published), iso(article.changed(self.now))
        facts = {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": text.title,
            "description": lead, "datePublished": published, "dateModified": changed,
            "author": {"@type": "Organization", "name": "Kun.uz"},
        }  # fmt: skip
        crumbs = {
            "@context": "https://schema.org", "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1,
                 "item": f"https://kun.uz/news/category/{section}", "name": section},
            ],
        }  # fmt: skip
        head = (
            f"<title>{escape(text.title)}</title>"
            f'<meta property="og:title" content="{escape(text.title)}">'
            f'<meta property="og:description" content="{escape(lead)}">'
            '<meta property="og:type" content="article">'
            '<meta property="og:image" content="https://storage.kun.uz/source/1.jpg">'
            f'<meta property="article:published_time" content="{published}">'
            f'<link rel="canonical" href="{self.address(article, tag)}">'
            f'<script type="application/ld+json">{_json(facts)}</script>'
            f'<script type="application/ld+json">{_json(crumbs)}</script>'
        )
        dice = Dice(article.key, tag, "stream")
        kept: list[str] = []
        late: list[str] = []
        for n, paragraph in enumerate(rest):
            html = paragraphs_html([paragraph])
            if n and dice.chance(0.45):
                kept.append(f'<template id="P:{n}"></template>')
                late.append(
                    f'<div hidden id="S:{n}">{html}</div><script>$RS("S:{n}","P:{n}")</script>'
                )
            else:
                kept.append(html)
        footnote = f"<p>{_FOOTNOTE}</p>" if tag == "uz-Latn" else ""
        main = (
            f"<article><header><h1>{escape(text.title)}</h1>"
            + (f"<p>{escape(lead)}</p>" if lead else "")
            + f"<div><span>{section}</span><time>{article.published:%H:%M / %d.%m.%Y}</time>"
            f"<span>{dice.between(100, 90000)}</span></div></header>"
            f'<div class="article-body">{"".join(kept)}{footnote}</div></article>{"".join(late)}'
        )
        return head, main


def _late(article: Article) -> bool:
    return article.published.hour == 23 and article.published.minute >= 30


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
