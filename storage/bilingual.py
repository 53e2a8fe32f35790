"""Publications in two languages that say the same, found by the dictionary and by no index.

What the dictionary knows changes every night, so that nothing of it can stand in an index: the
terms of the other languages' publications of the days about are read instead, and compared all at
once. A ledger whose dictionary is empty reads none.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from storage import postings
from storage.connection import Connection
from storage.dictionary import Meanings
from storage.fingerprint import terms_of
from storage.judgement import Known
from storage.story_rules import StoryRules

AT_ONCE = 256
"""Publications compared with all others at once: what that takes is so many times the others."""

_HASH = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

Amounts = np.ndarray[Any, np.dtype[np.float64]]


class _Texts(NamedTuple):
    """Publications of one language: ``entries`` are (term, place), sorted, with their weights."""

    rows: list[int]
    entries: postings.Entries
    weights: Amounts
    totals: Amounts


def said_in_both(
    connection: Connection, meanings: Meanings, ours: Sequence[Known], rules: StoryRules
) -> Iterator[tuple[int, int]]:
    """Place in ``ours`` and row of every two that may tell one event in two languages.

    Every pair that :func:`storage.translated.translated` ties is among them, and few others.
    """
    if meanings.empty:
        return
    by_day: dict[int, dict[str, list[int]]] = {}
    for place, one in enumerate(ours):
        by_day.setdefault(one.day, {}).setdefault(one.language, []).append(place)
    for day, by_language in by_day.items():
        others = _others(connection, day, set(by_language), rules)
        for language, places in by_language.items():
            for other, texts in others.items():
                if other != language:
                    for start in range(0, len(places), AT_ONCE):
                        some = places[start : start + AT_ONCE]
                        said = [ours[place] for place in some]
                        for place, row in _alike(meanings, said, language, other, texts, rules):
                            yield some[place], row


def _others(
    connection: Connection, day: int, languages: set[str], rules: StoryRules
) -> dict[str, _Texts]:
    """All publications of the days about a day by language, but for the only one asked for."""
    only = languages.pop() if len(languages) == 1 else ""
    found: dict[str, list[tuple[int, bytes]]] = {}
    for row, language, packed in connection.execute(
        "SELECT row, language, packed FROM fingerprints WHERE day BETWEEN ? AND ?"
        " AND language <> ?",
        (day - rules.same_event_days, day + rules.same_event_days, only),
    ):
        found.setdefault(language, []).append((row, packed))
    return {language: _texts(rows) for language, rows in found.items()}


def _texts(rows: list[tuple[int, bytes]]) -> _Texts:
    terms, weighed, counts = terms_of([packed for _, packed in rows])
    places = np.repeat(np.arange(len(rows), dtype=np.uint64), counts)
    entries = (terms.astype(np.uint64) << _HASH) | places
    weights = weighed.astype(np.float64)
    order = np.argsort(entries)
    totals: Amounts = np.bincount(places.astype(np.int64), weights, len(rows)).astype(np.float64)
    return _Texts([row for row, _ in rows], entries[order], weights[order], totals)


def _alike(
    meanings: Meanings,
    ours: list[Known],
    language: str,
    other: str,
    texts: _Texts,
    rules: StoryRules,
) -> Iterator[tuple[int, int]]:
    words = {term for one in ours for term in one.fingerprint.terms.tolist()}
    known = meanings.of(words, language, other)
    if not known:
        return
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
    found = _met(wanted, owners, texts)
    size = len(ours) * len(texts.rows)
    cells, asked_at, entry_at = found
    # of words with several meanings no less than what is said
    said_weight = np.bincount(cells, np.array(weights, dtype=np.float64)[asked_at], size)
    heard_weight = np.bincount(cells, texts.weights[entry_at], size)
    # what is heard is known, too: so the least share of a text of which nothing else is known
    unknown = rules.translated * rules.translated_unknown
    least = unknown / (1 - rules.translated + unknown) * texts.totals
    enough = said_weight.reshape(len(ours), -1) >= np.array(needed)[:, None]
    enough &= heard_weight.reshape(len(ours), -1) >= least[None, :]
    for place, at in zip(*(axis.tolist() for axis in np.nonzero(enough)), strict=True):
        yield place, texts.rows[at]


def _met(
    wanted: list[int], owners: list[int], texts: _Texts
) -> tuple[postings.Rows, postings.Rows, postings.Rows]:
    """Where words that are asked for stand: cell (owner and text), place asked, place of entry."""
    hashes = np.array(wanted, dtype=np.uint64)
    first = np.searchsorted(texts.entries, hashes << _HASH)
    last = np.searchsorted(texts.entries, (hashes << _HASH) | _LOW, side="right")
    hits = last - first
    asked_at = np.repeat(np.arange(len(hashes)), hits)
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(hits)[:-1])), hits)
    entry_at = starts + np.arange(len(starts))
    texts_at = (texts.entries[entry_at] & _LOW).astype(np.int64)
    cells = np.array(owners, dtype=np.int64)[asked_at] * len(texts.rows) + texts_at
    return cells, asked_at, entry_at
