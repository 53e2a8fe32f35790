"""What a page says of itself for machines: JSON-LD, Open Graph, alternates, canonical address."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapy.http import TextResponse

ARTICLE_TYPES = frozenset(
    {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle"}
)
LARGEST_JSON = 2_000_000
"""Characters of one JSON-LD block that are read."""

_LANGUAGES = {
    "uz": "uz", "uz-uz": "uz", "uz-latn": "uz-Latn", "uz-cyrl": "uz-Cyrl", "uz-latn-uz": "uz-Latn",
    "uz-cyrl-uz": "uz-Cyrl", "ru": "ru", "ru-ru": "ru", "ru-uz": "ru", "en": "en", "en-us": "en",
    "en-gb": "en", "kaa": "kaa", "kk": "kaa", "oz": "uz-Latn",
}  # fmt: skip


class Metadata:
    """Read once per page; every part is empty where the page says nothing."""

    def __init__(self, page: TextResponse) -> None:
        self._page = page
        self.properties = _properties(page)
        self.article = _article(page)

    def first(self, *names: str) -> str:
        """The first of some meta properties that is given."""
        return next((self.properties[name] for name in names if self.properties.get(name)), "")

    @property
    def title(self) -> str:
        """Headline of the article."""
        return _text(self.article.get("headline")) or self.first("og:title", "twitter:title")

    @property
    def description(self) -> str:
        """Its lead, as given for previews."""
        return _text(self.article.get("description")) or self.first(
            "og:description", "description", "twitter:description"
        )

    @property
    def published(self) -> str:
        """When it was published, as written there."""
        return _text(self.article.get("datePublished")) or self.first(
            "article:published_time", "datepublished", "pubdate", "og:published_time", "date"
        )

    @property
    def modified(self) -> str:
        """When it was changed, as written there."""
        return _text(self.article.get("dateModified")) or self.first("article:modified_time")

    @property
    def author(self) -> str:
        """Who wrote it."""
        author = self.article.get("author")
        author = author[0] if isinstance(author, list) and author else author
        if isinstance(author, Mapping):
            author = author.get("name")
        return _text(author) or self.first("author", "article:author")

    @property
    def section(self) -> str:
        """Its section."""
        section = self.article.get("articleSection")
        section = section[0] if isinstance(section, list) and section else section
        return _text(section) or self.first("article:section")

    @property
    def canonical(self) -> str:
        """The address the page says is its own, absolute; "" if none."""
        link = self._page.xpath("//link[@rel='canonical']/@href").get("")
        return self._page.urljoin(link) if link.strip() else ""

    @property
    def alternates(self) -> dict[str, str]:
        """Addresses of the other language versions, by language tag."""
        found = {}
        for link in self._page.xpath("//link[@rel='alternate'][@hreflang][@href]"):
            tag = _LANGUAGES.get(link.attrib["hreflang"].strip().lower())
            if tag:
                found[tag] = self._page.urljoin(link.attrib["href"])
        return found


def _properties(page: TextResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in page.xpath("//meta[@content][@property or @name or @itemprop]"):
        attributes = meta.attrib
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        found.setdefault(str(name).strip().lower(), attributes["content"].strip())
    return found


def _article(page: TextResponse) -> Mapping[str, Any]:
    for text in page.xpath("//script[@type='application/ld+json']/text()").getall():
        if len(text) > LARGEST_JSON:
            continue
        for entry in _entries(_loads(text), depth=0):
            kinds = entry.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(kind in ARTICLE_TYPES for kind in kinds):
                return entry
    return {}


def _loads(text: str) -> Any:
    # sites put raw line ends and trailing commas into JSON-LD
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _entries(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _entries(one, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        yield from _entries(value.get("@graph"), depth + 1)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
