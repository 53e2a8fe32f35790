"""What the morning wants to know of a day: its new stories, its holes, what was edited or gone."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.appearances import CountingRules, Selection, appearances_sql
from storage.connection import Connection
from storage.times import to_text
from storage.visits import due_since
from text.clock import days_between


@dataclass(frozen=True, slots=True)
class NewStory:
    """A story whose first appearance is of a day, and how many appearances it had that day."""

    story: str
    title: str
    outlet: str
    url: str
    appearances: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Hole:
    """A day of an outlet that was not read completely; ``state`` and ``error`` are of the latest
    visit that was to read it, "" where there was none.
    """

    outlet: str
    day: date
    state: str
    error: str


def new_stories(
    connection: Connection, rules: CountingRules, day: date, most: int = 10, region: str = ""
) -> list[NewStory]:
    """The stories that began on a day, the most carried first; of a region where one is given."""
    sql, values = appearances_sql(rules, Selection(day, day, region=region))
    rows = connection.execute(
        f"WITH today AS ({sql}) SELECT t.story, count(*) AS appearances,"  # noqa: S608
        " count(DISTINCT t.outlet) AS outlets FROM today t"
        " WHERE NOT EXISTS (SELECT 1 FROM story_members m JOIN publications p"
        " ON p.id = m.publication_id WHERE m.story = t.story AND p.day < ?)"
        " GROUP BY t.story ORDER BY 2 DESC, 3 DESC, 1 LIMIT ?",
        [*values, day.isoformat(), most],
    ).fetchall()
    found = []
    for row in rows:
        first = connection.execute(
            f"SELECT title, outlet_name, url FROM ({sql}) a WHERE story = ?"  # noqa: S608
            " ORDER BY published_at, outlet, url LIMIT 1",
            [*values, row["story"]],
        ).fetchone()
        found.append(
            NewStory(
                row["story"], first["title"], first["outlet_name"], first["url"],
                row["appearances"], row["outlets"],
            )
        )  # fmt: skip
    return found


def holes(connection: Connection, first: date, last: date) -> list[Hole]:
    """Every day of every outlet that is due which was not read completely, oldest day first.

    Days before the ledger's first visit are no holes: nobody was to read them; nor are those of an
    outlet of the office's own from before it was added.
    """
    began = connection.execute("SELECT min(since) FROM visits").fetchone()[0]
    if began is None:
        return []
    first = max(first, date.fromisoformat(began))
    read = {
        (row["outlet"], row["day"])
        for row in connection.execute(
            "SELECT outlet, day FROM read_days WHERE state = 'completely' AND day BETWEEN ? AND ?",
            (first.isoformat(), last.isoformat()),
        )
    }
    due = due_since(connection)
    found = []
    for day in days_between(first, last):
        for outlet in due:
            if (outlet, day.isoformat()) in read or day.isoformat() < due[outlet]:
                continue
            visit = connection.execute(
                "SELECT state, error FROM visits WHERE outlet = ? AND ? BETWEEN since AND until"
                " ORDER BY id DESC LIMIT 1",
                (outlet, day.isoformat()),
            ).fetchone()
            state, error = (visit["state"], visit["error"]) if visit else ("", "")
            found.append(Hole(outlet, day, state, error))
    return found


def edited_and_gone(connection: Connection, first: datetime, last: datetime) -> tuple[int, int]:
    """How many publications were found edited, and how many gone, by the visits of a time."""
    edited = gone = 0
    for row in connection.execute(
        "SELECT balance FROM visits WHERE started_at BETWEEN ? AND ?",
        (to_text(first), to_text(last)),
    ):
        balance = json.loads(row["balance"])
        edited += balance.get("changed", 0)
        gone += balance.get("gone", 0)
    return edited, gone


def night_of(day_start: datetime) -> tuple[datetime, datetime]:
    """The time to which a day's alarms belong: from its noon to the noon after, which holds the
    night that reads it.
    """
    noon = day_start + timedelta(hours=12)
    return noon, noon + timedelta(days=1) - timedelta(seconds=1)
