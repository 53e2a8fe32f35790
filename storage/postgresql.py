"""A PostgreSQL ledger: opened, migrated, and spoken to as a SQLite one is.

Rows come back as SQLite gives them (a flag is 1 or 0), statements are written as for SQLite (``?``
stands for a parameter), and a transaction that writes waits for the one before: what makes stories
and the chain of days right on one machine makes them right on many.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from importlib import resources
from itertools import count
from typing import Any, ClassVar

import psycopg
from psycopg import adapt, sql
from psycopg.abc import AdaptContext
from psycopg.pq import TransactionStatus

from storage.connection import (
    DatabaseAway,
    LedgerConflict,
    LedgerFault,
    LedgerLost,
    UnusableDatabase,
)
from storage.dialect import AMONG_ROWS, POSTGRESQL, WORDS_FOUND
from storage.location import PostgresUrl
from storage.outlet_names import fold_names
from storage.schema_translation import translated

ONE_WRITER = 0x59525431
"""The advisory lock that a transaction holds while it writes ("YRT1")."""

BUSY_SECONDS = 30.0
"""How long a transaction waits for another's."""

_CONNECT = {
    "application_name": "yoritish",
    "connect_timeout": 10,
    # a cut network is noticed within a minute and a half
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
_LOCKED = (
    psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
)  # fmt: skip
# a name that is not known or a password that is wrong stays so
_AWAY = re.compile(
    "refused|starting up|shutting down|recovery|terminating|closed the connection|reset by peer"
    "|timeout expired|not yet accepting|No such file or directory"
)
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_PARTS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\?(\d*)")


class PostgresRow(tuple[Any, ...]):
    """A row by column's name or place."""

    __slots__ = ()

    places: ClassVar[dict[str, int]] = {}

    def __getitem__(self, key: Any) -> Any:
        """A value by name or place, values by a range of places."""
        at: Any = self.places[key] if isinstance(key, str) else key
        return tuple.__getitem__(self, at)

    def keys(self) -> list[str]:
        """The columns' names."""
        return list(self.places)


class PostgresConnection:
    """Does for the ledger what :class:`sqlite3.Connection` does."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        """``connection`` commits every statement by itself, and is this one's own from now on."""
        self.raw = connection

    def execute(
        self, statement: str, parameters: Sequence[Any] = (), /
    ) -> "psycopg.RawCursor[Any]":
        """Run one statement.

        Raises:
            LedgerFault: the database refuses it.
            LedgerLost: the database cannot be reached any more.
        """
        with _told():
            try:
                return self._cursor().execute(
                    numbered(statement), parameters or None, prepare=_prepare(statement)
                )
            except (psycopg.DataError, UnicodeEncodeError):
                if (held := holdable(parameters)) == list(parameters):
                    raise
                return self._cursor().execute(numbered(statement), held, prepare=False)

    def executemany(
        self, statement: str, parameters: Iterable[Sequence[Any]], /
    ) -> "psycopg.RawCursor[Any]":
        """Run one statement with each of several sets of parameters, in one round trip.

        Raises:
            LedgerFault: the database refuses it.
            LedgerLost: the database cannot be reached any more.
        """
        # one row's fault would come when others are written already
        rows = (holdable(row) for row in parameters)
        with _told():
            cursor = self._cursor()
            cursor.executemany(numbered(statement), rows)
            return cursor

    def close(self) -> None:
        """Let the database go."""
        self.raw.close()

    def begin(self, patience: float = BUSY_SECONDS) -> None:
        """Begin a transaction that writes, once no other does.

        Raises:
            LedgerFault: another went on for longer than ``patience`` seconds.
        """
        # together, so that they are waited for once
        begun = (
            f"BEGIN; SET LOCAL lock_timeout = {int(patience * 1000)};"
            f" SELECT pg_advisory_xact_lock({ONE_WRITER}); SET LOCAL lock_timeout = 0"
        )
        try:
            self.execute(begun)
        except LedgerFault:
            self.execute("ROLLBACK")
            raise

    def stream(self, statement: str) -> Iterator[PostgresRow]:
        """The rows of a query without having them all at once; inside a transaction.

        Raises:
            LedgerFault, LedgerLost: as :meth:`execute`.
        """
        with _told(), psycopg.RawServerCursor(self.raw, _name(), row_factory=_rows) as cursor:
            cursor.execute(numbered(statement))
            yield from cursor

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write many rows at once, as PostgreSQL's COPY does.

        Raises:
            LedgerFault, LedgerLost: as :meth:`execute`.
        """
        named = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
        words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named)
        with _told(), self.raw.cursor() as cursor, cursor.copy(words) as copy:
            for row in rows:
                copy.write_row(row)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self.raw.info.transaction_status != TransactionStatus.IDLE

    def _cursor(self) -> "psycopg.RawCursor[Any]":
        return psycopg.RawCursor(self.raw, row_factory=_rows)


def open_postgresql(url: PostgresUrl, *, read_only: bool = False) -> PostgresConnection:
    """Open a ledger, made or migrated when need be.

    Raises:
        UnusableDatabase: it cannot be reached, is another program's or a newer version's, or does
            not hold text in UTF-8.
    """
    raw = _connected(url)
    try:
        _adapt(raw)
        connection = PostgresConnection(raw)
        # compiling a plan takes longer than any of our questions, whatever its estimates say
        connection.execute("SET jit = off")
        # a page anywhere costs about what the next one does where there is no moving arm; with the
        # default all coverage is read to find what a seldom word is in
        connection.execute("SET random_page_cost = 1.1")
        # many ask at once; to share one question between processes took longer, too
        connection.execute("SET max_parallel_workers_per_gather = 0")
        _check(connection, url)
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
    except BaseException:
        raw.close()
        raise
    return connection


@contextmanager
def held_by_one(url: PostgresUrl, key: int) -> Iterator[bool]:
    """Hold a lock of this number for as long as the connection lives; whether it was free.

    Raises:
        UnusableDatabase: the database cannot be reached.
    """
    with closing(_connected(url)) as raw:
        rows: list[Any] = raw.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchall()
        yield bool(rows[0][0])


def holdable(values: Sequence[Any]) -> list[Any]:
    """Values as PostgreSQL can hold them: of texts without what no text in UTF-8 has."""
    return [_NO_TEXT.sub("\ufffd", one) if isinstance(one, str) else one for one in values]


@lru_cache(maxsize=4096)
def numbered(statement: str) -> str:
    """A statement written for SQLite as PostgreSQL reads it: ``?`` is $1, then $2 …"""
    for ours, theirs in POSTGRESQL.items():
        statement = statement.replace(ours, theirs)
    asked = 0

    def place(found: re.Match[str]) -> str:
        nonlocal asked
        if not found[0].startswith("?"):
            return found[0]
        if found[1]:
            return f"${found[1]}"
        asked += 1
        return f"${asked}"

    return _PARTS.sub(place, statement)


def _prepare(statement: str) -> bool | None:
    """False for what must be planned by its parameters, None where psycopg is to judge."""
    return False if WORDS_FOUND in statement or AMONG_ROWS in statement else None


def _connected(url: PostgresUrl) -> "psycopg.Connection[Any]":
    try:
        return psycopg.connect(url, autocommit=True, **_CONNECT)  # type: ignore[arg-type]
    except psycopg.Error as error:
        said = _first_line(error)
        kind = DatabaseAway if _AWAY.search(said) else UnusableDatabase
        raise kind(f"{url.shown}: {said}") from error


def _check(connection: PostgresConnection, url: PostgresUrl) -> None:
    encoding = _first(connection, "SHOW server_encoding")
    if encoding != "UTF8":
        raise UnusableDatabase(f"{url.shown} holds {encoding}; make a database in UTF8")
    version = _version(connection)
    scripts = _scripts()
    if (
        version is None
        and connection.execute(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema()"
            " AND table_name NOT LIKE 'procrastinate%' LIMIT 1"
        ).fetchone()
    ):
        raise UnusableDatabase(
            f"{url.shown} is another program's database, not a Yoritish ledger; choose another --db"
        )
    if version is not None and version > len(scripts):
        raise UnusableDatabase(
            f"{url.shown} was written by a newer Yoritish (schema {version}, this one knows"
            f" {len(scripts)}); update the program"
        )
    if version != len(scripts):
        _migrate(connection, scripts)


def _migrate(connection: PostgresConnection, scripts: list[list[str]]) -> None:
    connection.begin()
    try:
        # read again: another process may have migrated meanwhile
        version = _version(connection)
        if version is None:
            connection.execute("CREATE TABLE yoritish_schema (version bigint NOT NULL)")
            connection.execute("INSERT INTO yoritish_schema VALUES (0)")
        for script in scripts[version or 0 :]:
            for statement in script:
                with _told():
                    connection.raw.execute(statement)
        connection.execute("UPDATE yoritish_schema SET version = ?", (len(scripts),))
        fold_names(connection)
        set_numbers(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def set_numbers(connection: PostgresConnection) -> None:
    """Have new rows numbered after those that are there, which may have come with their numbers."""
    for row in connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND is_identity = 'YES'"
        " AND table_name NOT LIKE 'procrastinate%'"
    ).fetchall():
        table, column = row
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"  # noqa: S608
            f" greatest(1, max({column})), max({column}) IS NOT NULL) FROM {table}"
        )


def _version(connection: PostgresConnection) -> int | None:
    if _first(connection, "SELECT to_regclass('yoritish_schema')") is None:
        return None
    return int(_first(connection, "SELECT version FROM yoritish_schema"))


def _first(connection: PostgresConnection, question: str) -> Any:
    rows: list[Any] = connection.execute(question).fetchall()
    return rows[0][0]


def _scripts() -> list[list[str]]:
    folder = resources.files("storage") / "migrations"
    own = folder / "postgresql"
    scripts = []
    for name in sorted(one.name for one in folder.iterdir() if one.name.endswith(".sql")):
        done, left = translated((folder / name).read_text(encoding="utf-8"))
        if (own / name).is_file():
            done.append((own / name).read_text(encoding="utf-8"))
        elif left:
            raise UnusableDatabase(f"migration {name} has no form for PostgreSQL: {left[0]}")
        scripts.append(done)
    return scripts


_names = count()


def _name() -> str:
    return f"stream_{next(_names)}"


def _rows(cursor: Any) -> Any:
    names = tuple(column.name for column in cursor.description or ())
    return _row_class(names)


@lru_cache(maxsize=1024)
def _row_class(names: tuple[str, ...]) -> type[PostgresRow]:
    # of two columns of one name the first is meant, as in SQLite
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    ordered = {name: places[name] for name in names}
    return type("PostgresRow", (PostgresRow,), {"places": ordered, "__slots__": ()})


class _Flag(adapt.Loader):
    """A truth as SQLite gives it."""

    def load(self, data: Any) -> int:
        return int(bytes(data) == b"t")


class _Whole(adapt.Loader):
    """A sum of whole numbers, which PostgreSQL makes a decimal."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode("ascii")
        return float(text) if "." in text or "N" in text else int(text)


def _adapt(context: AdaptContext) -> None:
    context.adapters.register_loader("bool", _Flag)
    context.adapters.register_loader("numeric", _Whole)


class _told:  # noqa: N801 - reads as what it does
    """Has psycopg's errors said as the ledger's."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: object, __: object) -> None:
        if isinstance(error, _LOCKED):
            raise LedgerFault(f"the ledger is locked: {_first_line(error)}") from error
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            raise LedgerLost(f"the database is gone: {_first_line(error)}") from error
        if isinstance(error, psycopg.IntegrityError):
            raise LedgerConflict(_first_line(error)) from error
        if isinstance(error, psycopg.Error):
            raise LedgerFault(_first_line(error)) from error


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:400]
