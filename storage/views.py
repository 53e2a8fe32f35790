"""Saved views: lists that a person keeps under a name, and what a feed of one tells."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from storage.appearances import CountingRules
from storage.connection import Connection, LedgerConflict, Row
from storage.filters import Filters, filters_from, selection_of
from storage.listing import Arrangement, page
from storage.times import from_text, to_text

LONGEST_NAME = 100
"""Characters of a view's name."""
FEED_ENTRIES = 50
"""Entries of a feed unless said otherwise."""
SUMMARY = 300
"""Characters of an entry's summary where the outlet gives no lead."""


class UnknownView(ValueError):
    """There is no such view of this person."""


class BadView(ValueError):
    """A name that cannot be given to a view; the message says why."""


@dataclass(frozen=True, slots=True)
class View:
    """A list under a name; whose it is and since when."""

    id: int
    owner: str
    name: str
    filters: Filters
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One appearance as a feed tells it; ``id`` is a URN that stays."""

    id: str
    title: str
    url: str
    outlet_name: str
    summary: str
    published_at: datetime
    updated_at: datetime
    """When it came into the ledger, or was last decided on."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What an Atom feed of a view says; the newest entry first."""

    id: str
    title: str
    updated_at: datetime
    entries: tuple[Entry, ...]


def save_view(
    connection: Connection, owner: str, name: str, filters: Filters, at: datetime
) -> View:
    """Keep a list under a name; one of the same name is replaced. Inside a transaction.

    Raises:
        BadView: the name is empty, too long, or there is no owner.
    """
    name = _named(owner, name)
    said = json.dumps(filters.said(), ensure_ascii=False, sort_keys=True)
    row = connection.execute(
        "INSERT INTO saved_views (owner, name, filters, saved_at) VALUES (?,?,?,?)"
        " ON CONFLICT (owner, name) DO UPDATE SET filters = excluded.filters,"
        " saved_at = excluded.saved_at RETURNING *",
        (owner, name, said, to_text(at)),
    ).fetchone()
    return _view(row)


def views_of(connection: Connection, owner: str) -> list[View]:
    """The views of a person, by name."""
    rows = connection.execute("SELECT * FROM saved_views WHERE owner = ? ORDER BY name", (owner,))
    return [_view(row) for row in rows.fetchall()]


def view_of(connection: Connection, owner: str, number: int) -> View:
    """A view by its number, if it is this person's.

    Raises:
        UnknownView: it is not, or there is none.
    """
    row = connection.execute(
        "SELECT * FROM saved_views WHERE id = ? AND owner = ?", (number, owner)
    ).fetchone()
    if row is None:
        raise UnknownView(f"no view {number} of {owner}")
    return _view(row)


def rename_view(connection: Connection, owner: str, number: int, name: str) -> View:
    """Give a view another name. Inside a transaction.

    Raises:
        UnknownView: there is none of this person.
        BadView: the name is empty, too long, or that of another view of this person.
    """
    view_of(connection, owner, number)
    name = _named(owner, name)
    try:
        connection.execute("UPDATE saved_views SET name = ? WHERE id = ?", (name, number))
    except (sqlite3.IntegrityError, LedgerConflict):
        raise BadView(f"there is a view named {name!r} already; choose another name") from None
    return view_of(connection, owner, number)


def delete_view(connection: Connection, owner: str, number: int) -> None:
    """Take a view off the list. Inside a transaction.

    Raises:
        UnknownView: there is none of this person.
    """
    view_of(connection, owner, number)
    connection.execute("DELETE FROM saved_views WHERE id = ?", (number,))


def feed_of(
    connection: Connection, rules: CountingRules, view: View, today: date,
    most: int = FEED_ENTRIES,
) -> Feed:  # fmt: skip
    """The newest appearances of a view as a feed tells them; ``today`` is what its period means."""
    lines = page(
        connection, rules, selection_of(view.filters, today), Arrangement("newest"), most=most
    ).lines
    entries = tuple(_entry(connection, line.appearance.publication) for line in lines)
    updated = max((entry.updated_at for entry in entries), default=view.saved_at)
    return Feed(f"urn:yoritish:view:{view.id}", view.name, updated, entries)


def _entry(connection: Connection, publication: str) -> Entry:
    row = connection.execute(
        "SELECT p.id, p.title, p.url, o.name, p.lead, substr(p.body, 1, ?) AS begins,"
        " p.published_at, p.first_seen_at, coalesce((SELECT max(decided_at) FROM decisions d"
        "  WHERE d.publication = p.id), '') AS decided_at"
        " FROM publications p JOIN outlets o ON o.id = p.outlet WHERE p.id = ?",
        (SUMMARY + 1, publication),
    ).fetchone()
    begins = row["begins"]
    if len(begins) > SUMMARY:
        begins = begins[:SUMMARY].rpartition(" ")[0] + "…"
    return Entry(
        f"urn:yoritish:publication:{row['id']}", row["title"], row["url"], row["name"],
        row["lead"] or begins, from_text(row["published_at"]),
        from_text(max(row["first_seen_at"], row["decided_at"])),
    )  # fmt: skip


def _view(row: Row) -> View:
    return View(
        row["id"], row["owner"], row["name"], filters_from(json.loads(row["filters"])),
        from_text(row["saved_at"]),
    )  # fmt: skip


def _named(owner: str, name: str) -> str:
    name = " ".join(name.split())
    if not owner.strip():
        raise BadView("a view needs an owner")
    if not name or len(name) > LONGEST_NAME:
        raise BadView(f"a view needs a name of 1 to {LONGEST_NAME} characters")
    return name
