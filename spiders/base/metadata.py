"""What a page says of itself for machines: JSON-LD, Open Graph, alternates, canonical address."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import unescape
from typing import Any

from scrapy.http import TextResponse

ARTICLE_TYPES = frozenset(
    {
        "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting",
        "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting",
        "AdvertiserContentArticle", "Report", "TechArticle",
    }
)  # fmt: skip
LARGEST_JSON = 2_000_000
"""Characters of one JSON-LD block that are read."""
MOST_BLOCKS = 30

_LANGUAGES = {
    "uz": "uz", "uz-uz": "uz", "uz-latn": "uz-Latn", "uz-cyrl": "uz-Cyrl", "uz-latn-uz": "uz-Latn",
    "uz-cyrl-uz": "uz-Cyrl", "ru": "ru", "ru-ru": "ru", "ru-uz": "ru", "en": "en", "en-us": "en",
    "en-gb": "en", "kaa": "kaa", "kk": "kaa", "oz": "uz-Latn",
}  # fmt: skip
_NAMED = re.compile(r'"(headline|datePublished|dateModified)"\s*:\s*"((?:[^"\\\n]|\\.)*)"')
_ARTICLE_TYPE = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?:https?://schema\.org/)?\w*(?:Article|Posting)"'
)


class Metadata:
    """Read once per page; every part is empty where the page says nothing."""

    def __init__(self, page: TextResponse) -> None:
        self._page = page
        self.properties: dict[str, str] = {}
        self._links: list[Mapping[str, str]] = []
        self._blocks: list[str] = []
        for one in page.selector.root.iter("meta", "link", "script"):
            if one.tag == "meta":
                self._keep_meta(one.attrib)
            elif one.tag == "link":
                self._links.append(one.attrib)
            elif one.get("type", "").startswith("application/ld+json"):
                self._blocks.append(one.text or "")

    def _keep_meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content")
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if content and name:
            self.properties.setdefault(name.strip().lower(), _text(content))

    @cached_property
    def _values(self) -> list[tuple[str, Any]]:
        small = (block for block in self._blocks[:MOST_BLOCKS] if len(block) <= LARGEST_JSON)
        return [(block, _loads(block)) for block in small]

    @cached_property
    def article(self) -> Mapping[str, Any]:
        """The JSON-LD entry of this page's article; empty if there is none.

        Where several articles are described (a page's own and those of a list), the one whose
        address is the page's.
        """
        found = [entry for block, value in self._values for entry in _articles(block, value)]
        if len(found) > 1:
            here = {_bare(self._page.url), _bare(self.canonical)}
            for entry in found:
                if any(_bare(address) in here for address in _addresses(entry)):
                    return entry
        return found[0] if found else {}

    def first(self, *names: str) -> str:
        """The first of some meta properties that is given."""
        return next((self.properties[name] for name in names if self.properties.get(name)), "")

    @property
    def title(self) -> str:
        """Headline of the article."""
        return _text(self.article.get("headline")) or self.first("og:title", "twitter:title")

    @property
    def site(self) -> str:
        """The outlet's name as the page gives it."""
        publisher = self.article.get("publisher")
        name = publisher.get("name") if isinstance(publisher, Mapping) else ""
        return self.first("og:site_name", "application-name") or _text(name)

    @property
    def description(self) -> str:
        """Its lead, as given for previews."""
        return _text(self.article.get("description")) or self.first(
            "og:description", "description", "twitter:description"
        )

    @property
    def image(self) -> str:
        """The address of its lead picture, absolute; "" if none."""
        said = self.article.get("image")
        said = said[0] if isinstance(said, list) and said else said
        said = said.get("url") if isinstance(said, Mapping) else said
        address = self.first("og:image", "og:image:url", "twitter:image") or _text(said)
        return self._absolute(address) if address else ""

    @property
    def published(self) -> str:
        """When it was published, as written there; the most trustworthy place first."""
        return next(iter(self.published_anywhere), "")

    @property
    def published_anywhere(self) -> list[str]:
        """Every place that says when it was published, as written, the most trustworthy first."""
        said = [_text(self.article.get(key)) for key in ("datePublished", "dateCreated")]
        said += [
            self.properties.get(name, "")
            for name in (
                "article:published_time", "datepublished", "pubdate", "publish_date",
                "og:published_time", "parsely-pub-date", "dc.date.issued", "dc.date", "date",
            )
        ]  # fmt: skip
        return [one for one in dict.fromkeys(said) if one]

    @property
    def modified(self) -> str:
        """When it was changed, as written there."""
        return _text(self.article.get("dateModified")) or self.first(
            "article:modified_time", "og:updated_time", "datemodified"
        )

    @property
    def author(self) -> str:
        """Who wrote it, several names apart by commas; "" where that is an address."""
        names = [*_names(self.article.get("author")), self.first("author", "article:author")]
        kept = [name for name in dict.fromkeys(names) if name and "://" not in name]
        from_entry = [name for name in kept if name in names[:-1]]
        return ", ".join(from_entry or kept[:1])

    @property
    def section(self) -> str:
        """Its section."""
        section = self.article.get("articleSection")
        section = section[0] if isinstance(section, list) and section else section
        return _text(section) or self.first("article:section")

    @cached_property
    def crumbs(self) -> list[tuple[str, str]]:
        """Name and address of every step of the page's breadcrumbs, as far as they are given."""
        found = []
        for _, value in self._values:
            for entry in _entries(value, depth=0):
                steps = entry.get("itemListElement")
                if entry.get("@type") != "BreadcrumbList" or not isinstance(steps, list):
                    continue
                for step in steps[:20]:
                    if isinstance(step, Mapping):
                        leads = step.get("item")
                        item = leads if isinstance(leads, Mapping) else {"@id": leads}
                        name = _text(step.get("name")) or _text(item.get("name"))
                        found.append((name, _text(item.get("@id"))))
        return found

    @cached_property
    def canonical(self) -> str:
        """The address the page says is its own, absolute; "" if none."""
        for link in self._links:
            href = link.get("href", "").strip()
            if href and "canonical" in link.get("rel", "").lower().split():
                return self._absolute(href)
        return ""

    @property
    def language(self) -> str:
        """The language the page declares for itself: a hint only, outlets reuse templates."""
        declared = self._page.selector.root.get("lang", "").strip().lower().replace("_", "-")
        return _LANGUAGES.get(declared, "")

    @property
    def alternates(self) -> dict[str, str]:
        """Addresses of the other language versions, by language tag."""
        found = {}
        for link in self._links:
            href, spoken = link.get("href", "").strip(), link.get("hreflang", "")
            if href and spoken and "alternate" in link.get("rel", "").lower().split():
                tag = _LANGUAGES.get(spoken.strip().lower().replace("_", "-"))
                if tag:
                    found[tag] = self._absolute(href)
        return {tag: address for tag, address in found.items() if address}

    def _absolute(self, href: str) -> str:
        try:
            return self._page.urljoin(href)
        except ValueError:
            # "https://[" and the like: said by the page, but no address
            return ""


def _articles(block: str, value: Any) -> Iterator[Mapping[str, Any]]:
    if value is None:
        rescued = {name: _unquoted(text) for name, text in reversed(_NAMED.findall(block))}
        if rescued and _ARTICLE_TYPE.search(block):
            yield rescued
        return
    for entry in _entries(value, depth=0):
        kinds = entry.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if isinstance(kind, str) and kind.rsplit("/", 1)[-1] in ARTICLE_TYPES:
                yield entry
                break


def _loads(text: str) -> Any:
    # sites put comments around JSON-LD, raw line ends into it, and commas after the last entry
    text = re.sub(r"^\s*(?:<!--|(?://)?\s*<!\[CDATA\[)|(?:-->|(?://)?\s*\]\]>)\s*$", "", text)
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text.strip().rstrip(";"))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _entries(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _entries(one, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _entries(value.get(name), depth + 1)


def _addresses(entry: Mapping[str, Any]) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = entry.get(name)
        value = value.get("@id") if isinstance(value, Mapping) else value
        if isinstance(value, str):
            yield value


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", address).rstrip("/")


def _names(value: Any) -> list[str]:
    named = value if isinstance(value, list) else [value]
    return [_text(one.get("name") if isinstance(one, Mapping) else one) for one in named[:10]]


def _text(value: Any) -> str:
    """A string value on one line; entities that were escaped twice are undone."""
    if not isinstance(value, str):
        return ""
    return " ".join((unescape(value) if "&" in value else value).split())
