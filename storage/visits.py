"""Visits and the days of an outlet they read completely."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from storage.connection import Connection
from storage.outlet_names import folded_name
from storage.outlets import Outlet
from storage.registry import Registry
from storage.times import from_text, to_text
from text.clock import days_between, tashkent_day


class UnbalancedVisit(AssertionError):
    """A visit whose outcomes do not add up to what it found: a fault of the program."""


@dataclass(slots=True)
class Tally:
    """What a visit did, counted as it goes."""

    requests: int = 0
    article_requests: int = 0
    not_modified: int = 0
    bytes: int = 0
    found: int = 0
    balance: dict[str, int] = field(default_factory=dict)


def keep_outlets(connection: Connection, registry: Registry, lacking: Collection[str] = ()) -> None:
    """Write the registry's entries beside the rows that refer to them.

    ``lacking``: ids of those that cannot be read for want of something the office must give.
    """
    due = {one.id for one in registry.visited()} - set(lacking)
    connection.execute("UPDATE outlets SET due = FALSE")
    connection.executemany(_KEEP, [_row(one, due=one.id in due) for one in registry])


def keep_outlet(connection: Connection, outlet: Outlet, *, due: bool) -> None:
    """Write one outlet's row; ``due``: whether a day that it was not read is a hole."""
    connection.execute(_KEEP, _row(outlet, due=due))


_KEEP = (
    "INSERT INTO outlets (id, name, url, channel, subchannel, country, region, tier,"
    " languages, read, owned, is_foreign, due, folded) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url,"
    " channel = excluded.channel, subchannel = excluded.subchannel,"
    " country = excluded.country, region = excluded.region, tier = excluded.tier,"
    " languages = excluded.languages, read = excluded.read, owned = excluded.owned,"
    " is_foreign = excluded.is_foreign, due = excluded.due, folded = excluded.folded"
)


def _row(o: Outlet, *, due: bool) -> tuple[object, ...]:
    return (
        o.id, o.name, o.url, o.channel, o.subchannel, o.country, o.region, o.tier,
        " ".join(o.languages), o.read, o.owned, o.foreign, due, folded_name(o.id, o.name),
    )  # fmt: skip


def due_since(connection: Connection) -> dict[str, str]:
    """The outlets that are due, by id: each with the first day (ISO) it is due, "" for any.

    An outlet that the office added is due from the day on which it did.
    """
    return {
        row["id"]: row["day"]
        for row in connection.execute(
            "SELECT o.id, coalesce((SELECT min(f.day) FROM office_outlets f WHERE f.outlet = o.id),"
            " '') AS day FROM outlets o WHERE o.due ORDER BY o.id"
        )
    }


def begin_visit(
    connection: Connection, outlet: Outlet, since: date, until: date, at: datetime
) -> int:
    """Open a visit of the days since..until (Tashkent, both included) and return its number."""
    cursor = connection.execute(
        "INSERT INTO visits (outlet, started_at, since, until, state) VALUES (?,?,?,?,'running')"
        " RETURNING id",
        (outlet.id, to_text(at), since.isoformat(), until.isoformat()),
    )
    return int(cursor.fetchone()[0])


def end_visit(
    connection: Connection,
    visit: int,
    state: str,
    error: str,
    tally: Tally,
    at: datetime,
    reach: date | None = None,
) -> None:
    """Close a visit. A complete one settles the days it read, from ``reach`` on if that is later.

    Raises:
        UnbalancedVisit: found is not the sum of the outcomes.
    """
    total = sum(tally.balance.values())
    if total != tally.found:
        raise UnbalancedVisit(f"visit {visit}: {tally.found} found, {total} outcomes")
    connection.execute(
        "UPDATE visits SET ended_at=?, state=?, error=?, requests=?, article_requests=?,"
        " not_modified=?, bytes=?, found=?, balance=? WHERE id = ?",
        (
            to_text(at), state, error, tally.requests, tally.article_requests,
            tally.not_modified, tally.bytes, tally.found, json.dumps(tally.balance), visit,
        ),
    )  # fmt: skip
    if state == "complete":
        _settle_days(connection, visit, reach)


