"""The rows that name captures: kept once per body, found again by number."""

import hashlib
from collections.abc import Sequence
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
    return keep_captures(connection, captures, [(outlet, fetched)])[0]


def keep_captures(
    connection: Connection, captures: CaptureFolder, pages: Sequence[tuple[str, Fetched]]
) -> list[int]:
    """As :func:`keep_capture` for many pages with their outlets, in a few statements."""
    numbers: list[int] = []
    while len(numbers) < len(pages):
        digests: list[str] = []
        for _, fetched in pages[len(numbers) :]:
            digest = hashlib.sha256(fetched.body).hexdigest() if fetched.body else ""
            if digest and digest in digests:
                # the first of them must have its number before another can refer to it
                break
            digests.append(digest)
        some = pages[len(numbers) : len(numbers) + len(digests)]
        numbers += _keep_some(connection, captures, some, digests)
    return numbers


def _keep_some(
    connection: Connection, captures: CaptureFolder,
    pages: Sequence[tuple[str, Fetched]], digests: Sequence[str],
) -> list[int]:  # fmt: skip
    there = _same_bodies(connection, [digest for digest in digests if digest])
    places, values = [], []
    for (outlet, fetched), digest in zip(pages, digests, strict=True):
        first = there.get(digest)
        kept = captures.keep(fetched, first, digest)
        places.append((kept.file, kept.position))
        values += [
            outlet, without_secrets(fetched.url), to_text(fetched.fetched_at), fetched.status,
            fetched.mime, kept.sha256, kept.file, kept.position, kept.length, kept.record,
            first.capture if first else None,
        ]  # fmt: skip
    marks = ", ".join(["(?,?,?,?,?,?,?,?,?,?,?)"] * len(pages))
    rows = connection.execute(
        "INSERT INTO captures (outlet, url, fetched_at, status, mime, sha256, file, position,"  # noqa: S608
        f" length, record, refers) VALUES {marks} RETURNING id, file, position",
        values,
    ).fetchall()
    numbers = {(row["file"], row["position"]): int(row["id"]) for row in rows}
    return [numbers[place] for place in places]


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


def _same_bodies(connection: Connection, digests: Sequence[str]) -> dict[str, First]:
    """The captures that hold bodies of these digests whole, by digest."""
    if not digests:
        return {}
    rows = connection.execute(
        "SELECT id, url, fetched_at, sha256 FROM captures WHERE refers IS NULL"  # noqa: S608
        f" AND sha256 IN ({', '.join('?' * len(digests))}) ORDER BY id DESC",
        digests,
    )
    # of several the earliest stands
    return {
        row["sha256"]: First(row["id"], row["url"], from_text(row["fetched_at"])) for row in rows
    }
