"""Kinds of bad answers before any page is read: compression, lengths, time, redirects, status."""

import gzip
import zlib
from collections.abc import Iterator

from replica.answers import HTML, Answer, Asked
from replica.hostile.fault import Answering, Fault, always, html, page, redirect, wire

GOOD = html().encode()
MB = 1024 * 1024


def _bomb_gzip(times: int = 1) -> bytes:
    packed = _deflated(400 * MB, wbits=31)
    for _ in range(times - 1):
        packed = gzip.compress(packed, mtime=0)
    return packed


def _deflated(size: int, wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = bytes(MB)
    return b"".join(packer.compress(block) for _ in range(size // MB)) + packer.flush()


def _brotli(size: int) -> bytes:
    import brotli  # type: ignore[import-untyped]  # has no types

    packer = brotli.Compressor(quality=1)
    block = bytes(MB)
    packed: bytes = b"".join(packer.process(block) for _ in range(size // MB)) + packer.finish()
    return packed


def _zstd(size: int) -> bytes:
    import zstandard

    packer = zstandard.ZstdCompressor(level=1).compressobj()
    block = bytes(MB)
    return b"".join(packer.compress(block) for _ in range(size // MB)) + packer.flush()


def _brotli_of(body: bytes) -> bytes:
    import brotli

    packed: bytes = brotli.compress(body, quality=4)
    return packed


def _zstd_of(body: bytes) -> bytes:
    import zstandard

    return zstandard.compress(body)


def _packed(body: bytes, encoding: str) -> Answering:
    return always(wire(body, f"Content-Encoding: {encoding}"))


def compression() -> Iterator[Fault]:
    """Bombs, and packing that is not what it says."""
    yield Fault("gzip-bomb", _packed(_bomb_gzip(), "gzip"), "rejected")
    yield Fault("gzip-in-gzip-bomb", _packed(_bomb_gzip(2), "gzip, gzip"), "rejected")
    yield Fault("deflate-bomb", _packed(_deflated(400 * MB, 15), "deflate"), "rejected")
    yield Fault("brotli-bomb", _packed(_brotli(400 * MB), "br"), "rejected")
    yield Fault("zstd-bomb", _packed(_zstd(400 * MB), "zstd"), "rejected")
    yield Fault("gzip-that-is-none", _packed(GOOD, "gzip"), "fetch_failed")
    yield Fault("gzip-cut", _packed(gzip.compress(GOOD, mtime=0)[:200], "gzip"), "fetch_failed")
    for name, packer in (("deflate", zlib.compress), ("br", _brotli_of), ("zstd", _zstd_of)):
        yield Fault(f"{name}-cut", _packed(packer(GOOD)[:250], name), "fetch_failed")
    yield Fault("brotli-damaged", _packed(b"\xff\xfe" * 600, "br"), "fetch_failed")
    yield Fault("zstd-damaged", _packed(b"\x28\xb5\x2f\xfd" * 300, "zstd"), "fetch_failed")
    yield Fault("encoding-unknown", _packed(b"\x91\x19" * 700, "snappy"), "fetch_failed")


def _head(*lines: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", *lines)).encode("latin-1") + b"\r\n"


def sizes_and_time() -> Iterator[Fault]:
    """Too much, too slow, cut, or no HTTP at all."""
    line = "<p>" + "so‘z " * (2 * MB)
    yield Fault("ten-megabytes-in-one-line", page(html(body=line)), "rejected")
    stated = Answer(200, fate="raw", raw=_head("Content-Length: 5000000000", "") + GOOD)
    yield Fault("length-of-gigabytes", always(stated), "rejected")
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    start = _head(f"Content-Type: {HTML}", "Transfer-Encoding: chunked", "")
    yield Fault("body-without-end", always(Answer(200, fate="flood", raw=start, stream=chunk)),
                "rejected")  # fmt: skip
    slow = _head(f"Content-Type: {HTML}", f"Content-Length: {len(GOOD)}", "") + GOOD
    yield Fault("body-in-drips", always(Answer(200, fate="drip", raw=slow[80:])), "fetch_failed")
    drip = Answer(200, fate="drip", raw=_head("X-Slow: 1" * 50, ""))
    yield Fault("headers-in-drips", always(drip), "fetch_failed")
    heads = Answer(200, fate="flood", raw=_head()[:-2] + b"\r\n", stream=b"X-More: 1\r\n" * 3000)
    yield Fault("headers-without-end", always(heads), "fetch_failed")
    yield Fault("header-of-a-megabyte", page(html(), "X-Long: " + "a" * MB), "fetch_failed")
    yield Fault("no-answer", always(Answer(200, fate="hang")), "fetch_failed")
    yield Fault("connection-reset", always(Answer(200, fate="drop")), "fetch_failed")
    yield Fault("cut-in-the-middle", always(wire(GOOD[:500], f"Content-Length: {len(GOOD)}")),
                "fetch_failed")  # fmt: skip
    yield Fault("length-too-small", always(wire(GOOD, "Content-Length: 150")), "parse_failed")
    bad = b"zz\r\nabc\r\n"
    yield Fault("chunks-damaged", always(wire(bad, "Transfer-Encoding: chunked")), "fetch_failed")
    cut = b"400\r\n" + GOOD[:300]
    yield Fault("chunks-cut", always(wire(cut, "Transfer-Encoding: chunked")), "fetch_failed")
    noise = Answer(200, fate="raw", raw=b"\x00\xff\x10SSH-2.0-OpenSSH\r\n" * 20)
    yield Fault("no-http", always(noise), "fetch_failed")
    yield Fault("empty-page", page(""), "parse_failed")


def _endless(asked: Asked) -> Answer:
    turn = asked.query.get("n", "0")
    number = int(turn) + 1 if turn.isdigit() else 1
    return wire(b"", f"Location: {asked.path}?n={number}", status="302 Found")


def redirects() -> Iterator[Fault]:
    """Redirects that lead nowhere, in circles, or where a visit has no business."""
    yield Fault("redirects-without-end", _endless, "fetch_failed")
    yield Fault(
        "redirect-to-itself",
        lambda asked: wire(
            b"", f"Location: https://{asked.host}{asked.target}", status="301 Moved"
        ),
        "fetch_failed",
    )
    inside = {
        "loopback": "http://127.0.0.1/admin", "localhost": "http://localhost/",
        "private": "http://192.168.0.1/", "metadata": "http://169.254.169.254/latest/meta-data/",
        "loopback-v6": "http://[::1]/", "loopback-as-number": "http://2130706433/",
        "mapped": "http://[::ffff:10.0.0.1]/",
    }  # fmt: skip
    for name, target in inside.items():
        yield Fault(f"redirect-to-{name}", redirect(target), "not_article", reason="leads away")
    yield Fault("redirect-to-another-outlet", redirect("https://example.com/a"), "not_article")
    yield Fault("redirect-to-front-page", redirect("/"), "gone", reason="front page")
    yield Fault(
        "redirect-with-credentials",
        lambda asked: wire(
            b"", f"Location: https://admin:secret@{asked.host}/x", status="302 Found"
        ),
        "not_article",
    )
    yield Fault(
        "redirect-to-a-port",
        lambda asked: wire(b"", f"Location: https://{asked.host}:2222/x", status="302 Found"),
        "not_article",
    )
    yield Fault("redirect-to-a-file", redirect("file:///etc/passwd"), "fetch_failed")
    yield Fault("redirect-to-a-script", redirect("javascript:alert(1)"), "fetch_failed")
    yield Fault("redirect-to-nothing", page("", status="302 Found"), "fetch_failed")


def statuses() -> Iterator[Fault]:
    """What a status says, whatever the page under it."""
    named = {
        "401 Unauthorized": "paywalled", "402 Payment Required": "paywalled",
        "403 Forbidden": "blocked", "404 Not Found": "gone", "410 Gone": "gone",
        "451 Unavailable": "blocked", "418 Teapot": "fetch_failed", "500 Error": "fetch_failed",
        "520 Unknown": "fetch_failed", "999 Denied": "fetch_failed",
        "304 Not Modified": "fetch_failed", "204 No Content": "fetch_failed",
    }  # fmt: skip
    for status, outcome in named.items():
        body = "" if status[:3] in {"304", "204"} else html()
        yield Fault(f"status-{status[:3]}", page(body, status=status), outcome)
    yield Fault("status-429-for-ever", page("", "Retry-After: 1", status="429 Slow"),
                "fetch_failed")  # fmt: skip
    yield Fault("status-503-for-a-day", page("", "Retry-After: 86400", status="503 Later"),
                "fetch_failed")  # fmt: skip
