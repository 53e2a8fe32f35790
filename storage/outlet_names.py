"""An outlet's id and name as they are searched for: one key for every alphabet."""

from storage.connection import Connection
from text.folding import fold


def folded_name(outlet: str, name: str) -> str:
    """The key by which a query finds an outlet (``outlet:kun``)."""
    return fold(f"{outlet} {name}").lower()


def fold_names(connection: Connection) -> None:
    """Give their key to outlets of a ledger that had none yet."""
    rows = connection.execute("SELECT id, name FROM outlets WHERE folded = ''").fetchall()
    connection.executemany(
        "UPDATE outlets SET folded = ? WHERE id = ?",
        [(folded_name(row[0], row[1]), row[0]) for row in rows],
    )
