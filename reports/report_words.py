"""The report's sentences and tables in a language."""

from collections import Counter
from datetime import date

from reports.labels import Language, label
from reports.report import Figure, Report
from reports.tables import Table
from storage.counts import Count
from storage.periods import Closing
from text.clock import tashkent_day
from text.numbers import format_day, format_months, format_number

ADJUSTMENTS = 200
"""Adjustments that a report lists; `yoritish period show` lists all."""


def period_words(first: date, last: date, language: Language) -> str:
    """A period written out: its months, or its first and last day."""
    whole = first.day == 1 and (last.toordinal() + 1, 1) == (
        last.toordinal() + 1, date.fromordinal(last.toordinal() + 1).day,
    )  # fmt: skip
    if whole and first.year == last.year:
        return format_months(first, last, language)
    return f"{format_day(first, language)} – {format_day(last, language)}"


def title(language: Language) -> str:
    """The report's headline."""
    return label("report", "title", language)


def paragraphs(report: Report, language: Language) -> list[str]:
    """The narrative, in the words of the office's own report."""
    said = {key: format_number(value) for key, value in report.values.items()}
    said |= {
        name: format_number(getattr(report.total, name))
        for name in ("stories", "owned", "release", "earned")
    }
    said["period"] = period_words(report.first, report.last, language)
    lines = [
        label("report", key, language).format(**said) for key in ("narrative", "beside", "stories")
    ]
    if report.holes:
        holes = label("report", "holes", language)
        lines.append(holes.format(days=format_number(report.holes)))
    if report.closing:
        lines.append(_closed(report.closing, language))
    if report.adjustments:
        kinds = Counter(one.change for one in report.adjustments)
        numbers = {kind: format_number(kinds[kind]) for kind in ("added", "removed", "moved")}
        lines.append(label("report", "adjusted", language).format(**numbers))
    return lines


def _closed(closing: Closing, language: Language) -> str:
    said = {
        "day": format_day(tashkent_day(closing.closed_at), language), "person": closing.person,
        "sha256": closing.sha256,
    }  # fmt: skip
    return label("report", "closed", language).format(**said)


def tables(report: Report, language: Language) -> list[Table]:
    """The figures, origins, regions, outlets, top stories and adjustments, in this order."""

    def word(key: str) -> str:
        return label("report", key, language)

    appearances = label("heading", "appearances", language)
    stories = label("heading", "stories", language)
    return [
        Table(
            "", [word("figure"), word("now"), word("before"), word("change"), word("planned")],
            [False, True, True, True, True],
            [_figure_row(one, language) for one in report.figures],
        ),
        Table(
            word("by_origin"), [word("origin"), appearances, stories], [False, True, True],
            [
                [
                    label("origin", row.key, language),
                    format_number(row.appearances or row.foreign), _stories(row),
                ]
                for row in report.by_origin
            ],
        ),
        Table(
            word("by_region"), [label("heading", "region", language), appearances, stories],
            [False, True, True],
            [
                [
                    label("word", "none", language) if row.key == "none"
                    else label("region", row.key, language),
                    format_number(row.appearances), format_number(row.stories),
                ]
                for row in report.by_region
            ],
        ),
        Table(
            word("by_outlet"), [label("heading", "outlet", language), appearances, stories],
            [False, True, True],
            [
                [name, format_number(row.appearances or row.foreign), _stories(row)]
                for name, row in report.by_outlet
            ],
        ),
        Table(
            word("top_stories"),
            [label("heading", "title", language), label("heading", "outlet", language),
             word("outlets"), appearances],
            [False, False, True, True],
            [
                [one.title, one.outlet, format_number(one.outlets), format_number(one.appearances)]
                for one in report.top_stories
            ],
        ),
        Table(
            word("adjustments"),
            [label("heading", "day", language), label("heading", "outlet", language),
             label("heading", "title", language), word("adjustment")],
            [False, False, False, False],
            [
                [one.day, one.outlet, one.title, label("adjustment", one.change, language)
                 + (f" ({one.what})" if one.what else "")]
                for one in report.adjustments[:ADJUSTMENTS]
            ],
        ),
    ]  # fmt: skip


def _stories(row: Count) -> str:
    """Unique stories; of foreign media alone they are not told, for they count apart."""
    return format_number(row.stories) if row.appearances else ""


def _figure_row(one: Figure, language: Language) -> list[str]:
    change = one.now - one.before
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return [
        label("figure", one.key, language),
        format_number(one.now),
        format_number(one.before),
        f"{sign}{format_number(abs(change))}",
        "" if one.planned is None else format_number(one.planned),
    ]
