"""A story: who carried it, when, how much of its text; and what became of each release."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.compared import Part, compared
from desk.ledger import ledger_of, today
from desk.periods import offered
from desk.roles import only, person_of, visible
from desk.words import language_of
from storage.decisions import UnknownPublication
from storage.filters import BadFilter, period_of
from storage.spread import Carrier, Spread, releases, story_of


@only("reader")
def story(request: HttpRequest, identity: str) -> HttpResponse:
    """The timeline of a story, headlines side by side; of a region's people, what is theirs."""
    ledger, region = ledger_of(request), person_of(request).region
    try:
        told = story_of(ledger, identity)
    except UnknownPublication as error:
        raise Http404(str(error)) from error
    if not visible(ledger, region, told.text.publication):
        raise Http404
    for others in (told.carriers, told.related):
        others[:] = [one for one in others if visible(ledger, region, one.publication)]
    parts: list[Part] = []
    other = request.GET.get("compare", "")
    if other in {one.publication for one in told.carriers}:
        parts = compared(_body(request, told.text.publication), _body(request, other))
    widest = max((_hours(one) for one in told.carriers), default=0.0) or 1.0
    lines = [(one, min(100, max(0, round(100 * _hours(one) / widest)))) for one in told.carriers]
    said: dict[str, Any] = {"told": told, "lines": lines, "compared": parts, "other": other}
    return render(request, "story.html", said)


@only("reader")
def spread(request: HttpRequest) -> HttpResponse:
    """Each release of a period, who carried it and how soon."""
    wanted = request.GET.get("period", "") or "week"
    try:
        first, last = period_of(wanted, today())
    except BadFilter as error:
        raise Http404(str(error)) from error
    ledger, region = ledger_of(request), person_of(request).region
    told = [
        one for one in releases(ledger, first, last)
        if visible(ledger, region, one.text.publication)
    ]  # fmt: skip
    carried = sum(bool(one.outlets) for one in told)
    said = {
        "told": told, "first": first, "last": last, "carried": carried, "period": wanted,
        "periods": offered(wanted, today(), language_of(request)),
        "soonest": {one.text.publication: _soonest(one) for one in told},
    }  # fmt: skip
    return render(request, "spread.html", said)


def _soonest(one: Spread) -> Carrier | None:
    others = [carrier for carrier in one.carriers if not carrier.owned]
    return min(others, key=lambda carrier: carrier.after, default=None)


def _hours(one: Carrier) -> float:
    return one.after.total_seconds() / 3600


def _body(request: HttpRequest, publication: str) -> str:
    row = (
        ledger_of(request)
        .execute("SELECT body FROM publications WHERE id = ?", (publication,))
        .fetchone()
    )
    return str(row[0]) if row else ""
