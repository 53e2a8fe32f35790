"""The report as an Excel workbook: figures as numbers, and behind them the rows they count."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from reports.count_tables import activity_table, appearance_table
from reports.labels import Language, label
from reports.report import Report
from reports.report_rows import BEFORE, Behind, Part, counts_activities, keys_of_tables
from reports.report_text import FIGURE_AT
from reports.report_words import paragraphs, period_words, tables, title
from reports.tables import Table, harmless

PERIODS = 5
"""Columns of the table that tells the period before and the plan; others tell one set of rows."""

MOST_ROWS = 1_000_000
"""Rows behind the figures that one sheet holds."""


def write_sheet(path: Path, report: Report, behind: Behind | None, language: Language) -> None:
    """Write the workbook; every figure is linked to the rows it counts, or to its parts.

    Without ``behind`` the figures alone.
    """
    names = _Names(language)
    # rows are written as they come: a year's would not fit into an office machine's memory
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "constant_memory": True}) as book:
        if behind is None:
            _figures(book, report, language, _Links(names, Behind([], [])))
            return
        links = _Links(names, behind)
        sheet, row = _figures(book, report, language, links)
        for at, name in enumerate((names.rows, names.activities), row):
            sheet.write_url(at, 0, f"internal:'{name}'!A1", string=name)
        _parts(book, language, links, names)
        first, last = report.before[0].isoformat(), report.last.isoformat()
        _rows(book, names.rows, appearance_table(behind.appearances, language, first, last))
        _rows(book, names.activities, activity_table(behind.activities, language))


class _Names:
    """What the sheets are called: Excel allows 31 characters, and not all of them."""

    def __init__(self, language: Language) -> None:
        def name(key: str) -> str:
            return label("word", key, language)[:31]

        self.figures, self.parts = name("counts"), name("parts")
        self.rows, self.activities = name("coverage_list"), name("activities")

    def to(self, key: str, part: Part) -> str:
        """The link to a part's rows."""
        sheet = self.activities if counts_activities(key) else self.rows
        return f"internal:'{sheet}'!A{part.first + 2}:J{part.last + 2}"


class _Links:
    """Where a figure leads to: its rows where they stand together, else the list of its parts."""

    def __init__(self, names: _Names, behind: Behind) -> None:
        self.names = names
        self._links: dict[str, str] = {}
        self.apart: list[tuple[str, Part]] = []
        """What the sheet of parts lists, a figure's parts together."""
        row = 2
        for key, parts in behind.parts.items():
            if len(parts) == 1:
                self._links[key] = names.to(key, parts[0])
            else:
                end = row + len(parts) - 1
                self._links[key] = f"internal:'{names.parts}'!A{row}:B{end}"
                self.apart += [(key, part) for part in parts]
                row = end + 1

    def to(self, key: str) -> str:
        """The link; "" where nothing stands behind a figure."""
        return self._links.get(key, "")


def _figures(book: Any, report: Report, language: Language, links: _Links) -> tuple[Any, int]:
    """The sheet of figures, and the first row below them."""
    forms = _Forms(book)
    sheet = book.add_worksheet(links.names.figures)
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 4, 18)
    _printed_on_a4(sheet)
    sheet.set_row(0, 40)
    sheet.merge_range(0, 0, 0, 4, title(language), forms.large)
    sheet.write_string(1, 0, period_words(report.first, report.last, language))
    row = 3
    for paragraph in paragraphs(report, language):
        sheet.set_row(row, 15 * (1 + len(paragraph) // 110))
        sheet.merge_range(row, 0, row, 4, paragraph, forms.text)
        row += 1
    for table, keys in zip(tables(report, language), keys_of_tables(report), strict=True):
        if table.rows:
            row = _table(sheet, table, row + 1, keys, links, forms) + 1
    sheet.set_row(row, 120)
    sheet.merge_range(row, 0, row, 4, label("report", "footnote", language), forms.text)
    return sheet, row + 1


class _Forms:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.large = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.figure = book.add_format({"num_format": "# ##0"})
        self.linked = book.add_format(
            {"num_format": "# ##0", "font_color": "#0b4f8a", "underline": 1}
        )


def _table(
    sheet: Any, table: Table, row: int, keys: Sequence[str], links: _Links, forms: _Forms
) -> int:
    """Write a table from a row on; returns the row below it."""
    if table.title:
        sheet.write_string(row, 0, table.title, forms.large)
        row += 1
    for column, name in enumerate(table.headings):
        sheet.write_string(row, column, name, forms.bold)
    counted = FIGURE_AT.get(len(table.headings), 1)
    row += 1
    for cells, key in zip(table.rows, [*keys, *[""] * len(table.rows)], strict=False):
        if len(cells) == PERIODS:
            of = {counted: links.to(key), 2: links.to(BEFORE + key), 4: links.to(f"planned {key}")}
        else:
            # stories and outlets are counted over the same rows as appearances
            of = dict.fromkeys(range(len(cells)), links.to(key))
        for column, (cell, numeric) in enumerate(zip(cells, table.numeric, strict=True)):
            if not numeric or not cell:
                sheet.write_string(row, column, harmless(cell), forms.text)
                continue
            link = of.get(column, "")
            if link:
                # the number is written over the link's own text
                sheet.write_url(row, column, link)
            number = int(cell.replace("\u00a0", "").replace("−", "-"))
            sheet.write_number(row, column, number, forms.linked if link else forms.figure)
        row += 1
    return row


def _parts(book: Any, language: Language, links: _Links, names: _Names) -> None:
    """The figures whose rows do not stand together: their parts, each with its rows."""
    sheet = book.add_worksheet(names.parts)
    sheet.set_column(0, 0, 50)
    forms = _Forms(book)
    for column, name in enumerate(("outlet", "appearances")):
        sheet.write_string(0, column, label("heading", name, language), forms.bold)
    for row, (key, part) in enumerate(links.apart, 1):
        sheet.write_string(row, 0, harmless(part.name or names.rows), forms.text)
        sheet.write_url(row, 1, names.to(key, part))
        sheet.write_number(row, 1, part.rows, forms.linked)
    _printed_on_a4(sheet)


def _rows(book: Any, name: str, table: Table) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(name)
    sheet.set_column(2, 3, 40)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, heading, bold)
    for number, cells in enumerate(table.rows[:MOST_ROWS], 1):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, column, harmless(cell)[:32_767])
    sheet.autofilter(0, 0, min(len(table.rows), MOST_ROWS), len(table.headings) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _printed_on_a4(sheet)


def _printed_on_a4(sheet: Any) -> None:
    """No column is cut off when it is printed."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6)
