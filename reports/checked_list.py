"""A checked coverage list in words: what is said of each row, and the sum by department."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.labels import Language, label
from reports.reasons import reason_words
from reports.tables import Table
from storage.connection import Connection, Row
from storage.coverage_lists import ListRow, Verdict, coverage_lists, list_rows
from storage.lone_outlets import MARK
from text.numbers import format_day, format_number

COLUMNS = ("verdict", "counted", "why", "address", "day")
"""What is written beside each row, in this order."""


@dataclass(frozen=True, slots=True)
class Said:
    """A row and the words beside it, as :data:`COLUMNS` has them."""

    row: ListRow
    cells: tuple[str, ...]


def said_of(
    connection: Connection, number: int, rows: Sequence[ListRow], language: Language
) -> list[Said]:
    """The words beside each row of a list."""
    teller = _Teller(connection, number, language)
    return [Said(row, teller.cells(row)) for row in rows]


def verdict_word(row: ListRow, language: Language) -> str:
    """A row's verdict in a language."""
    return label("verdict", row.verdict or "unchecked", language)


def summary(rows: Sequence[ListRow], language: Language) -> Table:
    """How many rows of each department got which verdict, and how many count."""
    verdicts = [*Verdict]
    shown = [one for one in verdicts if any(row.verdict == one for row in rows)]
    pending = any(row.verdict is None for row in rows)
    headings = [
        label("checked", "department", language), label("checked", "rows", language),
        label("checked", "counted", language),
        *(label("verdict", one, language) for one in shown),
        *([label("verdict", "unchecked", language)] if pending else []),
    ]  # fmt: skip
    departments = list(dict.fromkeys(row.department for row in rows))

    def line(name: str, chosen: Sequence[ListRow]) -> list[str]:
        by = Counter(row.verdict for row in chosen)
        figures = [len(chosen), sum(row.counted for row in chosen), *(by[one] for one in shown)]
        figures += [by[None]] if pending else []
        return [name, *(format_number(figure) for figure in figures)]

    lines = [
        line(name or label("checked", "no_department", language),
             [row for row in rows if row.department == name])
        for name in sorted(departments)
    ]  # fmt: skip
    lines.append(line(label("word", "total", language), rows))
    title = label("checked", "summary", language)
    return Table(title, headings, [False, *[True] * (len(headings) - 1)], lines)


class _Teller:
    def __init__(self, connection: Connection, number: int, language: Language) -> None:
        self.connection, self.number, self.language = connection, number, language
        self.names = {one.id: one.name for one in coverage_lists(connection)}
        self.lists: dict[int, dict[int, ListRow]] = {}

    def cells(self, row: ListRow) -> tuple[str, ...]:
        held = self._publication(row.publication)
        counted = self._word("yes" if row.counted else "no") if row.verdict else ""
        why = "; ".join(self._why(row, held))
        url = held["url"] if held and not held["url"].startswith("urn:") else ""
        day = held["day"] if held else row.reason if row.verdict is Verdict.OUTSIDE_PERIOD else ""
        return verdict_word(row, self.language), counted, why, url, day

    def _why(self, row: ListRow, held: Row | None) -> list[str]:
        said = []
        if row.claimed_number is not None:
            said.append(self._claimed(row))
        origin = self._publication(row.origin)
        if origin is not None:
            said.append(self._filled("reprint_of", outlet=origin["name"], url=origin["url"]))
        if held is not None:
            if row.day and row.day != held["day"]:
                days = (self._day(row.day), self._day(held["day"]))
                said.append(self._filled("other_day", said=days[0], day=days[1]))
            if row.url != held["url"] and self._is_version(row):
                said.append(self._word("version"))
            if row.counted and held["is_foreign"]:
                said.append(self._word("foreign"))
        if row.outlet.startswith(MARK):
            said.append(self._word("lone"))
        if row.verdict is Verdict.DEAD and row.capture:
            said.append(self._filled("captured", capture=str(row.capture)))
        outside = row.verdict is Verdict.OUTSIDE_PERIOD
        reason = "" if outside else reason_words(row.reason, self.language)
        return [*said, *(text for text in (reason, row.doubt) if text)]

    def _claimed(self, row: ListRow) -> str:
        number = row.claimed_list or self.number
        if number not in self.lists:
            self.lists[number] = {one.number: one for one in list_rows(self.connection, number)}
        claim = self.lists[number][row.claimed_number or 0]
        place = str(claim.row)
        if claim.sheet:
            place = self._filled("sheet", row=place, sheet=claim.sheet)
        if number == self.number:
            return self._filled("here", row=place)
        return self._filled("elsewhere", row=place, list=str(number), name=self.names[number])

    def _is_version(self, row: ListRow) -> bool:
        found = self.connection.execute(
            "SELECT 1 FROM publications WHERE outlet = ? AND url = ? AND version_of <> ''",
            (row.outlet, row.url),
        ).fetchone()
        return found is not None

    def _publication(self, publication: str) -> Row | None:
        if not publication:
            return None
        row: Row | None = self.connection.execute(
            "SELECT p.url, p.day, o.name, o.is_foreign FROM publications p"
            " JOIN outlets o ON o.id = p.outlet WHERE p.id = ?",
            (publication,),
        ).fetchone()
        return row

    def _day(self, day: str) -> str:
        return format_day(date.fromisoformat(day), self.language)

    def _word(self, key: str) -> str:
        return label("checked", key, self.language)

    def _filled(self, key: str, **values: str) -> str:
        return self._word(key).format(**values)
