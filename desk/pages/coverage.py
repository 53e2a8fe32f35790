"""The coverage list: filters, what to find, pages, saved views, exports, decisions on many rows."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from desk.accounts.models import Person
from desk.decisions import decided, may_touch
from desk.ledger import ledger_of, today, writing
from desk.listed_files import as_document, as_workbook
from desk.periods import offered
from desk.roles import note, only, person_of
from desk.words import language_of, word
from pipelines.counting import counting_rules
from pipelines.rule_files import read_rules
from pipelines.units import units
from reports.count_tables import appearance_table
from reports.labels import Language
from reports.tables import Table, as_csv
from storage.appearances import ORIGINS, Selection, is_appearance
from storage.connection import Connection
from storage.filters import (
    BadFilter,
    Filters,
    arrangement_of,
    filters_from,
    selection_of,
)
from storage.held_rows import held
from storage.listing import SORTS, BadCursor, Line, every_line, page, totals
from storage.views import BadView, UnknownView, delete_view, save_view, view_of, views_of
from text.clock import now
from text.highlight import Snippet, hits, snippet
from text.query import BadQuery, Node

LANGUAGES = ("uz-Latn", "uz-Cyrl", "ru", "en", "kaa-Latn", "kaa-Cyrl")
CHANNELS = (
    "television", "radio", "print", "internet", "internet/official", "internet/own",
    "internet/other", "internet/telegram", "internet/facebook", "internet/youtube",
)  # fmt: skip
MOST_AT_ONCE = 500
"""Rows that one decision may be made on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the list with what was found in it marked."""

    line: Line
    title_hits: tuple[tuple[int, int], ...]
    part: Snippet | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: filters that can be used, and what is wrong of them."""

    filters: Filters
    selection: Selection
    wrong: str


@only("reader")
def coverage(request: HttpRequest) -> HttpResponse:
    """A page of the list, its totals beside it."""
    person, language = person_of(request), language_of(request)
    asked = asked_of(request.GET, person, language)
    ledger, rules = ledger_of(request), counting_rules()
    arrangement = arrangement_of(asked.filters)
    with held(ledger, asked.selection) as selection:
        try:
            listed = page(ledger, rules, selection, arrangement, request.GET.get("after", ""))
        except BadCursor:
            listed = page(ledger, rules, selection, arrangement)
        sums = totals(ledger, rules, selection)
    said = asked.filters.said()
    context = {
        "filters": asked.filters,
        "said": urlencode(said),
        "wrong": asked.wrong,
        "totals": sums,
        "first": asked.selection.first, "last": asked.selection.last,
        "lines": [_shown(ledger, line, asked.selection.find) for line in listed.lines],
        "following": urlencode(said | {"after": listed.following}) if listed.following else "",
        "views": views_of(ledger, person.username),
        "choices": _choices(ledger, language, searched=bool(asked.filters.find)),
        "paged": bool(request.GET.get("after")),
    }  # fmt: skip
    template = "coverage_rows.html" if getattr(request, "htmx", False) else "coverage.html"
    return render(request, template, context)


def asked_of(said: QueryDict, person: Person, language: Language) -> Asked:
    """The filters of an address, narrowed to the person's own region where there is one."""
    given = {name: said.get(name, "") for name in asdict(Filters()) if said.get(name)}
    if person.region:
        given["region"] = person.region
    wrong = ""
    try:
        filters = filters_from(given)
    except BadQuery as error:
        wrong = f"{word('wrong_query', language)}: {error}"
        filters = filters_from({n: v for n, v in given.items() if n != "find"})
    except BadFilter as error:
        wrong = f"{word('wrong_filter', language)}: {error.name} “{error.value}”"
        filters = filters_from({"region": person.region} if person.region else {})
    return Asked(filters, selection_of(filters, today()), wrong)


def _shown(ledger: Connection, line: Line, find: Node | None) -> Shown:
    if find is None:
        return Shown(line, (), None)
    one = line.appearance
    body, folded = ledger.execute(
        "SELECT body, folded_body FROM publications WHERE id = ?", (one.publication,)
    ).fetchone()
    return Shown(line, hits(find, one.title, title=True), snippet(find, body, folded))


