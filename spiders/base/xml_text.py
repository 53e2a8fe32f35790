"""XML of feeds and sitemaps, read safely: no entities of its own, bounded, forgiving."""

import gzip
import zlib
from collections.abc import Iterator

from lxml import etree

LARGEST = 60 * 1024 * 1024
"""Bytes after unpacking; qalampir.uz has a sitemap of 17 MB."""


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
    try:
        root = etree.fromstring(unpacked(body).lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXML(f"no XML: {error}") from error
    if root is None:
        raise UnreadableXML("no XML in the answer")
    return root


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
