"""Counts and coverage lists as tables."""

from collections.abc import Callable, Iterable

from reports.labels import Language, label
from reports.tables import Table
from storage.activities import Activity
from storage.appearances import Appearance
from storage.counts import Count, CountTable, DayRead
from storage.times import from_text
from text.clock import TASHKENT
from text.numbers import format_number

MOST_HOLES_NAMED = 8


def count_table(
    table: CountTable, language: Language, name: Callable[[str, str], str] = lambda _, key: key
) -> Table:
    """A count as shown; ``name(by, key)`` names outlets."""

    def heading(key: str) -> str:
        return label("heading", key, language)

    measures = ["appearances", "stories", "owned", "release", "earned", "foreign"]
    headings = [heading(table.by), *map(heading, measures)]
    read = {day.day: day for day in table.days}
    by_day = table.by == "day"
    rows = []
    for row in table.rows:
        cells = [_name(table.by, row.key, language, name), *_numbers(row)]
        rows.append([*cells, _read(read[row.key], language)] if by_day else cells)
    total = [label("word", "total", language), *_numbers(table.total)]
    rows.append([*total, ""] if by_day else total)
    if by_day:
        headings.append(heading("read"))
    notes = [_completeness(table, language), label("note", "footnote", language)]
    if table.by in {"unit", "topic"}:
        notes.append(label("note", "several", language))
    title = f"{label('word', 'counts', language)} · {table.first} – {table.last}"
    return Table(title, headings, [False, *[True] * len(measures), *[False] * by_day], rows, notes)


def appearance_table(
    appearances: Iterable[Appearance], language: Language, first: str, last: str
) -> Table:
    """The rows behind a number, moments in Tashkent time."""
    keys = [
        "day", "moment", "outlet", "title", "language", "mention", "origin", "region", "story",
        "address",
    ]  # fmt: skip
    rows = [
        [
            one.day,
            from_text(one.published_at).astimezone(TASHKENT).isoformat()[11:16],
            one.outlet_name,
            one.title,
            f"{one.language}-{one.script}" if one.language in {"uz", "kaa"} else one.language,
            label("word", "main" if one.main else "passing", language),
            label("origin", one.origin, language),
            label("region", one.region, language) if one.region else "",
            one.story,
            one.url,
        ]
        for one in appearances
    ]
    count = f"{label('word', 'total', language)}: {format_number(len(rows))}"
    title = f"{label('word', 'coverage_list', language)} · {first} – {last}"
    headings = [label("heading", key, language) for key in keys]
    return Table(title, headings, [False] * len(keys), rows, [count])


def activity_table(activities: Iterable[Activity], language: Language) -> Table:
    """Press events, statements and programmes as rows."""
    keys = ["day", "kind", "title", "level", "state", "region", "person", "outlet", "address"]
    rows = [
        [
            one.day.isoformat(),
            label("activity", one.kind, language),
            one.title,
            label("activity", one.level, language) if one.level else "",
            label("activity", one.state, language) if one.state else "",
            label("region", one.region, language) if one.region else "",
            one.person,
            one.outlet,
            one.url,
        ]
        for one in activities
    ]
    title = label("word", "activities", language)
    headings = [label("heading", key, language) for key in keys]
    return Table(title, headings, [False] * len(keys), rows)


def _name(by: str, key: str, language: Language, name: Callable[[str, str], str]) -> str:
    if key == "none":
        return label("word", "none", language)
    return name(by, key) if by == "outlet" else label(by, key, language)


def _numbers(row: Count) -> list[str]:
    figures = (
        row.appearances, row.stories, row.owned, row.release, row.earned, row.foreign,
    )  # fmt: skip
    return [format_number(figure) for figure in figures]


def _read(day: DayRead, language: Language) -> str:
    text = f"{day.completely + day.partly} / {day.due}"
    if day.state == "whole":
        return text
    return f"{text} – {label('word', day.state.replace(' ', '_'), language)}"


def _completeness(table: CountTable, language: Language) -> str:
    holes = table.holes
    if not holes:
        due = table.days[0].due if table.days else 0
        return label("note", "whole", language).format(outlets=due)
    named = ", ".join(
        f"{d.day}: {d.completely + d.partly}/{d.due}" for d in holes[:MOST_HOLES_NAMED]
    )
    more = ", …" if len(holes) > MOST_HOLES_NAMED else ""
    return label("note", "holes", language).format(days=len(holes), list=named + more)
