"""What a site description is: where its publications are found, and how one page is read.

A site knows only real addresses and does no input or output: the visit (``crawler/``) asks what
the site wants asked and hands it the responses. So the same description serves the night, the
back-fill, ``yoritish extract`` and the tests.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from scrapy.http import Response, TextResponse

from spiders.base.bounds import check_page, readable
from spiders.base.json_api import UnexpectedAnswer
from spiders.base.layout import Layout
from spiders.base.standing_in import stands_in
from storage.outlets import Outlet
from storage.records import Found, Outcome, Reading
from text.clock import tashkent_day


class BrokenSite(TypeError):
    """A site description that lacks something required; the message names it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request a site wants made.

    ``when`` says if a following page is worth asking for: "always" (an index), or "new" (only
    when the page that named it still held an address that is in range and not known yet).
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    when: Literal["always", "new"] = "always"
    optional: bool = False
    """True where a missing page (404) only means that there is nothing: a day without news."""


@dataclass(frozen=True, slots=True)
class Post:
    """A publication that its listing shows whole: nothing more is asked for."""

    found: Found
    reading: Reading
    medium: str = ""
    """Id of the outlet it counts at, where that is not the one visited: a broadcaster's item."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one listing gave: addresses of publications, and further listings to ask for."""

    found: Sequence[Found] = ()
    more: Sequence[Ask] = ()
    posts: Sequence[Post] = ()
    problem: str = ""
    """Why the list could not be followed to its end, if so: the visit is incomplete then."""
    reach: datetime | None = None
    """For a list that cannot be paged: how far back it goes. Older days stay unread."""
    thinned: bool = False
    """Whether its posts were left out of it though more follow: it is paged on all the same."""


class Site:
    """Base of all site descriptions; one per file in ``spiders/``.

    Subclasses set ``layouts`` and write ``listings`` and ``find``; the rest has defaults.
    """

    layouts: ClassVar[Sequence[type[Layout]]] = ()
    """Layouts of an article page, today's first; older ones carry ``valid_until``."""

    article: ClassVar[str] = ""
    """Regular expression a path must match to be an article (the registry's wins)."""

    version_pattern: ClassVar[str] = ""
    """Regular expression on the address: its first group is shared by all language versions."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        for name in ("listings", "find"):
            if getattr(type(self), name) is getattr(Site, name):
                raise BrokenSite(f"{type(self).__name__} must say its {name}()")
        self._article = re.compile(outlet.article or self.article)
        self._skip = re.compile(outlet.skip) if outlet.skip else None
        pattern = outlet.version_key or self.version_pattern
        self._version = re.compile(pattern) if pattern else None

    def obeys_robots(self, url: str) -> bool:  # noqa: ARG002
        """Whether robots.txt is asked first; not where the office has a permission of its own."""
        return True

    def lacks(self) -> str:
        """What the office must give before this can be read, with the cure; "" for nothing."""
        return ""

    def credentials(self, url: str) -> Mapping[str, str]:  # noqa: ARG002
        """Secret headers of a request: sent, but neither logged, kept nor captured."""
        return {}

    def without_secrets(self, body: bytes) -> bytes:
        """An answer as it may be kept."""
        return body

    def explained(self, response: Response) -> str:
        """Why a listing was refused, in words a person can act on."""
        return f"HTTP {response.status}"

    def refused(self, response: Response) -> Outcome | None:  # noqa: ARG002
        """What a refusal at a publication's address means, where its status does not tell."""
        return None

    def listings(self, since: date, until: date) -> Iterable[Ask]:
        """The first listings to ask for publications of the days since..until (Tashkent)."""
        raise NotImplementedError

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The addresses a listing names, newest first where the site orders them so.

        Raises:
            ValueError: the listing is not what it should be (the visit reports it and is failed).
        """
        raise NotImplementedError

    def ask(self, found: Found) -> Ask:
        """How a found publication is fetched; its own address unless an API serves it."""
        return Ask(found.url, language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:  # noqa: ARG002
        """One publication from its page, by the layout of its day.

        ``now`` is the instant of capture. ``url`` is the publication's address where the response
        is an API's. Tries the layout valid on the day of capture first, then the others, newest
        first: two layouts are often live at once.

        Raises:
            TooMuch: larger than any page of an outlet.
            UnexpectedAnswer: an API's answer where a page was expected.
        """
        check_page(response.body)
        page = readable(response)
        if page.selector.type == "json":
            raise UnexpectedAnswer(f"{response.url}: JSON where a page was expected")
        first: Reading | None = None
        for layout in self._ordered(now):
            reading = layout(page, now, self.outlet).reading()
            if reading.title and reading.body:
                return judged(page, reading)
            first = first or reading
        return judged(page, first) if first else Reading(is_article=False)

    def medium(self, reading: Reading) -> str:  # noqa: ARG002
        """Id of the outlet a publication counts at, where that is another's; "" as a rule."""
        return ""

    def is_article(self, url: str) -> bool:
        """Whether an address of this outlet can be an article, by its path."""
        path = re.sub(r"^https?://[^/]+", "", url)
        if self._skip and self._skip.search(path):
            return False
        return bool(self._article.search(path))

    def version_key(self, url: str) -> str:
        """What all language versions of one article at this outlet share; "" when not known."""
        match = self._version.search(url) if self._version else None
        return match.group(1) if match else ""

    def canonical(self, url: str) -> str:
        """The site's own canonical form of an address, before the general rules are applied."""
        return url

    def _ordered(self, now: datetime) -> list[type[Layout]]:
        day = tashkent_day(now)
        current = [x for x in self.layouts if x.valid_until is None or day <= x.valid_until]
        current.sort(key=lambda x: x.valid_until or date.max)
        return current + [x for x in self.layouts if x not in current]


def judged(page: TextResponse, reading: Reading) -> Reading:
    """A reading, marked as what its page is where that is no article."""
    if reading.blocked or reading.paywalled or not reading.is_article:
        return reading
    kind = stands_in(page, reading)
    if not kind:
        return reading
    return replace(reading, gone=kind == "not_found", paywalled=kind != "not_found")
