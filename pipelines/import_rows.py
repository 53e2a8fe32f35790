"""One row of an imported table as the ledger keeps it, or the reason why it cannot be kept."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from openpyxl.utils.datetime import from_excel

from pipelines.analysis import analyse
from pipelines.canonical import UnusableAddress, canonical_url
from pipelines.import_file import LONGEST_CELL, Row
from pipelines.import_kinds import EXAMPLE_MARK, Kind, choice, choices
from pipelines.lexicon import lexicon
from pipelines.quotes import find_quotes
from storage.activities import Activity
from storage.outlets import Outlet
from storage.records import DateSource, Mention, Owner, Publication
from text.clock import TASHKENT
from text.dates import UnreadableDate, read_date
from text.folding import fold

PLANNED_AHEAD = timedelta(days=400)
"""How far ahead a planned event may lie."""

SERIALS = range(20_000, 80_000)
"""Numbers that are days as Excel counts them: 1954 to 2119."""

LONGEST_NAME = 120
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?")
_MARKS = str.maketrans("öğşçäüñ", "ogscaun")


class RefusedRow(ValueError):
    """A row that cannot be kept; the message says why, in a few words, for the person's table."""


@dataclass(frozen=True, slots=True)
class Medium:
    """An outlet that only imports know of."""

    id: str
    name: str
    channel: str
    subchannel: str
    country: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one file, each for itself.

    ``now`` is an aware instant; ``outlet_at`` gives the registry's outlet at a host name, if any.
    """

    kind: Kind
    file: str
    now: datetime
    outlet_at: Callable[[str], Outlet | None]

    def read(self, row: Row) -> tuple[Publication | Activity, Medium | None]:
        """What a row says, and its outlet where the registry does not hold it.

        Raises:
            RefusedRow: it lacks something, or something in it cannot be read.
        """
        said = {name: self._value(name, cell) for name, cell in row.cells.items()}
        for name in sorted(self.kind.required):
            if not said.get(name):
                raise RefusedRow(f"{name}: empty")
        if EXAMPLE_MARK in fold(f"{said.get('note', '')} {said.get('title', '')}"):
            raise RefusedRow("the template's example; delete this row")
        if self.kind.counts:
            return self._appearance(said)
        return self._activity(said, row), None

    # --- cells --------------------------------------------------------------------------------

    def _value(self, name: str, cell: Any) -> Any:
        if isinstance(cell, str):
            cell = cell.replace("\x00", "").strip()
            if cell in _ERRORS:
                raise RefusedRow(f"{name}: {cell}, an error of Excel")
            if len(cell) > LONGEST_CELL:
                raise RefusedRow(f"{name}: longer than a cell of Excel")
        if cell is None or cell == "":
            return ""
        read = {
            "day": self._day, "time": _time, "region": _region, "country": _country, "url": _url,
        }.get(name)  # fmt: skip
        if read is not None:
            return read(cell)
        text = _text(name, cell)
        return self._choice(name, text) if choices(name) else text

    def _choice(self, name: str, text: str) -> str:
        value = choice(name, text)
        if not value:
            known = ", ".join(dict.fromkeys(choices(name).values()))
            raise RefusedRow(f"{name}: {text[:60]!r} is none of {known}")
        return value

    def _day(self, cell: Any) -> date:
        ahead = PLANNED_AHEAD if self.kind.id == "event" else timedelta()
        if isinstance(cell, datetime):
            day = cell.date()
        elif isinstance(cell, date):
            day = cell
        elif isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in SERIALS:
            day = from_excel(int(cell)).date()
        else:
            try:
                day = read_date(_text("day", cell), self.now + ahead).at.date()
            except UnreadableDate as error:
                raise RefusedRow(f"day: {error}") from error
        today = self.now.astimezone(TASHKENT).date()
        if not date(1991, 8, 31) <= day <= today + ahead:
            raise RefusedRow(f"day: {day} is not between 1991-08-31 and {today + ahead}")
        return day

    # --- what rows become ---------------------------------------------------------------------

    def _appearance(self, said: Mapping[str, Any]) -> tuple[Publication, Medium | None]:
        outlet, url, medium = self._place(said)
        moment = said.get("time") or time()
        title, body = said["title"], said.get("text") or ""
        found = analyse(title, body, country=said.get("country") or "UZ")
        mentions = [one for one in found.mentions if one.owner is Owner.OWN]
        rule = f"import: {self.file}"
        mentions = mentions or [Mention("ministry", Owner.OWN, "title", 0, 0, "", rule)]
        made = Publication(
            outlet=outlet, url=url, title=title, body=body,
            published_at=datetime.combine(said["day"], moment, TASHKENT),
            date_source=DateSource.IMPORT, day=said["day"], first_seen_at=self.now,
            author=said.get("author") or "", section=said.get("programme") or "",
            language=found.language, script=found.script, folded_title=found.folded_title,
            folded_body=found.folded_body,
            # a person counted it: that it names the ministry is said by the table
            owner=Owner.OWN, main=found.main or not found.mentions,
            region=said.get("region") or found.region, mentions=mentions, topics=found.topics,
            quotes=find_quotes(body, mentions),
        )  # fmt: skip
        return made, medium

    def _place(self, said: Mapping[str, Any]) -> tuple[str, str, Medium | None]:
        """Outlet and address: the registry's where it holds the link's host, else of its own."""
        url, name = said.get("url") or "", said["outlet"]
        if len(name) > LONGEST_NAME:
            raise RefusedRow(f"outlet: {len(name)} characters are no outlet's name")
        known = self.outlet_at(urlsplit(url).hostname or "") if url else None
        if known is not None and self.kind.id in {"internet", "foreign"}:
            try:
                return known.id, canonical_url(url, known), None
            except UnusableAddress as error:
                raise RefusedRow(f"url: {error}") from error
        medium = self._medium(name, said)
        if url and self.kind.id in {"internet", "foreign"}:
            return medium.id, url, medium
        told = (said["day"], said.get("time"), said["title"], said.get("programme"), url)
        return medium.id, f"urn:yoritish:{_digest(medium.id, *told)}", medium

    def _medium(self, name: str, said: Mapping[str, Any]) -> Medium:
        key = _key(name)
        if self.kind.id == "foreign":
            country = said["country"]
            if country == "UZ":
                raise RefusedRow("country: Uzbekistan is not abroad")
            return Medium(f"foreign.{country.lower()}.{key}", name, "internet", "other", country)
        if self.kind.id == "internet":
            place = said.get("place") or "other"
            return Medium(f"internet.{place}.{key}", name, "internet", place, "UZ")
        return Medium(f"{self.kind.id}.{key}", name, self.kind.id, "", "UZ")

    def _activity(self, said: Mapping[str, Any], row: Row) -> Activity:
        state = (said.get("state") or "held") if self.kind.id == "event" else ""
        fields = {
            name: said.get(name) or ""
            for name in ("level", "form", "region", "person", "outlet", "url", "note")
        }
        day: date = said["day"]
        identity = (
            self.kind.id, day, said["title"], state,
            *(fields[name] for name in ("level", "form", "region", "person", "outlet", "url")),
        )  # fmt: skip
        if state == "held" and day > self.now.astimezone(TASHKENT).date():
            raise RefusedRow(f"state: held, but {day} has not come yet")
        return Activity(
            id=_digest(*identity), kind=self.kind.id, day=day, title=said["title"], state=state,
            sheet=row.sheet, row=row.number, **fields,
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """An outlet's name as part of its id: a table names few outlets, and those again and again."""
    key = re.sub(r"[^a-z0-9]+", "-", fold(name).translate(_MARKS)).strip("-")[:40]
    return key or _digest(fold(name))[:12]


