"""Outlets that the office added itself: kept in the ledger, read beside the program's own.

Append-only, as decisions are: the latest that was said of an outlet holds, and who said it stays.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from storage.connection import Connection
from storage.lone_outlets import MARK, lone_id
from storage.outlets import BrokenRegistry, Outlet, UnknownOutlet, outlet_of
from storage.registry import SHARED_HOSTS, Registry
from storage.times import from_text, to_text
from storage.visits import keep_outlet
from text.clock import tashkent_day

FIELDS = (
    "name", "url", "kind", "address", "language", "region", "country", "article", "item", "link",
    "list_date", "next", "title", "date", "body", "remove",
)  # fmt: skip
"""What is asked of somebody who adds an outlet: a few words, of which most may be left empty."""

KINDS = ("feed", "listing")
LONGEST = 400
"""Characters of one field at most."""

DELAY = 1.0
"""Seconds between two requests: nobody knows yet what the site bears."""


@dataclass(frozen=True, slots=True)
class OfficeOutlet:
    """An outlet of the office's own as it stands; ``visited``: whether nights read it."""

    outlet: Outlet
    visited: bool
    person: str
    said_at: datetime


def outlet_from(said: Mapping[str, str]) -> Outlet:
    """The outlet that the words of a form describe (see :data:`FIELDS`).

    Its id is its host's name.

    Raises:
        BrokenRegistry: something is missing or wrong; the message names the field.
    """
    words = {name: " ".join(said.get(name, "").split())[:LONGEST] for name in FIELDS}
    if words["kind"] not in KINDS:
        raise BrokenRegistry(f"field 'kind': {words['kind']!r} is none; it is feed or listing")
    for name in ("name", "url", "address", "language"):
        if not words[name]:
            raise BrokenRegistry(f"field {name!r}: it is needed")
    host = _public_host("url", words["url"])
    source = _public_host("address", words["address"])
    entry: dict[str, object] = {
        "name": words["name"], "url": words["url"], "languages": [words["language"]],
        "read": words["kind"], "tier": 3, "delay": DELAY, "concurrency": 1, "unverified": True,
        "region": words["region"], "country": words["country"].upper() or "UZ",
        # what stands in the address of an article, as it is: no pattern
        "article": re.escape(words["article"]),
    }  # fmt: skip
    if source != host:
        entry["hosts"] = [source]
    if words["kind"] == "feed":
        entry["feeds"] = [{"url": words["address"]}]
    else:
        listing = {"item": words["item"], "link": words["link"] or "a", "date": words["list_date"],
                   "next": words["next"]}  # fmt: skip
        entry["listings"] = [{"url": words["address"], **listing}]
    selectors: dict[str, object] = {n: words[n] for n in ("title", "date", "body") if words[n]}
    if words["remove"]:
        selectors["remove"] = [words["remove"]]
    if selectors:
        entry["selectors"] = [selectors]
    return outlet_of(host, entry)


def fields_of(outlet: Outlet) -> dict[str, str]:
    """The words of the form by which an outlet was described."""
    listing = outlet.listings[0] if outlet.listings else None
    selectors = outlet.selectors[0] if outlet.selectors else None
    said = {
        "name": outlet.name, "url": outlet.url, "kind": outlet.read,
        "address": listing.url if listing else outlet.feeds[0].url,
        "language": outlet.languages[0], "region": outlet.region, "country": outlet.country,
        "article": re.sub(r"\\(.)", r"\1", outlet.article),
    }  # fmt: skip
    if listing:
        said |= {"item": listing.item, "link": listing.link, "list_date": listing.date,
                 "next": listing.next}  # fmt: skip
    if selectors:
        said |= {"title": selectors.title, "date": selectors.date, "body": selectors.body,
                 "remove": ", ".join(selectors.remove)}  # fmt: skip
    return {name: said.get(name, "") for name in FIELDS}


def check_new(outlet: Outlet, shipped: Registry) -> None:
    """Refuse what the program reads already, by whatever address.

    Raises:
        BrokenRegistry: another outlet has its id or one of its hosts.
    """
    others = [shipped.of_host(host) for host in outlet.allowed_hosts]
    if outlet.id in shipped:
        others.append(shipped[outlet.id])
    for one in others:
        if one is not None:
            raise BrokenRegistry(f"outlet {outlet.id!r}: the program reads it already, as {one.id}")


def office_outlets(connection: Connection) -> list[OfficeOutlet]:
    """The office's own outlets as they stand, by id.

    Raises:
        BrokenRegistry: one that was kept cannot be used any more; the message names it.
    """
    rows = connection.execute(
        "SELECT outlet, entry, visited, person, said_at FROM office_outlets"
        " WHERE id IN (SELECT max(id) FROM office_outlets GROUP BY outlet) ORDER BY outlet"
    ).fetchall()
    return [
        OfficeOutlet(
            outlet_of(row["outlet"], json.loads(row["entry"])), bool(row["visited"]),
            row["person"], from_text(row["said_at"]),
        )
        for row in rows
    ]  # fmt: skip


def keep_office_outlet(
    connection: Connection, outlet: Outlet, person: str, at: datetime, *, visited: bool = True
) -> None:
    """Say of an outlet of the office's own how it is read, and whether it is.

    Inside the caller's transaction.
    """
    entry = outlet.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    connection.execute(
        "INSERT INTO office_outlets (outlet, entry, visited, person, said_at, day)"
        " VALUES (?,?,?,?,?,?)",
        (
            outlet.id, json.dumps(entry, ensure_ascii=False, sort_keys=True), visited, person,
            to_text(at), tashkent_day(at).isoformat(),
        ),
    )  # fmt: skip
    keep_outlet(connection, outlet, due=visited)


def with_office(shipped: Registry, kept: Iterable[OfficeOutlet]) -> Registry:
    """The program's registry and the office's own outlets in one.

    Where a later program brings an outlet that the office had added, the program's entry is read.
    """
    own = [one for one in kept if one.outlet.id not in shipped]
    if not own:
        return shipped
    return Registry(
        {one.id: one for one in shipped} | {one.outlet.id: one.outlet for one in own},
        off=frozenset(one.outlet.id for one in own if not one.visited),
    )


def _public_host(field: str, url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BrokenRegistry(f"field {field!r}: {url!r}: {error}") from error
    if parts.scheme not in {"http", "https"} or parts.username or port not in {None, 80, 443}:
        raise BrokenRegistry(f"field {field!r}: {url!r} is no address of an open website")
    try:
        bare = lone_id(host).removeprefix(MARK)
    except UnknownOutlet as error:
        raise BrokenRegistry(f"field {field!r}: {error}") from error
    if bare in SHARED_HOSTS or bare.startswith(MARK):
        raise BrokenRegistry(f"field {field!r}: {bare} cannot be added here")
    return bare
