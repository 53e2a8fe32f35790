"""When two fingerprints are one text: containment, guarded by numbers and names."""

import json
from dataclasses import dataclass

import numpy as np

Shingles = "np.ndarray[tuple[int], np.dtype[np.uint64]]"


@dataclass(frozen=True, slots=True)
class StoryRules:
    """The thresholds of ``pipelines/rules/stories.toml``."""

    window_days: int
    containment: float
    containment_short: float
    short_words: int
    guard: float
    guard_short: float
    owned_margin_minutes: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a text is compared by.

    ``shingles`` are its three-word runs as sorted 64-bit hashes, ``sampled`` those the index
    holds, ``numbers`` and ``names`` what tells it apart from texts of the same form.
    """

    shingles: "np.ndarray[tuple[int], np.dtype[np.uint64]]"
    sampled: tuple[int, ...]
    words: int
    numbers: frozenset[str]
    names: frozenset[str]

    def features(self) -> str:
        """Numbers and names as text, to be stored."""
        return json.dumps([sorted(self.numbers), sorted(self.names)], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts are related ("reprint" or "different") and how much of the shorter is shared."""

    relation: str
    similarity: float


def compare(a: Fingerprint, b: Fingerprint, rules: StoryRules) -> Likeness:
    """Whether one text carries substantially the other's; the same whichever comes first."""
    shorter = min(len(a.shingles), len(b.shingles))
    if not shorter:
        return Likeness("different", 0.0)
    shared = len(np.intersect1d(a.shingles, b.shingles, assume_unique=True))
    similarity = round(shared / shorter, 4)
    short = min(a.words, b.words) < rules.short_words
    needed = rules.containment_short if short else rules.containment
    if similarity < needed:
        return Likeness("different", similarity)
    guard = rules.guard_short if short else rules.guard
    alike = _guarded(a.numbers, b.numbers, guard) and _guarded(a.names, b.names, guard)
    return Likeness("reprint" if alike else "different", similarity)


def _guarded(a: frozenset[str], b: frozenset[str], least: float) -> bool:
    smaller = min(len(a), len(b))
    return not smaller or len(a & b) / smaller >= least
