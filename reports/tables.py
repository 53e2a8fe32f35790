"""A table of text, whatever it is shown on."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters by which a spreadsheet takes a cell for a formula (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, rows of cells as shown, and lines below; ``numeric`` says which columns count."""

    title: str
    headings: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())


def as_csv(table: Table) -> str:
    """The table as CSV, numbers without group spaces, formulas made harmless."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow(
            [
                cell.replace("\u00a0", "") if numeric else harmless(cell)
                for cell, numeric in zip(row, table.numeric, strict=True)
            ]
        )
    return stream.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
