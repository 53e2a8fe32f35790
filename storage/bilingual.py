"""Publications in two languages that say the same, found by the dictionary and by no index.

What the dictionary knows changes every night, so that nothing of it can stand in an index: the
terms of the publications of the days about are read instead, each once by a writer, and compared
all at once. With a dictionary that is empty none are read.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from storage.connection import Connection
from storage.dictionary import Meanings
from storage.judgement import Known
from storage.read_terms import Amounts, ReadTerms, Rows, Texts
from storage.story_rules import StoryRules

AT_ONCE = 256
"""Publications compared with all others at once: what that takes is so many times the others."""

_HASH = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class _Asked(NamedTuple):
    """Words looked for, each with the place of whose it is and its weight there; and how much
    weight each of those publications needs to be said."""

    words: "np.ndarray[tuple[int], np.dtype[np.uint64]]"
    owners: Rows
    weights: Amounts
    needed: Amounts


def said_in_both(
    connection: Connection,
    meanings: Meanings,
    ours: Sequence[Known],
    rules: StoryRules,
    read: ReadTerms | None = None,
) -> Iterator[tuple[int, int]]:
    """Place in ``ours`` and row of every two that may tell one event in two languages.

    Every pair that :func:`storage.translated.translated` ties is among them, and few others; rows
    that are gone may be. ``read`` is what the caller has read of the index before.
    """
    if meanings.empty:
        return
    read = read or ReadTerms()
    by_day: dict[int, dict[str, list[int]]] = {}
    for place, one in enumerate(ours):
        by_day.setdefault(one.day, {}).setdefault(one.language, []).append(place)
    reach = rules.same_event_days
    for day, by_language in sorted(by_day.items()):
        about = [read.of(connection, near) for near in range(day - reach, day + reach + 1)]
        for language, places in by_language.items():
            for other in sorted({known for texts in about for known in texts} - {language}):
                parts = [part for texts in about for part in texts.get(other, ())]
                for start in range(0, len(places), AT_ONCE):
                    some = places[start : start + AT_ONCE]
                    said = [ours[place] for place in some]
                    for place, row in _alike(meanings, said, language, other, parts, rules):
                        yield some[place], row


def _alike(
    meanings: Meanings,
    ours: list[Known],
    language: str,
    other: str,
    parts: Iterable[Texts],
    rules: StoryRules,
) -> Iterator[tuple[int, int]]:
    words = {term for one in ours for term in one.fingerprint.terms.tolist()}
    known = meanings.of(words, language, other)
    if not known:
        return
    asked = _asked(ours, known, rules)
    for texts in parts:
        cells, asked_at, entry_at = _met(asked, texts)
        size = len(ours) * len(texts.rows)
        # of words with several meanings no less than what is said
        said_weight = np.bincount(cells, asked.weights[asked_at], size)
        heard_weight = np.bincount(cells, texts.weights[entry_at], size)
        # what is heard is known, too: so the least share of a text of which nothing else is known
        unknown = rules.translated * rules.translated_unknown
        least = unknown / (1 - rules.translated + unknown) * texts.totals
        enough = said_weight.reshape(len(ours), -1) >= asked.needed[:, None]
        enough &= heard_weight.reshape(len(ours), -1) >= least[None, :]
        places, rows = np.nonzero(enough)
        yield from zip(places.tolist(), texts.rows[rows].tolist(), strict=True)


def _asked(ours: list[Known], known: dict[int, set[int]], rules: StoryRules) -> _Asked:
    wanted: list[int] = []
    owners: list[int] = []
    weights: list[int] = []
    needed = []
    for place, one in enumerate(ours):
        asked: dict[int, int] = {}
        total = 0.0
        terms, weighed = one.fingerprint.terms.tolist(), one.fingerprint.weights.tolist()
        for term, weight in zip(terms, weighed, strict=True):
            said = known.get(term, ())
            total += weight * (1.0 if said else rules.translated_unknown)
            for word in {term, *said}:
                asked[word] = asked.get(word, 0) + weight
        wanted += asked
        weights += asked.values()
        owners += [place] * len(asked)
        needed.append(total * rules.translated)
    return _Asked(
        np.array(wanted, dtype=np.uint64),
        np.array(owners, dtype=np.int64),
        np.array(weights, dtype=np.float64),
        np.array(needed, dtype=np.float64),
    )


def _met(asked: _Asked, texts: Texts) -> tuple[Rows, Rows, Rows]:
    """Where words that are asked for stand: cell (owner and text), place asked, place of entry."""
    first = np.searchsorted(texts.entries, asked.words << _HASH)
    last = np.searchsorted(texts.entries, (asked.words << _HASH) | _LOW, side="right")
    hits = last - first
    asked_at = np.repeat(np.arange(len(asked.words)), hits)
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(hits)[:-1])), hits)
    entry_at = starts + np.arange(len(starts))
    texts_at = (texts.entries[entry_at] & _LOW).astype(np.int64)
    cells = asked.owners[asked_at] * len(texts.rows) + texts_at
    return cells, asked_at, entry_at
