"""Coverage lists: what departments claim, row by row, and the verdict on each row."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from storage.connection import Connection
from storage.times import to_text


class Verdict(StrEnum):
    """What became of a claimed appearance: a closed list."""

    COUNTS = "counts"
    CLAIMED = "claimed"
    SAME_PUBLICATION = "same_publication"
    REPRINT = "reprint"
    NOT_MINISTRY = "not_ministry"
    OUTSIDE_PERIOD = "outside_period"
    DEAD = "dead"
    NOT_REACHABLE = "not_reachable"
    NOT_ARTICLE = "not_article"


CLAIMING = (Verdict.COUNTS, Verdict.REPRINT, Verdict.DEAD)
"""Verdicts with which a row is the one that claims its publication."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list. ``day`` is the claimed Tashkent day (ISO), "" where none was said.

    ``outlet`` and ``url`` are what its link means to us; ``said_outlet`` is what the list says.
    """

    number: int
    sheet: str
    row: int
    department: str
    day: str
    said_outlet: str
    title: str
    link: str
    doubt: str = ""
    """What in the row could not be understood."""
    outlet: str = ""
    url: str = ""
    verdict: Verdict | None = None
    counted: bool = False
    reason: str = ""
    """A code and what was met ("gone: HTTP 404"); of what is outside the period its day (ISO)."""
    publication: str = ""
    origin: str = ""
    """Id of the publication it is a reprint of."""
    claimed_list: int | None = None
    claimed_number: int | None = None
    capture: int | None = None


@dataclass(frozen=True, slots=True)
class CoverageList:
    """A list as kept; ``first`` and ``last`` are its period (ISO days), "" for any."""

    id: int
    name: str
    sha256: str
    first: str
    last: str
    person: str
    added_at: str
    checked_at: str
    replaced_by: int | None


class UnknownList(ValueError):
    """There is no such list; the message says how to see those there are."""


def keep_list(
    connection: Connection, name: str, sha256: str, person: str,
    period: tuple[date, date] | None, rows: Iterable[ListRow], at: datetime,
) -> int:  # fmt: skip
    """Have a list with its rows, once for a file; returns its number. Inside a transaction.

    The same file again goes on where it stopped; a period given anew is the one that holds.
    """
    first, last = (one.isoformat() for one in period) if period else ("", "")
    # looked for first: a refused insertion would use up a number on PostgreSQL
    known = connection.execute(
        "UPDATE coverage_lists SET first = ?, last = ? WHERE sha256 = ? RETURNING id",
        (first, last, sha256),
    ).fetchone()
    if known is None:
        known = connection.execute(
            "INSERT INTO coverage_lists (name, sha256, first, last, person, added_at)"
            " VALUES (?,?,?,?,?,?) RETURNING id",
            (name, sha256, first, last, person, to_text(at)),
        ).fetchone()
    number = int(known[0])
    connection.executemany(
        "INSERT INTO coverage_list_rows (list, number, sheet, row, department, day, said_outlet,"
        " title, link, doubt, outlet, url, reason) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (list, number) DO UPDATE SET outlet = excluded.outlet, url = excluded.url,"
        " reason = excluded.reason",
        [
            (
                number, one.number, one.sheet, one.row, one.department, one.day, one.said_outlet,
                one.title, one.link, one.doubt, one.outlet, one.url, one.reason,
            )
            for one in rows
        ],
    )  # fmt: skip
    return number


def keep_verdicts(
    connection: Connection, number: int, rows: Iterable[ListRow], at: datetime
) -> None:
    """Write the verdicts on a list's rows. Inside a transaction."""
    connection.executemany(
        "UPDATE coverage_list_rows SET verdict = ?, counted = ?, reason = ?, publication = ?,"
        " origin = ?, claimed_list = ?, claimed_number = ?, capture = ?"
        " WHERE list = ? AND number = ?",
        [
            (
                one.verdict or "", one.counted, one.reason, one.publication, one.origin,
                one.claimed_list, one.claimed_number, one.capture, number, one.number,
            )
            for one in rows
        ],
    )  # fmt: skip
    connection.execute(
        "UPDATE coverage_lists SET checked_at = ? WHERE id = ?", (to_text(at), number)
    )


def replace_list(connection: Connection, old: int, new: int) -> None:
    """Have a mended list take another's place: what the old one claimed is free again.

    Raises:
        UnknownList: there is no such list, or it is the same one.
    """
    list_numbered(connection, old)
    if old == new:
        raise UnknownList(f"list {old} is this very file; it cannot take its own place")
    connection.execute("UPDATE coverage_lists SET replaced_by = ? WHERE id = ?", (new, old))


def list_numbered(connection: Connection, number: int) -> CoverageList:
    """A list by its number.

    Raises:
        UnknownList: there is none.
    """
    for one in coverage_lists(connection):
        if one.id == number:
            return one
    raise UnknownList(f"no list {number}; `yoritish coverage lists` shows those there are")


def coverage_lists(connection: Connection) -> list[CoverageList]:
    """All lists, in the order in which they came."""
    return [
        CoverageList(**dict(row))
        for row in connection.execute("SELECT * FROM coverage_lists ORDER BY id")
    ]


def list_rows(connection: Connection, number: int) -> list[ListRow]:
    """A list's rows, in its order."""
    rows = connection.execute(
        "SELECT number, sheet, row, department, day, said_outlet, title, link, doubt, outlet, url,"
        " verdict, counted, reason, publication, origin, claimed_list, claimed_number, capture"
        " FROM coverage_list_rows WHERE list = ? ORDER BY number",
        (number,),
    )
    made = (ListRow(**dict(row)) for row in rows)
    return [
        replace(one, verdict=Verdict(one.verdict) if one.verdict else None,
                counted=bool(one.counted))
        for one in made
    ]  # fmt: skip


def first_claim(
    connection: Connection, publication: str, before: int
) -> tuple[int, ListRow] | None:
    """The row of an earlier list that claims a publication, with that list's number."""
    marks = ", ".join("?" * len(CLAIMING))
    found = connection.execute(
        "SELECT r.list, r.number FROM coverage_list_rows r"  # noqa: S608 - question marks
        " JOIN coverage_lists l ON l.id = r.list"
        f" WHERE r.publication = ? AND r.list < ? AND r.verdict IN ({marks})"
        " AND l.replaced_by IS NULL ORDER BY r.list, r.number LIMIT 1",
        (publication, before, *CLAIMING),
    ).fetchone()
    if found is None:
        return None
    rows = list_rows(connection, found["list"])
    return int(found["list"]), next(one for one in rows if one.number == found["number"])
