"""Appearances: the publications that count, as one query that every figure and list shares.

It reads the table ``coverage``, which triggers keep as rules and decisions stand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from storage.connection import Connection, Row
from storage.dialect import AMONG_ROWS
from storage.found import found_sql
from text.query import Node

Grouping = Literal["channel", "outlet", "region", "unit", "topic", "origin", "day"]
GROUPINGS: tuple[Grouping, ...] = (
    "channel", "outlet", "region", "unit", "topic", "origin", "day",
)  # fmt: skip

ORIGINS = ("owned", "release", "earned", "foreign")
"""Where coverage comes from: the ministry's own channels; another outlet that carries a text of
theirs; another outlet's own work; foreign media."""


@dataclass(frozen=True, slots=True)
class CountingRules:
    """The switches of ``pipelines/rules/counting.toml``."""

    owned_outlets_count_whole: bool
    passing_mentions_count: bool
    reprints_count: bool
    gone_publications_count: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Which appearances: days first..last (Tashkent, both included), narrowed by what is given."""

    first: date
    last: date
    channel: str = ""
    """A channel ("internet") or a channel and subchannel ("internet/own")."""
    outlet: str = ""
    region: str = ""
    """An ISO code, or "none"."""
    unit: str = ""
    topic: str = ""
    origin: str = ""
    """One of :data:`ORIGINS`."""
    language: str = ""
    """A code ("uz") or a code and script ("uz-Cyrl")."""
    find: Node | None = None
    """What is to be found in them (see :mod:`text.query`)."""
    held: Literal["", "few", "many", "common"] = ""
    """Whether what is found was put aside, and how much it is (see :mod:`storage.held_rows`)."""
    rows: tuple[int, ...] | None = field(default=None, repr=False)
    """What was put aside, where it is few and the database has no place for it."""
    foreign: bool | None = None
    """True: foreign media only; False: domestic only; None: both."""
    main: bool | None = None
    """True: what is about the ministry; False: what names it in passing."""
    judged: bool | None = None
    """True: what a person decided something on; False: what nobody did."""
    owned: bool | None = None
    """True: the ministry's own outlets; False: all others."""
    story: str = ""
    """The id of a story."""
    closed: bool = True
    """Whether closed months count as they were closed; False: as rules and decisions say today."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One row behind a number."""

    publication: str
    day: str
    published_at: str
    date_source: str
    outlet: str
    outlet_name: str
    channel: str
    subchannel: str
    owned: bool
    foreign: bool
    origin: str
    title: str
    url: str
    language: str
    script: str
    region: str
    main: bool
    state: str
    story: str
    relation: str
    judged: bool = False
    """Whether a person decided something on it."""
    units: tuple[str, ...] = field(default=())


_FIELDS = tuple(name for name in Appearance.__slots__ if name != "units")
_TRUTHS = frozenset({"owned", "foreign", "main", "judged"})


_COLUMNS = """
    c.row, c.publication, c.day, c.published_at, p.date_source, c.outlet, o.name AS outlet_name,
    c.channel, c.subchannel, c.owned, c.is_foreign AS "foreign",
    c.origin, p.title, p.url, c.language,
    c.script, c.region, c.main, c.state, coalesce(q.id, c.publication) AS story, c.relation,
    c.judged, c.story AS story_row
"""
_JOINED = (
    "JOIN publications p ON p.row = c.row JOIN outlets o ON o.id = c.outlet"
    " LEFT JOIN publications q ON q.row = c.story"
)


def counting_sql(rules: CountingRules, selection: Selection) -> tuple[str, list[object]]:
    """The appearances of a selection as rows of ``coverage`` (as c), and the query's parameters.

    Every count and every list is made over these rows, so that a number and its list cannot
    differ. Returned is what stands after SELECT … : FROM and WHERE.
    """
    where = ["c.day BETWEEN ? AND ?", _counts(rules)]
    values: list[object] = [selection.first.isoformat(), selection.last.isoformat()]
    if not rules.reprints_count:
        where.append("(c.closed OR c.relation <> 'reprint')")
    if not rules.gone_publications_count:
        where.append("(c.closed OR c.state <> 'gone')")
    for sql, given in _narrowed(selection):
        where.append(sql)
        values += given
    table = "coverage" if selection.closed else "coverage_today"
    return f"FROM {table} c WHERE {' AND '.join(where)}", values


def appearances_sql(rules: CountingRules, selection: Selection) -> tuple[str, list[object]]:
    """A query whose rows are the appearances of a selection in full, and its parameters."""
    counted, values = counting_sql(rules, selection)
    return f"SELECT {_COLUMNS} FROM (SELECT c.* {counted}) c {_JOINED}", values  # noqa: S608


