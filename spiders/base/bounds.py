"""What is too much to be a page: refused before it is parsed."""

import re

from scrapy.http import TextResponse

from pipelines.accept import LONGEST_TEXT
from text.charsets import true_charset

MOST_PAGE_BYTES = 4 * 1024 * 1024
"""Largest article page (or API answer) that is read, unpacked. Real ones have 40 to 900 KB."""

MOST_TAGS = 40_000
"""Most tags of an article page, opening and closing: a second's work. Real ones have 1 to 9 000."""

MOST_ATTRIBUTES = 10_000
"""Most words of one tag: the parser compares each attribute with all others."""

_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{20000,}")


class TooMuch(ValueError):
    """Larger, deeper or longer than any page of an outlet; the message says by what."""


def check_page(body: bytes) -> None:
    """Refuse a page that would cost more than any real page does.

    Raises:
        TooMuch: with what there is too much of.
    """
    if len(body) > MOST_PAGE_BYTES:
        raise TooMuch(f"{len(body)} bytes; at most {MOST_PAGE_BYTES} are read of an article")
    tags = body.count(b"<")
    if tags > MOST_TAGS:
        raise TooMuch(f"{tags} tags; at most {MOST_TAGS} are read of an article")
    for tag in _LONG_TAG.finditer(body):
        if len(tag[0].split(None, MOST_ATTRIBUTES)) > MOST_ATTRIBUTES:
            raise TooMuch(f"a tag of more than {MOST_ATTRIBUTES} attributes")


def check_fragment(fragment: str) -> None:
    """Refuse a piece of HTML out of an API's answer that no article has.

    Raises:
        TooMuch: with what there is too much of.
    """
    if len(fragment) > LONGEST_TEXT * 2 or fragment.count("<") > MOST_TAGS // 2:
        raise TooMuch(f"{len(fragment)} characters of HTML; no article has so many")


def readable(response: TextResponse) -> TextResponse:
    """The response in the charset its bytes are in, without NULs; itself where it is so already."""
    body = response.body
    charset = true_charset(body, response.encoding)
    if charset == "utf-8" and response.encoding.lower() == "utf-8" and b"\x00" not in body:
        return response
    if charset == response.encoding and b"\x00" not in body:
        return response
    text = body.decode(charset, errors="replace").replace("\x00", "").removeprefix("\ufeff")
    return response.replace(body=text.encode("utf-8", errors="replace"), encoding="utf-8")
