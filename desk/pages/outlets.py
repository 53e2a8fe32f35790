"""Outlets: last visits, alarms, days that were not read; a closer look at one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.ledger import ledger_of, today, writing
from desk.program import run_program
from desk.roles import note, only, person_of
from desk.words import language_of, word
from storage.alarms import close_alarm, open_alarms
from storage.connection import Connection
from storage.news_of_day import holes
from text.clock import now


@only("reader")
def outlets(request: HttpRequest) -> HttpResponse:
    """Every outlet with its health; an alarm is closed by the administrator."""
    if request.method == "POST":
        return _acted(request)
    ledger = ledger_of(request)
    alarms = open_alarms(ledger)
    context = {
        "rows": _rows(ledger), "alarms": alarms,
        "alarmed": {one.outlet for one in alarms},
        "holes": holes(ledger, today() - timedelta(days=30), today() - timedelta(days=1))[:60],
    }  # fmt: skip
    return render(request, "outlets.html", context)


def _rows(ledger: Connection) -> list[Any]:
    return ledger.execute(
        "SELECT o.id, o.name, o.channel, o.subchannel, o.owned, o.is_foreign, o.due, v.started_at,"
        " v.state, v.error, (SELECT count(*) FROM coverage c WHERE c.outlet = o.id"
        "  AND c.day >= ?) AS rows"
        " FROM outlets o LEFT JOIN visits v ON v.id = (SELECT max(id) FROM visits"
        "  WHERE outlet = o.id) ORDER BY o.due DESC, o.name COLLATE NOCASE",
        ((today() - timedelta(days=30)).isoformat(),),
    ).fetchall()


def _acted(request: HttpRequest) -> HttpResponse:
    person, language = person_of(request), language_of(request)
    outlet = request.POST.get("outlet", "")
    if "check" in request.POST and person.may("officer"):
        ended = run_program("outlets", "check", outlet, seconds=180)
        messages.info(request, f"{outlet}: {(ended.said or ended.complained).strip()[:3_000]}")
        note(request, "outlet_checked", outlet)
    elif "close" in request.POST and person.may("administrator"):
        number = request.POST.get("alarm", "")
        with writing() as ledger:
            # a person says that it stays so: what is usual is learnt anew from here on
            closed = number.isdecimal() and close_alarm(ledger, int(number), now(), accepted=True)
        if closed:
            note(request, "alarm_closed", outlet, number)
            messages.success(request, word("decided_so", language))
    return redirect("outlets")
