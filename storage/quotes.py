"""Quotes as they are kept: who of the ministry speaks in the appearances of a selection."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.appearances import CountingRules, Selection, counting_sql
from storage.connection import Connection
from storage.records import Quote

COLUMNS = 'publication, position, unit, speaker, speaker_key, direct, "start", "end"'


@dataclass(frozen=True, slots=True)
class Spoken:
    """One who speaks: a person by name, or a unit (``speaker`` is ""), and how often.

    ``direct`` of the ``quotes`` are in their own words; ``publications`` are the appearances that
    quote them, ``outlets`` how many outlets these are of.
    """

    unit: str
    speaker: str
    speaker_key: str
    publications: int
    quotes: int
    direct: int
    outlets: int


@dataclass(frozen=True, slots=True)
class QuotingOutlet:
    """An outlet that quotes, and how many of its appearances do."""

    outlet: str
    name: str
    publications: int


@dataclass(frozen=True, slots=True)
class Quoting:
    """An appearance that quotes, and what it quotes: each with the sentence as published."""

    publication: str
    title: str
    outlet_name: str
    day: str
    published_at: str
    quotes: list[tuple[Quote, str]]


def keep_quotes(connection: Connection, found: Iterable[tuple[str, Iterable[Quote]]]) -> None:
    """Keep the quotes of publications in place of those kept before, in the caller's
    transaction."""
    for publication, quotes in found:
        connection.execute("DELETE FROM quotes WHERE publication = ?", (publication,))
        rows = quote_rows(publication, quotes)
        if rows:
            insert_quotes(connection, rows)


def quote_rows(publication: str, quotes: Iterable[Quote]) -> list[tuple[object, ...]]:
    """Quotes as the table takes them."""
    return [
        (publication, n, q.unit, q.speaker, q.speaker_key, q.direct, q.start, q.end)
        for n, q in enumerate(quotes)
    ]


def insert_quotes(connection: Connection, rows: list[tuple[object, ...]]) -> None:
    """Insert rows of quotes."""
    connection.executemany(f"INSERT INTO quotes ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", rows)  # noqa: S608


def speakers(connection: Connection, rules: CountingRules, selection: Selection) -> list[Spoken]:
    """Who speaks in a selection, the most quoted first."""
    joined, values = _joined(rules, selection)
    rows = connection.execute(
        "SELECT q.unit, min(q.speaker) AS speaker, q.speaker_key,"
        " count(DISTINCT c.row) AS publications, count(*) AS quotes,"
        " sum(CASE WHEN q.direct THEN 1 ELSE 0 END) AS direct,"
        f" count(DISTINCT c.outlet) AS outlets {joined} GROUP BY q.unit, q.speaker_key"
        " ORDER BY publications DESC, quotes DESC, q.unit, q.speaker_key",
        values,
    )
    return [Spoken(**dict(row)) for row in rows]


def quoting_outlets(
    connection: Connection, rules: CountingRules, selection: Selection, unit: str, key: str
) -> list[QuotingOutlet]:
    """The outlets that quote somebody, the most eager first."""
    joined, values = _joined(rules, selection, unit, key)
    rows = connection.execute(
        "SELECT c.outlet, o.name, count(DISTINCT c.row) AS publications"
        f" {joined} GROUP BY c.outlet, o.name ORDER BY publications DESC, o.name",
        values,
    )
    return [QuotingOutlet(**dict(row)) for row in rows]


def quoting(
    connection: Connection, rules: CountingRules, selection: Selection, unit: str, key: str,
    skip: int, most: int,
) -> list[Quoting]:  # fmt: skip
    """Appearances that quote somebody, the newest first: ``most`` of them after ``skip``."""
    joined, values = _joined(rules, selection, unit, key)
    rows = connection.execute(
        "SELECT DISTINCT c.row, c.publication, c.day, c.published_at, o.name"
        f" {joined} ORDER BY c.day DESC, c.published_at DESC, c.row DESC LIMIT ? OFFSET ?",
        (*values, most, skip),
    ).fetchall()
    told = []
    for row in rows:
        title, body = connection.execute(
            "SELECT title, body FROM publications WHERE id = ?", (row["publication"],)
        ).fetchone()
        quotes = [
            one for one in quotes_of(connection, row["publication"], body)
            if (one[0].unit, one[0].speaker_key) == (unit, key)
        ]  # fmt: skip
        told.append(
            Quoting(row["publication"], title, row["name"], row["day"], row["published_at"], quotes)
        )
    return told


def quotes_of(connection: Connection, publication: str, body: str) -> list[tuple[Quote, str]]:
    """The quotes of a publication, each with its text out of the body."""
    rows = connection.execute(
        'SELECT unit, speaker, speaker_key, direct, "start", "end" FROM quotes'
        " WHERE publication = ? ORDER BY position",
        (publication,),
    )
    return [
        (
            Quote(
                row["unit"], row["speaker"], row["speaker_key"], bool(row["direct"]),
                row["start"], row["end"],
            ),
            body[row["start"] : row["end"]],
        )
        for row in rows
    ]  # fmt: skip


def _joined(
    rules: CountingRules, selection: Selection, unit: str = "", key: str = ""
) -> tuple[str, list[object]]:
    sql, values = counting_sql(rules, selection)
    joined = (
        f"FROM (SELECT c.* {sql}) c JOIN quotes q ON q.publication = c.publication"
        " JOIN outlets o ON o.id = c.outlet"
    )
    if unit:
        joined += " WHERE q.unit = ? AND q.speaker_key = ?"
        values = [*values, unit, key]
    return joined, values
