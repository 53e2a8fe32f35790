"""What every command shares: the ledger's place, the registry, how much is said."""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from spiders import readers
from storage.connection import Connection
from storage.database import open_database
from storage.location import Location, is_there
from storage.office_outlets import office_outlets, with_office
from storage.registry import Registry, load_registry
from text.clock import now, tashkent_day

OUTLETS_VARIABLE = "YORITISH_OUTLETS"
"""Environment variable: a folder of registry files to use instead of the program's own."""


class BadOption(ValueError):
    """An option's value cannot be used; the message names the option and the cure."""


@dataclass
class Session:
    """One run of the program."""

    database: Location
    quiet: bool = False
    verbose: bool = False

    @cached_property
    def registry(self) -> Registry:
        """The outlets, checked: the program's, and those that the office added itself.

        Raises:
            BrokenRegistry: an entry is wrong.
            UnusableDatabase: there is a ledger, but it cannot be read.
        """
        return registry_now(self.database, self.shipped)

    @cached_property
    def shipped(self) -> Registry:
        """The outlets of the program's own files, checked.

        Raises:
            BrokenRegistry: an entry is wrong.
        """
        folder = os.environ.get(OUTLETS_VARIABLE)
        own = Path(__file__).parent / "outlets"
        return load_registry(Path(folder) if folder else own, readers())

    @contextmanager
    def ledger(self) -> Iterator[Connection]:
        """The ledger, to read from; commands that write use the night's writer.

        Raises:
            UnusableDatabase: there is none, or it cannot be read.
        """
        connection = open_database(self.database, read_only=True)
        try:
            yield connection
        finally:
            connection.close()


def registry_now(place: Location, shipped: Registry) -> Registry:
    """The program's outlets, and those that the office keeps in its ledger now.

    Raises:
        BrokenRegistry: an entry is wrong.
        UnusableDatabase: there is a ledger, but it cannot be read.
    """
    if not is_there(place):
        return shipped
    with closing(open_database(place, read_only=True)) as ledger:
        return with_office(shipped, office_outlets(ledger))


def read_day(text: str, option: str) -> date:
    """A day as typed: 2026-10-31, 31.10.2026, today or yesterday (Tashkent).

    Raises:
        BadOption: anything else.
    """
    today = tashkent_day(now())
    words = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in words:
        return words[text]
    turned = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    iso = f"{turned[3]}-{turned[2]:0>2}-{turned[1]:0>2}" if turned else text
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise BadOption(
            f"{option} {text!r} is no day; write it as 2026-10-31, 31.10.2026, today or yesterday"
        ) from None


def read_range(since: str, until: str) -> tuple[date | None, date | None]:
    """The days --since and --until, either of them possibly not given.

    Raises:
        BadOption: a bad day, or --until before --since, or a day that has not come yet.
    """
    first = read_day(since, "--since") if since else None
    last = read_day(until, "--until") if until else None
    if first and last and last < first:
        raise BadOption(f"--until {last} is before --since {first}; exchange them")
    today = tashkent_day(now())
    for option, day in (("--since", first), ("--until", last)):
        if day and day > today:
            raise BadOption(f"{option} {day} has not come yet; today is {today}")
    return first, last


def read_period(day: str, month: str, year: str) -> tuple[date, date]:
    """First and last day of the one period given as a day, a month (2026-10) or a year.

    Raises:
        BadOption: none or several were given, or one cannot be read.
    """
    given = [option for option in (day, month, year) if option]
    if len(given) != 1:
        raise BadOption("say one of --day 2026-10-31, --month 2026-10 or --year 2026")
    if day:
        one = read_day(day, "--day")
        return one, one
    text = month or year
    match = re.fullmatch(r"(\d{4})-(\d{2})" if month else r"(\d{4})", text)
    if match is None or (month and not 1 <= int(match[2]) <= 12):
        option, example = ("--month", "2026-10") if month else ("--year", "2026")
        raise BadOption(f"{option} {text!r} cannot be read; write it as {example}")
    first = date(int(match[1]), int(match[2]) if month else 1, 1)
    following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return first, (following if month else date(first.year + 1, 1, 1)) - timedelta(days=1)
