"""Captures: every page as it was fetched, kept in WARC files beside the ledger."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

LEVEL = 1
"""zlib level of the records: the fastest, since a night waits for its slowest stage."""

SEGMENT_BYTES = 512 * 1024 * 1024
"""A new file is begun past this size, so that one can be copied or burnt as a whole."""


class DamagedCapture(RuntimeError):
    """A capture that is missing or no longer what was fetched; the message names it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response as fetched: instant in UTC, headers as received, body after decompression."""

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a capture lies: file (relative to the folder), byte position and length, digest."""

    file: str
    position: int
    length: int
    sha256: str


class CaptureFolder:
    """Writes and reads captures in one folder.

    Every run begins a file of its own, so that a run cut off in mid-record harms no other's
    captures; a record that no row of the ledger names does not count.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: IO[bytes] | None = None
        self._name = ""
        self._position = 0

    def keep(self, fetched: Fetched) -> Kept:
        """Append one response as a WARC record; it is on its way to disk when this returns.

        Raises:
            OSError: the folder cannot be written or the disk is full.
        """
        digest = hashlib.sha256(fetched.body).hexdigest()
        record = _record(fetched, digest)
        stream = self._open(fetched.fetched_at)
        position = self._position
        stream.write(record)
        self._position += len(record)
        return Kept(self._name, position, len(record), digest)

    def flush(self) -> None:
        """Hand everything written to the operating system, before the rows are committed."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Close the file of this run."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def read(self, file: str, position: int, length: int, sha256: str) -> Fetched:
        """The response kept at a place.

        Raises:
            DamagedCapture: the file is missing, cut, or its content has another digest.
        """
        path = self.folder / file
        try:
            with path.open("rb") as stream:
                stream.seek(position)
                raw = stream.read(length)
            fetched = _parse(raw)
        except (
            OSError,
            EOFError,
            ValueError,
            StopIteration,
            zlib.error,
            ArchiveLoadFailed,
        ) as error:
            raise DamagedCapture(f"{path} at byte {position}: {error}") from error
        if hashlib.sha256(fetched.body).hexdigest() != sha256:
            raise DamagedCapture(f"{path} at byte {position}: not the content that was captured")
        return fetched

    def _open(self, instant: datetime) -> IO[bytes]:
        if self._file is not None and self._position < SEGMENT_BYTES:
            return self._file
        self.close()
        month = instant.astimezone(UTC).strftime("%Y/%m")
        (self.folder / month).mkdir(parents=True, exist_ok=True)
        stamp = instant.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
        for number in range(100_000):
            self._name = f"{month}/{stamp}-{number:05d}.warc.gz"
            try:
                self._file = (self.folder / self._name).open("xb", buffering=1 << 18)
            except FileExistsError:
                continue
            self._position = 0
            return self._file
        raise OSError(f"{self.folder / month}: too many capture files of one second")


def _record(fetched: Fetched, digest: str) -> bytes:
    writer = BufferWARCWriter(gzip=False)
    headers = StatusAndHeaders(
        f"{fetched.status} Captured", _plain(fetched.headers), protocol="HTTP/1.1"
    )
    headers.compute_headers_buffer()
    block = hashlib.sha256(headers.headers_buff)
    block.update(fetched.body)
    record = writer.create_warc_record(
        fetched.url,
        "response",
        payload=io.BytesIO(fetched.body),
        length=len(fetched.body),
        http_headers=headers,
        warc_headers_dict={
            "WARC-Date": fetched.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            # given, so that warcio does not compute its own in small steps
            "WARC-Payload-Digest": f"sha256:{digest}",
            "WARC-Block-Digest": f"sha256:{block.hexdigest()}",
        },
    )
    writer.write_record(record)
    return gzip.compress(writer.get_contents(), compresslevel=LEVEL, mtime=0)


def _plain(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # the body is kept decompressed and whole, so the transfer's own headers would be untrue
    transfer = {"content-encoding": "Content-Encoding", "transfer-encoding": "Transfer-Encoding"}
    return [
        (f"X-Fetched-{transfer[name.lower()]}" if name.lower() in transfer else name, value)
        for name, value in headers
        if name.lower() != "content-length"
    ]


def _parse(raw: bytes) -> Fetched:
    record = next(iter(ArchiveIterator(io.BytesIO(raw), check_digests="raise")))
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)
    mime = record.http_headers.get_header("Content-Type") or ""
    return Fetched(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=record.content_stream().read(),
        mime=mime.split(";")[0].strip(),
    )
