"""The tables in a department's list: which row holds the headings, and what stands below them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl.utils.datetime import from_excel

from pipelines.import_file import HEADING_WITHIN, MOST_COLUMNS, Cell, Row
from pipelines.import_kinds import heading_within
from pipelines.import_rows import SERIALS
from text.clock import TASHKENT
from text.dates import read_date

FIELDS = ("day", "time", "outlet", "title", "url", "department", "region", "author", "note")

ENOUGH = (frozenset({"url"}), frozenset({"title", "outlet"}), frozenset({"title", "day"}))
"""A row that heads one of these sets of columns is the row of headings; looked for in turn."""


def find_headings(rows: Sequence[Sequence[Cell]]) -> tuple[int, Mapping[int, str]]:
    """The number of the row of headings (from 1) and the field of each column; 0 for none."""
    for enough in ENOUGH:
        for number, cells in enumerate(rows[:HEADING_WITHIN], 1):
            columns = _columns(cells)
            if enough <= set(columns.values()):
                return number, columns
    return 0, {}


def rows_below(
    sheet: str, rows: Sequence[Sequence[Cell]], headed: int, columns: Mapping[int, str]
) -> Iterator[Row]:
    """The rows below the headings that are not empty."""
    for number, cells in enumerate(rows[headed:], headed + 1):
        row = {name: cells[at] for at, name in columns.items() if at < len(cells)}
        if any(str(cell).strip() for cell in row.values() if cell is not None):
            yield Row(sheet, number, row)


def claimed_day(cell: Any, now: datetime) -> date:
    """The Tashkent day that a cell says: as text, as Excel's date, as Excel's number of a day.

    Raises:
        UnreadableDate: it says none.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in SERIALS:
        day: date = from_excel(int(cell)).date()
        return day
    return read_date(" ".join(str(cell).split()), now).at.astimezone(TASHKENT).date()


def _columns(cells: Sequence[Cell]) -> dict[int, str]:
    named: dict[int, str] = {}
    for at, cell in enumerate(cells[:MOST_COLUMNS]):
        found = heading_within(cell, FIELDS) if isinstance(cell, str) else ""
        if found and found not in named.values():
            named[at] = found
    return named
