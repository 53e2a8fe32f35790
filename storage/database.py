"""Opens the ledger, in whatever database it lies, and begins and ends what is written to it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from storage.connection import Connection, DatabaseAway, UnusableDatabase
from storage.location import Location, PostgresUrl
from storage.sqlite import APPLICATION_ID, BUSY_SECONDS, keep_sqlite_fit, migrations, open_sqlite

__all__ = [
    "APPLICATION_ID", "DatabaseAway", "UnusableDatabase", "begin", "give_room", "keep_fit",
    "migrations", "open_database", "snapshot", "transaction",
]  # fmt: skip


ROOM_KB = 256 * 1024
"""Memory of a connection that writes many rows at once."""


def open_database(place: Location, *, read_only: bool = False) -> Connection:
    """Open the ledger, made or migrated when need be.

    Transactions are explicit (see :func:`transaction`); the connection may be handed to another
    thread, but is used by one at a time.

    Raises:
        UnusableDatabase: it is no ledger, a newer version's, or cannot be read or written.
    """
    if isinstance(place, PostgresUrl):
        # loaded only where it is used: an office with a file needs no PostgreSQL library
        from storage.postgresql import open_postgresql

        return open_postgresql(place, read_only=read_only)
    return open_sqlite(place, read_only=read_only)


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """All or nothing: commits at the end, rolls back on any error."""
    begin(connection)
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def snapshot(connection: Connection) -> Iterator[Connection]:
    """Read several things as of one moment, whatever is written meanwhile.

    Inside a transaction it is that transaction's moment.
    """
    if connection.in_transaction:
        yield connection
        return
    # SQLite's transaction sees one moment anyhow
    one_moment = (
        "" if isinstance(connection, sqlite3.Connection) else " ISOLATION LEVEL REPEATABLE READ"
    )
    connection.execute(f"BEGIN{one_moment}")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


def begin(connection: Connection, patience: float = BUSY_SECONDS) -> None:
    """Begin a transaction that writes, once no other does.

    Raises:
        sqlite3.OperationalError, LedgerFault: another went on for longer than ``patience`` seconds.
    """
    if not isinstance(connection, sqlite3.Connection):
        connection.begin(patience)  # type: ignore[attr-defined]
        return
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            # each try waits for the connection's own time-out
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
        else:
            return


def give_room(connection: Connection) -> None:
    """Let a connection that writes many rows at once hold more of the ledger in memory.

    With what SQLite takes by itself (2 MB) the pages of its indexes go out and come back with
    every row of a large ledger.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA cache_size = -{ROOM_KB}")


def keep_fit(connection: Connection) -> None:
    """Renew what searching and planning rest on: for the end of a night.

    Nothing that is stored changes; takes seconds on a year of publications.
    """
    if isinstance(connection, sqlite3.Connection):
        keep_sqlite_fit(connection)
    else:
        connection.execute("ANALYZE")
