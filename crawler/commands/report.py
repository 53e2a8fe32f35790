"""``yoritish report``: a month, half-year or year in the order of the office's own report."""

import re
import sys
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crawler.screen import say
from crawler.session import BadOption, Session, read_period
from pipelines.counting import counting_rules
from reports.labels import Language, check_language
from reports.report import Report, make_report
from storage.connection import Connection


class As(StrEnum):
    """What the report is written as."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"


def report(
    context: typer.Context,
    month: Annotated[str, typer.Option(help="A month (2026-10).")] = "",
    half: Annotated[str, typer.Option(help="A half-year (2026-1, 2026-2).")] = "",
    year: Annotated[str, typer.Option(help="A year (2026).")] = "",
    form: Annotated[As, typer.Option("--as", help="What it is written as.")] = As.TXT,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "uz-Cyrl",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where it is written; the screen, if text.")
    ] = None,
    rows: Annotated[
        bool,
        typer.Option("--rows/--no-rows", help="HTML, Excel: write the rows behind the figures."),
    ] = True,
    template: Annotated[
        Path | None, typer.Option("--template", help="A Word template of the office's own.")
    ] = None,
    template_to: Annotated[
        Path | None, typer.Option("--template-to", help="Write the Word template, to be edited.")
    ] = None,
) -> None:
    """Write the report of a period: the figures in the office's order, beside those of the period
    before and the media plan, by region and outlet, top stories, and how it is counted."""
    session: Session = context.obj
    words = check_language(language)
    if template_to is not None:
        from reports.report_document import own_template

        template_to.write_bytes(own_template())
        say(f"written: {template_to}")
        return
    first, last = _period(month, half, year)
    with session.ledger() as ledger:
        made = make_report(ledger, counting_rules(), first, last)
        if out is None and form in {As.TXT, As.HTML}:
            sys.stdout.write(_as_words(made, form, words))
            return
        path = out or Path(f"yoritish-{first}-{last}.{form.value}")
        if form in {As.HTML, As.XLSX} and rows:
            _write_with_rows(ledger, path, made, form, words)
        elif form is As.XLSX:
            from reports.report_sheet import write_sheet

            write_sheet(path, made, None, words)
        elif form is As.DOCX:
            from reports.report_document import write_document

            write_document(path, made, words, template)
        elif form is As.PDF:
            from reports.report_print import as_pdf

            path.write_bytes(as_pdf(made, words))
        else:
            path.write_text(_as_words(made, form, words), encoding="utf-8")
    say(f"written: {path}")


def _as_words(made: Report, form: As, words: Language) -> str:
    from reports.report_text import as_html, as_text

    return as_text(made, words) if form is As.TXT else as_html(made, words)


def _write_with_rows(
    ledger: Connection, path: Path, made: Report, form: As, words: Language
) -> None:
    from reports.report_pages import write_pages
    from reports.report_rows import rows_behind
    from reports.report_sheet import write_sheet

    behind = rows_behind(ledger, counting_rules(), made)
    write = write_sheet if form is As.XLSX else write_pages
    write(path, made, behind, words)


def _period(month: str, half: str, year: str) -> tuple[date, date]:
    if not half:
        return read_period("", month, year)
    match = re.fullmatch(r"(\d{4})-([12])", half)
    if match is None or month or year:
        raise BadOption(f"--half {half!r}: write it alone, as 2026-1 or 2026-2")
    first = date(int(match[1]), 1 if match[2] == "1" else 7, 1)
    following = date(first.year + (first.month == 7), 7 if first.month == 1 else 1, 1)
    return first, following - timedelta(days=1)
