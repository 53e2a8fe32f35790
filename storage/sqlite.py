"""A SQLite ledger: its file is checked, migrated and set up for one writer."""

import sqlite3
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from storage.connection import UnusableDatabase
from storage.outlet_names import fold_names
from storage.schema_translation import statements

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x59525431
"""Marks a SQLite file as a Yoritish ledger ("YRT1")."""

BUSY_SECONDS = 30.0
"""How long a statement waits for another process's short write."""


def open_sqlite(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the ledger, made or migrated when need be; foreign keys on, write-ahead log on.

    As :func:`storage.database.open_database`.

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
        _use_wal(connection)
        # what is committed is on disk: a person's decision may not be lost with the power
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
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


def _use_wal(connection: sqlite3.Connection) -> None:
    """Have a ledger written ahead; where others do so at this moment, SQLite does not wait."""
    until = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.05)


def keep_sqlite_fit(connection: sqlite3.Connection) -> None:
    """Merge the full-text index and renew the planner's statistics."""
    tools = _tools(connection)
    tools.table("publications").optimize()
    tools.analyze()


def migrations() -> list[str]:
    """The numbered migrations in order, as SQL; the schema's version is their number.

    What is SQLite's alone stands in a file of the same name in ``migrations/sqlite``.
    """
    folder = resources.files("storage") / "migrations"
    files = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [
        "\n".join(one.read_text(encoding="utf-8")
                  for one in (folder / name, folder / "sqlite" / name) if one.is_file())
        for name in files
    ]  # fmt: skip


def _tools(connection: sqlite3.Connection) -> "Database":
    # takes as long to load as a short command to run, and is seldom needed
    from sqlite_utils import Database

    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    # of one moment: another process may be making the ledger just now
    connection.execute("BEGIN")
    try:
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        others = owner != APPLICATION_ID and (version or _tools(connection).table_names())
    finally:
        connection.execute("ROLLBACK")
    if others:
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
    connection.execute("BEGIN IMMEDIATE")
    try:
        # read again inside the transaction: another process may have migrated meanwhile
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in scripts[version:]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        fold_names(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


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