def full_rows(connection: Connection, rows: Iterable[int]) -> list[Row]:
    """Rows of ``coverage`` in full, as of :func:`appearances_sql`, in any order."""
    numbers = ", ".join(str(int(row)) for row in rows)
    return connection.execute(
        f"SELECT {_COLUMNS} FROM coverage c {_JOINED} WHERE c.row IN ({numbers})"  # noqa: S608
    ).fetchall()


def list_appearances(
    connection: Connection,
    rules: CountingRules,
    selection: Selection,
    *,
    with_units: bool = True,
) -> Iterator[Appearance]:
    """The appearances of a selection, by day, moment, outlet and address."""
    sql, values = appearances_sql(rules, selection)
    rows = connection.execute(
        f"SELECT * FROM ({sql}) a ORDER BY day, published_at, outlet, url",  # noqa: S608
        values,
    )
    for row in rows:
        yield appearance_of(connection, row, with_units=with_units)


def appearance_of(connection: Connection, row: Row, *, with_units: bool = True) -> Appearance:
    """An appearance from a row of :func:`appearances_sql`."""
    said: list[Any] = [bool(row[name]) if name in _TRUTHS else row[name] for name in _FIELDS]
    units: tuple[str, ...] = ()
    if with_units:
        found = connection.execute(
            "SELECT unit FROM coverage_units WHERE row = ? ORDER BY unit", (row["row"],)
        )
        units = tuple(unit[0] for unit in found)
    said.append(units)
    return Appearance(*said)


def appearance_named(connection: Connection, publication: str) -> Appearance | None:
    """A publication as a list would show it, whether it counts or not; None where it never may."""
    row = connection.execute(
        "SELECT row FROM coverage WHERE publication = ?", (publication,)
    ).fetchone()
    return appearance_of(connection, full_rows(connection, [row[0]])[0]) if row else None


def is_appearance(connection: Connection, rules: CountingRules, publication: str) -> bool:
    """Whether a publication counts, decisions considered, on whatever day it is."""
    sql, values = counting_sql(rules, Selection(date.min, date.max))
    found = connection.execute(
        f"SELECT 1 {sql} AND c.publication = ?",
        [*values, publication],
    ).fetchone()
    return found is not None


def found_table(selection: Selection, kind: str) -> str:
    """The table or view (row, unit or topic) that holds what was found in its appearances."""
    return f"coverage_{kind}" if selection.closed else f"{kind}_today"


def _narrowed(selection: Selection) -> Iterator[tuple[str, list[object]]]:
    for column in ("outlet", "region"):
        value = getattr(selection, column)
        if value:
            yield f"c.{column} = ?", ["" if value == "none" else value]
    if selection.origin:
        yield "c.origin = ?", [selection.origin]
    if selection.channel:
        channel, _, subchannel = selection.channel.partition("/")
        yield "c.channel = ?", [channel]
        if subchannel:
            yield "c.subchannel = ?", [subchannel]
    if selection.language:
        language, _, script = selection.language.partition("-")
        yield "c.language = ?", [language]
        if script:
            yield "c.script = ?", [script]
    for kind in ("unit", "topic"):
        value = getattr(selection, kind)
        if value:
            table = found_table(selection, f"{kind}s")
            yield f"c.row IN (SELECT row FROM {table} WHERE {kind} = ?)", [value]  # noqa: S608
    for column, flag in (
        ("is_foreign", selection.foreign), ("main", selection.main), ("judged", selection.judged),
        ("owned", selection.owned),
    ):  # fmt: skip
        if flag is not None:
            yield f"c.{column} = ?", [flag]
    if selection.story:
        yield "c.story = (SELECT row FROM publications WHERE id = ?)", [selection.story]
    if selection.rows is not None:
        yield AMONG_ROWS, [list(selection.rows)]
    elif selection.held in {"few", "many"}:
        # "+": the rows of the selection are gone through and looked up there, not the other way
        yield f"{'+' if selection.held == 'many' else ''}c.row IN held_rows", []
    elif selection.find is not None:
        # closed months are looked in by the days on which they were closed
        days = (selection.first, selection.last) if selection.closed else None
        yield found_sql(selection.find, days)


def _counts(rules: CountingRules) -> str:
    named = "(c.named AND c.main)" if not rules.passing_mentions_count else "c.named"
    ruled = f"(c.owned OR {named})" if rules.owned_outlets_count_whole else named
    return f"(c.decided = 'yes' OR (c.decided = '' AND {ruled}))"
