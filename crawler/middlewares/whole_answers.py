"""Refuses answers that were cut while they were packed: half a page is no page."""

import zlib

import brotli  # type: ignore[import-untyped]  # has no types
import zstandard
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes


class CutAnswer(OSError):
    """A packed answer ends before its end; it is asked for again by a later visit."""


class WholeAnswers:
    """Sees every answer before it is unpacked.

    The unpacker gives what it could read of a cut answer, as if that were all.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass a whole answer on.

        Raises:
            CutAnswer: it is packed, and cut.
        """
        packed = (response.headers.get("Content-Encoding") or b"").strip().lower()
        most = int(request.meta.get("download_maxsize") or 0)
        if packed == b"gzip" and (text := gunzipped(response.body, most)) is not None:
            return _unpacked(response, text)
        if response.body and not ends(response.body, packed.decode("latin-1"), most):
            raise CutAnswer(f"{request.url[:200]}: {packed.decode('latin-1')} that is cut")
        return response


def gunzipped(body: bytes, most: int) -> bytes | None:
    """The content of one whole gzip member of at most so many bytes; None of anything else.

    Nearly every page of a night is one: it is unpacked here, once, four times faster than in the
    small steps in which the framework's unpacker reads what may be damaged.
    """
    unpacker = zlib.decompressobj(31)
    try:
        text = unpacker.decompress(body, most + 1)
    except zlib.error:
        return None
    whole = unpacker.eof and not unpacker.unused_data and len(text) <= most
    return text if whole else None


def _unpacked(response: Response, text: bytes) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=text)
    encoding = {"encoding": None} if issubclass(kind, TextResponse) else {}
    return response.replace(cls=kind, headers=headers, body=text, **encoding)


def ends(body: bytes, packing: str, most: int) -> bool:
    """Whether a packed body has an end; True where that cannot be told, or it is larger than most.

    Damage is left to the unpacker, which says what is wrong.
    """
    try:
        if packing in {"gzip", "x-gzip", "deflate"}:
            raw = packing == "deflate" and (body[0] & 15 != 8 or int.from_bytes(body[:2]) % 31)
            unpacker = zlib.decompressobj(-15 if raw else 47)
            return len(unpacker.decompress(body, most + 1)) > most or unpacker.eof
        if packing == "br":
            return _brotli_ends(body, most)
        if packing == "zstd":
            return _zstd_ends(body, most)
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return True
    return True


def _brotli_ends(body: bytes, most: int) -> bool:
    unpacker = brotli.Decompressor()
    size = len(unpacker.process(body, output_buffer_limit=most + 1))
    return size > most or bool(unpacker.is_finished())


def _zstd_ends(body: bytes, most: int) -> bool:
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    size = 0
    # in small pieces: one may unpack to thirty thousand times its size
    for at in range(0, len(body), 512):
        size += len(unpacker.decompress(body[at : at + 512]))
        if size > most or unpacker.eof:
            return True
    return False