def _choices(
    ledger: Connection, language: Language, *, searched: bool
) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Filter, its heading, and of each value its group of labels ("" for a name) and its name."""
    outlets = ledger.execute("SELECT id, name FROM outlets ORDER BY name COLLATE NOCASE").fetchall()
    regions = ledger.execute("SELECT DISTINCT region FROM coverage WHERE region <> '' ORDER BY 1")
    return [
        ("channel", "channel", [(one, "channel", one) for one in CHANNELS]),
        ("outlet", "outlet", [(row[0], "", row[1]) for row in outlets]),
        ("region", "region", [(row[0], "region", row[0]) for row in regions]),
        ("unit", "unit", [(one, "unit", one) for one in units()]),
        ("topic", "topic", [(one, "topic", one) for one in read_rules("topics")]),
        ("language", "language", [(one, "", one) for one in LANGUAGES]),
        ("origin", "origin", [(one, "origin", one) for one in ORIGINS]),
        ("about", "mention", [(one, "word", one) for one in ("main", "passing")]),
        ("decided", "decided", [(o, "", word(o, language)) for o in ("decided", "undecided")]),
        ("fold", "stories", [("stories", "", word("folded", language))]),
        (
            "sort",
            "sort",
            [
                (one, "", word(f"sort_{one}", language))
                for one in SORTS
                if searched or one != "relevance"
            ],
        ),
        ("period", "period", [(o, "", name) for o, name in offered("month", today(), language)]),
    ]


@only("reader")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Exactly what the list shows, as CSV, Excel or Word."""
    person, language = person_of(request), language_of(request)
    asked = asked_of(request.GET, person, language)
    if asked.wrong or form not in _FORMS:
        raise Http404(asked.wrong)
    lines = every_line(
        ledger_of(request), counting_rules(), asked.selection, arrangement_of(asked.filters)
    )
    first, last = asked.selection.first.isoformat(), asked.selection.last.isoformat()
    table = appearance_table((line.appearance for line in lines), language, first, last)
    response = HttpResponse(_written(table, form), content_type=_FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="yoritish-{first}-{last}.{form}"'
    return response


_OFFICE = "application/vnd.openxmlformats-officedocument"
_FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
}


def _written(table: Table, form: str) -> bytes:
    if form == "csv":
        # the mark by which Excel knows that the letters are UTF-8
        return b"\xef\xbb\xbf" + as_csv(table).encode("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{form}"
        (as_workbook if form == "xlsx" else as_document)(path, table)
        return path.read_bytes()


@only("reader")
@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """Keep a list under a name, open one, or take one off."""
    person, language = person_of(request), language_of(request)
    number = request.POST.get("view", "")
    try:
        if "delete" in request.POST and number.isdecimal():
            with writing() as ledger:
                delete_view(ledger, person.username, int(number))
            return redirect("coverage")
        if number.isdecimal():
            view = view_of(ledger_of(request), person.username, int(number))
            return redirect(f"/coverage?{urlencode(view.filters.said())}")
        asked = asked_of(QueryDict(request.POST.get("said", "")), person, language)
        with writing() as ledger:
            save_view(ledger, person.username, request.POST.get("name", ""), asked.filters, now())
        return redirect(f"/coverage?{urlencode(asked.filters.said())}")
    except UnknownView as error:
        raise Http404(str(error)) from error
    except BadView as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")


@only("officer")
@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """One decision on the rows that are ticked; without "sure" its effect is shown first."""
    person = person_of(request)
    chosen = list(dict.fromkeys(request.POST.getlist("row")))[:MOST_AT_ONCE]
    kind, _, value = request.POST.get("what", "").partition("=")
    back = QueryDict(request.POST.get("said", ""))
    ledger = ledger_of(request)
    rows = [one for one in chosen if may_touch(ledger, person, one)]
    if not rows or kind not in {"counts", "tone", "channel", "origin"}:
        return redirect(f"/coverage?{back.urlencode()}")
    if "sure" not in request.POST:
        said = {
            "rows": rows, "what": f"{kind}={value}", "kind": kind, "value": value,
            "said": back.urlencode(), "titles": _titles(ledger, rows),
            "counted": (counted := _counted(ledger, rows)), "more": len(rows) - counted,
        }  # fmt: skip
        return render(request, "decide_many.html", said)
    decided(person, rows, kind, value, request.POST.get("reason", ""))
    note(request, "decided", f"{kind}={value}", "\n".join(rows))
    return redirect(f"/coverage?{back.urlencode()}")


def _titles(ledger: Connection, rows: Sequence[str]) -> list[str]:
    return [_one(ledger, "SELECT title FROM publications WHERE id = ?", row) for row in rows]


def _counted(ledger: Connection, rows: Iterable[str]) -> int:
    """How many of the rows count now."""
    rules = counting_rules()

    return sum(is_appearance(ledger, rules, row) for row in rows)


def _one(ledger: Connection, query: str, value: str) -> str:
    row = ledger.execute(query, (value,)).fetchone()
    return str(row[0]) if row else ""
