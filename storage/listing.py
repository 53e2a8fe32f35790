"""The coverage list page by page: sorted, folded into stories where wanted, with its totals.

A page begins after the last row of the one before it, named by a cursor, so that rows that come in
meanwhile neither repeat nor hide one. Totals are counts over the same rows.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from storage.appearances import (
    Appearance,
    CountingRules,
    Selection,
    appearance_of,
    counting_sql,
    full_rows,
)
from storage.connection import Connection, Row
from storage.dialect import EARLIER_OF_STORY, SCORED, earliest_of_stories, ranked
from storage.found import match_text, ranking_text
from storage.held_rows import held

Sort = Literal["newest", "oldest", "relevance", "outlet", "region", "channel"]
PAGE = 50
"""Rows of a page unless said otherwise."""
MOST_ROWS = 1_000
"""Rows of a page at most."""

_NEWEST = (("day", "DESC"), ("published_at", "DESC"), ("row", "DESC"))
_ORDER: dict[Sort, tuple[tuple[str, str], ...]] = {
    "newest": _NEWEST,
    "oldest": (("day", "ASC"), ("published_at", "ASC"), ("row", "ASC")),
    # what is looked for decides; without it, or among equals, the newest
    "relevance": (("score", "ASC"), *_NEWEST),
    "outlet": (("outlet", "ASC"), *_NEWEST),
    "region": (("region", "ASC"), *_NEWEST),
    "channel": (("channel", "ASC"), ("subchannel", "ASC"), *_NEWEST),
}
SORTS: tuple[Sort, ...] = tuple(_ORDER)


class BadCursor(ValueError):
    """A cursor that was not given by a list sorted and folded in this way."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a list is shown: its order, and whether reprints stand behind one row of their story.

    A story is shown by its earliest appearance in the selection.
    """

    sort: Sort = "newest"
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list; ``carried``: appearances of its story in the selection, itself too."""

    appearance: Appearance
    carried: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list; ``following`` is the cursor of the next page, "" on the last."""

    lines: list[Line]
    following: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all that a list shows: items, their stories, and the items by kind.

    ``items`` = ``owned`` + ``release`` + ``earned`` + ``foreign``: foreign media are listed where
    the selection has them, and count apart everywhere else.
    """

    items: int
    stories: int
    owned: int
    release: int
    earned: int
    foreign: int


def totals(connection: Connection, rules: CountingRules, selection: Selection) -> Totals:
    """How many the list of a selection has."""
    with held(connection, selection) as asked:
        sql, values = counting_sql(rules, asked)
        row = connection.execute(
            "SELECT count(*), count(DISTINCT c.story),"
            " count(*) FILTER (WHERE c.origin = 'owned'),"
            " count(*) FILTER (WHERE c.origin = 'release'),"
            " count(*) FILTER (WHERE c.origin = 'earned'),"
            f" count(*) FILTER (WHERE c.origin = 'foreign') {sql}",
            values,
        ).fetchone()
    return Totals(*row)


def page(
    connection: Connection,
    rules: CountingRules,
    selection: Selection,
    arrangement: Arrangement = Arrangement(),
    after: str = "",
    most: int = PAGE,
) -> Page:
    """A page of the list.

    Args:
        connection: the ledger.
        rules: how it counts.
        selection: what is listed.
        arrangement: in which order, and whether stories are folded.
        after: the cursor that the page before it gave, "" for the first.
        most: lines of the page.

    Raises:
        BadCursor: ``after`` is of another order or of none.
    """
    most = max(1, min(most, MOST_ROWS))
    with held(connection, selection) as asked:
        found = _rows(connection, rules, asked, arrangement, after, most + 1)
        shown, more = found[:most], len(found) > most
        lines = list(_lines(connection, rules, asked, arrangement, shown))
    return Page(lines, _cursor(arrangement, shown[-1]) if more else "")


def every_line(
    connection: Connection,
    rules: CountingRules,
    selection: Selection,
    arrangement: Arrangement = Arrangement(),
) -> Iterator[Line]:
    """All lines of a list in its order: what an export of it writes."""
    with held(connection, selection) as asked:
        one = page(connection, rules, asked, arrangement, most=MOST_ROWS)
        yield from one.lines
        while one.following:
            one = page(connection, rules, asked, arrangement, one.following, MOST_ROWS)
            yield from one.lines


def _rows(
    connection: Connection, rules: CountingRules, selection: Selection,
    arrangement: Arrangement, after: str, most: int,
) -> list[Row]:  # fmt: skip
    order = _ORDER[arrangement.sort]
    first, carried = "", "0 AS carried"
    if arrangement.sort == "relevance":
        scored, values = _scored(connection, rules, selection)
        first, sql = f"WITH ranked AS MATERIALIZED ({scored}) ", "FROM ranked c WHERE TRUE"
    else:
        sql, values = counting_sql(rules, selection)
    names = ", ".join(f"c.{name}" for name, _ in order)
    if arrangement.fold and _row_by_row(selection, arrangement):
        earlier = re.sub(r"\bc\b", "e", sql).replace("coverage e", EARLIER_OF_STORY)
        sql += (
            f" AND NOT EXISTS (SELECT 1 {earlier} AND e.story = c.story"
            " AND (e.published_at, e.publication) < (c.published_at, c.publication))"
        )
        values *= 2
    elif arrangement.fold:
        sql = f"FROM ({earliest_of_stories(connection, names, sql)}) c WHERE TRUE"
        carried = "c.carried"
    if after:
        reached = _reached(arrangement, after)
        condition, bound = _beyond(order, reached)
        sql += f" AND ({condition})"
        values += bound
    ordered = ", ".join(f"c.{name} {way}" for name, way in order)
    return connection.execute(
        f"{first}SELECT {names}, {carried} {sql} ORDER BY {ordered} LIMIT ?",
        [*values, most],
    ).fetchall()


