"""The ledger's records. Names are the same in code, database, command line and screens."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache


class Outcome(StrEnum):
    """How one address of a visit ended: a closed list, so that a visit balances."""

    STORED = "stored"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KNOWN = "known"
    LANGUAGE_VERSION = "language_version"
    OUT_OF_RANGE = "out_of_range"
    NOT_ARTICLE = "not_article"
    REFUSED_ROBOTS = "refused_robots"
    BLOCKED = "blocked"
    PAYWALLED = "paywalled"
    GONE = "gone"
    FETCH_FAILED = "fetch_failed"
    PARSE_FAILED = "parse_failed"
    REJECTED = "rejected"


class DateSource(StrEnum):
    """Where a publication's moment came from. "Now" is never one of them."""

    API = "api"
    FEED = "feed"
    PAGE = "page"
    FIRST_SEEN = "first_seen"
    IMPORT = "import"
    """As a person's table says."""


class Owner(StrEnum):
    """Whose interior ministry a text names."""

    OWN = "own"
    FOREIGN = "foreign"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Found:
    """An address found in a listing, feed, sitemap or API, with what was said of it there.

    ``published`` and ``modified`` are aware instants or None; ``date_source`` says what kind of
    source gave ``published``. ``language`` is the outlet's own hint ("uz-Latn", "ru", …) or "".
    """

    url: str
    published: datetime | None = None
    date_source: DateSource | None = None
    modified: datetime | None = None
    language: str = ""
    title: str = ""
    lead: str = ""
    mark: str = ""
    """What tells one state of a post from another where nothing gives the time of an edit."""


@dataclass(slots=True)
class Reading:
    """What was read off one article page (or API reply), as published: nothing folded or cut.

    ``body`` is plain text, paragraphs apart by one blank line. ``published`` is aware or None.
    ``alternates`` maps language tags ("uz-Cyrl", "ru") to addresses of the same article.
    """

    title: str = ""
    body: str = ""
    lead: str = ""
    author: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    date_source: DateSource | None = None
    canonical: str = ""
    image: str = ""
    """The address of the lead picture."""
    language: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    """Of title and body, those that the outlet's own selectors found."""
    is_article: bool = True
    paywalled: bool = False
    """Only the beginning is free to read, or the page asks to log in."""
    blocked: bool = False
    gone: bool = False
    """The page says that there is nothing at its address, though its status does not."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an organisational unit.

    ``field`` is "title" or "body"; ``start`` and ``end`` are positions in that field as published.
    ``owner`` is own or foreign. ``rule`` names the rule that found it.
    """

    unit: str
    owner: Owner
    field: str
    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the press office's list, with the words (as published) that decided."""

    topic: str
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Quote:
    """One place of a body where somebody of the ministry speaks.

    ``unit`` is theirs; ``speaker`` is a person's name as published, "" where an office speaks;
    ``speaker_key`` the name folded, by which it is one in both alphabets. ``direct``: in their own
    words, between quotation marks or after a dash. ``start`` and ``end`` are positions in the body.
    """

    unit: str
    speaker: str
    speaker_key: str
    direct: bool
    start: int
    end: int


@lru_cache(maxsize=1024)
def publication_id(outlet: str, url: str) -> str:
    """The stable id of a publication: derived from outlet and canonical URL, never drawn."""
    return hashlib.blake2b(f"{outlet}\n{url}".encode(), digest_size=12).hexdigest()


@dataclass(slots=True)
class Publication:
    """One item at one outlet under one canonical URL, filled stage by stage.

    Instants are aware UTC; ``day`` is the Tashkent day by which it counts.
    """

    outlet: str
    url: str
    title: str
    body: str
    published_at: datetime
    date_source: DateSource
    day: date
    first_seen_at: datetime
    lead: str = ""
    author: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    version_key: str = ""
    language: str = ""
    script: str = ""
    folded_title: str = ""
    folded_body: str = ""
    owner: Owner = Owner.NONE
    main: bool = False
    region: str = ""
    mentions: list[Mention] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its stable id, from outlet and canonical address."""
        return publication_id(self.outlet, self.url)

    @property
    def language_tag(self) -> str:
        """Language and, where it is written in two, script: "uz-Cyrl", "uz-Latn", "ru"."""
        return f"{self.language}-{self.script}" if self.language in {"uz", "kaa"} else self.language
