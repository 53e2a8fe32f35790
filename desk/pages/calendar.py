"""Calendar and charts: days, months and years by channel, outlet, region, topic, origin."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.charts import Bar, bars_across, bars_down
from desk.ledger import ledger_of, today
from desk.periods import offered
from desk.roles import only, person_of
from desk.words import language_of
from pipelines.counting import counting_rules
from reports.labels import Language, label
from storage.appearances import GROUPINGS, Grouping, Selection
from storage.counts import Count, CountTable, count
from storage.filters import BadFilter, period_of

MOST_BARS = 25
DAYS_SHOWN = 62
"""Days that are shown one by one; longer periods by month."""


@only("reader")
def calendar(request: HttpRequest) -> HttpResponse:
    """The charts of a period, and their figures as tables."""
    ledger, rules, language = ledger_of(request), counting_rules(), language_of(request)
    period = request.GET.get("period", "") or "month"
    try:
        first, last = period_of(period, today())
    except BadFilter:
        period = "month"
        first, last = period_of(period, today())
    last = min(last, today())
    first = min(max(first, date(last.year - 5, 1, 1)), last)
    by: Grouping = next((one for one in GROUPINGS if one == request.GET.get("by")), "channel")
    region = person_of(request).region
    selection = Selection(first, last, region=region)
    days = count(ledger, rules, selection, "day")
    table = count(ledger, rules, selection, by if by != "day" else "channel")
    names = dict(ledger.execute("SELECT id, name FROM outlets").fetchall())
    across = _across(days)
    down = [
        Bar(_name(table.by, row, language, names), row.appearances or row.foreign,
            _link(period, **(_abroad(row) | {table.by: row.key})))
        for row in table.rows[:MOST_BARS]
    ]  # fmt: skip
    context = {
        "period": period, "periods": offered(period, today(), language), "by": table.by,
        "first": first, "last": last, "total": days.total,
        "groupings": [one for one in GROUPINGS if one != "day"],
        "holes": len(days.holes),
        "across": across, "down": down,
        "across_chart": bars_across(across, label("heading", "day", language)),
        "down_chart": bars_down(down, label("heading", table.by, language)),
    }  # fmt: skip
    return render(request, "calendar.html", context)


def _across(table: CountTable) -> list[Bar]:
    """Days, or months where they are many."""
    holes = {day.day for day in table.holes}
    if len(table.rows) <= DAYS_SHOWN:
        return [
            Bar(f"{row.key[8:]}.{row.key[5:7]}", row.appearances, _link(row.key), row.key in holes)
            for row in table.rows
        ]
    months: dict[str, int] = {}
    for row in table.rows:
        months[row.key[:7]] = months.get(row.key[:7], 0) + row.appearances
    broken = {day[:7] for day in holes}
    return [
        Bar(f"{month[5:]}.{month[:4]}", value, _link(month), month in broken)
        for month, value in months.items()
    ]


def _abroad(row: Count) -> dict[str, str]:
    """Foreign media count apart: a row that has nothing else leads to theirs."""
    return {} if row.appearances or not row.foreign else {"origin": "foreign"}


def _link(period: str, **filters: str) -> str:
    # the charts count domestic media; so does the list a bar opens
    said = {"period": period, **filters}
    if "origin" not in said:
        said["origin"] = "domestic"
    return f"/coverage?{urlencode(said)}"


def _name(by: str, row: Count, language: Language, names: dict[str, str]) -> str:
    if row.key == "none":
        return label("word", "none", language)
    return names.get(row.key, row.key) if by == "outlet" else label(by, row.key, language)
