"""The alphabet a page's bytes are really in, whatever its header or its head says.

Uzbek and Russian pages still come in windows-1251 and KOI8-R, and some name another charset than
theirs. Letters read in the wrong one are no words, so that nothing would be found in them.
"""

import codecs
import re

SINGLE_BYTE = ("windows-1251", "koi8-r", "cp866", "iso-8859-5")
"""Charsets of one byte a letter in which Cyrillic was written on the web."""

SAMPLE = 20_000
"""Bytes above ASCII that are looked at."""

FEWEST = 12
"""Bytes above ASCII from which letters tell a charset; with fewer, what is declared stands."""

BROKEN = 0.2
"""Share of bytes above ASCII that may be broken in a page that is still UTF-8."""

_COMMON = frozenset("оеаинтсрвлкмдпуяқўшй")
"""Letters that make up three quarters of any text in Cyrillic."""

_NO_SINGLE_BYTE = frozenset({"utf-8", "utf8", "ascii", "us-ascii"})
_RUN = re.compile(rb"[\x80-\xff]{2,}")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def true_charset(body: bytes, declared: str) -> str:
    """The charset a body can be read in as words; ``declared`` where its bytes do not say.

    Valid UTF-8 is UTF-8 whatever is declared: other text is so by chance only where it is short.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name
    wide = _without_mark(body)
    if wide:
        return wide
    if body.isascii():
        return declared
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(body, declared, error.start)
    return "utf-8"


def _not_utf8(body: bytes, declared: str, broken: int) -> str:
    high = _high(body)
    if len(high) < FEWEST:
        return declared
    if _broken_share(body, broken, len(high)) < BROKEN:
        return "utf-8"
    in_words = sum(len(run) for run in _RUN.findall(body[: SAMPLE * 10]))
    if in_words >= len(high) / 2:
        best = max(SINGLE_BYTE, key=lambda name: _looks_written(high, name))
        if _looks_written(high, best) > 0.45:
            return best
    # letters with accents among plain ones
    known = declared.lower().replace("_", "-")
    return "windows-1252" if known in _NO_SINGLE_BYTE else declared


def _without_mark(body: bytes) -> str:
    """UTF-16 without a mark is known by its zeros: every other byte of markup is one."""
    head = body[:2000]
    if head.count(0) * 5 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _high(body: bytes) -> bytes:
    return bytes(byte for byte in body[: SAMPLE * 10] if byte > 127)[:SAMPLE]


def _broken_share(body: bytes, start: int, high: int) -> float:
    sample = body[max(0, start - SAMPLE) : start + SAMPLE]
    return sample.decode("utf-8", errors="replace").count("\ufffd") / max(1, min(high, SAMPLE))


def _looks_written(high: bytes, charset: str) -> float:
    text = high.decode(charset, errors="replace")
    return sum(letter in _COMMON for letter in text) / len(text)
