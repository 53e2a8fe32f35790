"""Chance that comes out the same on every machine: all that is drawn is drawn from a key."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Dice:
    """A small generator (64-bit congruential, high bits used) seeded by any words.

    Same words, same numbers, whatever the Python version; drawing is cheap enough to seed one for
    every sentence. Not for secrets.
    """

    __slots__ = ("_state",)

    def __init__(self, *key: object) -> None:
        words = "/".join(str(part) for part in key)
        self._state = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & _MASK
        return ((self._state >> 32) * limit) >> 32

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, share: float) -> bool:
        """True in this share of draws (0 to 1)."""
        return self.below(1 << 30) < share * (1 << 30)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[self.below(len(options))]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """That many different options (all of them if there are fewer), in drawn order."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, options: Sequence[tuple[T, float]]) -> T:
        """One of (option, weight) pairs, by weight."""
        total = sum(weight for _, weight in options)
        mark = self.below(1 << 30) / (1 << 30) * total
        for option, weight in options:
            mark -= weight
            if mark < 0:
                return option
        return options[-1][0]

    def hexadecimal(self, length: int) -> str:
        """So many hexadecimal digits."""
        return "".join("0123456789abcdef"[self.below(16)] for _ in range(length))
