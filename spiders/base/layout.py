"""How one article page is read: selectors as constants, one method per field."""

import logging
import re
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from scrapy.http import TextResponse

from spiders.base.fragments import article_text, text_of
from spiders.base.metadata import Metadata
from storage.outlets import Outlet, Selectors
from storage.records import DateSource, Reading
from text.dates import UnreadableDate, read_date

logger = logging.getLogger(__name__)

CHALLENGE_TITLES = re.compile(
    rb"\s*(?:just a moment|attention required|ddos-guard|checking your browser|access denied"
    rb"|please wait)"
)
CHALLENGE_MARKS = (b"cf-browser-verification", b"_cf_chl_opt")
"""Marks of a challenge page (Cloudflare, DDoS-Guard) that comes in place of the article."""

CHALLENGE_BYTES = 60_000
"""Challenge pages are small; a larger page only speaks of one."""


class Layout:
    """One layout of an outlet's article page.

    A field without a selector is taken from the page's metadata. Override a method where a
    selector does not say enough.
    """

    valid_until: ClassVar[date | None] = None
    """Last Tashkent day on which pages were served in this layout; None for today's."""
    title_at: ClassVar[str] = ""
    lead_at: ClassVar[str] = ""
    body_at: ClassVar[str] = ""
    date_at: ClassVar[str] = ""
    author_at: ClassVar[str] = ""
    section_at: ClassVar[str] = ""
    tags_at: ClassVar[str] = ""
    remove: ClassVar[tuple[str, ...]] = ()
    """CSS of what stands inside the body but is not of it: related links, ads."""
    endings: ClassVar[tuple[str, ...]] = ()
    """Regular expressions of closing lines that every article ends with."""

    def __init__(self, page: TextResponse, now: datetime, outlet: Outlet) -> None:
        self.page = page
        self.now = now
        self.outlet = outlet
        self.matched: set[str] = set()
        """Selectors that found text on this page."""

    @cached_property
    def metadata(self) -> Metadata:
        """What the page says of itself for machines."""
        return Metadata(self.page)

    def reading(self) -> Reading:
        """Every field of the publication, as published."""
        if is_challenge(self.page.body):
            return Reading(blocked=True)
        if not self.is_article():
            return Reading(is_article=False)
        reading = Reading(
            title=self.title(),
            body=self.body(),
            lead=self.lead(),
            author=self.author(),
            section=self.section(),
            tags=self.tags(),
            published=self.published(),
            modified=self.moment(self.metadata.modified),
            date_source=DateSource.PAGE,
            canonical=self.canonical(),
            image=self.metadata.image,
            alternates=self.alternates(),
            paywalled=self.paywalled(),
        )
        selectors = {"title": self.title_at, "body": self.body_at}
        reading.own = frozenset(n for n, at in selectors.items() if at in self.matched)
        return reading

    def is_article(self) -> bool:
        """Whether the page is an article at all."""
        return True

    def title(self) -> str:
        """The headline."""
        return self.text_at(self.title_at) or self.metadata.title

    def lead(self) -> str:
        """The lead, where it stands apart from the body."""
        return self.text_at(self.lead_at)

    def body(self) -> str:
        """The text, the lead first where it stands apart."""
        if not self.body_at:
            return ""
        found = [node.root for node in self.page.css(self.body_at)]
        # an element inside another that was found is read with it, not twice
        outer = [one for one in found if not any(up in found for up in one.iterancestors())]
        parts = [article_text(node, self.remove) for node in outer]
        if any(parts):
            self.matched.add(self.body_at)
        lead = self.lead() if self.lead_at else ""
        if lead and not any(lead in part for part in parts):
            parts.insert(0, lead)
        return self.without_ending("\n\n".join(part for part in parts if part))

    def published(self) -> datetime | None:
        """The moment of publication, aware, or None; never now."""
        return self.moment(self.metadata.published) or self.moment(self.text_at(self.date_at))

    def author(self) -> str:
        """Who wrote it."""
        return self.text_at(self.author_at) or self.metadata.author

    def section(self) -> str:
        """The outlet's section."""
        return self.text_at(self.section_at) or self.metadata.section

    def tags(self) -> tuple[str, ...]:
        """The outlet's tags."""
        if not self.tags_at:
            return ()
        tags = (text_of(node.root).strip("# \n") for node in self.page.css(self.tags_at))
        return tuple(tag for tag in tags if tag)

    def canonical(self) -> str:
        """The address the page says is its own."""
        return self.metadata.canonical

    def alternates(self) -> dict[str, str]:
        """Addresses of the other language versions, by language tag."""
        return self.metadata.alternates

    def paywalled(self) -> bool:
        """Whether only the beginning is free to read."""
        free = self.metadata.article.get("isAccessibleForFree")
        return free is False or (isinstance(free, str) and free.lower() == "false")

    def text_at(self, selector: str) -> str:
        """The text of the first element a selector finds, on one line; "" without one."""
        if not selector:
            return ""
        found = self.page.css(selector)
        text = " ".join(text_of(found[0].root).split()) if found else ""
        if text:
            self.matched.add(selector)
        return text

    def moment(self, text: str) -> datetime | None:
        """A date as printed, read as Tashkent time; None when there is none to be read."""
        if not text:
            return None
        try:
            return read_date(text, self.now).at
        except UnreadableDate as error:
            logger.info("%s: %s", self.page.url, error)
            return None

    def without_ending(self, body: str) -> str:
        """The body without the lines that every article of the outlet ends with."""
        for ending in self.endings:
            body = re.split(ending, body, maxsplit=1)[0].rstrip()
        return body


def is_challenge(page: bytes) -> bool:
    """Whether a page only asks its reader to prove that they are no robot."""
    if len(page) >= CHALLENGE_BYTES:
        return False
    small = page.lower()
    if any(mark in small for mark in CHALLENGE_MARKS):
        return True
    title = small.find(b"<title>")
    return title >= 0 and bool(CHALLENGE_TITLES.match(small, title + len(b"<title>")))


def layout_from(selectors: Selectors) -> type[Layout]:
    """A layout from the selectors of a registry entry."""
    return type(
        "RegistryLayout",
        (Layout,),
        {
            "title_at": selectors.title,
            "lead_at": selectors.lead,
            "body_at": selectors.body,
            "date_at": selectors.date,
            "author_at": selectors.author,
            "section_at": selectors.section,
            "tags_at": selectors.tags,
            "remove": selectors.remove,
            "valid_until": selectors.valid_until,
        },
    )
