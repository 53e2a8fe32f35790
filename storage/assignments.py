"""Who looks after what waits in the queue: append-only, the latest word of a publication holds."""

from collections.abc import Iterable
from datetime import datetime

from storage.connection import Connection
from storage.times import to_text

ASSIGNED = (
    "SELECT a.publication, a.assignee FROM assignments a WHERE a.assignee <> '' AND a.id ="
    " (SELECT max(b.id) FROM assignments b WHERE b.publication = a.publication)"
)
"""Publications that are somebody's, and whose: the name by which that person signs in."""


def assign(
    connection: Connection, publications: Iterable[str], assignee: str, person: str, at: datetime
) -> None:
    """Give publications to somebody, or to nobody (""). Inside the caller's transaction.

    Args:
        connection: the ledger.
        publications: their ids; they are in the ledger.
        assignee: the name by which that person signs in.
        person: who says so.
        at: when, an aware instant.
    """
    connection.executemany(
        "INSERT INTO assignments (publication, assignee, person, said_at) VALUES (?,?,?,?)",
        [(one, assignee, person, to_text(at)) for one in publications],
    )
