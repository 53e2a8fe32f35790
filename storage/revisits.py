"""Publications that are looked at again, ever more seldom: they may be edited or taken down."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from storage.addresses import found_from_text
from storage.connection import Connection
from storage.records import Found
from storage.times import to_text

INTERVALS = (1, 3, 7, 30, 90, 365)
"""Days from one look to the next."""

MOST = 60
"""Publications of an outlet looked at again in one visit: outlets are asked politely."""


def plan_revisits(connection: Connection, seen: Iterable[tuple[str, str, datetime]]) -> None:
    """Have publications looked at again a day after they were first seen.

    ``seen`` are outlet, address and moment of each.
    """
    connection.executemany(
        "INSERT INTO revisits (outlet, url, step, due) VALUES (?,?,0,?)"
        " ON CONFLICT (outlet, url) DO NOTHING",
        [(outlet, url, to_text(at + timedelta(days=INTERVALS[0]))) for outlet, url, at in seen],
    )


def due_revisits(connection: Connection, outlet: str, at: datetime) -> list[Found]:
    """The publications of an outlet that are to be looked at again, the longest due first."""
    rows = connection.execute(
        "SELECT r.url, a.found FROM revisits r"
        " JOIN addresses a ON a.outlet = r.outlet AND a.url = r.url"
        " WHERE r.outlet = ? AND r.due <= ? ORDER BY r.due, r.url LIMIT ?",
        (outlet, to_text(at), MOST),
    )
    return [found_from_text(row["url"], row["found"]) for row in rows]


def note_revisits(
    connection: Connection, outlet: str, seen: Mapping[str, bool], at: datetime
) -> None:
    """Say when each is looked at next: later and later, or tomorrow where it could not be read."""
    for url, well in seen.items():
        row = connection.execute(
            "SELECT step FROM revisits WHERE outlet = ? AND url = ?", (outlet, url)
        ).fetchone()
        step = (row["step"] if row else 0) + well
        if step >= len(INTERVALS):
            connection.execute("DELETE FROM revisits WHERE outlet = ? AND url = ?", (outlet, url))
            continue
        due = to_text(at + timedelta(days=INTERVALS[step] if well else 1))
        connection.execute(
            "UPDATE revisits SET step = ?, due = ? WHERE outlet = ? AND url = ?",
            (step, due, outlet, url),
        )
