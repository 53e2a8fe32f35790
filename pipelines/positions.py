"""The way back from places in a text's key to places in the text, without mapping all of it."""

import re
from itertools import accumulate

from text.folding import Folded, fold_map

_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)

LONGEST = 2_000
"""Characters of words that are mapped by themselves; where markup glued more than that together,
the whole text is mapped, once."""


_HALVES = re.compile(r"[\ud800-\udfff]")


def plain_spaces(text: str) -> str:
    """The text with every kind of space as a plain one, letter for letter.

    Halves of surrogate pairs, which damaged JSON holds, become U+FFFD: no library reads them.
    """
    if text.isascii():
        return text
    if _HALVES.search(text):
        text = _HALVES.sub("\ufffd", text)
    for space in _SPACES:
        if space in text:
            text = text.replace(space, " ")
    return text


class Positions:
    """Where parts of a key stand in the text it was folded from.

    Folding keeps every space, so words are counted to the part asked for and only they are mapped.
    """

    def __init__(self, text: str, key: str) -> None:
        self._text = text
        self._key = key
        self._begins: list[int] | None = None
        self._whole: Folded | None = None
        self._counted = (0, 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the text of the key's part start..end (end not included)."""
        words = self._words(start, end)
        if words is not None:
            left, right, first, last = words
            folded = fold_map(self._text[first:last])
            if folded.key == self._key[left:right]:
                start, end = folded.span(start - left, end - left)
                return start + first, end + first
        self._whole = self._whole or fold_map(self._text)
        return self._whole.span(start, end)

    def words(self, start: int, end: int) -> str:
        """The words, as published, that hold the key's part start..end."""
        around = self._words(start, end)
        first, last = around[2:] if around else self.span(start, end)
        words = self._text[first:last]
        if "\n" in words:
            first, last = self.span(start, end)
            words = self._text[first:last]
        return " ".join(words.strip(".,:;!?()[]«»“”„\"'…–—- \t").split())

    def _words(self, start: int, end: int) -> tuple[int, int, int, int] | None:
        """Key and text positions of the words that hold a part; None where they are too long."""
        key = self._key
        left = key.rfind(" ", max(0, start - LONGEST), start) + 1
        right = key.find(" ", end, end + LONGEST)
        if (not left and start > LONGEST) or (right < 0 and end + LONGEST < len(key)):
            return None
        right = len(key) if right < 0 else right
        if self._begins is None:
            # word n begins after n words and as many spaces
            lengths = map(len, self._text.split(" "))
            self._begins = [0, *accumulate(map((1).__add__, lengths))]
        n = self._spaces_before(left)
        m = n + key.count(" ", left, right)
        begins = self._begins
        return left, right, begins[min(n, len(begins) - 1)], begins[min(m + 1, len(begins) - 1)] - 1

    def _spaces_before(self, at: int) -> int:
        """Spaces of the key before a place, counted on from the place last asked for."""
        place, n = self._counted
        n = n + self._key.count(" ", place, at) if at >= place else self._key.count(" ", 0, at)
        self._counted = (at, n)
        return n
