"""Counts of days added up beforehand, exact at every moment.

A day that was added up is used as long as nothing of it has changed: triggers take it off the list
of such days in the transaction of whatever changes it. What is not on the list is counted off its
rows.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage.appearances import CountingRules, Grouping, Selection
from storage.connection import Connection, Row
from storage.database import transaction
from storage.day_counts import KINDS, day_counts_sql

TOGETHER = 5
"""Days added up in one transaction: others that write wait for it."""

CHECKED_AT_ONCE = 31
"""Days of which is checked at once what was added up."""

MOST_CHANGED = 1 / 3
"""Changed days of a range, as a share of its days, that are counted beside the sums of the others.

A row of them takes about twice the time that it takes where all rows of the range are counted.
"""

_ADDING_UP = 0x59525435
"""The advisory lock that whoever changes what counts shares ("YRT5")."""

_MEASURES = ("appearances", "stories", "owned", "release", "earned", '"foreign"')
_CHANGED = """
    WITH RECURSIVE days (day) AS (
        SELECT min(day) FROM coverage WHERE day >= ?
        UNION ALL
        SELECT (SELECT min(c.day) FROM coverage c WHERE c.day > d.day) FROM days d
        WHERE d.day <= ?
    )
    SELECT day FROM days WHERE day <= ? AND day NOT IN (SELECT day FROM rollup_days)
"""


def add_up(connection: Connection, rules: CountingRules) -> int:
    """Add up the days that have changed, or all of them where the rules are others than before.

    Outside a transaction; takes several, so that nobody waits long. Returns how many days.
    """
    with _still(connection):
        if _rules(connection) != _switches(rules):
            for table in ("rollup_rules", "rollup_days", "rollup"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
            connection.execute(
                "INSERT INTO rollup_rules (owned_whole, passing, reprints, gone)"
                " VALUES (?, ?, ?, ?)", _switches(rules),
            )  # fmt: skip
    done = 0
    for days in _parts(_changed(connection, "", "9999-12-31")):
        with _still(connection):
            # what changes meanwhile is another day's change, and is seen by the next
            marks = ", ".join("?" * len(days))
            connection.execute(f"DELETE FROM rollup WHERE day IN ({marks})", days)  # noqa: S608
            for kind in KINDS:
                connection.execute(f"INSERT INTO rollup {day_counts_sql(kind, days)}")
            connection.executemany(
                "INSERT INTO rollup_days (day) VALUES (?) ON CONFLICT DO NOTHING",
                [(day,) for day in days],
            )
        done += len(days)
    return done


def added_up(
    connection: Connection, rules: CountingRules, selection: Selection, by: Grouping
) -> list[Row] | None:
    """The rows of a count by a key and, as the last one, its total, from days added up.

    None where they cannot be had so: of a narrower selection, by other rules, with too many days
    that have changed. Inside a snapshot.
    """
    whole = Selection(selection.first, selection.last)
    if selection != whole:
        return None
    if _rules(connection) != _switches(rules):
        return None
    first, last = selection.first.isoformat(), selection.last.isoformat()
    changed = _changed(connection, first, last)
    if len(changed) > MOST_CHANGED * ((selection.last - selection.first).days + 1):
        return None
    total = _of_days(changed, "total", first, last)
    if by == "day":
        # rows of days that changed are gone through once for both; a day is its own first
        return connection.execute(
            f"WITH parts AS MATERIALIZED ({total})"  # noqa: S608
            f" SELECT day AS key, {_sums('day')} FROM parts GROUP BY day"
            f" UNION ALL SELECT 'total', {_sums('?')} FROM parts ORDER BY key",
            (first,),
        ).fetchall()
    keyed = _of_days(changed, by, first, last)
    return [
        *connection.execute(
            f"SELECT key, {_sums('?')} FROM ({keyed}) a GROUP BY key ORDER BY key",  # noqa: S608
            (first,),
        ),
        *connection.execute(
            f"SELECT 'total' AS key, {_sums('?')} FROM ({total}) a",  # noqa: S608
            (first,),
        ),
    ]


def _of_days(changed: list[str], kind: str, first: str, last: str) -> str:
    """A query for the rows of ``rollup`` of one kind and some days, those that changed counted."""
    asked = (
        "SELECT r.* FROM rollup r WHERE day IN (SELECT day FROM rollup_days)"  # noqa: S608
        f" AND kind = '{kind}' AND day BETWEEN '{first}' AND '{last}'"
    )
    return f"{asked} UNION ALL {day_counts_sql(kind, changed, first)}" if changed else asked


def _sums(new: str) -> str:
    """The sums of such rows; new is a story that was there last before ``new``."""
    stories = f"sum(stories) FILTER (WHERE before < {new})"
    return ", ".join(
        f"coalesce({stories if name == 'stories' else f'sum({name})'}, 0) AS {name}"
        for name in _MEASURES
    )


@contextmanager
def _still(connection: Connection) -> Iterator[None]:
    """A transaction during which nobody changes what counts."""
    with transaction(connection):
        if not isinstance(connection, sqlite3.Connection):
            connection.execute("SELECT pg_advisory_xact_lock(?)", (_ADDING_UP,))
        yield


def wrongly_added_up(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """What stands added up and is not what the rows say: kind of key, day and key."""
    standing = [row[0] for row in connection.execute("SELECT day FROM rollup_days ORDER BY day")]
    for days in _parts(standing, CHECKED_AT_ONCE):
        listed = ", ".join(f"'{day}'" for day in days)
        for kind in KINDS:
            kept = f"SELECT * FROM rollup WHERE kind = '{kind}' AND day IN ({listed})"  # noqa: S608
            made = f"SELECT * FROM ({day_counts_sql(kind, days)}) a"  # noqa: S608
            for row in connection.execute(
                f"SELECT DISTINCT day, key FROM (SELECT * FROM ({kept} EXCEPT {made}) b"  # noqa: S608
                f" UNION ALL SELECT * FROM ({made} EXCEPT {kept}) c) d ORDER BY day, key"
            ):
                yield kind, row[0], row[1]


def _changed(connection: Connection, first: str, last: str) -> list[str]:
    """Days with coverage that are not added up as they are now."""
    return [row[0] for row in connection.execute(_CHANGED, (first, last, last))]


def _rules(connection: Connection) -> tuple[bool, ...] | None:
    row = connection.execute(
        "SELECT owned_whole, passing, reprints, gone FROM rollup_rules"
    ).fetchone()
    return tuple(bool(value) for value in row) if row else None


def _switches(rules: CountingRules) -> tuple[bool, ...]:
    return (
        rules.owned_outlets_count_whole, rules.passing_mentions_count, rules.reprints_count,
        rules.gone_publications_count,
    )  # fmt: skip


def _parts(days: list[str], size: int = TOGETHER) -> Iterator[list[str]]:
    for start in range(0, len(days), size):
        yield days[start : start + size]
