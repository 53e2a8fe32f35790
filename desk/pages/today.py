"""Today: counts against what is usual, new stories, what needs a person, the releases."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.ledger import ledger_of, today
from desk.roles import only, person_of, visible
from pipelines.counting import counting_rules
from reports.report import is_read
from storage.alarms import open_alarms
from storage.appearances import Selection
from storage.connection import Connection
from storage.counts import count
from storage.missed import missed_items
from storage.news_of_day import holes, new_stories
from storage.spread import releases

USUAL = 28
"""Days before that say what is usual of a weekday: four of each."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A channel's count of the day beside what is usual of that weekday (mean, rounded).

    ``usual`` is None while there is no such day before.
    """

    channel: str
    now: int
    usual: int | None
    whole: bool = True
    """Whether the day was read completely: before that, few are no sign of anything."""

    @property
    def unusual(self) -> str:
        """ "low" or "high" where it is far from usual, else ""."""
        if self.usual is None:
            return ""
        if self.whole and self.usual >= 4 and self.now * 2 < self.usual:
            return "low"
        return "high" if self.now > 2 * max(self.usual, 4) else ""


@only("reader")
def today_page(request: HttpRequest) -> HttpResponse:
    """The desk's first page, of the last day that was read or of the day asked for."""
    ledger, rules = ledger_of(request), counting_rules()
    day = _asked(request.GET.get("day", "")) or _last_read(ledger)
    person = person_of(request)
    region = person.region
    table = count(ledger, rules, Selection(day, day, region=region), "channel")
    usual: dict[str, int] = {}
    known = 0
    for weeks in range(1, USUAL // 7 + 1):
        before = day - timedelta(weeks=weeks)
        rows = count(ledger, rules, Selection(before, before, region=region), "channel").rows
        known += bool(rows)
        for row in rows:
            usual[row.key] = usual.get(row.key, 0) + row.appearances + row.foreign
    now = {row.key: row.appearances + row.foreign for row in table.rows}
    keys = sorted({*now, *usual})
    read = table.days[0]
    context = {
        "day": day, "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "total": table.total,
        "beside": [
            Beside(
                key, now.get(key, 0), round(usual.get(key, 0) / known) if known else None,
                whole=read.state == "whole",
            )
            for key in keys
        ],
        "read": read, "is_read": is_read(ledger),
        "stories": new_stories(ledger, rules, day, region=region),
        "alarms": open_alarms(ledger),
        "holes": holes(ledger, day - timedelta(days=6), day),
        "undated": _undated(ledger, day, region),
        "unheard": 0 if region else sum(not one.cured for one in missed_items(ledger)),
        "passing": _passing(ledger, day, region),
        "releases": [
            one for one in releases(ledger, day, day)
            if visible(ledger, region, one.text.publication)
        ],
    }  # fmt: skip
    return render(request, "today.html", context)


def _asked(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _last_read(ledger: Connection) -> date:
    """The last day that was read to its end; without one, the last of which there is anything."""
    until = (today().isoformat(),)
    for question in (
        "SELECT max(day) FROM read_days WHERE state = 'completely' AND day <= ?",
        "SELECT max(day) FROM coverage WHERE day <= ?",
    ):
        row = ledger.execute(question, until).fetchone()
        if row[0]:
            return date.fromisoformat(row[0])
    return today()


def _undated(ledger: Connection, day: date, region: str) -> int:
    row = ledger.execute(
        "SELECT count(*) FROM publications WHERE day = ? AND date_source = 'first_seen'"
        " AND version_of = '' AND (? = '' OR region = ?)",
        (day.isoformat(), region, region),
    ).fetchone()
    return int(row[0])


def _passing(ledger: Connection, day: date, region: str) -> int:
    """What names the ministry in passing and nobody has looked at."""
    row = ledger.execute(
        "SELECT count(*) FROM coverage WHERE day = ? AND named AND NOT main AND NOT owned"
        " AND NOT judged AND (? = '' OR region = ?)",
        (day.isoformat(), region, region),
    ).fetchone()
    return int(row[0])
