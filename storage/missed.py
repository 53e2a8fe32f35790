"""The log of what people say we missed: why, who found it, and whether it is cured."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.connection import Connection
from storage.times import to_text


class Why(StrEnum):
    """Why the ledger does not count an address: a closed list."""

    HAVE_IT = "have_it"
    LANGUAGE_VERSION = "language_version"
    OTHER_DAY = "other_day"
    DECIDED_OUT = "decided_out"
    NO_MENTION = "no_mention"
    OUTLET_UNKNOWN = "outlet_unknown"
    OUTLET_NOT_READ = "outlet_not_read"
    NOT_VISITED = "not_visited"
    NOT_LISTED = "not_listed"
    REFUSED_ROBOTS = "refused_robots"
    BLOCKED = "blocked"
    PAYWALLED = "paywalled"
    GONE = "gone"
    FETCH_FAILED = "fetch_failed"
    PARSE_FAILED = "parse_failed"
    REJECTED = "rejected"
    OUT_OF_RANGE = "out_of_range"
    NOT_ARTICLE = "not_article"


NOT_MISSED = frozenset({Why.HAVE_IT, Why.LANGUAGE_VERSION, Why.OTHER_DAY, Why.NOT_ARTICLE})
"""What needs no cure: it counts already, or nothing is there to be counted."""


@dataclass(frozen=True, slots=True)
class MissedItem:
    """A line of the log. Instants as stored (UTC); ``cured`` is "" while it is not.

    ``cured`` is "added" (a person's decision) or "read" (it counts since a visit read it).
    """

    noted_at: str
    outlet: str
    url: str
    title: str
    person: str
    found_by: str
    why: str
    reason: str
    cured: str
    cured_at: str
    cured_by: str
    publication: str


def note_missed(
    connection: Connection, outlet: str, url: str, title: str, person: str, found_by: str,
    why: Why, reason: str, at: datetime,
) -> None:  # fmt: skip
    """Have a line for an address, once: the first to note it is who found it."""
    connection.execute(
        "INSERT INTO missed_items (noted_at, outlet, url, title, person, found_by, why, reason)"
        " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (url) DO NOTHING",
        (to_text(at), outlet, url, title, person, found_by, why, reason),
    )


def change_missed(connection: Connection, url: str, why: Why, reason: str) -> None:
    """Say better why an address was missed, now that it was asked for; not once it is cured."""
    connection.execute(
        "UPDATE missed_items SET why = ?, reason = ? WHERE url = ? AND cured = ''",
        (why, reason, url),
    )


def cure_missed(
    connection: Connection, url: str, publication: str, cured: str, person: str,
    at: datetime,
) -> None:  # fmt: skip
    """Note that an address counts now; nothing where it is not in the log or was cured before."""
    connection.execute(
        "UPDATE missed_items SET cured = ?, cured_at = ?, cured_by = ?, publication = ?"
        " WHERE url = ? AND cured = ''",
        (cured, to_text(at), person, publication, url),
    )


def missed_items(connection: Connection) -> list[MissedItem]:
    """The log, the oldest first."""
    rows = connection.execute(
        "SELECT noted_at, outlet, url, title, person, found_by, why, reason, cured, cured_at,"
        " cured_by, publication FROM missed_items ORDER BY id"
    )
    return [MissedItem(**dict(row)) for row in rows]
