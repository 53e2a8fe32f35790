"""The report of a period as figures: made once, shown as text, HTML or Excel.

Its rows and their order are those of the press office's own yearly report.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import date, timedelta

from storage.activities import list_activities
from storage.appearances import CountingRules, Selection, appearances_sql
from storage.counts import Count, CountTable, count

KEYS = (
    "total", "television", "radio", "print", "internet", "official", "own", "other", "foreign",
    "leadership", "region", "statements", "programmes", "shows",
)  # fmt: skip
OUTLETS, STORIES = 20, 10
"""Outlets and stories that are listed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``before`` of the period of the same length before, ``planned`` by the media
    plan, None where it plans nothing of the kind."""

    key: str
    now: int
    before: int
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class TopStory:
    """A story by how many outlets ran it."""

    title: str
    outlet: str
    outlets: int
    appearances: int


@dataclass(slots=True)
class Report:
    """Everything a report says of the days first..last (Tashkent, both included)."""

    first: date
    last: date
    figures: list[Figure]
    stories: int
    owned: int
    earned: int
    by_region: list[Count]
    by_outlet: list[tuple[str, Count]]
    """The outlet's name beside its count."""
    top_stories: list[TopStory]
    holes: int
    """Days on which an outlet that was due was not read."""
    values: dict[str, int] = field(default_factory=dict)
    """The figures of the period by key."""


def make_report(
    connection: sqlite3.Connection, rules: CountingRules, first: date, last: date
) -> Report:
    """Count a period and the one before it."""
    before = _before(first, last)
    now_table = count(connection, rules, Selection(first, last), "channel")
    then_table = count(connection, rules, Selection(*before), "channel")
    now, then = _values(connection, now_table), _values(connection, then_table)
    planned = _planned(connection, first, last)
    names = dict(connection.execute("SELECT id, name FROM outlets").fetchall())
    outlets = count(connection, rules, Selection(first, last), "outlet").rows[:OUTLETS]
    return Report(
        first, last,
        [Figure(key, now[key], then[key], planned.get(key)) for key in KEYS],
        stories=now_table.total.stories, owned=now_table.total.owned,
        earned=now_table.total.earned,
        by_region=count(connection, rules, Selection(first, last), "region").rows,
        by_outlet=[(names.get(row.key, row.key), row) for row in outlets],
        top_stories=_top_stories(connection, rules, first, last),
        holes=len(now_table.holes) if _is_read(connection) else 0,
        values=now,
    )  # fmt: skip


def _before(first: date, last: date) -> tuple[date, date]:
    """The period before: the same months of a year or half-year before, else as many days."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        number = first.year * 12 + first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1), first - timedelta(days=1)
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def _values(connection: sqlite3.Connection, table: CountTable) -> dict[str, int]:
    channels = {row.key: row.appearances for row in table.rows}

    def of(channel: str) -> int:
        parts = (n for key, n in channels.items() if key.partition("/")[0] == channel)
        return sum(parts)

    internet = of("internet")
    official, own = channels.get("internet/official", 0), channels.get("internet/own", 0)
    period = table.first, table.last
    held = [one for one in list_activities(connection, "event", *period) if one.state == "held"]
    return {
        "total": table.total.appearances,
        "television": of("television"), "radio": of("radio"), "print": of("print"),
        "internet": internet, "official": official, "own": own,
        "other": internet - official - own,
        "foreign": table.total.foreign,
        "leadership": sum(one.level == "leadership" for one in held),
        "region": sum(one.level == "region" for one in held),
        "statements": len(list_activities(connection, "statement", *period)),
        "programmes": len(list_activities(connection, "programme", *period)),
        "shows": len(list_activities(connection, "show", *period)),
    }  # fmt: skip


def _planned(connection: sqlite3.Connection, first: date, last: date) -> dict[str, int]:
    planned = [
        one for one in list_activities(connection, "event", first, last) if one.state == "planned"
    ]
    levels = {
        level: sum(one.level == level for one in planned) for level in ("leadership", "region")
    }
    return {level: number for level, number in levels.items() if number}


def _top_stories(
    connection: sqlite3.Connection, rules: CountingRules, first: date, last: date
) -> list[TopStory]:
    sql, values = appearances_sql(rules, Selection(first, last, foreign=False))
    rows = connection.execute(
        "SELECT story, count(DISTINCT outlet) AS outlets, count(*) AS appearances"  # noqa: S608
        f" FROM ({sql}) GROUP BY story HAVING outlets > 1"
        " ORDER BY outlets DESC, appearances DESC, story LIMIT ?",
        (*values, STORIES),
    ).fetchall()
    named = []
    for row in rows:
        origin = connection.execute(
            "SELECT p.title, o.name FROM publications p JOIN outlets o ON o.id = p.outlet"
            " WHERE p.id = ?",
            (row["story"],),
        ).fetchone()
        if origin is not None:
            named.append(TopStory(origin[0], origin[1], row["outlets"], row["appearances"]))
    return named


def _is_read(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever visited: a ledger of imports alone has no holes."""
    return connection.execute("SELECT 1 FROM read_days LIMIT 1").fetchone() is not None
