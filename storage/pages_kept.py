"""Captured pages of an outlet, the latest first."""

from dataclasses import dataclass

from storage.connection import Connection


@dataclass(frozen=True, slots=True)
class PageKept:
    """A captured page and where it lies."""

    url: str
    fetched_at: str
    file: str
    position: int
    length: int
    sha256: str


_COLUMNS = "url, fetched_at, file, position, length, sha256"


def latest_pages(connection: Connection, outlet: str, most: int) -> list[PageKept]:
    """The pages captured last."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM captures"  # noqa: S608
        " WHERE outlet = ? AND status = 200 AND refers IS NULL"
        " ORDER BY fetched_at DESC, id DESC LIMIT ?",
        (outlet, most),
    )
    return [PageKept(**dict(row)) for row in rows]


def pages_before(connection: Connection, outlet: str, before: str, most: int) -> list[PageKept]:
    """The last pages captured before an instant (as stored)."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM captures"  # noqa: S608
        " WHERE outlet = ? AND status = 200 AND refers IS NULL AND fetched_at < ?"
        " ORDER BY fetched_at DESC, id DESC LIMIT ?",
        (outlet, before, most),
    )
    return [PageKept(**dict(row)) for row in rows]
