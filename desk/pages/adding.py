"""Adding what is not on the internet: one item by a form, many by a table."""

import csv
import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.ledger import ledger_of
from desk.program import run_program
from desk.roles import note, only, person_of
from desk.uploads import TooLarge, as_file
from desk.words import language_of, word
from pipelines.import_kinds import Kind, choices, kind_named, kinds
from reports.import_tables import write_template
from storage.imports import imports

SHOWN = 30
"""Imports that are listed."""


@only("officer")
def adding(request: HttpRequest) -> HttpResponse:
    """The form of a kind of item, and the upload of a table of them."""
    wanted = request.POST.get("kind") or request.GET.get("kind") or "television"
    if wanted not in kinds():
        raise Http404
    kind, person = kind_named(wanted), person_of(request)
    if request.method == "POST":
        # a file that was stopped for its size does not come: the form says what was sent
        sent = request.FILES or "upload" in request.POST
        refused = _table(request, kind) if sent else _one(request, kind)
        if refused is not None:
            return refused
        return redirect(f"/adding?kind={wanted}")
    context = {
        "kind": kind, "kinds": list(kinds()),
        "fields": [
            (name, name in kind.required, list(dict.fromkeys(choices(name).values())))
            for name in kind.fields
        ],
        "imports": [
            one for one in imports(ledger_of(request))
            if not person.region or one.person == person.shown_name
        ][:SHOWN],
    }  # fmt: skip
    return render(request, "adding.html", context)


@only("officer")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table of a kind, to be filled in."""
    del request
    if kind not in kinds():
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.xlsx"
        write_template(path, kind_named(kind))
        response = HttpResponse(path.read_bytes(), content_type=_EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return response


_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _one(request: HttpRequest, kind: Kind) -> HttpResponse | None:
    """One item: a table of one row, read as any other."""
    said = {name: request.POST.get(name, "").strip() for name in kind.fields}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(said)
            writer.writerow(said.values())
        return _imported(request, kind, path, Path(folder), "form")


def _table(request: HttpRequest, kind: Kind) -> HttpResponse | None:
    language = language_of(request)
    upload = request.FILES.get("table")
    try:
        with as_file(upload) as path, tempfile.TemporaryDirectory() as folder:
            return _imported(request, kind, path, Path(folder), str(getattr(upload, "name", "")))
    except TooLarge as error:
        messages.error(request, f"{word('not_taken', language)}: {error}")
        return None


def _imported(
    request: HttpRequest, kind: Kind, path: Path, folder: Path, name: str
) -> HttpResponse | None:
    """Import it; what is refused comes back as a table with the reasons."""
    person, language = person_of(request), language_of(request)
    refused = folder / "refused.xlsx"
    words = ["import", str(path), "--kind", kind.id, "-o", str(refused)]
    partial = ["--partial"] if "partial" in request.POST else []
    ended = run_program(*words, *partial, "--person", person.shown_name)
    said = " ".join(f"{ended.said} {ended.complained}".replace(str(path), name).split())
    if ended.code == 0:
        note(request, "imported", name, said)
        messages.success(request, word("taken", language))
        return None
    if refused.exists() and name != "form":
        response = HttpResponse(refused.read_bytes(), content_type=_EXCEL)
        response["Content-Disposition"] = 'attachment; filename="refused.xlsx"'
        return response
    messages.error(request, f"{word('not_taken', language)}: {said[:600]}")
    return None
