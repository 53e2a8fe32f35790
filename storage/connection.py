"""What a connection to the ledger can do, whatever database the ledger lies in.

A SQLite connection does it as it is; :mod:`storage.postgresql` makes a PostgreSQL one do the same.
SQL is written so that both read it: ``?`` for parameters, ``ON CONFLICT`` and ``RETURNING``, no
function that only one of them has. What cannot be so written is in :mod:`storage.dialect`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol


class Row(Protocol):
    """A row by column's name or place; ``dict(row)`` and unpacking work too."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def keys(self) -> Any:
        """The columns' names."""


class Cursor(Protocol):
    """What a statement answered."""

    @property
    def rowcount(self) -> int:
        """Rows that the statement changed."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """An open ledger. Every statement stands by itself but in an explicit transaction."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement with each of several sets of parameters."""

    def close(self) -> None:
        """Let the ledger go."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""


class UnusableDatabase(RuntimeError):
    """What should be the ledger cannot serve as it; the message names it and the cure."""


class DatabaseAway(UnusableDatabase):
    """It cannot be reached now, and may be in a moment: it is restarted, or begins."""


class LedgerFault(RuntimeError):
    """The database refuses a statement; SQLite's own errors are :class:`sqlite3.Error`."""


class LedgerConflict(LedgerFault):
    """A row that cannot stand beside those that are there."""


class LedgerLost(LedgerFault):
    """The database cannot be reached any more: it was restarted, or the network is cut."""
