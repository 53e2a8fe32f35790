"""Captures in a store that is reached by an address (S3 and what speaks like it), not a folder.

Nothing can be appended to such a store: the records of one transaction are one object, written
before the transaction is committed. An object of a transaction that was not committed is named by
no row; it stays, and says nothing.
"""

import hashlib
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import fsspec

from storage.captures import CaptureFolder, DamagedCapture, Kept
from storage.warc import Fetched, First, write_record
from text.clock import tashkent_day

_MISSING = (FileNotFoundError, IsADirectoryError)


class CaptureBucket(CaptureFolder):
    """Writes and reads captures at an address, as :class:`storage.captures.CaptureFolder`."""

    def __init__(self, url: str) -> None:
        """``url``: as fsspec reads it, s3://bucket/folder."""
        self._store: Any
        # listings change under other machines' hands
        self._store, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
        self._root = root.rstrip("/")
        super().__init__(Path(self._root), lambda _: 0)
        self._records: list[bytes] = []
        self._object = ""
        self._length = 0
        self._of: date | None = None

    def keep(self, fetched: Fetched, first: First | None = None, digest: str = "") -> Kept:
        """Add one response to the object of this transaction, which :meth:`flush` writes."""
        day = tashkent_day(fetched.fetched_at)
        if self._records and day != self._of:
            # an object holds one day's records
            self.flush()
        if not self._records:
            self._of = day
            self._object = f"{day:%Y/%m}/{day.isoformat()}-{uuid.uuid4().hex}.warc.gz"
        digest = digest or hashlib.sha256(fetched.body).hexdigest()
        record, place = write_record(fetched, digest, first), self._length
        self._records.append(record)
        self._length += len(record)
        return Kept(self._object, place, len(record), digest, hashlib.sha256(record).hexdigest())

    def flush(self) -> None:
        """Have everything in the store, before the rows that name it are committed.

        Raises:
            OSError: the store cannot be written.
        """
        if self._records:
            path, records = f"{self._root}/{self._object}", b"".join(self._records)
            try:
                self._store.pipe_file(path, records)
            except FileNotFoundError:
                # a store that has folders
                self._store.makedirs(path.rpartition("/")[0], exist_ok=True)
                self._store.pipe_file(path, records)
            self.forget()

    def forget(self) -> None:
        """Forget what was not written: its transaction is rolled back."""
        self._records, self._length = [], 0

    def close(self) -> None:
        """Nothing is held open."""
        self.forget()

    def raw(self, file: str, position: int, length: int) -> bytes:
        """The bytes at a place, fewer where the object ends before.

        Raises:
            DamagedCapture: the object is missing or cannot be read.
        """
        path = f"{self._root}/{file}"
        try:
            found: bytes = self._store.cat_file(path, start=position, end=position + length)
        except _MISSING as error:
            raise DamagedCapture(f"{path}: missing") from error
        except OSError as error:
            raise DamagedCapture(f"{path}: {error}") from error
        return found

    def put_aside(self, file: str) -> int:
        """Nothing is written on where a killed writer left off."""
        del file
        return 0

    def files(self) -> list[str]:
        """The objects that hold captures, relative to the address, in order."""
        found = self._store.glob(f"{self._root}/????/??/*.warc.gz")
        return sorted(str(one)[len(self._root) + 1 :] for one in found)

    def size(self, file: str) -> int:
        """Bytes of an object."""
        return int(self._store.size(f"{self._root}/{file}"))

    @property
    def unnamed_is_nothing(self) -> bool:
        """Objects of transactions that were not committed are no damage."""
        return True
