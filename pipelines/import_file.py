"""Reads a table that people made: Excel or CSV, headings anywhere near the top, in any order."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipelines.import_kinds import Kind, heading_within
from pipelines.merged_cells import Ranges, filled, merged_ranges
from text.charsets import true_charset

MOST_BYTES = 80 * 1024 * 1024
"""Of a file as it lies; 150 000 rows take about 15 MB."""

MOST_UNPACKED = 800 * 1024 * 1024
MOST_FILES = 2_000
"""Of an Excel file, which is an archive: more is no table but a trap."""

MOST_ROWS = 1_048_576
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""What Excel itself allows."""

HEADING_WITHIN = 25
"""Rows at the top among which the headings stand."""

Cell = Any
"""What a cell holds: text, number, date, time, True or False, or None."""


class UnreadableTable(ValueError):
    """A file that is no table to be imported; the message names file, sheet and cure."""


@dataclass(slots=True)
class Row:
    """One row: where it stands, and its cells by field."""

    sheet: str
    number: int
    """As Excel counts: from 1, the headings among them."""
    cells: dict[str, Cell] = field(default_factory=dict)


def read_table(path: Path, kind: Kind) -> Iterator[Row]:
    """The rows below the headings, of every sheet that has them; empty ones left out.

    Raises:
        UnreadableTable: no such file, too large, not Excel or CSV, or without the headings needed.
    """
    try:
        size = path.stat().st_size
        head = path.open("rb").read(8)
    except OSError as error:
        raise UnreadableTable(f"{path}: {error.strerror or error}") from error
    if size > MOST_BYTES:
        raise UnreadableTable(f"{path}: {size >> 20} MB; at most {MOST_BYTES >> 20} are read")
    if head.startswith(b"PK"):
        sheets = _excel(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(f"{path}: an old or locked Excel file; save it as .xlsx")
    else:
        sheets = iter([("", _csv(path))])
    found = False
    wanting: list[str] = []
    for name, rows in sheets:
        table = _Table(path, name, kind)
        yield from table.read(rows)
        found = found or table.headed
        wanting += table.wanting
    if not found:
        why = wanting[0] if wanting else "no headings were found"
        raise UnreadableTable(
            f"{path}: {why}; `yoritish import --template {kind.id} -o FILE.xlsx` makes a table"
            " with all of them"
        )


class _Table:
    """One sheet."""

    def __init__(self, path: Path, sheet: str, kind: Kind) -> None:
        self.path, self.sheet, self.kind = path, sheet, kind
        self.headed = False
        self.wanting: list[str] = []

    def read(self, rows: Iterable[Sequence[Cell]]) -> Iterator[Row]:
        """Rows below the headings."""
        columns: dict[int, str] = {}
        for number, cells in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise UnreadableTable(f"{self.path} {self.sheet}: more than {MOST_ROWS} rows")
            if columns:
                row = {name: cells[at] for at, name in columns.items() if at < len(cells)}
                if any(not _is_empty(cell) for cell in row.values()):
                    yield Row(self.sheet, number, row)
            elif number <= HEADING_WITHIN:
                columns = self._columns(cells)
                self.headed = self.headed or bool(columns)

    def _columns(self, cells: Sequence[Cell]) -> dict[int, str]:
        named: dict[int, str] = {}
        for at, cell in enumerate(cells[:MOST_COLUMNS]):
            found = heading_within(cell) if isinstance(cell, str) else ""
            if found in self.kind.fields and found not in named.values():
                named[at] = found
        lacking = self.kind.required - set(named.values())
        if not lacking:
            return named
        if len(named) >= min(2, len(self.kind.required)):
            place = f"sheet {self.sheet!r}: " if self.sheet else ""
            self.wanting.append(f"{place}no heading for {', '.join(sorted(lacking))}")
        return {}


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _excel(path: Path) -> Iterator[tuple[str, Iterable[Sequence[Cell]]]]:
    try:
        _check_archive(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = [(sheet, _merged(path, sheet)) for sheet in book.worksheets]
    except UnreadableTable:
        raise
    except (
        zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError,
        AttributeError, EOFError, zlib.error,
    ) as error:  # fmt: skip
        raise _unreadable(path, error) from error
    for sheet, merged in sheets:
        # what a workbook says of its own size is wrong as often as not
        sheet.reset_dimensions()
        yield sheet.title, _guarded(path, filled(sheet.iter_rows(values_only=True), merged))


def _merged(path: Path, sheet: Any) -> Ranges:
    with zipfile.ZipFile(path) as archive:
        return merged_ranges(archive, sheet._worksheet_path)


def _guarded(path: Path, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """The rows; a sheet that breaks off in the middle is an unreadable table."""
    try:
        yield from rows
    except (zipfile.BadZipFile, ValueError, SyntaxError, KeyError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: BaseException) -> UnreadableTable:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return UnreadableTable(f"{path}: not a readable Excel file ({reason})")


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_FILES or unpacked > MOST_UNPACKED:
        raise UnreadableTable(
            f"{path}: unpacks to {unpacked >> 20} MB in {len(parts)} files; no table does"
        )


def _csv(path: Path) -> Iterator[Sequence[Cell]]:
    raw = path.read_bytes()
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(f"{path}: neither Excel nor text; save it as .xlsx or .csv")
    text = raw.decode(true_charset(raw, "utf-8"), errors="replace").lstrip("\ufeff")
    sample = text[:20_000]
    try:
        dialect: Any = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableTable(f"{path}, line {reader.line_num}: {error}") from error
