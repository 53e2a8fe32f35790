"""Addresses: every one ever found at an outlet, with its latest outcome."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from storage.connection import Connection
from storage.lone_outlets import lone_id
from storage.outlets import UnknownOutlet
from storage.records import DateSource, Found, Outcome
from storage.times import from_text, to_text

RETRIED = frozenset({Outcome.FETCH_FAILED, Outcome.BLOCKED})
"""Outcomes after which an address is asked for again by the next visits."""

MOST_ATTEMPTS = 5
"""Visits that try an address that cannot be fetched, before it is left to a person."""


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of an address; ``day`` is "" where it gave none."""

    url: str
    outcome: Outcome
    day: str
    modified: str
    attempts: int
    mark: str = ""
    """Of a post: the state in which it was read (:attr:`storage.records.Found.mark`)."""

    @property
    def settled(self) -> bool:
        """Whether a visit may pass it by: it was read, or it failed too often."""
        return self.outcome not in RETRIED or self.attempts >= MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Ended:
    """One address of a visit and its one outcome."""

    outlet: str
    url: str
    outcome: Outcome
    reason: str = ""
    day: str = ""
    modified: str = ""
    found: Found | None = None
    publication: str = ""
    capture: int | None = None


def known_addresses(connection: Connection, outlet: str, urls: Iterable[str]) -> dict[str, Address]:
    """Those of the addresses that the ledger knows already.

    What was read as a lone page, before its outlet was read, is stored and stays there: at the
    outlet it would count a second time.
    """
    known = {}
    for url in urls:
        row = connection.execute(
            "SELECT outcome, day, modified, attempts, found FROM addresses"
            " WHERE outlet = ? AND url = ?",
            (outlet, url),
        ).fetchone()
        if row is not None:
            known[url] = Address(
                url, Outcome(row["outcome"]), row["day"], row["modified"], row["attempts"],
                json.loads(row["found"]).get("mark", "") if '"mark"' in row["found"] else "",
            )  # fmt: skip
        elif (lone := _lone(connection, outlet, url)) is not None:
            known[url] = lone
    return known


def _lone(connection: Connection, outlet: str, url: str) -> Address | None:
    try:
        page = lone_id(urlsplit(url).hostname or "")
    except UnknownOutlet:
        return None
    row = connection.execute(
        "SELECT day FROM addresses WHERE outlet = ? AND url = ? AND publication <> ''",
        (page, url),
    ).fetchone()
    if row is None or page == outlet:
        return None
    return Address(url, Outcome.STORED, row["day"], "", 1)


def unsettled(connection: Connection, outlet: str) -> list[Found]:
    """Addresses to be tried again though no listing may name them any more."""
    rows = connection.execute(
        "SELECT url, found FROM addresses WHERE outlet = ? AND outcome IN (?, ?) AND attempts < ?"
        " ORDER BY url",
        (outlet, Outcome.FETCH_FAILED, Outcome.BLOCKED, MOST_ATTEMPTS),
    )
    return [found_from_text(row["url"], row["found"]) for row in rows]


def end_address(connection: Connection, ended: Ended, at: datetime) -> None:
    """Write an address's outcome; the same outcome again changes nothing but the attempts."""
    end_addresses(connection, [(ended, at)])


def end_addresses(connection: Connection, endings: Iterable[tuple[Ended, datetime]]) -> None:
    """As :func:`end_address` for many, one after another, each with its moment."""
    connection.executemany(
        "INSERT INTO addresses (outlet, url, outcome, reason, day, modified, found,"
        " first_found_at, publication, capture) VALUES (?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (outlet, url) DO UPDATE SET outcome = excluded.outcome,"
        " reason = excluded.reason, day = excluded.day, modified = excluded.modified,"
        " found = excluded.found, publication = excluded.publication,"
        " capture = coalesce(excluded.capture, addresses.capture),"
        " attempts = addresses.attempts + 1",
        [
            (
                ended.outlet, ended.url, ended.outcome, ended.reason, ended.day, ended.modified,
                found_to_text(ended.found), to_text(at), ended.publication, ended.capture,
            )
            for ended, at in endings
        ],
    )  # fmt: skip


def found_to_text(found: Found | None) -> str:
    """What a listing said of an address, as JSON, so that it can be read again from its capture."""
    if found is None:
        return "{}"
    said = {
        "published": found.published and to_text(found.published),
        "date_source": found.date_source,
        "language": found.language,
        "title": found.title,
        "lead": found.lead,
        "mark": found.mark,
    }
    return json.dumps({k: v for k, v in said.items() if v}, ensure_ascii=False)


def found_from_text(url: str, text: str) -> Found:
    """The reverse of :func:`found_to_text`."""
    said = json.loads(text)
    published = said.get("published")
    source = said.get("date_source")
    return Found(
        url,
        published=from_text(published) if published else None,
        date_source=DateSource(source) if source else None,
        language=said.get("language", ""),
        title=said.get("title", ""),
        lead=said.get("lead", ""),
        mark=said.get("mark", ""),
    )


@dataclass(frozen=True, slots=True)
class KeptAside:
    """An address whose page was fetched but not read, and the number of its capture."""

    outlet: str
    url: str
    outcome: Outcome
    found: Found
    capture: int


def kept_aside(connection: Connection, outlet: str = "") -> list[KeptAside]:
    """Pages that failed a stage, of one outlet or of all, to be tried again."""
    rows = connection.execute(
        "SELECT a.outlet, a.url, a.outcome, a.found, a.capture"
        " FROM addresses a WHERE a.capture IS NOT NULL AND a.outcome IN (?, ?)"
        " AND (? = '' OR a.outlet = ?) ORDER BY a.outlet, a.url",
        (Outcome.PARSE_FAILED, Outcome.REJECTED, outlet, outlet),
    )
    return [
        KeptAside(
            row["outlet"], row["url"], Outcome(row["outcome"]),
            found_from_text(row["url"], row["found"]), row["capture"],
        )
        for row in rows
    ]  # fmt: skip
