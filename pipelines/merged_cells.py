"""Merged cells of an Excel sheet, found without reading the sheet whole."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl.utils import column_index_from_string

MOST_MERGED = 200_000
"""Merged ranges of a sheet that are heeded."""

MOST_ROWS_MERGED = 10_000
"""Rows of one range: a longer one is the form of a sheet, and says nothing of its rows."""

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"
)
_CHUNK = 1 << 20
_LONGEST_TAG = 200

Ranges = dict[tuple[int, int], int]
"""Last row of a range by its first row and column, all counted from 1."""


def merged_ranges(archive: zipfile.ZipFile, part: str) -> Ranges:
    """The ranges of a sheet that go over several rows.

    Args:
        archive: the workbook.
        part: the sheet's name within it ("xl/worksheets/sheet1.xml").
    """
    found: Ranges = {}
    with archive.open(part) as stream:
        for text in _chunks(stream):
            for match in _MERGED.finditer(text):
                left = column_index_from_string(match[1].decode("ascii"))
                top, bottom = int(match[2]), int(match[3])
                if 0 < bottom - top < MOST_ROWS_MERGED and len(found) < MOST_MERGED:
                    found[top, left] = bottom
    return found


def filled(rows: Iterable[Sequence[Any]], ranges: Ranges) -> Iterator[Sequence[Any]]:
    """Rows in which every row of a merged range says what its first one shows.

    Across columns a range is a title of the table and is left as it is.
    """
    columns = sorted({column for _, column in ranges})
    lasting: dict[int, tuple[Any, int]] = {}
    for number, cells in enumerate(rows, 1):
        changed: list[Any] | None = None
        for column in columns:
            value, until = lasting.get(column, (None, 0))
            if (number, column) in ranges:
                value = cells[column - 1] if column <= len(cells) else None
                lasting[column] = value, ranges[number, column]
            elif number <= until and value is not None:
                changed = changed or [*cells, *[None] * (column - len(cells))]
                changed[column - 1] = value
        yield changed or cells


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces that overlap, so that no tag is cut; a tag may come twice."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        yield kept + chunk
        kept = chunk[-_LONGEST_TAG:]
