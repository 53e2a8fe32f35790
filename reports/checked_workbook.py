"""A checked list as a workbook: the department's own with the verdicts beside its rows, or one
made of a list that was no workbook; and a sheet with the sum by department."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from reports.checked_list import COLUMNS, Said, summary
from reports.labels import Language, label
from reports.tables import Table, harmless
from storage.coverage_lists import Verdict

_NONE = "DDDDDD"
_COLOURS = {
    Verdict.COUNTS: "D8F0D8", Verdict.REPRINT: "D8F0D8", Verdict.CLAIMED: "FFE9B0",
    Verdict.SAME_PUBLICATION: "FFE9B0", Verdict.OUTSIDE_PERIOD: "F8D0D0",
    Verdict.NOT_MINISTRY: "F8D0D0", Verdict.NOT_ARTICLE: "F8D0D0", Verdict.DEAD: "E0D4F0",
    Verdict.NOT_REACHABLE: "E0D4F0",
}  # fmt: skip
BOLD = Font(name="Calibri", bold=True)
LINE = 15.0
"""Points of height of a line of text."""
MOST_LINES = 20

_WIDTHS = {"verdict": 26, "counted": 12, "why": 60, "address": 45, "day": 14}
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_beside(
    source: Path, out: Path, said: Sequence[Said], headed: Mapping[str, int], language: Language
) -> None:
    """Write the verdicts into a copy of the department's own workbook.

    ``headed`` gives the number of the row of headings, by sheet; 0 where there is none.
    """
    book = load_workbook(source)
    by_sheet: dict[str, list[Said]] = {}
    for one in said:
        by_sheet.setdefault(one.row.sheet, []).append(one)
    for name, rows in by_sheet.items():
        sheet = book[name]
        first = (sheet.max_column or 0) + 1
        if headed.get(name):
            _headings(sheet, headed[name], first, [*COLUMNS], language)
        for one in rows:
            _write(sheet, one, first)
        _set_widths(sheet, first)
    _sum_up(book, summary([one.row for one in said], language))
    book.save(out)


def write_anew(out: Path, said: Sequence[Said], language: Language) -> None:
    """Write a list that was no workbook, and its verdicts, as one."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = label("word", "coverage_list", language)[:31]
    own = ("number", "row", "day", "outlet", "title", "link", "department")
    words = [
        label("heading" if key in {"day", "outlet", "title"} else "checked", key, language)
        for key in own
    ]
    for column, word in enumerate(words, 1):
        sheet.cell(1, column, word).font = BOLD
    _headings(sheet, 1, len(own) + 1, [*COLUMNS], language)
    for at, one in enumerate(said, 2):
        row = one.row
        place = f"{row.sheet} {row.row}".strip()
        values = (row.day, row.said_outlet, row.title, row.link, row.department)
        for column, value in enumerate((str(row.number), place, *values), 1):
            _put(sheet, at, column, value)
        _write(sheet, one, len(own) + 1, at)
    for column, width in enumerate((8, 12, 14, 22, 50, 45, 24), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _set_widths(sheet, len(own) + 1)
    sheet.freeze_panes = "A2"
    _sum_up(book, summary([one.row for one in said], language))
    book.save(out)


def _headings(sheet: Any, at: int, first: int, keys: Sequence[str], language: Language) -> None:
    for column, key in enumerate(keys, first):
        cell = sheet.cell(at, column, label("checked", key, language))
        cell.font = BOLD
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write(sheet: Any, said: Said, first: int, at: int = 0) -> None:
    number = at or said.row.row
    for column, text in enumerate(said.cells, first):
        _put(sheet, number, column, text)
    texts = zip(said.cells, _WIDTHS.values(), strict=True)
    _set_height(sheet, number, max(-(-len(text) // (width - 4)) for text, width in texts))
    colour = _COLOURS[said.row.verdict] if said.row.verdict else _NONE
    sheet.cell(number, first).fill = PatternFill("solid", start_color=colour)


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    # what stands on somebody's page must not become a formula in ours
    cell = sheet.cell(row, column, harmless(_NOT_TEXT.sub("", text))[:32_767])
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _set_height(sheet: Any, row: int, lines: int) -> None:
    """Make a row high enough: not every program does so by itself."""
    held = sheet.row_dimensions[row]
    held.height = max(held.height or 0, LINE * min(lines, MOST_LINES))


def _set_widths(sheet: Any, first: int) -> None:
    for column, key in enumerate(COLUMNS, first):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[key]
    _fit_a4(sheet)


def _fit_a4(sheet: Any) -> None:
    """No column is cut off when it is printed."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _sum_up(book: Any, table: Table) -> None:
    title = table.title[:31]
    if title in book.sheetnames:
        # of a list that was checked before
        del book[title]
    sheet = book.create_sheet(title)
    _set_height(sheet, 1, 4)
    _fit_a4(sheet)
    for column, word in enumerate(table.headings, 1):
        cell = sheet.cell(1, column, word)
        cell.font = BOLD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = 34 if column == 1 else 17
    for at, row in enumerate(table.rows, 2):
        for column, (text, numeric) in enumerate(zip(row, table.numeric, strict=True), 1):
            if numeric:
                sheet.cell(at, column, int(text.replace("\u00a0", "")))
            else:
                _put(sheet, at, column, text)
    sheet.freeze_panes = "B2"
