"""The report of a period as figures: made once, shown as text, HTML or Excel.

Its rows and their order are those of the press office's own yearly report.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from storage.activities import list_activities
from storage.appearances import CountingRules, Grouping, Selection, counting_sql
from storage.connection import Connection
from storage.counts import Count, CountTable, count
from storage.periods import Adjustment, Closing, Period, adjustments, closing

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
    story: str


@dataclass(slots=True)
class Report:
    """Everything a report says of the days first..last (Tashkent, both included)."""

    first: date
    last: date
    before: tuple[date, date]
    """First and last day of the period before."""
    figures: list[Figure]
    total: Count
    by_origin: list[Count]
    by_region: list[Count]
    by_outlet: list[tuple[str, Count]]
    """The outlet's name beside its count."""
    top_stories: list[TopStory]
    holes: int
    """Days on which an outlet that was due was not read."""
    values: dict[str, int] = field(default_factory=dict)
    """The figures of the period by key."""
    closing: Closing | None = None
    """Of a period that is closed."""
    adjustments: list[Adjustment] = field(default_factory=list)
    """What counts otherwise today than when its month was closed."""


def make_report(connection: Connection, rules: CountingRules, first: date, last: date) -> Report:
    """Count a period and the one before it."""
    before = _before(first, last)
    groupings: tuple[Grouping, ...] = ("channel", "origin", "region", "outlet")
    tables = {by: count(connection, rules, Selection(first, last), by) for by in groupings}
    then_table = count(connection, rules, Selection(*before), "channel")
    now_table = tables["channel"]
    now, then = _values(connection, now_table), _values(connection, then_table)
    planned = _planned(connection, first, last)
    names = dict(connection.execute("SELECT id, name FROM outlets").fetchall())
    period = Period(period_name(first, last), first, last)
    return Report(
        first, last, before,
        [Figure(key, now[key], then[key], planned.get(key)) for key in KEYS],
        total=now_table.total,
        by_origin=tables["origin"].rows,
        by_region=tables["region"].rows,
        by_outlet=[(names.get(row.key, row.key), row) for row in tables["outlet"].rows[:OUTLETS]],
        top_stories=_top_stories(connection, rules, first, last),
        holes=len(now_table.holes) if is_read(connection) else 0,
        values=now,
        closing=closing(connection, period.name),
        adjustments=adjustments(connection, rules, period),
    )  # fmt: skip


def period_name(first: date, last: date) -> str:
    """A month, half-year or year as closings name it (2026-10, 2026-H1, 2026); "" for others."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1 or first.year != last.year:
        return ""
    months = first.month, last.month
    if months[0] == months[1]:
        return f"{first:%Y-%m}"
    return {(1, 6): f"{first.year}-H1", (7, 12): f"{first.year}-H2", (1, 12): f"{first.year}"}.get(
        months, ""
    )


def _before(first: date, last: date) -> tuple[date, date]:
    """The period before: the same months of a year or half-year before, else as many days."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        number = first.year * 12 + first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1), first - timedelta(days=1)
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def _values(connection: Connection, table: CountTable) -> dict[str, int]:
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


def _planned(connection: Connection, first: date, last: date) -> dict[str, int]:
    planned = [
        one for one in list_activities(connection, "event", first, last) if one.state == "planned"
    ]
    levels = {
        level: sum(one.level == level for one in planned) for level in ("leadership", "region")
    }
    return {level: number for level, number in levels.items() if number}


def _top_stories(
    connection: Connection, rules: CountingRules, first: date, last: date
) -> list[TopStory]:
    sql, values = counting_sql(rules, Selection(first, last, foreign=False))
    rows = connection.execute(
        "SELECT p.id AS story, s.outlets, s.appearances FROM (SELECT c.story,"  # noqa: S608
        f" count(DISTINCT c.outlet) AS outlets, count(*) AS appearances {sql}"
        " GROUP BY c.story HAVING count(DISTINCT c.outlet) > 1) s"
        " JOIN publications p ON p.row = s.story"
        " ORDER BY s.outlets DESC, s.appearances DESC, p.id LIMIT ?",
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
            named.append(
                TopStory(origin[0], origin[1], row["outlets"], row["appearances"], row["story"])
            )
    return named


def is_read(connection: Connection) -> bool:
    """Whether anything was ever visited: a ledger of imports alone has no holes."""
    return connection.execute("SELECT 1 FROM read_days LIMIT 1").fetchone() is not None
