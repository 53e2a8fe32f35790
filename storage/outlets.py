"""An outlet as its entry describes it, refused at start when something in it is wrong.

Fields are described in ``docs/add-an-outlet.md``. An outlet is what design.md calls a medium: a
site, a channel, a newspaper; one entry names how it is counted and how it is read.
"""

from collections.abc import Mapping
from datetime import date as Day
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

Channel = Literal["television", "radio", "print", "internet"]
Subchannel = Literal["official", "own", "other", "telegram", "facebook", "youtube", ""]
ReportLanguage = Literal["uz-Latn", "uz-Cyrl", "ru", "en", "kaa"]
HintedLanguage = Literal["", "uz-Latn", "uz-Cyrl", "ru", "en", "kaa"]
Region = Literal[
    "", "UZ-TK", "UZ-TO", "UZ-AN", "UZ-BU", "UZ-FA", "UZ-JI", "UZ-NG", "UZ-NW", "UZ-QA", "UZ-QR",
    "UZ-SA", "UZ-SI", "UZ-SU", "UZ-XO",
]  # fmt: skip
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]


HostName = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


def _is_css(selector: str) -> str:
    from parsel.csstranslator import css2xpath

    if not selector:
        return selector
    try:
        css2xpath(selector)
    except SyntaxError as error:
        raise ValueError(f"{selector!r} is no CSS selector: {error}") from error
    except Exception as error:
        # cssselect's further errors have no other common base
        raise ValueError(f"{selector!r} cannot be used as a CSS selector: {error}") from error
    return selector


Css = Annotated[str, AfterValidator(_is_css)]


class BrokenRegistry(ValueError):
    """An outlet entry that cannot be used; the message names file, outlet, field and cure."""


class UnknownOutlet(ValueError):
    """An outlet id that the registry does not hold."""


class Selectors(BaseModel):
    """CSS selectors of one article page; an empty one is left to the generic reader."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Css = ""
    date: Css = ""
    body: Css = ""
    lead: Css = ""
    author: Css = ""
    section: Css = ""
    tags: Css = ""
    remove: tuple[Css, ...] = ()
    valid_until: Day | None = None
    """The last day on which pages were served in this layout (Tashkent); None for today's."""


class Listing(BaseModel):
    """How a list page is walked: addresses, the date text beside each, and the next page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebAddress
    """First page. ``{page}`` in ``next`` counts on from 2 (or in steps, see ``step``)."""
    language: HintedLanguage = ""
    item: Css = ""
    """Selector of one card; empty: every matching link of the page is a card of its own."""
    link: Css = "a"
    date: Css = ""
    next: str = ""
    """Address of the following page with ``{page}``, or a selector of the link to it."""
    first: int = 2
    step: int = 1
    pages: int = Field(default=50, ge=1, le=2000)
    """At most so many pages in one visit."""

    @field_validator("next")
    @classmethod
    def _counts_or_selects(cls, value: str) -> str:
        return _with_places(value, "page") if "{" in value else _is_css(value)


class Source(BaseModel):
    """A feed or sitemap address; ``{year}``, ``{month}``, ``{day}`` or ``{monday}`` are dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebAddress
    language: HintedLanguage = ""

    @field_validator("url")
    @classmethod
    def _is_dated_right(cls, value: str) -> str:
        return _with_places(value, "year", "month", "day", "monday")


def _with_places(template: str, *names: str) -> str:
    """A template, tried.

    Raises:
        ValueError: it names something that is not filled in.
    """
    try:
        template.format(**dict.fromkeys(names, 1))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        places = ", ".join(f"{{{name}}}" for name in names)
        raise ValueError(f"{template!r}: only {places} can be filled in") from error
    return template


class Programme(BaseModel):
    """A programme of a broadcaster, told by the titles of its videos."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    title: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
    """Words that the title holds, all of them, in any alphabet, case and order."""
    outlet: str = ""
    """Id of the broadcaster's entry; its own, where it stands in that."""


