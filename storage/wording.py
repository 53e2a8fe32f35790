"""How much of two beginnings is worded alike: words in one order, and at the same distances.

Runs of three words say little of a short text in which every fourth word was changed: hardly one
is left. What stays in an edited copy are its words' order and the distances between them, which
another's own words on the same event do not have. Names and figures are not looked at: every
report of one event has them (a year or a month counts a little).
"""

from typing import NamedTuple

import numpy as np

from storage.fingerprint import Fingerprint, Places, Weights

FULL = 20
"""Weight up to which a term is a word and no name or figure; see :mod:`pipelines.story_words`."""

STEP = 6
"""Words from one to the next, at most, whose distance says something."""


class Wording(NamedTuple):
    """Weight of the words in one order, of those also as far from the one before, and of all.

    ``whole`` is that of the words of the text with fewer.
    """

    ordered: float
    in_place: float
    whole: float


def wording(a: Fingerprint, b: Fingerprint) -> Wording:
    """How two beginnings are worded alike; nothing where the order of words is not known."""
    if not len(a.order) or not len(b.order):
        return Wording(0.0, 0.0, 0.0)
    ours, theirs = _plain(a), _plain(b)
    _, at_a, at_b = np.intersect1d(a.terms, b.terms, assume_unique=True, return_indices=True)
    weights = np.minimum(ours[at_a], theirs[at_b])
    by_a = np.lexsort((b.order[at_b], a.order[at_a]))
    first, second = a.order[at_a][by_a], b.order[at_b][by_a]
    whole = float(min(ours.sum(dtype=np.int64), theirs.sum(dtype=np.int64)))
    return Wording(*_chains(first, second, weights[by_a]), whole)


def _plain(text: Fingerprint) -> Weights:
    """The weights of a text's words, 0 for names and figures."""
    if text.bare:
        # without capitals any word may be a name: all are taken for words
        return np.minimum(text.weights, FULL)
    return np.where(text.weights <= FULL, text.weights, 0).astype(np.uint8)


def _chains(first: Places, second: Places, weights: Weights) -> tuple[float, float]:
    """The heaviest chains of words that stand in both in one order.

    In the first every word counts, in the second those that stand as far from the word before,
    which may be a name, in both.
    """
    ordered: list[int] = []
    in_place: list[int] = []
    places = list(zip(first.tolist(), second.tolist(), weights.tolist(), strict=True))
    for here, (x, y, weight) in enumerate(places):
        longest, closest = 0, 0
        for before, (one, other, _) in enumerate(places[:here]):
            if other < y:
                as_far = x - one == y - other <= STEP
                longest = max(longest, ordered[before])
                closest = max(closest, in_place[before] + weight * as_far)
        ordered.append(weight + longest)
        in_place.append(closest)
    return float(max(ordered, default=0)), float(max(in_place, default=0))
