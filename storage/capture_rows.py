"""The rows that name captures: kept once per body, found again by number."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from storage.captures import PATTERN, CaptureFolder, Fetched, First, Kept
from storage.connection import Connection
from storage.redaction import without_secrets
from storage.times import from_text, to_text


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A capture as the ledger names it; instants as stored text (UTC)."""

    id: int
    outlet: str
    url: str
    fetched_at: str
    status: int
    mime: str
    sha256: str
    file: str
    position: int
    length: int
    record: str
    refers: int | None

    @property
    def place(self) -> Kept:
        """Where it lies."""
        return Kept(self.file, self.position, self.length, self.sha256, self.record)


COLUMNS = (
    "id, outlet, url, fetched_at, status, mime, sha256, file, position, length, record, refers"
)


def keep_capture(
    connection: Connection, captures: CaptureFolder, outlet: str, fetched: Fetched
) -> int:
    """Keep a page as fetched and return the number of its capture.

    A body that is kept already is not written again: the record refers to it.
    """
    digest = hashlib.sha256(fetched.body).hexdigest()
    first = _same_body(connection, digest) if fetched.body else None
    kept = captures.keep(fetched, first, digest)
    cursor = connection.execute(
        "INSERT INTO captures (outlet, url, fetched_at, status, mime, sha256, file, position,"
        " length, record, refers) VALUES (?,?,?,?,?,?,?,?,?,?,?) RETURNING id",
        (
            outlet, without_secrets(fetched.url), to_text(fetched.fetched_at), fetched.status,
            fetched.mime, kept.sha256, kept.file, kept.position, kept.length, kept.record,
            first.capture if first else None,
        ),
    )  # fmt: skip
    return int(cursor.fetchone()[0])


def capture_row(connection: Connection, number: int) -> CaptureRow:
    """A capture's row.

    Raises:
        LookupError: there is none of this number.
    """
    row = connection.execute(
        f"SELECT {COLUMNS} FROM captures WHERE id = ?",  # noqa: S608
        (number,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no capture {number} in this ledger")
    return CaptureRow(**dict(row))


def read_capture(connection: Connection, captures: CaptureFolder, number: int) -> Fetched:
    """What was captured, its body from the earlier capture where it was the same.

    Raises:
        LookupError: there is no such capture.
        DamagedCapture: it is missing or no longer what was fetched.
    """
    row = capture_row(connection, number)
    place = row.place
    if row.refers is None:
        return captures.read(place.file, place.position, place.length, place.sha256)
    return captures.read_again(place, capture_row(connection, row.refers).place)


def committed_end(connection: Connection, file: str) -> int:
    """The byte up to which the ledger names the records of a file."""
    row = connection.execute(
        "SELECT position + length FROM captures WHERE file = ? ORDER BY position DESC LIMIT 1",
        (file,),
    ).fetchone()
    return int(row[0]) if row else 0


def put_tails_aside(captures: CaptureFolder, since: str) -> dict[str, int]:
    """Mend the files of days from ``since`` on (ISO) that a killed writer left longer than known.

    Returns bytes moved aside, by file.
    """
    mended = {}
    for file in captures.files():
        day = file.rsplit("/", 1)[1].replace("-", "")[:8]
        if day >= since.replace("-", ""):
            moved = captures.put_aside(file)
            if moved:
                mended[file] = moved
    return mended


def capture_files(folder: Path) -> list[str]:
    """All capture files, relative to their folder, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(PATTERN))


def _same_body(connection: Connection, digest: str) -> First | None:
    row = connection.execute(
        "SELECT id, url, fetched_at FROM captures WHERE sha256 = ? AND refers IS NULL"
        " ORDER BY id LIMIT 1",
        (digest,),
    ).fetchone()
    return First(row["id"], row["url"], from_text(row["fetched_at"])) if row else None
