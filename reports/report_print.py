"""The report set for print (PDF), and its chart as a picture.

Fonts come with the typesetting package, so that a page looks the same on every machine and no
letter of either alphabet is missing.
"""

import json
from importlib import resources
from typing import Literal

import typst

from reports.labels import Language, label
from reports.report import Report
from reports.report_words import paragraphs, period_words, tables, title
from text.numbers import format_number

CHARTED = ("television", "radio", "print", "official", "own", "other", "foreign")
"""Figures that the chart compares with the period before."""

POINTS_AN_INCH = 200
"""Of a picture in a document: legible in print."""


def as_pdf(report: Report, language: Language) -> bytes:
    """Headline, narrative, chart, tables and how it is counted, on A4."""
    return _set(report, language, "all", "pdf")


def chart_as_png(report: Report, language: Language) -> bytes:
    """The chart for documents that take no drawings."""
    return _set(report, language, "chart", "png")


def chart_as_svg(report: Report, language: Language) -> str:
    """The chart for pages."""
    return _set(report, language, "chart", "svg").decode("utf-8")


def _set(
    report: Report, language: Language, part: str, form: Literal["pdf", "png", "svg"]
) -> bytes:
    source = (resources.files("reports") / "report.typ").read_bytes()
    inputs = {"report": json.dumps(_said(report, language), ensure_ascii=False), "part": part}
    made = typst.compile(
        source, format=form, sys_inputs=inputs, ignore_system_fonts=True, ppi=POINTS_AN_INCH
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{len(made)} pages where one was expected")
    return made


def _said(report: Report, language: Language) -> dict[str, object]:
    return {
        "language": language[:2],
        "title": title(language),
        "period": period_words(report.first, report.last, language),
        "paragraphs": paragraphs(report, language),
        "chart": _chart(report, language),
        "tables": [
            {"title": one.title, "headings": list(one.headings), "numeric": list(one.numeric),
             "rows": [list(row) for row in one.rows]}
            for one in tables(report, language) if one.rows
        ],
        "footnote": label("report", "footnote", language),
    }  # fmt: skip


def _chart(report: Report, language: Language) -> dict[str, object]:
    figures = {one.key: one for one in report.figures}
    return {
        "title": label("report", "by_channel", language),
        "now": label("report", "now", language),
        "before": label("report", "before", language),
        "bars": [
            {"label": label("figure", key, language).lstrip("– "),
             "now": figures[key].now, "now_shown": format_number(figures[key].now),
             "before": figures[key].before, "before_shown": format_number(figures[key].before)}
            for key in CHARTED
        ],
    }  # fmt: skip