class Outlet(BaseModel):
    """One medium, as the press office counts it and as its spider reads it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,60}$")]
    name: Annotated[str, Field(min_length=1)]
    names: Mapping[str, str] = {}
    url: Annotated[str, Field(pattern=r"^(https?://[^\s/]+(/\S*)?)?$")]
    """Its own address; "" only where none is known of an outlet that is not visited."""
    channel: Channel = "internet"
    subchannel: Subchannel = "other"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "UZ"
    region: Region = ""
    tier: Annotated[int, Field(ge=1, le=3)] = 2
    languages: Annotated[tuple[ReportLanguage, ...], Field(min_length=1)]
    read: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    """The file in ``spiders/`` that reads it; ``none``: not visited (by import or by hand)."""
    hosts: tuple[HostName, ...] = ()
    """Further hosts of the same outlet (its API, another language's); that of ``url`` is one."""
    own: bool = False
    """True for the ministry's channels at somebody else's: every post of them is an appearance."""
    channel_id: str = ""
    """What the platform calls the channel or page, where its address does not say it."""
    programmes: tuple["Programme", ...] = ()
    """Of a broadcaster: its programmes. Of a video channel: further ones, with their outlets."""
    mirrors: tuple[HostName, ...] = ()
    """Hosts that show the same pages as that of ``url``: an address there is the same address."""
    feeds: tuple[Source, ...] = ()
    sitemaps: tuple[Source, ...] = ()
    listings: tuple[Listing, ...] = ()
    article: str = ""
    """Regular expression a path must match to be an article; empty: any."""
    skip: str = ""
    """Regular expression of paths that are never articles."""
    version_key: str = ""
    """Regular expression whose first group is the same in all language versions of one article."""
    selectors: tuple[Selectors, ...] = ()
    """Layouts, today's first; dated ones carry ``valid_until``."""
    delay: Annotated[float, Field(ge=0, le=60)] = 0.5
    """Seconds between two requests to one host."""
    concurrency: Annotated[int, Field(ge=1, le=8)] = 2
    unverified: bool = False
    """True while no live night has confirmed how the site is built."""
    note: str = ""

    @field_validator("article", "skip", "version_key")
    @classmethod
    def _is_pattern(cls, value: str) -> str:
        import re

        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value

    @field_validator("version_key")
    @classmethod
    def _has_one_group(cls, value: str) -> str:
        import re

        if value and (groups := re.compile(value).groups) != 1:
            raise ValueError(f"one group is what versions share; {value!r} has {groups}")
        return value

    @model_validator(mode="after")
    def _has_what_its_reader_needs(self) -> "Outlet":
        needs = {
            "feed": "feeds", "sitemap": "sitemaps", "listing": "listings", "facebook": "hosts",
            "youtube": "channel_id",
        }  # fmt: skip
        if not self.url and self.read != "none":
            raise ValueError("field 'url': an outlet that is visited has an address")
        needed = needs.get(self.read)
        if needed and not getattr(self, needed):
            raise ValueError(f"field {needed!r}: read = {self.read!r} needs it")
        return self

    @model_validator(mode="after")
    def _reads_its_languages(self) -> "Outlet":
        for field in ("feeds", "sitemaps", "listings"):
            for one in getattr(self, field):
                if one.language and one.language not in self.languages:
                    raise ValueError(
                        f"field {field!r}: {one.language} is not among the outlet's languages"
                    )
        return self

    @property
    def owned(self) -> bool:
        """Whether it is the ministry's own channel: every publication of it is an appearance."""
        return self.own or self.subchannel in {"official", "own"}

    @property
    def foreign(self) -> bool:
        """Whether it is foreign media, counted apart from the total."""
        return self.country != "UZ"

    @property
    def port(self) -> int | None:
        """The port in the outlet's own address; None where it is the usual one."""
        return urlsplit(self.url).port

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Every host of the outlet, with and without ``www.``."""
        hosts = {urlsplit(self.url).hostname or "", *self.hosts, *self.mirrors}
        bare = {host.removeprefix("www.") for host in hosts if host}
        return frozenset(bare | {f"www.{host}" for host in bare})


def outlet_of(key: str, table: Mapping[str, object]) -> Outlet:
    """The outlet of an entry: its id, and what is said of it.

    Raises:
        BrokenRegistry: it cannot be used; names outlet, field and reason.
    """
    try:
        return Outlet.model_validate({"id": key, **table})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise BrokenRegistry(
            f"outlet {key!r}: {f'field {where!r}: {why}' if where else why}"
        ) from error
