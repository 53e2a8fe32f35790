"""Missed: somebody names an address we do not count; why, adding it, and the log."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.ledger import ledger_of
from desk.program import run_program
from desk.roles import note, of_every_region, only, person_of
from desk.words import language_of, word
from reports.missed_tables import log_table
from storage.missed import missed_items

WAIT = 120
"""Seconds that a page is waited for when it is to be read."""


@only("officer")
@of_every_region
def missed(request: HttpRequest) -> HttpResponse:
    """Ask why an address is not counted; with "add", read it and let it count."""
    person, language = person_of(request), language_of(request)
    found: list[dict[str, object]] = []
    address = request.POST.get("address", "").strip()
    if request.method == "POST" and address:
        if not address.startswith(("http://", "https://")) or len(address) > 2_000:
            messages.error(request, word("no_address", language))
            return redirect("missed")
        words = ["missed", address, "--json", "--in", language, "--person", person.shown_name]
        if "add" in request.POST:
            reason = request.POST.get("reason", "").strip() or word("said_missed", language)
            words += ["--add", "--reason", reason]
        ended = run_program(*words, "--how", request.POST.get("how", "")[:200], seconds=WAIT)
        if ended.code == 2 or not ended.said.strip():
            messages.error(request, ended.complained.strip()[:600])
            return redirect("missed")
        found = json.loads(ended.said)
        note(request, "missed", address, "add" if "add" in request.POST else "")
    table = log_table(missed_items(ledger_of(request)), language)
    said = {"found": found, "address": address, "log": table}
    return render(request, "missed.html", said)
