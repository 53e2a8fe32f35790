"""Keeps what a table brings: once, whatever the number of times the table is imported."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.outlet_names import folded_name
from storage.publications import PublicationRows, keep_unread
from storage.times import from_text, to_text


@dataclass(frozen=True, slots=True)
class Import:
    """One import of a file. ``known`` rows were in the ledger already."""

    file: str
    sha256: str
    kind: str
    person: str
    imported_at: datetime
    added: int
    known: int
    refused: int


def begin_import(
    connection: Connection, file: str, sha256: str, kind: str, person: str, at: datetime
) -> int:
    """Note that a file is being imported; returns the import's number."""
    cursor = connection.execute(
        "INSERT INTO imports (file, sha256, kind, person, imported_at, added, known, refused)"
        " VALUES (?,?,?,?,?,0,0,0) RETURNING id",
        (file, sha256, kind, person, to_text(at)),
    )
    return int(cursor.fetchone()[0])


def end_import(connection: Connection, number: int, added: int, known: int, refused: int) -> None:
    """Note what an import brought."""
    connection.execute(
        "UPDATE imports SET added = ?, known = ?, refused = ? WHERE id = ?",
        (added, known, refused, number),
    )


def keep_medium(
    connection: Connection,
    medium: str,
    name: str,
    channel: str,
    subchannel: str,
    country: str,
) -> None:
    """Have an outlet that only imports know of; it is never visited, and makes no day a hole."""
    owned = subchannel in {"official", "own"}
    connection.execute(
        "INSERT INTO outlets (id, name, url, channel, subchannel, country, region, tier, languages,"
        " read, owned, is_foreign, due, folded)"
        " VALUES (?,?,'',?,?,?,'',3,'','none',?,?,FALSE,?)"
        " ON CONFLICT (id) DO NOTHING",
        (
            medium,
            name,
            channel,
            subchannel,
            country,
            owned,
            country != "UZ",
            folded_name(medium, name),
        ),
    )


def keep_imported(
    connection: Connection, publication: PublicationRows, number: int, sheet: str, row: int
) -> bool:
    """Keep an item of an imported table; False where the ledger has it already."""
    if not keep_unread(connection, publication):
        return False
    connection.execute(
        'INSERT INTO imported (publication, "import", sheet, row) VALUES (?,?,?,?)',
        (publication.id, number, sheet, row),
    )
    return True


def imports(connection: Connection) -> list[Import]:
    """All imports, the latest first."""
    rows = connection.execute(
        "SELECT file, sha256, kind, person, imported_at, added, known, refused FROM imports"
        " ORDER BY id DESC"
    )
    return [Import(**dict(row) | {"imported_at": from_text(row["imported_at"])}) for row in rows]
