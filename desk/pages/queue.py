"""The queue: what the rules are unsure of waits for a person, one after the other."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from desk.accounts.models import Person
from desk.decisions import may_touch
from desk.ledger import ledger_of, today, writing
from desk.roles import note, only, person_of
from desk.words import language_of, word
from storage.appearances import Appearance, appearance_named
from storage.assignments import ASSIGNED, assign
from storage.connection import Connection, Row
from storage.standing_rules import RULE_PERSON
from text.clock import now

DAYS = 31
"""Days back that the queue holds: older ones are found by the list."""
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A publication that waits or waited, why, and the words by which the ministry is named in it.

    ``assignee`` is whose it is, as that person is shown, "" for nobody's; ``decided`` and ``by``
    are what was decided on whether it counts, and who did.
    """

    appearance: Appearance
    doubts: tuple[str, ...]
    words: tuple[str, ...]
    assignee: str
    decided: str
    by: str


_UNSURE = f"""
    FROM coverage c JOIN publications p ON p.row = c.row
    LEFT JOIN ({ASSIGNED}) g ON g.publication = p.id
    LEFT JOIN standing s ON s.publication = p.id AND s.kind = 'counts'
    WHERE c.day >= ? AND NOT c.owned AND NOT c.closed AND c.named
    AND (? = '' OR c.region = ?)
    AND (NOT c.main OR p.owner = 'both' OR p.date_source = 'first_seen')
    AND (s.person IS NULL OR s.person NOT LIKE '{RULE_PERSON}%')
"""
_STATES = {
    "open": "AND NOT c.judged AND g.assignee IS NULL",
    "mine": "AND NOT c.judged AND g.assignee = ?",
    "taken": "AND NOT c.judged AND g.assignee <> ?",
    "decided": "AND c.judged",
}
"""Where something stands: nobody's yet, the reader's own, somebody else's, decided."""


@only("officer")
def queue(request: HttpRequest) -> HttpResponse:
    """The first of the queue, the newest day first; each is decided by a key."""
    ledger, person = ledger_of(request), person_of(request)
    shown = request.GET.get("show", "open")
    shown = shown if shown in _STATES else "open"
    rows = ledger.execute(
        "SELECT p.id, c.main, p.owner, p.date_source, coalesce(g.assignee, '') AS assignee,"
        " coalesce(s.value, '') AS decided, coalesce(s.person, '') AS decided_by"
        f" {_UNSURE} {_STATES[shown]}"
        " ORDER BY c.day DESC, c.published_at DESC, c.row DESC LIMIT ?",
        (*_values(person, shown), SHOWN),
    ).fetchall()
    people = {one.username: one.shown_name for one in _officers(person)}
    waiting = [one for row in rows if (one := _waiting(ledger, row, people)) is not None]
    left = {state: _left(ledger, person, state) for state in _STATES}
    said = {
        "waiting": waiting, "left": left[shown], "shown": shown,
        "tabs": list(left.items()),
        "people": [(name, known) for name, known in people.items() if name != person.username],
    }  # fmt: skip
    return render(request, "queue.html", said)


@only("officer")
@require_POST
def assign_one(request: HttpRequest) -> HttpResponse:
    """Take something of the queue, give it to somebody, or give it back."""
    person, ledger = person_of(request), ledger_of(request)
    publication, whom = request.POST.get("row", ""), request.POST.get("assignee", "")
    shown = request.POST.get("show", "open")
    known = {one.username for one in _officers(person)} | {""}
    if whom in known and may_touch(ledger, person, publication):
        with writing() as changed:
            assign(changed, [publication], whom, person.username, now())
        note(request, "assigned", publication, whom)
    else:
        messages.error(request, word("not_decided", language_of(request)))
    return redirect(f"/queue?show={shown if shown in _STATES else 'open'}")


def _officers(person: Person) -> list[Person]:
    """Everybody to whom this person may give something: of the same region, or of every one."""
    return [
        one for one in Person.objects.filter(is_active=True).order_by("username")
        if one.may("officer") and one.region in {"", person.region or one.region}
    ]  # fmt: skip


def _values(person: Person, state: str) -> tuple[object, ...]:
    since = (today() - timedelta(days=DAYS)).isoformat()
    of_whom = (person.username,) if "?" in _STATES[state] else ()
    return (since, person.region, person.region, *of_whom)


def _left(ledger: Connection, person: Person, state: str) -> int:
    found = ledger.execute(
        f"SELECT count(*) {_UNSURE} {_STATES[state]}", _values(person, state)
    ).fetchone()
    return int(found[0])


def _waiting(ledger: Connection, row: Row, people: dict[str, str]) -> Waiting | None:
    shown = appearance_named(ledger, row["id"])
    if shown is None:
        return None
    doubts = tuple(
        name
        for name, unsure in (
            ("passing", not row["main"]), ("both", row["owner"] == "both"),
            ("undated", row["date_source"] == "first_seen"),
        )
        if unsure
    )  # fmt: skip
    words = ledger.execute(
        "SELECT DISTINCT text FROM mentions WHERE publication = ? AND owner = 'own' ORDER BY text",
        (row["id"],),
    ).fetchall()
    whose = row["assignee"]
    return Waiting(
        shown, doubts, tuple(one[0] for one in words), people.get(whose, whose), row["decided"],
        row["decided_by"],
    )  # fmt: skip
