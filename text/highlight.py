"""Where the words of a query stand in a text as it was published, in whatever alphabet.

Positions are given, never markup: whoever shows a text escapes it and sets the marks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from text.folding import fold_map
from text.query import Node, Words, sought

Span = tuple[int, int]

SNIPPET = 240
"""Characters of a snippet, about: it begins and ends between words."""
AROUND = 900
"""Characters on either side of a likely place that are looked through first."""
MOST_HITS = 400
"""Hits in a body that are weighed for the snippet: what comes later shows no better place."""

_IN_WORD = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, ``start`` characters from its beginning, and the hits within the part."""

    text: str
    start: int
    hits: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


def hits(node: Node, text: str, *, title: bool = False) -> tuple[Span, ...]:
    """Where a text as published has what a query wants; in order, apart from each other.

    Args:
        node: the query.
        text: as published.
        title: whether the text is a title, to which ``title:`` applies.
    """
    pattern = _pattern(tuple(sought(node)), title)
    return _marked(pattern, text) if pattern else ()


def snippet(node: Node, body: str, folded: str = "", length: int = SNIPPET) -> Snippet:
    """The part of a body that shows most of what a query wants; its beginning if it has nothing.

    Args:
        node: the query.
        body: as published.
        folded: its key as the ledger keeps it; spares folding a long body, may be "".
        length: characters of the part, about.
    """
    pattern = _pattern(tuple(sought(node)), False)
    if pattern is None:
        return _part(body, 0, length, ())
    found: tuple[Span, ...] = ()
    if folded:
        place = _best(list(_found(pattern, folded.lower())), length)
        if place is None:
            return _part(body, 0, length, ())
        # both have the same words, so that a place in one is about the same place in the other
        about = place * len(body) // max(1, len(folded))
        first, last = _between_words(body, about - AROUND, about + AROUND)
        found = tuple((a + first, b + first) for a, b in _marked(pattern, body[first:last]))
    found = found or _marked(pattern, body)
    place = _best(list(found), length)
    return _part(body, place or 0, length, found)


def _marked(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    folded = fold_map(text)
    key = folded.key.lower()
    if len(key) != len(folded.key):
        key = folded.key
    return tuple(folded.span(start, end) for start, end in _found(pattern, key))


def _found(pattern: re.Pattern[str], key: str) -> list[Span]:
    spans: list[Span] = []
    for match in pattern.finditer(key):
        spans.append(match.span())
        if len(spans) == MOST_HITS:
            break
    return spans


def _best(spans: list[Span], length: int) -> int | None:
    """The beginning of the hit with most hits in the ``length`` characters after it."""
    best, most = None, 0
    last = 0
    for first, (start, _) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= start + length:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best if best is not None or not spans else spans[0][0]


def _part(body: str, place: int, length: int, found: Sequence[Span]) -> Snippet:
    first = max(0, place - length // 4)
    if len(body) - first < length:
        first = max(0, len(body) - length)
    first, last = _between_words(body, first, first + length)
    inside = tuple((a - first, b - first) for a, b in found if first <= a and b <= last)
    return Snippet(body[first:last], first, inside, first > 0, last < len(body))


def _between_words(body: str, first: int, last: int) -> Span:
    """The nearest places outside of words, not more than a long word away."""
    first, last = max(0, first), min(len(body), last)
    for _ in range(40):
        if first == 0 or body[first - 1].isspace():
            break
        first -= 1
    for _ in range(40):
        if last == len(body) or body[last].isspace():
            break
        last += 1
    return first, last


@lru_cache(maxsize=256)
def _pattern(wanted: tuple[Words, ...], title: bool) -> re.Pattern[str] | None:
    cases = []
    for words in wanted:
        if words.in_title and not title:
            continue
        inner = r"[\W_]+".join(map(re.escape, words.words))
        end = f"(?!{_IN_WORD})" if words.whole else f"{_IN_WORD}*"
        cases.append(f"{inner}{end}")
    if not cases:
        return None
    # the longest first, so that a phrase is marked whole
    cases.sort(key=len, reverse=True)
    return re.compile(rf"(?<!{_IN_WORD})(?:{'|'.join(cases)})")
