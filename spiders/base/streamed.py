"""Pages that Next.js streams: late parts put back in their places, data read off the stream.

A streamed page holds templates (``P:1``) for what was not ready, sends it hidden at the end
(``S:1``) and swaps it in by a script; its data comes as numbered rows cut into strings.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import html
from scrapy.http import TextResponse

MOST_OBJECTS = 50
"""Objects under one name that are looked at in one stream."""

_SWAPS = re.compile(r"""\$R[SC]\(\s*["']([A-Z]:\w+)["']\s*,\s*["']([A-Z]:\w+)["']""")
_PUSHED = re.compile(r'self\.__next_f\.push\(\[1,\s*("[^"\\]*(?:\\.[^"\\]*)*")\s*\]\)')
_TEXT_ROW = re.compile(rb"(?:^|\n)([0-9a-f]+):T([0-9a-f]+),")
_REFERENCE = re.compile(r"\$([0-9a-f]+)")


def put_parts_back(page: TextResponse) -> None:
    """Move every part that came late to its place; the parsed page itself is changed."""
    pairs = _SWAPS.findall(page.text)
    if not pairs:
        return
    root = page.selector.root
    named = {one.get("id"): one for one in root.iter("div", "template") if one.get("id")}
    for pair in pairs:
        # $RS names the part first, $RC the place
        part_id, place_id = pair if pair[0].startswith("S:") else reversed(pair)
        part, place = named.pop(part_id, None), named.pop(place_id, None)
        if part is not None and place is not None and part not in place.iterancestors():
            _replace(place, part)


def _replace(place: html.HtmlElement, part: html.HtmlElement) -> None:
    part.attrib.pop("hidden", None)
    part.drop_tree()
    part.tail = place.tail
    place.getparent().replace(place, part)


def streamed_objects(page: TextResponse, key: str) -> Iterator[Mapping[str, Any]]:
    """The objects that stand under a key anywhere in the stream, in its order.

    Long strings are sent in rows of their own and referred to; they are put back.
    """
    stream = "".join(json.loads(piece) for piece in _PUSHED.findall(page.text))
    decoder = json.JSONDecoder()
    texts: dict[str, str] | None = None
    starts = re.finditer(rf'"{re.escape(key)}":\s*(?={{)', stream)
    for start in islice(starts, MOST_OBJECTS):
        try:
            found, _ = decoder.raw_decode(stream, start.end())
        except (ValueError, RecursionError):
            continue
        if texts is None:
            texts = _text_rows(stream)
        yield {name: _resolved(value, texts) for name, value in found.items()}


def _text_rows(stream: str) -> dict[str, str]:
    raw = stream.encode("utf-8", errors="surrogatepass")
    rows, at = {}, 0
    while row := _TEXT_ROW.search(raw, at):
        # the length counts bytes
        at = row.end() + int(row[2], 16)
        rows[row[1].decode()] = raw[row.end() : at].decode("utf-8", errors="replace")
    return rows


def _resolved(value: Any, texts: Mapping[str, str]) -> Any:
    reference = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return texts.get(reference[1], value) if reference else value
