"""The report as an Excel workbook: figures as numbers, and behind them the rows they count."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

from reports.count_tables import appearance_table
from reports.labels import Language, label
from reports.report import Report
from reports.report_words import paragraphs, period_words, tables, title
from reports.tables import Table, harmless
from storage.appearances import Appearance

MOST_ROWS = 200_000
"""Rows behind the figures that one workbook holds."""


def write_sheet(
    path: Path, report: Report, appearances: Iterable[Appearance], language: Language
) -> None:
    """Write the workbook; the total is linked to the sheet of its rows."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        listed = label("word", "coverage_list", language)[:31]
        _figures(book, report, language, listed)
        _rows(book, report, appearances, language, listed)


def _figures(book: Any, report: Report, language: Language, listed: str) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    large = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    figure = book.add_format({"num_format": "# ##0"})
    sheet = book.add_worksheet(label("word", "counts", language)[:31])
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 4, 18)
    _printed_on_a4(sheet)
    sheet.merge_range(0, 0, 0, 4, title(language), large)
    sheet.set_row(0, 40)
    sheet.write_string(1, 0, period_words(report.first, report.last, language))
    row = 3
    for paragraph in paragraphs(report, language):
        sheet.merge_range(row, 0, row, 4, paragraph, text)
        sheet.set_row(row, 15 * (1 + len(paragraph) // 110))
        row += 1
    for table in tables(report, language):
        if table.rows:
            row = _table(sheet, table, row + 1, bold, large, text, figure) + 1
    sheet.merge_range(row, 0, row, 4, label("report", "footnote", language), text)
    sheet.set_row(row, 60)
    sheet.write_url(row + 1, 0, f"internal:'{listed}'!A1", string=listed)


def _table(
    sheet: Any, table: Table, row: int, bold: Any, large: Any, text: Any, figure: Any
) -> int:
    """Write a table from a row on; returns the row below it."""
    if table.title:
        sheet.write_string(row, 0, table.title, large)
        row += 1
    for column, name in enumerate(table.headings):
        sheet.write_string(row, column, name, bold)
    for row, cells in enumerate(table.rows, row + 1):  # noqa: B020 - goes on below
        for column, (cell, numeric) in enumerate(zip(cells, table.numeric, strict=True)):
            if numeric and cell:
                number = int(cell.replace("\u00a0", "").replace("−", "-"))
                sheet.write_number(row, column, number, figure)
            else:
                sheet.write_string(row, column, harmless(cell), text)
    return row + 1


def _rows(
    book: Any, report: Report, appearances: Iterable[Appearance], language: Language, listed: str
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(listed)
    first, last = report.first.isoformat(), report.last.isoformat()
    table = appearance_table(appearances, language, first, last)
    for column, name in enumerate(table.headings):
        sheet.write_string(0, column, name, bold)
    for number, cells in enumerate(table.rows[:MOST_ROWS], 1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, harmless(cell)[:32_767])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, min(len(table.rows), MOST_ROWS), len(table.headings) - 1)
    sheet.set_column(2, 3, 40)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _printed_on_a4(sheet)


def _printed_on_a4(sheet: Any) -> None:
    """No column is cut off when it is printed."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6)
