"""Requests and answers of the replica, apart from sockets; conditional and compressed answers."""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qs, unquote

HTML = "text/html; charset=UTF-8"
JSON = "application/json"
XML = "application/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as an original site would see it."""

    method: str
    scheme: str
    host: str
    target: str
    """Path and query as sent."""
    headers: Mapping[str, str]
    """Names in lower case."""

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return unquote(self.target.partition("?")[0])

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters (the last of each name)."""
        query = self.target.partition("?")[2]
        return {k: v[-1] for k, v in parse_qs(query, keep_blank_values=True).items()}

    @property
    def conditional(self) -> bool:
        """Whether only a newer copy is asked for."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Part:
    """A piece of a body that may be shared by many answers; compressed at most once.

    Pieces are deflated apart, each flushed to a byte border, so that a page's unchanging frame is
    not compressed again with every article.
    """

    __slots__ = ("_deflated", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._deflated: bytes | None = None

    @property
    def deflated(self) -> bytes:
        """The piece as raw deflate blocks, not ended."""
        if self._deflated is None:
            packer = zlib.compressobj(1, zlib.DEFLATED, -15)
            self._deflated = packer.compress(self.raw) + packer.flush(zlib.Z_FULL_FLUSH)
        return self._deflated


_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
_DEFLATE_END = b"\x03\x00"


def gzipped(parts: tuple[Part, ...]) -> bytes:
    """A gzip file of the pieces, one after another."""
    check = 0
    size = 0
    for part in parts:
        check = zlib.crc32(part.raw, check)
        size += len(part.raw)
    packed = b"".join(part.deflated for part in parts)
    return _GZIP_HEAD + packed + _DEFLATE_END + struct.pack("<II", check, size & 0xFFFFFFFF)


Fate = Literal["", "hang", "drop", "raw", "drip", "flood"]
Sort = Literal["article", "listing", "other"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``fate`` other than "" is what happens instead of sending it.

    "raw": ``raw`` goes over the socket as it is, which is then closed; "drip": the same, a byte
    now and then; "flood": ``raw``, then ``stream`` over and over until the client has enough.
    """

    status: int
    parts: tuple[Part, ...] = ()
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    sort: Sort = "other"
    etag: str = ""
    modified: datetime | None = None
    delay: float = 0.0
    fate: Fate = ""
    raw: bytes = b""
    stream: bytes = b""

    @property
    def body(self) -> bytes:
        """The whole body, not compressed."""
        return b"".join(part.raw for part in self.parts)

    @property
    def text(self) -> str:
        """The whole body as text."""
        return self.body.decode("utf-8")


@dataclass(slots=True)
class Wire:
    """What goes over the socket for one answer."""

    status: int
    head: bytes
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line of the newsroom's request log."""

    method: str
    host: str
    path: str
    status: int
    conditional: bool
    sort: Sort = "other"
    outlet: str = ""


@dataclass(slots=True)
class RequestLog:
    """Every request the newsroom answered, in order."""

    lines: list[RequestLine] = field(default_factory=list)


def page(text: str, kind: str = HTML, sort: Sort = "other") -> Answer:
    """A plain 200 answer of a text."""
    return Answer(200, (Part(text.encode()),), kind, sort=sort)


def listing(text: str, modified: datetime, kind: str = HTML) -> Answer:
    """A 200 answer that can be asked for conditionally: tagged by its content."""
    raw = text.encode()
    tag = f'"{hashlib.blake2b(raw, digest_size=9).hexdigest()}"'
    return Answer(200, (Part(raw),), kind, sort="listing", etag=tag, modified=modified)


def moved(address: str, status: int = 301) -> Answer:
    """A redirect."""
    return Answer(status, (), HTML, (("Location", address),))


def refused(status: int, text: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An error page."""
    phrase = HTTPStatus(status).phrase
    body = text or f"<html><head><title>{status} {phrase}</title></head><h1>{phrase}</h1></html>"
    return Answer(status, (Part(body.encode()),), HTML, headers)


def http_date(instant: datetime) -> str:
    """An instant as HTTP writes it."""
    return format_datetime(instant.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _unchanged(asked: Asked, answer: Answer) -> bool:
    tags = asked.headers.get("if-none-match")
    if tags is not None:
        return bool(answer.etag) and answer.etag in [
            tag.strip().removeprefix("W/") for tag in tags.split(",")
        ]
    since = asked.headers.get("if-modified-since")
    if since is None or answer.modified is None:
        return False
    try:
        return answer.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except ValueError:
        return False


def on_the_wire(asked: Asked, answer: Answer) -> Wire:
    """The bytes of an answer to a request: 304 where nothing changed, gzip where accepted."""
    lines: list[str] = []
    status = answer.status
    if status == 200 and (answer.etag or answer.modified) and _unchanged(asked, answer):
        status = 304
    if answer.etag:
        lines.append(f"ETag: {answer.etag}")
    if answer.modified:
        lines.append(f"Last-Modified: {http_date(answer.modified)}")
    lines += [f"{name}: {value}" for name, value in answer.headers]
    body = b""
    if status != 304:
        lines.append(f"Content-Type: {answer.kind}")
        if "gzip" in asked.headers.get("accept-encoding", "") and answer.parts:
            body = gzipped(answer.parts)
            lines.append("Content-Encoding: gzip")
            lines.append("Vary: Accept-Encoding")
        else:
            body = answer.body
        lines.append(f"Content-Length: {len(body)}")
    if asked.headers.get("connection", "").lower() == "close":
        lines.append("Connection: close")
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nServer: nginx\r\n"
    head += "".join(f"{line}\r\n" for line in lines) + "\r\n"
    return Wire(status, head.encode("latin-1"), b"" if asked.method == "HEAD" else body)
