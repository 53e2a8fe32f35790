"""What people said of publications: append-only; the latest of a kind beats every rule."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.connection import Connection
from storage.times import from_text, to_text

Kind = Literal["counts", "channel", "unit", "topic", "origin", "tone"]
KINDS: tuple[Kind, ...] = ("counts", "channel", "unit", "topic", "origin", "tone")

TONES = ("positive", "neutral", "negative")
ORIGINS = ("release", "earned")
"""What a person may say of where coverage comes from: owned and foreign are the outlet's own."""

LISTS: tuple[Kind, ...] = ("unit", "topic")
"""Kinds whose value is a list of codes."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who decides, why and when (an aware instant)."""

    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as kept; an empty value lets the rules decide again."""

    kind: str
    value: str
    person: str
    reason: str
    at: datetime


class UnknownPublication(ValueError):
    """The ledger has no such publication."""


class BadDecision(ValueError):
    """A value that no decision of this kind can have; the message lists those it can."""


def decide(connection: Connection, publication: str, kind: Kind, value: str, said: Said) -> None:
    """Keep a decision. Runs inside the caller's transaction.

    Args:
        connection: the ledger.
        publication: its id.
        kind: what is decided.
        value: "yes" or "no" (counts), a channel, "release" or "earned" (origin, of another
            outlet's publication), a tone, or codes apart by commas, "-" for none
            (unit, topic); "" lets the rules decide again.
        said: who, why, when.

    Raises:
        UnknownPublication: there is none.
        BadDecision: the value cannot be.
    """
    if not connection.execute("SELECT 1 FROM publications WHERE id = ?", (publication,)).fetchone():
        raise UnknownPublication(
            f"{publication}: no such publication; `yoritish coverage list --json` prints their ids"
        )
    if not said.person.strip():
        raise BadDecision("a decision needs the name of who decides")
    connection.execute(
        "INSERT INTO decisions (publication, kind, value, person, reason, decided_at)"
        " VALUES (?,?,?,?,?,?)",
        (publication, kind, _kept(kind, value), said.person, said.reason, to_text(said.at)),
    )


def publication_named(connection: Connection, name: str) -> str:
    """The id of the publication of this id, beginning of an id, or address.

    Raises:
        UnknownPublication: there is none, or the name fits several.
    """
    found = connection.execute(
        "SELECT id FROM publications WHERE id = ? OR url = ?"
        " OR (length(?) >= 6 AND substr(id, 1, length(?)) = ?) LIMIT 2",
        (name,) * 5,
    ).fetchall()
    if not found:
        raise UnknownPublication(
            f"{name}: no such publication; give an id or address as `yoritish coverage list"
            " --json` prints them"
        )
    if len(found) > 1:
        raise UnknownPublication(f"{name}: several publications begin so; give more of the id")
    return str(found[0][0])


def history(connection: Connection, publication: str) -> list[Decision]:
    """All that was decided on a publication, the oldest first; stories too."""
    rows = connection.execute(
        "SELECT kind, value, person, reason, decided_at FROM decisions WHERE publication = ?"
        " ORDER BY id",
        (publication,),
    )
    return [Decision(kind, value, by, why, from_text(at)) for kind, value, by, why, at in rows]


def as_list(codes: Iterable[str]) -> str:
    """Codes as a decision keeps them."""
    return json.dumps(sorted(set(codes)), ensure_ascii=False)


def _kept(kind: Kind, value: str) -> str:
    if not value:
        return ""
    if kind in LISTS:
        return as_list(code.strip() for code in value.split(",") if code.strip(" -"))
    allowed = {"counts": ("yes", "no"), "origin": ORIGINS, "tone": TONES}.get(kind)
    if allowed and value not in allowed:
        raise BadDecision(f"{kind} cannot be {value!r}; it is {' or '.join(allowed)}")
    return value
