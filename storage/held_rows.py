"""What a search finds, put aside while its list is read: the page, the totals and the stories of
one list ask for the same words, and a common word stands in hundreds of thousands of texts."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from storage.appearances import Selection
from storage.connection import Connection
from storage.database import snapshot
from storage.dialect import WORDS_FOUND
from storage.found import match_text

FEW = 30_000
"""So many rows are looked up one by one sooner than the rows of a year are gone through."""


@contextmanager
def held(connection: Connection, selection: Selection) -> Iterator[Selection]:
    """The selection to read with inside the block, all of it as of one moment.

    It selects the same. On SQLite the rows that its words find are looked for once, and kept in a
    table of this connection until the block ends; PostgreSQL plans each question by its words.
    """
    text = None if selection.find is None else match_text(selection.find)
    with snapshot(connection):
        if text is None or selection.held or not isinstance(connection, sqlite3.Connection):
            yield selection
            return
        with _writable(connection):
            connection.execute("CREATE TEMP TABLE held_rows (row INTEGER PRIMARY KEY)")
            put = connection.execute(f"INSERT INTO held_rows {WORDS_FOUND}", (text,)).rowcount
        try:
            yield replace(selection, held="many" if put > FEW else "few")
        finally:
            with _writable(connection):
                connection.execute("DROP TABLE held_rows")


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
