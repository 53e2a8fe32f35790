"""XML of feeds and sitemaps, read safely: no entities of its own, bounded, forgiving."""

import gzip
import re
import zlib
from collections.abc import Iterator

from lxml import etree

from text.charsets import true_charset

LARGEST = 24 * 1024 * 1024
"""Bytes after unpacking; qalampir.uz has a sitemap of 17 MB."""

MOST_TAGS = 1_200_000
"""Most tags, opening and closing; 17 MB of sitemap have 900 000. A tree takes 150 bytes each."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_OWN_ENTITIES = re.compile(rb"<!DOCTYPE[^>\[]{0,500}\[.*?\]\s*>", re.DOTALL)
"""A feed's own entities: it can do without, and at a bomb of them the parser would stop."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


class UnreadableXML(ValueError):
    """Not XML, or too large."""


def unpacked(body: bytes) -> bytes:
    """A body, unpacked if it is gzip.

    Raises:
        UnreadableXML: damaged, or larger than is read.
    """
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(body, LARGEST)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableXML(f"damaged gzip: {error}") from error
    if unpacker.unconsumed_tail:
        raise UnreadableXML(f"larger than {LARGEST} bytes when unpacked")
    return plain


def parse(body: bytes) -> etree._Element:
    """The root of a feed or sitemap; a little broken markup is mended.

    Raises:
        UnreadableXML: there is no XML in it.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    plain = _in_utf8(unpacked(body).lstrip())
    if b"<!DOCTYPE" in plain[:2000]:
        plain = _OWN_ENTITIES.sub(b"", plain, count=1)
    if plain.count(b"<") > MOST_TAGS:
        raise UnreadableXML(f"more than {MOST_TAGS} tags")
    try:
        root = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXML(f"no XML: {error}") from error
    if root is None:
        raise UnreadableXML("no XML in the answer")
    return root


def _in_utf8(body: bytes) -> bytes:
    """The XML as it was, or put into UTF-8 where it is in another charset than it says."""
    found = _DECLARED.match(body)
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    charset = true_charset(body, declared)
    if charset == declared:
        return body
    try:
        text = body.decode(charset, errors="replace")
    except LookupError:
        text = body.decode("utf-8", errors="replace")
    return _DECLARATION.sub("", text.removeprefix("\ufeff")).encode("utf-8")


def local(element: etree._Element) -> str:
    """An element's name without its namespace, lower-case; "" for comments."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children with one of these names, whatever their namespace."""
    for child in element:
        if local(child) in names:
            yield child


def text_in(element: etree._Element, *names: str) -> str:
    """The text of the first child with one of these names; "" if there is none."""
    for name in names:
        for child in children(element, name):
            try:
                text = "".join(child.itertext()).strip()
            except UnicodeDecodeError:
                # "&#xD800;" is no character; the entry goes without this text
                continue
            if text:
                return str(text)
    return ""
