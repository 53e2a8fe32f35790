"""Reports: period, language, form, preview; closing a period, which a second person confirms."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from desk.accounts.models import Change, Person
from desk.ledger import ledger_of, today, writing
from desk.periods import in_words, months_back
from desk.program import run_program
from desk.roles import note, of_every_region, only, person_of
from desk.words import NAMES, language_of, word
from pipelines.counting import counting_rules
from reports.closed_period import holes_of
from reports.labels import LANGUAGES
from reports.report import is_read, make_report
from reports.report_words import paragraphs, period_words, tables, title
from storage.periods import (
    CannotClose,
    Period,
    adjustments,
    close,
    closing,
    closings,
    freeze,
    read_period_name,
)
from text.clock import now

_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}
ASKED = "close_asked"
"""What the log of changes calls a closing that waits for a second person."""


@only("reader")
@of_every_region
def reports(request: HttpRequest) -> HttpResponse:
    """Choose a period, see its report, take it as a file."""
    language = language_of(request)
    wrong = ""
    try:
        period = read_period_name(request.GET.get("period") or _last_month())
    except CannotClose as error:
        wrong, period = str(error), read_period_name(_last_month())
    written_in = next((one for one in LANGUAGES if one == request.GET.get("in")), language)
    ledger, rules = ledger_of(request), counting_rules()
    made = make_report(ledger, rules, period.first, period.last)
    context = {
        "period": period, "wrong": wrong, "written_in": written_in, "names": NAMES,
        "forms": FORMS, "title": title(written_in),
        "when": period_words(period.first, period.last, written_in),
        "paragraphs": paragraphs(made, written_in),
        "tables": [one for one in tables(made, written_in) if one.rows],
        "closing": closing(ledger, period.name), "closings": closings(ledger),
        "adjustments": adjustments(ledger, rules, period),
        "over": period.last < today(), "holes": holes_of(ledger, period),
        "waiting": _waiting(period),
        "period_shown": period_words(period.first, period.last, language),
        "choices": in_words(dict.fromkeys([*_choices(), period.name]), language),
        "is_read": is_read(ledger),
    }  # fmt: skip
    return render(request, "reports.html", context)


@only("reader")
@of_every_region
def file(request: HttpRequest) -> HttpResponse:
    """The report as a file, made by the program."""
    form, written_in = request.GET.get("as", ""), request.GET.get("in", "")
    try:
        period = read_period_name(request.GET.get("period", ""))
    except CannotClose as error:
        raise Http404(str(error)) from error
    if form not in FORMS or written_in not in LANGUAGES:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        ended = run_program(
            "-q", "report", *_words(period), "--as", form, "--in", written_in, "-o", str(path)
        )
        if ended.code or not path.exists():
            return HttpResponse(ended.complained, status=500, content_type="text/plain")
        response = HttpResponse(path.read_bytes(), content_type=FORMS[form])
    name = f"yoritish-{period.name}-{written_in}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@only("analyst")
@of_every_region
@require_POST
def close_period(request: HttpRequest) -> HttpResponse:
    """Ask to close a period, or confirm what another person asked."""
    person, language = person_of(request), language_of(request)
    try:
        period = read_period_name(request.POST.get("period", ""))
    except CannotClose as error:
        raise Http404(str(error)) from error
    asked = _waiting(period)
    if asked is None:
        note(request, ASKED, period.name)
        messages.success(request, word("close_asked_so", language))
    elif asked.person == person.shown_name:
        messages.error(request, word("close_by_another", language))
    else:
        try:
            _close(period, asked.person, person)
        except CannotClose as error:
            messages.error(request, str(error))
        else:
            note(request, "closed", period.name, f"{asked.person} / {person.shown_name}")
            messages.success(request, word("closed_so", language))
    return redirect(f"/reports?period={period.name}")


def _close(period: Period, asked_by: str, confirmed_by: Person) -> None:
    rules = counting_rules()
    with writing() as ledger:
        freeze(ledger, rules, period, at := now())
        figures = make_report(ledger, rules, period.first, period.last).values
        close(ledger, rules, period, figures, at, asked_by, confirmed_by.shown_name)


def _waiting(period: Period) -> Change | None:
    """Who asked to close a period, if it was not closed since."""
    asked = Change.objects.filter(what=ASKED, about=period.name).first()
    done = Change.objects.filter(what="closed", about=period.name).first()
    return asked if asked is not None and (done is None or done.pk < asked.pk) else None


def _words(period: Period) -> list[str]:
    if "H" in period.name:
        return ["--half", period.name.replace("H", "")]
    return ["--month" if "-" in period.name else "--year", period.name]


def _last_month() -> str:
    return months_back(today())[1]


def _choices() -> list[str]:
    """Months of a year back, and this and the last half-years and years."""
    year = today().year
    halves = [f"{one}-H{half}" for one in (year, year - 1) for half in (2, 1)]
    return [*months_back(today()), *halves, str(year), str(year - 1)]
