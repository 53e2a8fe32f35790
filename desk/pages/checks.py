"""Lists that departments send: uploaded, checked by the program beside the desk, progress shown."""

import re
import secrets
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.accounts.models import Person
from desk.ledger import ledger_of
from desk.program import is_running, start_program
from desk.roles import note, only, person_of
from desk.uploads import TooLarge, as_file
from desk.words import language_of, word
from storage.coverage_lists import UnknownList, coverage_lists, list_numbered, list_rows
from storage.periods import CannotClose, read_period_name

KEPT_SECONDS = 7 * 24 * 3600
"""How long an uploaded list and its checked form lie beside the ledger."""


def _folder() -> Path:
    folder = settings.ACCOUNTS.with_suffix(".checks")
    folder.mkdir(mode=0o700, exist_ok=True)
    return Path(folder)


@only("officer")
def checks(request: HttpRequest) -> HttpResponse:
    """Upload a list; see those that were checked; take the checked workbook."""
    if request.method == "POST":
        return _begin(request)
    if request.GET.get("file"):
        return _file(request.GET["file"])
    ledger = ledger_of(request)
    number, shown, rows = request.GET.get("list", ""), None, []
    if number.isdecimal():
        try:
            shown, rows = list_numbered(ledger, int(number)), list_rows(ledger, int(number))
        except UnknownList as error:
            raise Http404(str(error)) from error
    person = person_of(request)
    mine = [one for one in coverage_lists(ledger)
            if not person.region or one.person == person.shown_name]  # fmt: skip
    if shown is not None and shown.id not in {one.id for one in mine}:
        raise Http404
    context = {
        "lists": list(reversed(mine)), "shown": shown, "rows": rows,
        "checking": _checking(person),
    }  # fmt: skip
    template = "checks_progress.html" if getattr(request, "htmx", False) else "checks.html"
    return render(request, template, context)


def _begin(request: HttpRequest) -> HttpResponse:
    person, language = person_of(request), language_of(request)
    _forget()
    name = str(getattr(request.FILES.get("list"), "name", ""))[:120]
    period: list[str] = []
    try:
        said = request.POST.get("period", "").strip()
        if said:
            read_period_name(said)
            period = ["--month" if "-" in said else "--year", said]
        token = secrets.token_urlsafe(12)
        folder = _folder() / token
        with as_file(request.FILES.get("list")) as path:
            folder.mkdir(mode=0o700)
            # the program names the list after its file; this one cannot lead out of the folder
            plain = re.sub(r"[^\w.-]+", "_", Path(name).stem)[:60] or "list"
            source = folder / f"{plain}{path.suffix}"
            shutil.copyfile(path, source)
    except (TooLarge, CannotClose) as error:
        messages.error(request, f"{word('not_taken', language)}: {error}")
        return redirect("checks")
    (folder / "name").write_text(name, encoding="utf-8")
    (folder / "whose").write_text(person.username, encoding="utf-8")
    process = start_program(
        folder / "log", "coverage", "check", str(source), "-o", str(folder / "checked.xlsx"),
        "--person", person.shown_name, "--in", language, *period,
        *(["--offline"] if "offline" in request.POST else []),
    )  # fmt: skip
    (folder / "process").write_text(str(process), encoding="ascii")
    note(request, "list_checked", name)
    return redirect("checks")


def _checking(person: Person) -> list[dict[str, object]]:
    """Lists that are being checked or were of late: name, state, the last line said."""
    told = []
    for folder in sorted(_folder().iterdir(), key=lambda one: one.stat().st_mtime, reverse=True):
        process, whose = folder / "process", folder / "whose"
        if not process.exists():
            continue
        if person.region and whose.read_text(encoding="utf-8") != person.username:
            continue
        running = is_running(int(process.read_text(encoding="ascii")))
        log = (folder / "log").read_bytes()[-2_000:].decode("utf-8", "replace")
        lines = [line.strip() for line in re.split(r"[\r\n]+", log) if line.strip()]
        told.append(
            {
                "name": (folder / "name").read_text(encoding="utf-8"), "running": running,
                "ready": (folder / "checked.xlsx").exists() and not running,
                "last": re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", lines[-1]) if lines else "",
                "token": folder.name,
            }
        )  # fmt: skip
    return told


def _file(token: str) -> HttpResponse:
    if not re.fullmatch(r"[\w-]{16}", token):
        raise Http404
    path = _folder() / token / "checked.xlsx"
    if not path.exists():
        raise Http404
    response = HttpResponse(
        path.read_bytes(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="checked.xlsx"'
    return response


def _forget() -> None:
    for folder in _folder().iterdir():
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder)
