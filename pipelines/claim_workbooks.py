"""Excel workbooks as departments send them: values, and the links behind them."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from pipelines.import_file import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_FILES,
    MOST_UNPACKED,
    Cell,
    UnreadableTable,
)

_FORMULA = re.compile(r"=\s*HYPERLINK\(\s*\"([^\"]+)\"", re.IGNORECASE)

Links = Mapping[int, Sequence[str]]
"""Addresses behind the words of a row, by its number."""

BROKEN = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, TypeError, AttributeError,
    EOFError, IndexError, SyntaxError,
)  # fmt: skip
"""What the readers of office files raise at a damaged one."""


def workbook_sheets(path: Path) -> Iterator[tuple[str, Sequence[Sequence[Cell]], Links]]:
    """Each sheet: its name, its rows with merged cells said of each of them, the links behind.

    Raises:
        UnreadableTable: no Excel workbook, damaged, or too large when unpacked.
    """
    check_packed(path)
    try:
        shown = load_workbook(path, data_only=True, keep_links=False)
        written = load_workbook(path, keep_links=False)
    except BROKEN as error:
        raise UnreadableTable(f"{path}: not a readable Excel file ({error})") from error
    for sheet in shown.worksheets:
        columns = min(sheet.max_column or 1, MOST_COLUMNS)
        rows = [list(cells) for cells in sheet.iter_rows(values_only=True, max_col=columns)]
        _say_merged(sheet, rows)
        yield sheet.title, rows, _links_behind(written[sheet.title])


def check_packed(path: Path) -> None:
    """Refuse an office file (an archive) that unpacks to more than any list does.

    Raises:
        UnreadableTable: it does, or is damaged.
    """
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableTable(f"{path}: a damaged file ({error})") from error
    unpacked = sum(part.file_size for part in parts)
    if size > MOST_BYTES or len(parts) > MOST_FILES or unpacked > MOST_UNPACKED:
        raise UnreadableTable(
            f"{path}: unpacks to {unpacked >> 20} MB in {len(parts)} files; no list does"
        )


def _say_merged(sheet: Any, rows: list[list[Cell]]) -> None:
    # across columns it is a title of the table, down the rows it is said of each
    for merged in sheet.merged_cells.ranges:
        column = merged.min_col - 1
        for number in range(merged.min_row, min(merged.max_row, len(rows))):
            if column < len(rows[number]):
                rows[number][column] = rows[merged.min_row - 1][column]


def _links_behind(sheet: Any) -> Links:
    """Hyperlinks of cells whose words are others, and those of the formula HYPERLINK."""
    links: dict[int, list[str]] = {}
    for cells in sheet.iter_rows():
        for cell in cells:
            found = _behind(cell)
            if found:
                links.setdefault(cell.row, []).append(found)
    return links


def _behind(cell: Any) -> str:
    hyperlink = getattr(cell, "hyperlink", None)
    if hyperlink is not None and hyperlink.target:
        target = str(hyperlink.target)
        return target if target.startswith(("http://", "https://")) else ""
    match = _FORMULA.match(cell.value) if isinstance(cell.value, str) else None
    return match[1] if match else ""
