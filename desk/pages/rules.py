"""Standing rules: what of an outlet never counts; their effect is shown before they are made."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.ledger import ledger_of, writing
from desk.roles import note, of_every_region, only, person_of
from desk.words import language_of, word
from pipelines.counting import counting_rules
from storage.decisions import Said
from storage.standing_rules import (
    LONGEST,
    RULE_KINDS,
    BadRule,
    Effect,
    UnknownRule,
    effect,
    make_rule,
    offered,
    revoke_rule,
    standing_rules,
)
from text.clock import now


@only("officer")
@of_every_region
def rules(request: HttpRequest) -> HttpResponse:
    """All standing rules; a new one's effect, then the rule itself; taking one back."""
    ledger = ledger_of(request)
    if "revoke" in request.POST:
        return _revoked(request)
    said = {name: _given(request, name) for name in ("outlet", "kind", "value")}
    shown: Effect | None = None
    if request.method == "POST":
        if "sure" in request.POST:
            return _made(request, said)
        try:
            shown = effect(ledger, counting_rules(), said["outlet"], said["kind"], said["value"])
        except BadRule as error:
            messages.error(request, f"{word('not_decided', language_of(request))}: {error}")
    context: dict[str, Any] = {
        "rules": standing_rules(ledger), "said": said, "effect": shown, "kinds": RULE_KINDS,
        "longest": LONGEST,
        "outlets": ledger.execute(
            "SELECT id, name FROM outlets ORDER BY name COLLATE NOCASE"
        ).fetchall(),
    }  # fmt: skip
    publication = request.GET.get("publication", "")
    if publication:
        try:
            outlet, section, tags = offered(ledger, publication)
        except UnknownRule as error:
            raise Http404(str(error)) from error
        said["outlet"] = said["outlet"] or outlet
        context["offered"] = [("section", section)] if section else []
        context["offered"] += [("tag", one) for one in tags[:20]]
    return render(request, "rules.html", context)


def _given(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:LONGEST]


def _made(request: HttpRequest, given: dict[str, str]) -> HttpResponse:
    person, language = person_of(request), language_of(request)
    said = Said(person.shown_name, request.POST.get("reason", "").strip()[:500], now())
    try:
        with writing() as ledger:
            number, made = make_rule(ledger, given["outlet"], given["kind"], given["value"], said)
    except BadRule as error:
        messages.error(request, f"{word('not_decided', language)}: {error}")
        return redirect("rules")
    note(request, "rule_made", f"{number}: {given['outlet']}", f"{given['kind']} {given['value']}")
    messages.success(request, word("rule_made", language).format(made=made))
    return redirect("rules")


def _revoked(request: HttpRequest) -> HttpResponse:
    person, language = person_of(request), language_of(request)
    number = request.POST["revoke"]
    try:
        with writing() as ledger:
            back = revoke_rule(ledger, int(number), person.shown_name, now())
    except (UnknownRule, ValueError, OverflowError) as error:
        raise Http404 from error
    note(request, "rule_revoked", number)
    messages.success(request, word("rule_revoked", language).format(back=back))
    return redirect("rules")
