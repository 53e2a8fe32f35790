"""Opens the ledger's SQLite file: checks it is ours, migrates it, sets it up for one writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from sqlite_utils import Database

from text.folding import fold

APPLICATION_ID = 0x59525431
"""Marks a SQLite file as a Yoritish ledger ("YRT1")."""

BUSY_SECONDS = 30.0
"""How long a statement waits for another process's short write."""


class UnusableDatabase(RuntimeError):
    """The file cannot serve as the ledger; the message names the file and the cure."""


def open_database(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the ledger, made or migrated when need be; foreign keys on, write-ahead log on.

    Transactions are explicit (see :func:`transaction`); the connection may be handed to another
    thread, but is used by one at a time.

    Raises:
        UnusableDatabase: not a SQLite file, another program's file, a file of a newer version, a
            folder that cannot be written, a full disk.
    """
    if path.is_dir():
        raise UnusableDatabase(f"{path} is a folder; name a file with --db")
    if read_only and not path.exists():
        raise UnusableDatabase(f"{path}: no ledger here yet; run `yoritish nightly` first")
    if not path.parent.is_dir():
        raise UnusableDatabase(f"{path.parent}: no such folder; make it or choose another --db")
    connection = None
    try:
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        _check(connection, path)
        _tools(connection).enable_wal()
        # what is committed is on disk: a person's decision may not be lost with the power
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        # queries compare names in any alphabet
        connection.create_function("fold", 1, _folded, deterministic=True)
        _migrate(connection)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except (sqlite3.DatabaseError, UnusableDatabase) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, UnusableDatabase):
            raise
        raise UnusableDatabase(_cure(path, error)) from error
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing: commits at the end, rolls back on any error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Read several things as of one moment, whatever is written meanwhile.

    Inside a transaction it is that transaction's moment.
    """
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


def keep_fit(connection: sqlite3.Connection) -> None:
    """Merge the full-text index and renew the planner's statistics: for the end of a night.

    Nothing that is stored changes; takes seconds on a year of publications.
    """
    tools = _tools(connection)
    tools.table("publications").optimize()
    tools.analyze()


def migrations() -> list[str]:
    """The numbered migrations in order, as SQL; the schema's version is their number."""
    folder = resources.files("storage") / "migrations"
    files = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(folder / name).read_text(encoding="utf-8") for name in files]


def _folded(text: str) -> str:
    return fold(text).lower()


def _tools(connection: sqlite3.Connection) -> Database:
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if owner != APPLICATION_ID and (version or _tools(connection).table_names()):
        raise UnusableDatabase(
            f"{path} is another program's database, not a Yoritish ledger; choose another --db"
        )
    newest = len(migrations())
    if version > newest:
        raise UnusableDatabase(
            f"{path} was written by a newer Yoritish (schema {version}, this one knows {newest}); "
            "update the program"
        )


def _migrate(connection: sqlite3.Connection) -> None:
    scripts = migrations()
    if connection.execute("PRAGMA user_version").fetchone()[0] == len(scripts):
        return
    with transaction(connection):
        # read again inside the transaction: another process may have migrated meanwhile
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in scripts[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(scripts)}")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _cure(path: Path, error: sqlite3.DatabaseError) -> str:
    reason = str(error)
    if "not a database" in reason or "malformed" in reason:
        return (
            f"{path} is not a readable SQLite file ({reason}); restore a backup or use another --db"
        )
    if "full" in reason:
        return f"{path}: the disk is full ({reason}); free some room, nothing stored is lost"
    if "readonly" in reason or "unable to open" in reason:
        return f"{path} cannot be opened for writing ({reason}); check the folder's permissions"
    return f"{path}: {reason}"
