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
    """Write the workbook; figures of channels and outlets are linked to the rows they count."""
    listed = label("word", "coverage_list", language)[:31]
    behind = sorted(appearances, key=_order)[:MOST_ROWS]
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        _figures(book, report, language, _Links(listed, behind))
        _rows(book, report, behind, language, listed)


def _order(one: Appearance) -> tuple[object, ...]:
    """Rows of one figure stand together: foreign media last, then by channel and outlet."""
    place = {"official": 0, "own": 1}.get(one.subchannel, 2)
    return one.foreign, one.channel, place, one.outlet, one.day, one.published_at, one.url


class _Links:
    """Where in the sheet of rows those behind a figure stand."""

    def __init__(self, sheet: str, rows: list[Appearance]) -> None:
        self.sheet = sheet
        self._ranges: dict[str, list[int]] = {}
        for number, one in enumerate(rows, 2):
            for key in self._keys(one):
                first, _, many = self._ranges.get(key, (number, number, 0))
                self._ranges[key] = [min(first, number), number, many + 1]

    def to(self, key: str) -> str:
        """The link to a figure's rows; "" where it has none, or they do not stand together."""
        first, last, many = self._ranges.get(key, (0, 0, 0))
        together = many and last - first + 1 == many
        return f"internal:'{self.sheet}'!A{first}:I{last}" if together else ""

    @staticmethod
    def _keys(one: Appearance) -> list[str]:
        outlet = f"outlet {one.outlet}"
        if one.foreign:
            return ["foreign", outlet]
        if one.channel != "internet":
            return ["total", one.channel, outlet]
        part = one.subchannel if one.subchannel in {"official", "own"} else "other"
        return ["total", "internet", part, outlet]


def _figures(book: Any, report: Report, language: Language, links: _Links) -> None:
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
    figures, regions, outlets, stories = tables(report, language)
    keys = [one.key for one in report.figures]
    of_outlets = [f"outlet {row.key}" for _, row in report.by_outlet]
    for table, behind in ((figures, keys), (regions, []), (outlets, of_outlets), (stories, [])):
        if table.rows:
            where = [links.to(key) for key in behind]
            row = _table(sheet, table, row + 1, where, bold, large, text, figure) + 1
    sheet.merge_range(row, 0, row, 4, label("report", "footnote", language), text)
    sheet.set_row(row, 60)
    sheet.write_url(row + 1, 0, f"internal:'{links.sheet}'!A1", string=links.sheet)


def _table(
    sheet: Any, table: Table, row: int, links: list[str], bold: Any, large: Any, text: Any,
    figure: Any,
) -> int:  # fmt: skip
    """Write a table from a row on, the first figure of a line linked to its rows; returns the row
    below it."""
    if table.title:
        sheet.write_string(row, 0, table.title, large)
        row += 1
    for column, name in enumerate(table.headings):
        sheet.write_string(row, column, name, bold)
    first = row + 1
    for row, cells in enumerate(table.rows, first):
        link = links[row - first] if links else ""
        if link:
            # the number is written over the link's own text
            sheet.write_url(row, 1, link)
        for column, (cell, numeric) in enumerate(zip(cells, table.numeric, strict=True)):
            if numeric and cell:
                number = int(cell.replace("\u00a0", "").replace("−", "-"))
                sheet.write_number(row, column, number, figure)
            else:
                sheet.write_string(row, column, harmless(cell), text)
    return row + 1


def _rows(
    book: Any, report: Report, appearances: list[Appearance], language: Language, listed: str
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
