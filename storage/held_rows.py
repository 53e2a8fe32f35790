"""What a search finds, put aside while its list is read: the page, the totals and the stories of
one list ask for the same words, and a common word stands in hundreds of thousands of texts."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from storage.appearances import Selection
from storage.connection import Connection
from storage.database import snapshot
from storage.dialect import WORDS_FOUND, WORDS_ON_DAYS
from storage.found import match_text

FEW = 30_000
"""So many rows are looked up one by one sooner than the rows of a year are gone through."""


@contextmanager
def held(connection: Connection, selection: Selection) -> Iterator[Selection]:
    """The selection to read with inside the block, all of it as of one moment.

    It selects the same. The rows that its words find are looked for once. SQLite keeps them in a
    table of this connection until the block ends. On PostgreSQL, where one that only reads may
    have none, they are named in each question while they are few; what is common (``held`` says
    so) is looked up by its words, row by row: to guess how much is found is not left to the
    planner, which takes every beginning of a word for a common one.
    """
    text = None if selection.find is None else match_text(selection.find)
    with snapshot(connection):
        if text is None or selection.held:
            yield selection
        elif isinstance(connection, sqlite3.Connection):
            with _put_aside(connection, text) as put:
                yield replace(selection, held="many" if put > FEW else "few")
        else:
            rows = _found(connection, text, selection)
            few = len(rows) <= FEW
            yield replace(
                selection, held="few" if few else "common", rows=tuple(rows) if few else None
            )


@contextmanager
def _put_aside(connection: sqlite3.Connection, text: str) -> Iterator[int]:
    """Have what words find in a table; how much it is."""
    with _writable(connection):
        connection.execute("CREATE TEMP TABLE held_rows (row INTEGER PRIMARY KEY)")
        put = connection.execute(f"INSERT INTO held_rows {WORDS_FOUND}", (text,)).rowcount
    try:
        yield put
    finally:
        with _writable(connection):
            connection.execute("DROP TABLE held_rows")


def _found(connection: Connection, text: str, selection: Selection) -> list[int]:
    """Rows that words find, on the selection's days where these are known; no more than FEW + 1."""
    if selection.closed:
        days = (selection.first.isoformat(), selection.last.isoformat())
        found = connection.execute(f"{WORDS_ON_DAYS} LIMIT ?", (text, *days, FEW + 1))
    else:
        found = connection.execute(f"{WORDS_FOUND} LIMIT ?", (text, FEW + 1))
    return [row[0] for row in found]


@contextmanager
def _writable(connection: Connection) -> Iterator[None]:
    """Let a connection that only reads write what is its own."""
    only_reads = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute("PRAGMA query_only = OFF")
    try:
        yield
    finally:
        if only_reads:
            connection.execute("PRAGMA query_only = ON")