def _row_by_row(selection: Selection, arrangement: Arrangement) -> bool:
    """Whether a page of stories is found by going through the rows in the list's order.

    Each row is asked whether its story has an earlier one. So a page takes as long as the rows that
    it goes through, however many the list has; where no index has the order, or few rows are
    found by their words, all stories of the selection are gathered instead.
    """
    by_index = arrangement.sort in {"newest", "oldest"} and selection.closed
    return by_index and (selection.find is None or selection.held in {"many", "common"})


def _scored(
    connection: Connection, rules: CountingRules, selection: Selection
) -> tuple[str, list[object]]:
    """A query for the rows of a selection with their scores, and its parameters."""
    text = None if selection.find is None else ranking_text(selection.find)
    if text is None:
        # nothing is looked for by which one would be better than another
        sql, values = counting_sql(rules, selection)
        return f"SELECT {SCORED}, CAST(0 AS DOUBLE PRECISION) AS score {sql}", values
    if text == match_text(selection.find):  # type: ignore[arg-type]
        # what is found is what is scored: the index is asked once
        selection = replace(selection, find=None, held="", rows=None)
    sql, values = counting_sql(rules, selection)
    days = (selection.first, selection.last) if selection.closed else None
    return ranked(connection, sql, days), [*values, text]


def _beyond(order: tuple[tuple[str, str], ...], reached: list[object]) -> tuple[str, list[object]]:
    """The condition that a row comes after another in an order, part by part; its parameters."""
    cases, values = [], []
    for place, (name, way) in enumerate(order):
        same = [f"c.{before} = {_place(before)}" for before, _ in order[:place]]
        sign = ">" if way == "ASC" else "<"
        cases.append("(" + " AND ".join([*same, f"c.{name} {sign} {_place(name)}"]) + ")")
        for (column, _), value in zip(order[: place + 1], reached, strict=False):
            values += [reached[-1], value] if column == "score" else [value]
    return " OR ".join(cases), values


def _place(name: str) -> str:
    """The parameter that stands for a column of the row that was reached.

    With every publication that comes all scores change a little: the row's own is asked for again,
    and that of the cursor is taken only where the row is no more in the list.
    """
    return "coalesce((SELECT s.score FROM ranked s WHERE s.row = ?), ?)" if name == "score" else "?"


def _lines(
    connection: Connection, rules: CountingRules, selection: Selection,
    arrangement: Arrangement, rows: list[Row],
) -> Iterator[Line]:  # fmt: skip
    if not rows:
        return
    whole = {row["row"]: row for row in full_rows(connection, [row["row"] for row in rows])}
    carried = {row["row"]: row["carried"] for row in rows}
    if not arrangement.fold or _row_by_row(selection, arrangement):
        carried = _carried(connection, rules, selection, whole)
    for row in rows:
        yield Line(appearance_of(connection, whole[row["row"]]), carried[row["row"]])


def _carried(
    connection: Connection, rules: CountingRules, selection: Selection,
    whole: dict[int, Row],
) -> dict[int, int]:  # fmt: skip
    """For each row, how many appearances of its story the selection has."""
    sql, values = counting_sql(rules, selection)
    stories = ", ".join({str(int(row["story_row"])) for row in whole.values()})
    counted = dict(
        connection.execute(
            f"SELECT c.story, count(*) {sql} AND c.story IN ({stories}) GROUP BY 1",
            values,
        ).fetchall()
    )
    return {number: counted[row["story_row"]] for number, row in whole.items()}


def _cursor(arrangement: Arrangement, row: Row) -> str:
    values = [row[name] for name, _ in _ORDER[arrangement.sort]]
    said = json.dumps([arrangement.sort, arrangement.fold, *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _reached(arrangement: Arrangement, cursor: str) -> list[object]:
    """The values of the row that a cursor names, in the order's columns."""
    order = _ORDER[arrangement.sort]
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        said = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursor("this page cannot be found; begin at the first page") from error
    fits = isinstance(said, list) and said[:2] == [arrangement.sort, arrangement.fold]
    if not fits or len(said) != len(order) + 2:
        raise BadCursor("this page is of a list sorted otherwise; begin at the first page")
    values: list[object] = said[2:]
    wanted = [{"row": int, "score": float}.get(name, str) for name, _ in order]
    if any(type(value) is not kind for value, kind in zip(values, wanted, strict=True)):
        raise BadCursor("this page cannot be found; begin at the first page")
    if not -(2**63) <= int(str(values[-1])) < 2**63:
        raise BadCursor("this page cannot be found; begin at the first page")
    return values
