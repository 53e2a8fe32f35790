"""A whole ledger copied into another database, and every row of the copy compared with its own.

All is done in one transaction: a copy is whole and equal, or it is not there.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from storage.connection import Connection
from storage.database import begin, migrations, snapshot

BATCH = 2_000
"""Rows written at once into SQLite."""

_NEWEST_FIRST = frozenset({"coverage_lists"})
"""Tables whose rows name later ones of the same table."""


class CannotMove(RuntimeError):
    """The ledger cannot be copied there, or the copy is not equal; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the ledger: its columns, and those that its rows are ordered by."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def select(self) -> str:
        """The query for all its rows, in the order in which they can be written."""
        columns = ", ".join(f'"{name}"' for name in self.columns)
        way = " DESC" if self.name in _NEWEST_FIRST else ""
        order = ", ".join(f'"{name}"{way}' for name in self.key)
        return f"SELECT {columns} FROM {self.name} ORDER BY {order}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied of a table: rows, and the SHA-256 of them all, equal on both sides."""

    table: str
    rows: int
    sha256: str


def ledger_tables() -> list[Table]:
    """The ledger's tables, each after those that its rows refer to."""
    empty = sqlite3.connect(":memory:")
    for script in migrations():
        empty.executescript(script)
    names = [
        row[0]
        for row in empty.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            " AND name NOT LIKE 'coverage/_words%' ESCAPE '/'"
            # sums of the other tables, added up anew at the next night's end
            " AND name NOT LIKE 'rollup%' ORDER BY name"
        )
    ]
    needs = {
        name: {row[2] for row in empty.execute(f"PRAGMA foreign_key_list({name})")} - {name}
        for name in names
    }
    ordered: list[str] = []
    while len(ordered) < len(names):
        ordered += [n for n in names if n not in ordered and needs[n] <= set(ordered)]
    tables = [_table(empty, name) for name in ordered]
    empty.close()
    return tables


def move_ledger(
    source: Connection,
    target: Connection,
    progress: Callable[[str, int], None] = lambda _table, _rows: None,
) -> list[Moved]:
    """Copy all rows, compare all rows, and only then keep the copy.

    Args:
        source: the ledger; what is written to it meanwhile is not copied.
        target: an empty one of the same version, in any database.
        progress: is called with a table and how many of its rows were copied since.

    Raises:
        CannotMove: the target is not empty, cannot hold a row, or would not be equal.
    """
    tables = ledger_tables()
    with snapshot(source):
        begin(target)
        try:
            for table in tables:
                if target.execute(f"SELECT 1 FROM {table.name} LIMIT 1").fetchone() is not None:  # noqa: S608
                    raise CannotMove(f"there are rows in {table.name} already; name an empty one")  # noqa: TRY301
            _without_triggers(target, tables, off=True)
            for table in tables:
                _copy(source, target, table, progress)
            _without_triggers(target, tables, off=False)
            moved = [_compared(source, target, table) for table in tables]
        except BaseException:
            target.execute("ROLLBACK")
            raise
        target.execute("COMMIT")
    return moved


def _table(empty: sqlite3.Connection, name: str) -> Table:
    described = empty.execute(f"PRAGMA table_info({name})").fetchall()
    key = [row[1] for row in sorted(described, key=lambda row: row[5]) if row[5]]
    columns = tuple(row[1] for row in described)
    return Table(name, columns, tuple(key) or columns)


def _without_triggers(target: Connection, tables: list[Table], *, off: bool) -> None:
    """Have no trigger write what is copied itself; SQLite's write it and are overwritten."""
    if isinstance(target, sqlite3.Connection):
        return
    if not off:
        from storage.postgresql import set_numbers

        target.execute("SELECT fill_coverage_words()")
        set_numbers(target)  # type: ignore[arg-type]
    for table in tables:
        target.execute(f"ALTER TABLE {table.name} {'DISABLE' if off else 'ENABLE'} TRIGGER USER")


def _copy(
    source: Connection, target: Connection, table: Table, progress: Callable[[str, int], None]
) -> None:
    rows = _counted(_stream(source, table.select()), table.name, progress)
    if isinstance(target, sqlite3.Connection):
        # by a trigger, from rows copied before
        target.execute(f"DELETE FROM {table.name}")  # noqa: S608
        marks = ", ".join("?" * len(table.columns))
        columns = ", ".join(f'"{name}"' for name in table.columns)
        target.executemany(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",  # noqa: S608
            (tuple(row) for row in rows),
        )
    else:
        target.copy_rows(table.name, table.columns, rows)  # type: ignore[attr-defined]


def _counted(rows: Iterator[Any], name: str, progress: Callable[[str, int], None]) -> Iterator[Any]:
    count = 0
    for row in rows:
        for value in row:
            if isinstance(value, str) and "\x00" in value:
                raise CannotMove(f"{name} {row[0]}: a text holds a zero, which PostgreSQL refuses")
        yield row
        count += 1
        if count == BATCH:
            progress(name, count)
            count = 0
    progress(name, count)


def _compared(source: Connection, target: Connection, table: Table) -> Moved:
    hashed, count = hashlib.sha256(), 0
    ours, theirs = (_stream(one, table.select()) for one in (source, target))
    for one, other in zip_longest(ours, theirs):
        if one is None or other is None or tuple(one) != tuple(other):
            which = one if one is not None else other
            named = ", ".join(str(which[name]) for name in table.key)
            raise CannotMove(f"{table.name} ({named}) is not in the copy as it is in the ledger")
        hashed.update(repr(tuple(one)).encode("utf-8", "surrogatepass"))
        count += 1
    return Moved(table.name, count, hashed.hexdigest())


def _stream(connection: Connection, sql: str) -> Iterator[Any]:
    if isinstance(connection, sqlite3.Connection):
        return iter(connection.execute(sql))
    found: Iterator[Any] = connection.stream(sql)  # type: ignore[attr-defined]
    return found