def _text(name: str, cell: Any) -> str:
    if isinstance(cell, bool):
        raise RefusedRow(f"{name}: {cell} is no text")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        raise RefusedRow(f"{name}: a date where words should be")
    return " ".join(str(cell).split()) if name != "text" else str(cell)


def _time(cell: Any) -> time:
    if isinstance(cell, datetime):
        return cell.time().replace(tzinfo=None, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(tzinfo=None, microsecond=0)
    if isinstance(cell, timedelta):
        cell = f"{cell.seconds // 3600}:{cell.seconds // 60 % 60:02}"
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    match = _CLOCK.fullmatch(str(cell).strip())
    if match is None:
        raise RefusedRow(f"time: {str(cell)[:40]!r} is no time of day; write 19:30")
    return time(int(match[1]), int(match[2]))


def _region(cell: Any) -> str:
    text = _text("region", cell)
    if re.fullmatch(r"UZ-[A-Z]{2}", text):
        return text
    found = analyse("", text).region
    if not found:
        raise RefusedRow(f"region: {text[:60]!r} is no region of Uzbekistan")
    return found


def _country(cell: Any) -> str:
    text = _text("country", cell)
    if re.fullmatch(r"[A-Z]{2}", text):
        return text
    places = lexicon().find(fold(text)).countries
    if not places:
        raise RefusedRow(f"country: {text[:60]!r} is not known; write its two letters (RU)")
    return places[0].code


def _url(cell: Any) -> str:
    text = _text("url", cell)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        usable = False
    if not usable or len(text) > 2000 or " " in text:
        raise RefusedRow(f"url: {text[:60]!r} is no address; write https://…")
    return text


def _digest(*parts: object) -> str:
    told = "\n".join(str(part) for part in parts)
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()
