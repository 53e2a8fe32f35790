"""The media plan: press events that were planned beside those that were held."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.ledger import ledger_of, today
from desk.periods import offered
from desk.roles import only, person_of
from desk.words import language_of
from storage.activities import Activity, list_activities
from storage.filters import BadFilter, period_of


@dataclass(frozen=True, slots=True)
class Beside:
    """Of a month (2026-10) and level: how many events were planned and how many held."""

    month: str
    level: str
    planned: int
    held: int


@only("reader")
def plan(request: HttpRequest) -> HttpResponse:
    """Planned and held by month and level, and the events behind the figures."""
    wanted = request.GET.get("period", "") or "year"
    try:
        first, last = period_of(wanted, today())
    except BadFilter as error:
        raise Http404(str(error)) from error
    region = person_of(request).region
    events = [
        one for one in list_activities(ledger_of(request), "event", first, last)
        if not region or one.region == region
    ]  # fmt: skip
    context = {
        "period": wanted, "periods": offered(wanted, today(), language_of(request)),
        "first": first, "last": last, "rows": _beside(events), "events": events,
    }  # fmt: skip
    return render(request, "plan.html", context)


def _beside(events: list[Activity]) -> list[Beside]:
    many = Counter((f"{one.day:%Y-%m}", one.level, one.state) for one in events)
    places = sorted({(month, level) for month, level, _ in many})
    return [
        Beside(month, level, many[month, level, "planned"], many[month, level, "held"])
        for month, level in places
    ]
