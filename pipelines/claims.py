"""What a department's list claims: a row of it, read as far as it can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines.claim_tables import claimed_day
from pipelines.import_file import Row
from pipelines.links import links_in
from text.dates import UnreadableDate

LONGEST = 2_000
"""Characters of a cell that are kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimed appearance; what the list does not say is "" or None."""

    sheet: str
    row: int
    """As Excel counts, from 1; of a text the number of its line or paragraph."""
    link: str
    day: date | None = None
    outlet: str = ""
    title: str = ""
    department: str = ""
    doubt: str = ""
    """What in the row could not be understood."""
    headed: int = 0
    """The number of the row of headings it stands under; 0 for none."""


def claim_of(row: Row, now: datetime, links: Sequence[str] = (), headed: int = 0) -> Claim | None:
    """What a row claims; None for one that says nothing but its number.

    ``links`` are those behind the row's words, ``headed`` is the number of its row of headings. A
    row is never refused: what cannot be understood is its ``doubt``.
    """
    said = {name: _words(cell) for name, cell in row.cells.items() if name != "day"}
    doubts = []
    day = None
    cell = row.cells.get("day")
    if cell is not None and str(cell).strip():
        try:
            day = claimed_day(cell, now)
        except UnreadableDate as error:
            doubts.append(f"day: {error}")
    named = links_in(said.get("url", "")) or list(links) or _in_any(said)
    if len(named) > 1:
        doubts.append(f"{len(named)} links in one row; the first is checked")
    link = named[0] if named else said.get("url", "")
    if not any((link, said.get("title"), said.get("outlet"))):
        return None
    return Claim(
        row.sheet, row.number, link[:LONGEST], day, said.get("outlet", ""), said.get("title", ""),
        said.get("department", ""), "; ".join(doubts), headed,
    )  # fmt: skip


def _in_any(said: Mapping[str, str]) -> list[str]:
    return [link for text in said.values() for link in links_in(text)]


def _words(cell: Any) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    return " ".join(str(cell).replace("\x00", "").split())[:LONGEST]
