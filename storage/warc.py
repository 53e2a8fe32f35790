"""One capture as one record of a WARC file, written and read."""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from storage.redaction import is_secret_header, without_secrets

LEVEL = 1
"""zlib level of the records: the fastest, since a night waits for its slowest stage."""

UNREADABLE = (OSError, EOFError, ValueError, StopIteration, zlib.error, ArchiveLoadFailed)
"""What reading a damaged record may raise."""

_NOTE = "Yoritish-Note"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response as fetched: instant in UTC, headers as received, body after decompression."""

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    mime: str
    redirected: bool = False
    """Whether another address was asked for and led here."""
    note: Mapping[str, Any] = field(default_factory=dict)
    """What the visit knew beforehand (the address it went by, what a listing said of it), so that
    the publication can be made again from the capture alone."""


@dataclass(frozen=True, slots=True)
class First:
    """An earlier capture that holds the same body."""

    capture: int
    url: str
    fetched_at: datetime


def write_record(fetched: Fetched, digest: str, first: First | None = None) -> bytes:
    """A response, or a revisit record without body where ``first`` holds the same one.

    Args:
        fetched: the response.
        digest: SHA-256 of its body, hexadecimal.
        first: the capture that holds this body already.
    """
    writer = BufferWARCWriter(gzip=False)
    headers = StatusAndHeaders(
        f"{fetched.status} {_phrase(fetched.status)}", _plain(fetched.headers), protocol="HTTP/1.1"
    )
    headers.compute_headers_buffer()
    block = hashlib.sha256(headers.headers_buff)
    named = {"WARC-Date": fetched.fetched_at.strftime(_TIME)}
    if fetched.note or fetched.redirected:
        note = dict(fetched.note) | ({"redirected": True} if fetched.redirected else {})
        named[_NOTE] = json.dumps(note, separators=(",", ":"))
    url = without_secrets(fetched.url)
    if first is None:
        block.update(fetched.body)
        # given, so that warcio does not compute its own in small steps
        named["WARC-Payload-Digest"] = f"sha256:{digest}"
        named["WARC-Block-Digest"] = f"sha256:{block.hexdigest()}"
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(fetched.body), length=len(fetched.body),
            http_headers=headers, warc_headers_dict=named,
        )  # fmt: skip
    else:
        named["WARC-Block-Digest"] = f"sha256:{block.hexdigest()}"
        record = writer.create_revisit_record(
            url, f"sha256:{digest}", without_secrets(first.url), first.fetched_at.strftime(_TIME),
            http_headers=headers, warc_headers_dict=named,
        )  # fmt: skip
    writer.write_record(record)
    return gzip.compress(writer.get_contents(), compresslevel=LEVEL, mtime=0)


def read_record(raw: bytes) -> tuple[Fetched, str]:
    """The response in a record and the digest it gives its body; a revisit's body is empty.

    Raises:
        one of :data:`UNREADABLE`: the record is damaged.
    """
    record = next(iter(ArchiveIterator(io.BytesIO(raw), check_digests="raise")))
    answer = record.http_headers
    if answer is None or record.rec_type not in {"response", "revisit"}:
        raise ValueError(f"a record of type {record.rec_type} is no capture")
    mime = answer.get_header("Content-Type") or ""
    note = json.loads(record.rec_headers.get_header(_NOTE) or "{}")
    fetched = Fetched(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        status=int(answer.get_statuscode()),
        headers=tuple((str(name), str(value)) for name, value in answer.headers),
        body=record.content_stream().read(),
        mime=mime.split(";")[0].strip(),
        redirected=bool(note.pop("redirected", False)),
        note=note,
    )
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    return fetched, digest.removeprefix("sha256:")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _plain(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # the body is kept decompressed and whole, so the transfer's own headers would be untrue
    transfer = {"content-encoding": "Content-Encoding", "transfer-encoding": "Transfer-Encoding"}
    return [
        (f"X-Fetched-{transfer[name.lower()]}" if name.lower() in transfer else name, value)
        for name, value in headers
        if name.lower() != "content-length" and not is_secret_header(name)
    ]
