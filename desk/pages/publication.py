"""A publication: its text with the deciding words marked, its capture, corrections and undo."""

from typing import Any, get_args

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from desk.compared import compared
from desk.decisions import decided, may_touch, placed_in_story
from desk.ledger import ledger_of
from desk.policy import CAPTURE_POLICY
from desk.roles import note, only, person_of
from desk.words import language_of, word
from pipelines.counting import counting_rules
from pipelines.rule_files import read_rules
from pipelines.units import units
from reports.evidence_page import captured_page
from reports.labels import label
from storage.appearances import appearance_named, is_appearance
from storage.capture_rows import capture_row, read_capture
from storage.capture_store import open_captures
from storage.captures import DamagedCapture
from storage.decisions import ORIGINS, TONES, BadDecision, UnknownPublication
from storage.evidence import Evidence, evidence
from storage.outlets import Channel
from storage.spread import story_of
from storage.standing_rules import rule_on


@only("reader")
def publication(request: HttpRequest, identity: str) -> HttpResponse:
    """The page of one publication."""
    person, ledger, language = person_of(request), ledger_of(request), language_of(request)
    shown = _found(request, identity)
    latest: dict[str, str] = {}
    for one in shown.decisions:
        latest[one.kind] = one.value
    context: dict[str, Any] = {
        "shown": shown,
        "counts": is_appearance(ledger, counting_rules(), shown.id),
        "rule": rule_on(ledger, shown.id),
        "listed": appearance_named(ledger, shown.id),
        "title_spans": [(m.start, m.end) for m in shown.mentions if m.field == "title"],
        "body_spans": [(m.start, m.end) for m in shown.mentions if m.field == "body"],
        "capture": capture_row(ledger, shown.capture) if shown.capture is not None else None,
        "editions": [
            (one, compared(one.body, shown.body)) for one in reversed(shown.editions)
        ],
        "story": _story(request, shown),
        "latest": latest,
        "correcting": person.may("officer") and may_touch(ledger, person, shown.id),
        "channels": get_args(Channel), "tones": TONES, "origins": ORIGINS,
        "units": [(one, label("unit", one, language)) for one in units()],
        "topics": [(one, label("topic", one, language)) for one in read_rules("topics")],
        "unit_now": {m.unit for m in shown.mentions if m.owner == "own"},
        "topic_now": {t.topic for t in shown.topics},
        "back": request.GET.get("back", ""),
    }  # fmt: skip
    return render(request, "publication.html", context)


def _found(request: HttpRequest, identity: str) -> Evidence:
    """The publication of an id.

    Raises:
        Http404: there is none, or it is not of the person's region.
    """
    person, ledger = person_of(request), ledger_of(request)
    try:
        shown = evidence(ledger, identity)
    except UnknownPublication as error:
        raise Http404(str(error)) from error
    if not may_touch(ledger, person, shown.id):
        raise Http404
    return shown


def _story(request: HttpRequest, shown: Evidence) -> int:
    """How many publications stand in its story."""
    try:
        return len(story_of(ledger_of(request), shown.id).carriers)
    except UnknownPublication:
        return 0


@only("reader")
def capture(request: HttpRequest, identity: str) -> HttpResponse:
    """The captured page, made harmless, in a frame that runs, loads and sends nothing."""
    shown = _found(request, identity)
    language = language_of(request)
    text = f"<p>{label('evidence', 'no_capture', language)}</p>"
    if shown.capture is not None:
        folder = open_captures(settings.LEDGER)
        try:
            text = captured_page(read_capture(ledger_of(request), folder, shown.capture))
        except DamagedCapture as error:
            text = f"<p>{word('damaged_capture', language)}: {error}</p>"
    response = HttpResponse(text)
    response["Content-Security-Policy"] = CAPTURE_POLICY
    return response


@only("officer")
@require_POST
def decide_one(request: HttpRequest, identity: str) -> HttpResponse:
    """Keep a decision on a publication, or take one back; then show it again."""
    person, language = person_of(request), language_of(request)
    shown = _found(request, identity)
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "")
    value = ",".join(request.POST.getlist("value"))
    try:
        if kind == "story":
            placed_in_story(person, shown.id, value, request.POST.get("other", "").strip(), reason)
        else:
            decided(person, [shown.id], kind, value, reason)
    except (BadDecision, UnknownPublication, ValueError) as error:
        messages.error(request, f"{word('not_decided', language)}: {error}")
    else:
        note(request, "decided", shown.title, f"{shown.id} {kind}={value}")
        messages.success(request, word("decided_so", language))
    following = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
    if following.startswith("/") and inside:
        return redirect(following)
    return redirect("publication", identity=shown.id)