def _settle_days(connection: Connection, visit: int, reach: date | None) -> None:
    row = connection.execute(
        "SELECT outlet, started_at, since, until FROM visits WHERE id = ?", (visit,)
    ).fetchone()
    # a day that was not over when the visit began can still bring publications
    today = tashkent_day(from_text(row["started_at"]))
    since = date.fromisoformat(row["since"])
    if reach is not None:
        # the oldest day a feed holds may have begun before the feed does
        since = max(since, reach + timedelta(days=1))
    days = days_between(since, date.fromisoformat(row["until"]))
    connection.executemany(
        "INSERT INTO read_days (outlet, day, state) VALUES (?,?,?)"
        " ON CONFLICT (outlet, day) DO UPDATE SET state = excluded.state"
        " WHERE read_days.state = 'partly'",
        [
            (row["outlet"], day.isoformat(), "completely" if day < today else "partly")
            for day in days
            if day <= today
        ],
    )


def cut_off_visits(connection: Connection, at: datetime, outlet: str = "") -> int:
    """Mark visits that a dead process left running, of one outlet or of all; returns how many."""
    cursor = connection.execute(
        "UPDATE visits SET state = 'cut_off', ended_at = ?, error = 'the program was stopped'"
        " WHERE state = 'running' AND (? = '' OR outlet = ?)",
        (to_text(at), outlet, outlet),
    )
    return cursor.rowcount


def read_through(connection: Connection, outlet: str, since: date, until: date) -> bool:
    """Whether every day since..until was read before, completely or as far as it had gone."""
    days = connection.execute(
        "SELECT count(*) FROM read_days WHERE outlet = ? AND day BETWEEN ? AND ?",
        (outlet, since.isoformat(), until.isoformat()),
    ).fetchone()[0]
    return bool(days == (until - since).days + 1)


def next_since(connection: Connection, outlet: str, today: date, first_days: int) -> date:
    """The first day the coming visit must read: the oldest day not yet read completely.

    The last ``first_days`` days are always looked at again on a first visit; later visits go back
    to the last day read completely, for late placements.
    """
    last = connection.execute(
        "SELECT max(day) FROM read_days WHERE outlet = ? AND state = 'completely'", (outlet,)
    ).fetchone()[0]
    earliest = today - timedelta(days=first_days)
    return max(date.fromisoformat(last), earliest - timedelta(days=30)) if last else earliest


@dataclass(frozen=True, slots=True)
class Validators:
    """What a listing's server gave to ask conditionally by, and the listings it led to.

    ``more`` is JSON: a listing that has not changed still leads to others that may have.
    ``reach`` is the oldest day it holds (ISO), "" where it can be paged.
    """

    etag: str
    last_modified: str
    more: str = "[]"
    reach: str = ""


def listing_validators(connection: Connection, outlet: str) -> dict[str, Validators]:
    """Validators by listing, as the last complete visit was given them."""
    rows = connection.execute(
        "SELECT ask, etag, last_modified, more, reach FROM listings WHERE outlet = ?", (outlet,)
    )
    return {row["ask"]: Validators(row["etag"], row["last_modified"], row["more"]) for row in rows}


def keep_validators(
    connection: Connection, outlet: str, validators: Mapping[str, Validators]
) -> None:
    """Remember the validators of listings whose every address is settled."""
    connection.executemany(
        "INSERT INTO listings (outlet, ask, etag, last_modified, more, reach)"
        " VALUES (?,?,?,?,?,?)"
        " ON CONFLICT (outlet, ask) DO UPDATE SET etag = excluded.etag,"
        " last_modified = excluded.last_modified, more = excluded.more, reach = excluded.reach",
        [(outlet, ask, v.etag, v.last_modified, v.more, v.reach) for ask, v in validators.items()],
    )
