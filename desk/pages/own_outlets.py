"""Outlets that the office adds itself: tried out, then read by every night or switched off."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.accounts.forms import REGIONS
from desk.ledger import ledger_of, writing
from desk.program import run_program
from desk.roles import note, of_every_region, only, person_of
from desk.words import language_of, word
from reports.reasons import reason_words
from storage.office_outlets import (
    FIELDS,
    LONGEST,
    OfficeOutlet,
    fields_of,
    keep_office_outlet,
    office_outlets,
    outlet_from,
)
from storage.outlets import BrokenRegistry
from text.clock import now

SECONDS = 180
"""How long somebody waits for a try-out."""

ANSWER = 15
"""Seconds that a site has for one answer, while somebody waits."""

LANGUAGES = ("uz-Latn", "uz-Cyrl", "ru", "en", "kaa")
NEW = {"kind": "feed", "language": "uz-Latn", "country": "UZ"}

_TRIED = signing.Signer(salt="desk.outlet-tried")


@only("administrator")
@of_every_region
def own_outlets(request: HttpRequest) -> HttpResponse:
    """The office's own outlets; a form for one more, or to change one; nothing is kept untried."""
    kept = {one.outlet.id: one for one in office_outlets(ledger_of(request))}
    if "switch" in request.POST:
        return _switched(request, kept)
    if "save" in request.POST:
        return _saved(request)
    fields, tried, token = dict(NEW), None, ""
    if request.method == "POST":
        fields = _said(request)
        tried = _tried(request, fields)
        token = _TRIED.sign(_digest(fields)) if tried and tried["reads"] else ""
    elif request.GET.get("outlet"):
        if request.GET["outlet"] not in kept:
            raise Http404
        fields = fields_of(kept[request.GET["outlet"]].outlet)
    context = {
        "kept": list(kept.values()), "fields": {name: fields.get(name, "") for name in FIELDS},
        "tried": tried, "token": token, "longest": LONGEST, "languages_of": LANGUAGES,
        "regions": REGIONS,
        "selectors": any(fields.get(one) for one in ("title", "date", "body", "remove")),
    }  # fmt: skip
    return render(request, "own_outlets.html", context)


def _said(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}


def _tried(request: HttpRequest, fields: Mapping[str, str]) -> dict[str, Any] | None:
    """What the program says it would read; None, and a message, where it could not try."""
    language = language_of(request)
    words = [f"--{name.replace('_', '-')}={value}" for name, value in fields.items()]
    ended = run_program("outlets", "try", "--json", f"--timeout={ANSWER}", *words, seconds=SECONDS)
    note(request, "outlet_tried", fields["address"], str(ended.code))
    if ended.code not in {0, 1}:
        said = ended.complained.strip().removeprefix("yoritish: ")[:600]
        messages.error(request, f"{word('not_tried', language)}: {said}")
        return None
    tried: dict[str, Any] = json.loads(ended.said)
    for one in tried["not_read"]:
        reason = f"{one['outcome']}: {one['reason']}" if one["reason"] else one["outcome"]
        one["said"] = reason_words(reason, language)
    for one in tried["silent"]:
        on_list = one["place"] != "article" and one["field"] == "date"
        one["word"] = "oo_list_date" if on_list else f"oo_{one['field']}"
    return tried


def _saved(request: HttpRequest) -> HttpResponse:
    person, language, fields = person_of(request), language_of(request), _said(request)
    try:
        tried = _TRIED.unsign(request.POST.get("tried", "")) == _digest(fields)
        outlet = outlet_from(fields)
    except (BrokenRegistry, signing.BadSignature):
        tried = False
    if not tried:
        messages.error(request, word("try_first", language))
        return redirect("own-outlets")
    with writing() as ledger:
        keep_office_outlet(ledger, outlet, person.shown_name, now())
    note(request, "outlet_kept", outlet.id, json.dumps(fields, ensure_ascii=False))
    messages.success(request, f"{outlet.name}: {word('outlet_kept', language)}")
    return redirect("own-outlets")


def _switched(request: HttpRequest, kept: Mapping[str, OfficeOutlet]) -> HttpResponse:
    one = kept.get(request.POST.get("outlet", ""))
    if one is None:
        raise Http404
    visited = request.POST["switch"] == "on"
    with writing() as ledger:
        keep_office_outlet(
            ledger, one.outlet, person_of(request).shown_name, now(), visited=visited
        )
    note(request, "outlet_on" if visited else "outlet_off", one.outlet.id)
    return redirect("own-outlets")


def _digest(fields: Mapping[str, str]) -> str:
    said = json.dumps([fields[name] for name in FIELDS], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
