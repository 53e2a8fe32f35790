"""Counts: appearances and unique stories of a period, and how completely it was read."""

from dataclasses import dataclass
from datetime import date

from storage.appearances import (
    ORIGINS,
    CountingRules,
    Grouping,
    Selection,
    counting_sql,
    found_table,
)
from storage.connection import Connection
from storage.database import snapshot
from storage.day_counts import KEYS
from storage.rollups import added_up
from storage.visits import due_since
from text.clock import days_between


@dataclass(frozen=True, slots=True)
class Count:
    """One row of a count. ``appearances`` are domestic: owned + release + earned; foreign apart.

    ``release`` are those of other outlets that carry a text of the ministry's own.
    """

    key: str
    appearances: int
    stories: int
    owned: int
    release: int
    earned: int
    foreign: int


@dataclass(frozen=True, slots=True)
class DayRead:
    """How many of the outlets due were read completely on a day; ``partly``: it was not over."""

    day: str
    due: int
    completely: int
    partly: int

    @property
    def state(self) -> str:
        """ "whole", "so far" (every outlet read, the day not over then) or "hole"."""
        if self.completely == self.due:
            return "whole"
        return "so far" if self.completely + self.partly == self.due else "hole"


@dataclass(frozen=True, slots=True)
class CountTable:
    """A count by some key, its total, and the days behind it."""

    by: Grouping
    first: date
    last: date
    rows: list[Count]
    total: Count
    days: list[DayRead]

    @property
    def holes(self) -> list[DayRead]:
        """Days on which at least one outlet due was not read."""
        return [day for day in self.days if day.state == "hole"]


_MEASURES = """
    count(*) FILTER (WHERE NOT c.is_foreign) AS appearances,
    count(DISTINCT c.story) FILTER (WHERE NOT c.is_foreign) AS stories,
    count(*) FILTER (WHERE c.origin = 'owned') AS owned,
    count(*) FILTER (WHERE c.origin = 'release') AS release,
    count(*) FILTER (WHERE c.origin = 'earned') AS earned,
    count(*) FILTER (WHERE c.is_foreign) AS "foreign"
"""


def count(
    connection: Connection, rules: CountingRules, selection: Selection, by: Grouping
) -> CountTable:
    """Count the appearances of a selection by a key.

    By unit or topic one appearance may stand in several rows; the total counts it once.
    """
    with snapshot(connection):
        known = added_up(connection, rules, selection, by)
        if known is None:
            return counted_rows(connection, rules, selection, by)
        rows = [Count(**dict(row)) for row in known[:-1]]
        return _table(connection, selection, by, rows, Count(**dict(known[-1])))


def counted_rows(
    connection: Connection, rules: CountingRules, selection: Selection, by: Grouping
) -> CountTable:
    """As :func:`count`, off the rows themselves; inside a snapshot where others write."""
    sql, values = counting_sql(rules, selection)
    joined = sql
    if by in {"unit", "topic"}:
        found = found_table(selection, f"{by}s")
        joined = f"FROM (SELECT c.* {sql}) c JOIN {found} m ON m.row = c.row"
    grouped = connection.execute(
        f"SELECT {_key(by)} AS key, {_MEASURES} {joined} GROUP BY 1 ORDER BY 1",
        values,
    )
    rows = [Count(**dict(row)) for row in grouped]
    total = connection.execute(f"SELECT 'total' AS key, {_MEASURES} {sql}", values).fetchone()
    return _table(connection, selection, by, rows, Count(**dict(total)))


def _key(by: Grouping) -> str:
    """The key of a row of ``coverage`` (as c), what was found in it beside it (as m)."""
    if by == "day":
        return "c.day"
    return f"m.{by}" if by in {"unit", "topic"} else KEYS[by][0].format(c="c")


def _table(
    connection: Connection, selection: Selection, by: Grouping, rows: list[Count], total: Count
) -> CountTable:
    days = days_read(connection, selection.first, selection.last)
    if by == "day":
        rows = _every_day(rows, days)
    elif by == "origin":
        rows.sort(key=lambda row: ORIGINS.index(row.key))
    elif by != "channel":
        rows.sort(key=lambda row: (-row.appearances, -row.foreign, row.key))
    return CountTable(by, selection.first, selection.last, rows, total, days)


def days_read(connection: Connection, first: date, last: date) -> list[DayRead]:
    """For every day of a period, how many of the outlets due were read."""
    since = due_since(connection).values()
    read = {
        row["day"]: row
        for row in connection.execute(
            "SELECT day, count(*) FILTER (WHERE state = 'completely') AS completely,"
            " count(*) FILTER (WHERE state = 'partly') AS partly"
            " FROM read_days JOIN outlets o ON o.id = outlet WHERE o.due AND day BETWEEN ? AND ?"
            " AND day >= coalesce((SELECT min(f.day) FROM office_outlets f"
            "  WHERE f.outlet = o.id), '') GROUP BY day",
            (first.isoformat(), last.isoformat()),
        )
    }
    none = {"completely": 0, "partly": 0}
    days = []
    for day in days_between(first, last):
        text = day.isoformat()
        of_day = read.get(text, none)
        due = sum(1 for first_due in since if first_due <= text)
        days.append(DayRead(text, due, of_day["completely"], of_day["partly"]))
    return days


def _every_day(rows: list[Count], days: list[DayRead]) -> list[Count]:
    counted = {row.key: row for row in rows}
    return [counted.get(day.day, Count(day.day, 0, 0, 0, 0, 0, 0)) for day in days]
