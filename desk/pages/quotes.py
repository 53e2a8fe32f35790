"""Quotes: who of the ministry was quoted in a period, where, and how often."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.ledger import ledger_of, today
from desk.periods import offered
from desk.roles import only, person_of
from desk.words import language_of
from pipelines.counting import counting_rules
from storage.appearances import Selection
from storage.filters import BadFilter, period_of
from storage.quotes import quoting, quoting_outlets, speakers

SHOWN = 100
"""Speakers that are listed."""
PAGE = 25
"""Appearances on a page of what one said."""


@only("reader")
def quotes(request: HttpRequest) -> HttpResponse:
    """The speakers of a period, or what one of them said, appearance by appearance."""
    ledger, rules, language = ledger_of(request), counting_rules(), language_of(request)
    period, outlet = request.GET.get("period", "") or "month", request.GET.get("outlet", "")
    unit, key = request.GET.get("unit", ""), request.GET.get("speaker", "")
    if "\x00" in f"{outlet}{unit}{key}":
        raise Http404
    try:
        first, last = period_of(period, today())
    except BadFilter as error:
        raise Http404(str(error)) from error
    selection = Selection(first, last, outlet=outlet, region=person_of(request).region)
    told = speakers(ledger, rules, selection)
    said: dict[str, Any] = {
        "period": period, "periods": offered(period, today(), language),
        "first": first, "last": last, "outlet": outlet,
        "outlets": ledger.execute(
            "SELECT id, name FROM outlets ORDER BY name COLLATE NOCASE"
        ).fetchall(),
        "told": told[:SHOWN], "more": max(0, len(told) - SHOWN),
        "quotes": sum(one.quotes for one in told),
    }  # fmt: skip
    if not unit:
        return render(request, "quotes.html", said)
    one = next((one for one in told if (one.unit, one.speaker_key) == (unit, key)), None)
    number = request.GET.get("page", "1")
    page = min(max(int(number) if number.isdecimal() and len(number) < 7 else 1, 1), 10_000)
    rows = quoting(ledger, rules, selection, unit, key, (page - 1) * PAGE, PAGE + 1)
    here = {"period": period, "unit": unit, "speaker": key}
    said |= {
        "one": one, "unit": unit, "speaker": key, "rows": rows[:PAGE],
        "where": quoting_outlets(ledger, rules, selection, unit, key),
        "here": urlencode(here),
        "following": "",
    }  # fmt: skip
    if len(rows) > PAGE:
        said["following"] = urlencode(here | {"outlet": outlet, "page": page + 1})
    return render(request, "quotes_of.html", said)
