"""The queue: what the rules are unsure of waits for a person, one after the other."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.ledger import ledger_of, today
from desk.roles import only, person_of
from storage.appearances import Appearance, appearance_named
from storage.connection import Connection

DAYS = 31
"""Days back that the queue holds: older ones are found by the list."""
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A publication that waits, why, and the words by which the ministry is named in it."""

    appearance: Appearance
    doubts: tuple[str, ...]
    words: tuple[str, ...]


_UNSURE = """
    FROM coverage c JOIN publications p ON p.row = c.row
    WHERE c.day >= ? AND NOT c.judged AND NOT c.owned AND NOT c.closed AND c.named
    AND (? = '' OR c.region = ?)
    AND (NOT c.main OR p.owner = 'both' OR p.date_source = 'first_seen')
"""


@only("officer")
def queue(request: HttpRequest) -> HttpResponse:
    """The first of the queue, the newest day first; each is decided by a key."""
    ledger, region = ledger_of(request), person_of(request).region
    since = (today() - timedelta(days=DAYS)).isoformat()
    values = (since, region, region)
    left = ledger.execute(f"SELECT count(*) {_UNSURE}", values).fetchone()[0]
    rows = ledger.execute(
        f"SELECT p.id, c.main, p.owner, p.date_source {_UNSURE}"
        " ORDER BY c.day DESC, c.published_at DESC, c.row DESC LIMIT ?",
        (*values, SHOWN),
    ).fetchall()
    waiting = [
        one
        for row in rows
        if (one := _waiting(ledger, row[0], bool(row[1]), row[2], row[3])) is not None
    ]
    return render(request, "queue.html", {"waiting": waiting, "left": left})


def _waiting(
    ledger: Connection, identity: str, main: bool, owner: str, dated: str
) -> Waiting | None:
    shown = appearance_named(ledger, identity)
    if shown is None:
        return None
    doubts = tuple(
        name
        for name, unsure in (
            ("passing", not main), ("both", owner == "both"), ("undated", dated == "first_seen"),
        )
        if unsure
    )  # fmt: skip
    words = ledger.execute(
        "SELECT DISTINCT text FROM mentions WHERE publication = ? AND owner = 'own' ORDER BY text",
        (identity,),
    ).fetchall()
    return Waiting(shown, doubts, tuple(row[0] for row in words))
