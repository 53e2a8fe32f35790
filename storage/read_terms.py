"""The terms of the index's publications, day by day, read once by a writer that asks for many.

A row of the index never changes: it comes, after all that are there, and goes. So what was read
stays right while others write too, and only what came since is read; a row that is gone is found
no more by whoever looks it up. But the numbers of rows that were rolled back are given again: with
a transaction that fails, what was read in it must be forgotten.
"""

from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np

from storage.connection import Connection
from storage.fingerprint import terms_of

DAYS = 6
"""Days that are kept; those about one publication are three."""

_HASH = np.uint64(32)

Entries = np.ndarray[Any, np.dtype[np.uint64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]
Amounts = np.ndarray[Any, np.dtype[np.float64]]


class Texts(NamedTuple):
    """Publications of one language: ``entries`` are (term, place), sorted, with their weights.

    ``totals`` are the weights of each publication's terms together.
    """

    rows: Rows
    entries: Entries
    weights: Amounts
    totals: Amounts


class _Day:
    def __init__(self) -> None:
        self.newest = 0
        self.by_language: dict[str, list[Texts]] = {}


class ReadTerms:
    """The terms of the days asked for last; for one connection, in one thread."""

    def __init__(self) -> None:
        self._days: OrderedDict[int, _Day] = OrderedDict()

    def of(self, connection: Connection, day: int) -> dict[str, list[Texts]]:
        """All publications of a day (an ordinal) by language, each in one of a few parts.

        Publications that are gone may be among them.
        """
        kept = self._days.setdefault(day, _Day())
        self._days.move_to_end(day)
        if len(self._days) > DAYS:
            self._days.popitem(last=False)
        found: dict[str, list[tuple[int, bytes]]] = {}
        for row, language, packed in connection.execute(
            "SELECT row, language, packed FROM fingerprints WHERE day = ? AND row > ?",
            (day, kept.newest),
        ):
            found.setdefault(language, []).append((row, packed))
        for language, rows in found.items():
            parts = kept.by_language.setdefault(language, [])
            parts.append(_texts(rows))
            # parts double in size: each publication is sorted anew only a few times
            while len(parts) > 1 and len(parts[-2].rows) < 2 * len(parts[-1].rows):
                parts[-2:] = [_merged(*parts[-2:])]
            kept.newest = max(kept.newest, *(row for row, _ in rows))
        return kept.by_language

    def forget(self) -> None:
        """Keep nothing: what was read may have been rolled back."""
        self._days.clear()


def _texts(rows: list[tuple[int, bytes]]) -> Texts:
    terms, weighed, counts = terms_of([packed for _, packed in rows])
    places = np.repeat(np.arange(len(rows), dtype=np.uint64), counts)
    entries = (terms.astype(np.uint64) << _HASH) | places
    weights = weighed.astype(np.float64)
    order = np.argsort(entries)
    totals: Amounts = np.bincount(places.astype(np.int64), weights, len(rows)).astype(np.float64)
    numbers = np.array([row for row, _ in rows], dtype=np.int64)
    return Texts(numbers, entries[order], weights[order], totals)


def _merged(one: Texts, other: Texts) -> Texts:
    entries = np.concatenate([one.entries, other.entries + np.uint64(len(one.rows))])
    order = np.argsort(entries, kind="stable")
    return Texts(
        np.concatenate([one.rows, other.rows]),
        entries[order],
        np.concatenate([one.weights, other.weights])[order],
        np.concatenate([one.totals, other.totals]),
    )
