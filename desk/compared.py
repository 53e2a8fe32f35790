"""Two texts beside each other, word by word."""

from difflib import SequenceMatcher
from typing import Literal

Part = tuple[Literal["same", "added", "left_out"], str]

MOST = 6_000
"""Characters of each text that are compared."""


def compared(one: str, other: str) -> list[Part]:
    """The other text in parts: the same as in the first, added to it, or left out of it."""
    first, second = one[:MOST].split(), other[:MOST].split()
    parts: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(("same", " ".join(first[a:b])))
            continue
        if b > a:
            parts.append(("left_out", " ".join(first[a:b])))
        if d > c:
            parts.append(("added", " ".join(second[c:d])))
    return parts
