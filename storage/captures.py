"""Captures: every page as it was fetched, kept in WARC files beside the ledger."""

import fcntl
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

from storage.warc import UNREADABLE, Fetched, First, read_record, write_record
from text.clock import tashkent_day

__all__ = ["CaptureFolder", "DamagedCapture", "Fetched", "First", "Kept"]

SEGMENT_BYTES = 512 * 1024 * 1024
"""A new file is begun past this size, so that one can be copied or burnt as a whole."""

PATTERN = "????/??/*.warc.gz"
"""Capture files below the folder: ``2026/10/2026-10-31-000.warc.gz``, by the day of fetching."""


class DamagedCapture(RuntimeError):
    """A capture that is missing or no longer what was fetched; the message names it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a capture lies: file (relative to the folder), byte position and length, digests."""

    file: str
    position: int
    length: int
    sha256: str
    """Of the body."""
    record: str = ""
    """SHA-256 of the record's bytes in the file."""


class CaptureFolder:
    """Writes and reads captures in one folder.

    A day's captures go to one file, which its writer locks; another writer at the same time, or
    a file grown past :data:`SEGMENT_BYTES`, begins the day's next. Bytes that no row of the ledger
    names (a writer was killed between writing and committing) are moved aside before a file is
    written on, never deleted.
    """

    def __init__(self, folder: Path, committed: Callable[[str], int] | None = None) -> None:
        """``committed`` tells up to which byte the ledger names a file's records; without it
        only new files are written."""
        self.folder = folder
        self._committed = committed
        self._file: IO[bytes] | None = None
        self._day: date | None = None
        self._name = ""
        self._position = 0
        self._unsaved = False

    def keep(self, fetched: Fetched, first: First | None = None, digest: str = "") -> Kept:
        """Append one response as a WARC record, without its body where ``first`` has the same.

        ``digest`` is the body's, where it is known already.

        It is on its way to disk when this returns, and there after :meth:`flush`.

        Raises:
            OSError: the folder cannot be written or the disk is full.
        """
        digest = digest or hashlib.sha256(fetched.body).hexdigest()
        record = write_record(fetched, digest, first)
        stream = self._open(tashkent_day(fetched.fetched_at))
        position = self._position
        stream.write(record)
        self._unsaved = True
        self._position += len(record)
        return Kept(
            self._name, position, len(record), digest, hashlib.sha256(record).hexdigest()
        )  # fmt: skip

    def flush(self) -> None:
        """Have everything written on disk, before the rows that name it are committed."""
        if self._file is not None and self._unsaved:
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._unsaved = False

    def close(self) -> None:
        """Close the file and let others write it."""
        if self._file is not None:
            stream, self._file = self._file, None
            stream.close()

    def read(self, file: str, position: int, length: int, sha256: str) -> Fetched:
        """The response kept at a place.

        Raises:
            DamagedCapture: the file is missing, cut, or its content has another digest.
        """
        fetched, _ = self._read(file, position, length)
        if hashlib.sha256(fetched.body).hexdigest() != sha256:
            raise DamagedCapture(f"{self._at(file, position)}: not the content that was captured")
        return fetched

    def read_again(self, place: Kept, first: Kept) -> Fetched:
        """A response whose body ``first`` holds.

        Raises:
            DamagedCapture: either is missing, cut or another.
        """
        fetched, digest = self._read(place.file, place.position, place.length)
        if digest != place.sha256 or first.sha256 != place.sha256:
            raise DamagedCapture(f"{self._at(place.file, place.position)}: names another content")
        body = self.read(first.file, first.position, first.length, first.sha256).body
        return replace(fetched, body=body)

    def raw(self, file: str, position: int, length: int) -> bytes:
        """The bytes at a place, fewer where the file ends before.

        Raises:
            DamagedCapture: the file is missing or cannot be read.
        """
        try:
            with (self.folder / file).open("rb") as stream:
                stream.seek(position)
                return stream.read(length)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DamagedCapture(f"{self._at(file, position)}: {reason}") from error

    def files(self) -> list[str]:
        """All capture files, relative to the folder, in order."""
        return sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.glob(PATTERN)
        )

    def size(self, file: str) -> int:
        """Bytes of a capture file.

        Raises:
            OSError: there is none.
        """
        return (self.folder / file).stat().st_size

    def forget(self) -> None:
        """Nothing is to be forgotten: what no row names is put aside by the next writer."""

    @property
    def unnamed_is_nothing(self) -> bool:
        """Whether a file that no row names is no damage."""
        return False

    def put_aside(self, file: str) -> int:
        """Move what the ledger does not name at a file's end into a file beside it.

        Returns how many bytes; 0 also where another writer holds the file.
        """
        if self._committed is None:
            raise ValueError("without the ledger nothing can be told apart")
        path = self.folder / file
        with path.open("r+b") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return 0
            return self._put_aside(stream, path, self._committed(file))

    def _put_aside(self, stream: IO[bytes], path: Path, end: int) -> int:
        size = os.fstat(stream.fileno()).st_size
        if size <= end:
            return 0
        stream.seek(end)
        tail = stream.read()
        aside = path.with_name(f"{path.name}.aside-{end}-{hashlib.sha256(tail).hexdigest()[:12]}")
        with aside.open("wb") as copy:
            copy.write(tail)
            copy.flush()
            os.fsync(copy.fileno())
        stream.truncate(end)
        os.fsync(stream.fileno())
        return len(tail)

    def _open(self, day: date) -> IO[bytes]:
        if self._file is not None and self._day == day and self._position < SEGMENT_BYTES:
            return self._file
        self.flush()
        self.close()
        folder = self.folder / day.strftime("%Y/%m")
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(100_000):
            path = folder / f"{day.isoformat()}-{number:03d}.warc.gz"
            stream = self._claim(path)
            if stream is not None:
                self._file, self._day = stream, day
                self._name = path.relative_to(self.folder).as_posix()
                return stream
        raise OSError(f"{folder}: too many capture files of one day")

    def _claim(self, path: Path) -> IO[bytes] | None:
        """The file, locked, at the end of what is committed; None where it is not free."""
        if self._committed is None and path.exists():
            return None
        try:
            stream = path.open("r+b" if path.exists() else "x+b", buffering=1 << 18)
        except FileExistsError:
            # another writer made it in this very moment
            return None
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            name = path.relative_to(self.folder).as_posix()
            end = self._committed(name) if self._committed else 0
            size = os.fstat(stream.fileno()).st_size
            if end >= SEGMENT_BYTES or size < end:
                # full, or damaged: what was committed there is gone, and verify says so
                stream.close()
                return None
            self._put_aside(stream, path, end)
            if not end:
                _save_entry(path.parent)
            self._position = stream.seek(end)
        except BlockingIOError:
            stream.close()
            return None
        return stream

    def _read(self, file: str, position: int, length: int) -> tuple[Fetched, str]:
        try:
            return read_record(self.raw(file, position, length))
        except UNREADABLE as error:
            raise DamagedCapture(f"{self._at(file, position)}: {error}") from error

    def _at(self, file: str, position: int) -> str:
        return f"{self.folder / file} at byte {position}"


def _save_entry(folder: Path) -> None:
    """Have a new file's name on disk, not only its bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
