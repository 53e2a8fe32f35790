"""Workbooks around an import: the empty table to fill in, and the copy with what was refused."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.import_file import Cell
from pipelines.import_kinds import EXAMPLES, Kind, choices, headings

ROWS = 5_000
"""Rows of a template for which drop-downs are set."""

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_WIDTHS = {"title": 60, "text": 60, "note": 40, "url": 45, "outlet": 24}


def write_template(path: Path, kind: Kind) -> None:
    """An empty table of a kind: headings in Uzbek and Russian, drop-downs, one example row."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        sheet = book.add_worksheet(kind.names["uz-Latn"][:31])
        bold = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
        needed = book.add_format(bold | {"bg_color": "#FFE08A"})
        free = book.add_format(bold | {"bg_color": "#EEEEEE"})
        example = book.add_format({"italic": True, "font_color": "#777777"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for at, name in enumerate(kind.fields):
            heading = " / ".join(headings(name))
            sheet.write_string(0, at, heading, needed if name in kind.required else free)
            sheet.write_string(1, at, EXAMPLES[name], example)
            sheet.set_column(at, at, _WIDTHS.get(name, 18), day if name == "day" else None)
            if words := _listed(name):
                sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": words})
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 34)


def _listed(name: str) -> list[str]:
    return list(dict.fromkeys(choices(name).values()))


class RefusedRows:
    """A copy of a table with the reason beside each row that was refused."""

    def __init__(self, path: Path, kind: Kind) -> None:
        # row by row: a table of 150 000 rows is not held in memory
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
        self._kind = kind
        self._sheets: dict[str, tuple[Any, int]] = {}
        self._day = self._book.add_format({"num_format": "dd.mm.yyyy"})
        self._red = self._book.add_format({"bg_color": "#F8D0D0"})
        self._bold = self._book.add_format({"bold": True})

    def add(self, name: str, number: int, cells: Mapping[str, Cell], reason: str) -> None:
        """Copy one row; ``reason`` is "" for a row that was not refused."""
        sheet, at = self._sheets.get(name) or self._begun(name)
        sheet.write_string(at, 0, reason, self._red if reason else None)
        sheet.write_number(at, 1, number)
        for column, field in enumerate(self._kind.fields, 2):
            self._write(sheet, at, column, cells.get(field))
        self._sheets[name] = sheet, at + 1

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _begun(self, name: str) -> tuple[Any, int]:
        sheet = self._book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31] or None)
        sheet.set_column(0, 0, 50)
        words = ["Sabab / Причина", "Qator / Строка"]
        words += [" / ".join(headings(field)) for field in self._kind.fields]
        for column, word in enumerate(words):
            sheet.write_string(0, column, word, self._bold)
        return sheet, 1

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, bool | int | float):
            sheet.write(row, column, cell)
        elif hasattr(cell, "year"):
            sheet.write_datetime(row, column, cell, self._day)
        else:
            text = str(cell)[:32_767]
            # what a person's table says must not become a formula in ours
            sheet.write_string(row, column, f"'{text}" if _FORMULA.match(text) else text)
