"""The ledger as pages use it: opened to read for each request, to write only for a change."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storage.connection import Connection
from storage.database import open_database, transaction
from text.clock import now, tashkent_day


class ReadLedger:
    """Gives each request that asks for it a connection of its own (``request.ledger``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the connection is closed afterwards."""
        opened: list[Connection] = []

        def ledger() -> Connection:
            if not opened:
                opened.append(open_database(settings.LEDGER, read_only=True))
            return opened[0]

        request.open_ledger = ledger  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            for connection in opened:
                connection.close()


def ledger_of(request: HttpRequest) -> Connection:
    """The ledger to read, one connection for a request.

    Raises:
        UnusableDatabase: there is none, or it cannot be read.
    """
    connection: Connection = request.open_ledger()  # type: ignore[attr-defined]
    return connection


@contextmanager
def writing() -> Iterator[Connection]:
    """The ledger in a transaction: a short write, which may come in the middle of a night."""
    with closing(open_database(settings.LEDGER)) as connection, transaction(connection):
        yield connection


def today() -> date:
    """The day it is in Tashkent."""
    return tashkent_day(now())
