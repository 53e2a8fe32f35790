"""The outlet registry: one TOML table per outlet, refused at start when an entry is wrong.

Fields are described in ``docs/add-an-outlet.md``. An outlet is what design.md calls a medium: a
site, a channel, a newspaper; one entry names how it is counted and how it is read.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date as Day
from pathlib import Path
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


SHARED_HOSTS = ("t.me", "facebook.com", "youtube.com")
"""Hosts on which every channel or page is an outlet of its own."""

SAME_HOSTS = {
    "telegram.me": "t.me", "t.iss.one": "t.me", "m.facebook.com": "facebook.com",
    "web.facebook.com": "facebook.com", "m.youtube.com": "youtube.com", "youtu.be": "youtube.com",
}  # fmt: skip
"""Other names of those hosts."""


class Registry:
    """All outlets, by id, in the order of the files; nights leave those that are ``off``."""

    def __init__(self, outlets: Mapping[str, Outlet], off: frozenset[str] = frozenset()) -> None:
        self._outlets = dict(outlets)
        self._off = off
        self._of_host = {
            host: outlet for outlet in reversed(list(self._outlets.values()))
            for host in outlet.allowed_hosts
        }  # fmt: skip
        # two outlets may read off one host: it is that one's whose own address it is
        for outlet in reversed(list(self._outlets.values())):
            own = (urlsplit(outlet.url).hostname or "").removeprefix("www.")
            if own:
                self._of_host[own] = self._of_host[f"www.{own}"] = outlet
        self._of_path: dict[str, dict[str, Outlet]] = {host: {} for host in SHARED_HOSTS}
        for outlet in self._outlets.values():
            parts = urlsplit(outlet.url)
            host = (parts.hostname or "").removeprefix("www.")
            if host in self._of_path:
                self._of_path[host][parts.path.strip("/").lower()] = outlet
                # a page's addresses go by its number too
                self._of_path[host].setdefault(outlet.channel_id.lower(), outlet)

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._outlets.values())

    def __len__(self) -> int:
        return len(self._outlets)

    def __contains__(self, outlet_id: str) -> bool:
        return outlet_id in self._outlets or outlet_id.startswith("page.")

    def __getitem__(self, outlet_id: str) -> Outlet:
        """The outlet with this id.

        Raises:
            UnknownOutlet: with the closest ids that exist.
        """
        try:
            return self._outlets[outlet_id]
        except KeyError:
            import difflib

            from storage.lone_outlets import MARK, lone_outlet

            if outlet_id.startswith(MARK):
                return lone_outlet(outlet_id)

            near = difflib.get_close_matches(outlet_id, self._outlets, n=3, cutoff=0.5)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise UnknownOutlet(
                f"no outlet {outlet_id!r} in the registry{hint} (`yoritish outlets` lists them)"
            ) from None

    def visited(self) -> list[Outlet]:
        """The outlets a night is due to read."""
        return [outlet for outlet in self if outlet.read != "none" and outlet.id not in self._off]

    def of_host(self, host: str) -> Outlet | None:
        """The outlet to which a host belongs, or None."""
        return self._of_host.get(host.lower())

    def of_address(self, url: str) -> Outlet | None:
        """The outlet to which an address belongs, or None.

        On hosts that many share (t.me) the first part of the path says whose it is.
        """
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        except ValueError:
            return None
        host = SAME_HOSTS.get(host, host)
        if host not in self._of_path:
            return self.of_host(host)
        words = [word for word in parts.path.lower().split("/") if word]
        if words[:1] == ["s"]:
            words = words[1:]
        return next(
            (one for n in (2, 1) if (one := self._of_path[host].get("/".join(words[:n])))), None
        )

    def country_of(self, url: str) -> str:
        """Country of the outlet an address belongs to; "UZ" where that is not known."""
        outlet = self.of_address(url) if "://" in url else None
        return outlet.country if outlet else "UZ"


def load_registry(folder: Path, readers: frozenset[str] = frozenset()) -> Registry:
    """Read every ``*.toml`` of a folder; each top-level table is an outlet, its key the id.

    Args:
        folder: where the registry files are.
        readers: names allowed in ``read``; empty: any name.

    Raises:
        BrokenRegistry: a file or an entry is wrong; names file, outlet, field and reason.
    """
    outlets: dict[str, Outlet] = {}
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BrokenRegistry(f"{folder}: no outlet files (*.toml) here")
    for path in files:
        for outlet in _read_file(path, readers):
            if outlet.id in outlets:
                raise BrokenRegistry(f"{path.name}: outlet {outlet.id!r}: id is used twice")
            outlets[outlet.id] = outlet
    return Registry(_with_programmes(outlets))


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


def _with_programmes(outlets: dict[str, Outlet]) -> dict[str, Outlet]:
    """Video channels know the programmes of every broadcaster, after those of their own entry."""
    broadcast = tuple(
        one.model_copy(update={"outlet": one.outlet or outlet.id})
        for outlet in outlets.values() if outlet.read == "none" for one in outlet.programmes
    )  # fmt: skip
    told = {
        outlet.id: outlet.model_copy(update={"programmes": (*outlet.programmes, *broadcast)})
        for outlet in outlets.values() if outlet.read == "youtube"
    }  # fmt: skip
    for outlet in (*told.values(), *outlets.values()):
        for one in outlet.programmes:
            medium = outlets.get(one.outlet or outlet.id)
            if medium is None or medium.channel not in {"television", "radio"}:
                raise BrokenRegistry(
                    f"outlet {outlet.id!r}: field 'programmes': {one.name!r} names"
                    f" {one.outlet or outlet.id!r}, no television or radio outlet of the registry"
                )
    return outlets | told


def _read_file(path: Path, readers: frozenset[str]) -> Iterator[Outlet]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenRegistry(f"{path.name}: not readable as TOML: {error}") from error
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise BrokenRegistry(f"{path.name}: {key!r} stands outside any outlet's table")
        try:
            outlet = outlet_of(key, table)
        except BrokenRegistry as error:
            raise BrokenRegistry(f"{path.name}: {error}") from error
        if readers and outlet.read != "none" and outlet.read not in readers:
            raise BrokenRegistry(
                f"{path.name}: outlet {key!r}: field 'read': no spider {outlet.read!r}; "
                f"there are {', '.join(sorted(readers))}, none"
            )
        yield outlet
