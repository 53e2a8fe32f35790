"""What the ledger knows of an address that a person names."""

from dataclasses import dataclass

from storage.addresses import MOST_ATTEMPTS, RETRIED
from storage.connection import Connection, Row
from storage.records import Outcome

LEADS = "leads to "
"""What the reason of an address begins with that led to another one."""

MOST_HOPS = 3
"""Addresses that lead to one another, followed."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """An address as the ledger has it.

    ``publication`` is the id of the one that counts for it: of a language version its first
    publication. ``day`` is that one's Tashkent day (ISO). Empty where the ledger has none.
    """

    outcome: Outcome | None
    """None: the address was never met."""
    reason: str = ""
    publication: str = ""
    version: str = ""
    """Id of the language version that the address is, if it is one."""
    url: str = ""
    """The publication's own address."""
    title: str = ""
    day: str = ""
    gone: bool = False
    capture: int | None = None
    settled: bool = False
    """Whether asking for it again would bring nothing new."""


def whereabouts(connection: Connection, outlet: str, url: str) -> Whereabouts:
    """Where a canonical address of an outlet leads in the ledger."""
    met = None
    for _ in range(MOST_HOPS):
        row = connection.execute(
            "SELECT outcome, reason, day, publication, capture, attempts FROM addresses"
            " WHERE outlet = ? AND url = ?",
            (outlet, url),
        ).fetchone()
        met = met or row
        held = _publication(connection, outlet, url, row["publication"] if row else "")
        if held is not None:
            return _held(connection, held, row)
        if row is None or row["outcome"] != Outcome.KNOWN or not row["reason"].startswith(LEADS):
            break
        url = row["reason"].removeprefix(LEADS)
    if met is None:
        return Whereabouts(None)
    last = row or met
    outcome = Outcome(last["outcome"])
    return Whereabouts(
        outcome, last["reason"], day=last["day"], capture=last["capture"],
        settled=outcome not in RETRIED or last["attempts"] >= MOST_ATTEMPTS,
    )  # fmt: skip


def _publication(connection: Connection, outlet: str, url: str, named: str) -> Row | None:
    row: Row | None = connection.execute(
        "SELECT * FROM publications WHERE id = ? OR (outlet = ? AND url = ?) LIMIT 1",
        (named, outlet, url),
    ).fetchone()
    return row


def _held(connection: Connection, held: Row, address: Row | None) -> Whereabouts:
    first = held
    if held["version_of"]:
        first = (
            connection.execute(
                "SELECT * FROM publications WHERE id = ?", (held["version_of"],)
            ).fetchone()
            or held
        )
    return Whereabouts(
        Outcome(address["outcome"]) if address else Outcome.STORED,
        address["reason"] if address else "",
        publication=first["id"], version=held["id"] if held is not first else "",
        url=first["url"], title=first["title"], day=first["day"], gone=held["state"] == "gone",
        capture=held["capture"], settled=True,
    )  # fmt: skip


def by_title(
    connection: Connection, folded_title: str, first: str, last: str
) -> list[tuple[str, str, str, str]]:
    """Outlet, its name, address and id of publications of a folded title on days first..last."""
    rows = connection.execute(
        "SELECT p.outlet, o.name, p.url, p.id FROM publications p JOIN outlets o ON o.id = p.outlet"
        " WHERE p.day BETWEEN ? AND ? AND p.folded_title = ? ORDER BY p.published_at, p.id",
        (first, last, folded_title),
    )
    return [tuple(row) for row in rows]
