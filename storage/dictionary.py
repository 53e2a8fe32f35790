"""A bilingual dictionary, learnt from the outlets' own language versions in the ledger.

Two words mean the same when they stand in the two versions of many articles and seldom apart. It
is learnt at the end of every night, from the newest versions as a whole and never from a part, so
that what it says does not depend on the order in which publications came in.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from storage.connection import Connection
from storage.fingerprint import Fingerprint, Hashes, unpack

HEAVY = 20
"""Weight of the words that are learnt; lighter ones stand everywhere."""

TOGETHER = 3
"""Articles in whose two versions the two words stand, at least."""

DICE = 0.3
"""Twice those articles, as a share of those of the one word and of the other."""

MEANINGS = 2
"""Meanings of a word at most: those that stand with it most often. Where more stand with it alike
it has none, since such words stand together in texts of one form and tell nothing of each other."""

NEWEST = 10_000
"""Pairs of versions that are learnt from: so many take some seconds (docs/measurements.md)."""

AT_ONCE = 300_000
"""Pairs of words counted at once: so many take about 15 MB, however many articles there are."""

_HALF = np.uint64(32)

_READ = 4096
"""Words looked up at once."""


Shares = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int64]]
_Pairs = np.ndarray[Any, np.dtype[np.uint64]]

_NO_WORDS = np.empty(0, np.uint32)


class _Occurrences(NamedTuple):
    """Words and the numbers of the articles in which they stand, article by article."""

    words: Hashes
    articles: Places


class Learnt(NamedTuple):
    """How many pairs of words the dictionary holds, and whether it held others before."""

    pairs: int
    changed: bool


def learn(connection: Connection) -> Learnt:
    """Learn the dictionary anew; it is written only where it says something else than before.

    Runs inside the caller's transaction.
    """
    texts: dict[tuple[str, str], tuple[list[Hashes], list[Hashes]]] = {}
    for languages, ours, theirs in _versions(connection):
        one, other = texts.setdefault(languages, ([], []))
        one.append(ours)
        other.append(theirs)
    rows = {
        row
        for (first, second), (one, other) in texts.items()
        for a, b in _meant(one, other)
        for row in ((first, a, second, b), (second, b, first, a))
    }
    held = connection.execute("SELECT language, word, other, meaning FROM dictionary")
    changed = rows != {tuple(row) for row in held}
    if changed:
        connection.execute("DELETE FROM dictionary")
        connection.executemany(
            "INSERT INTO dictionary (language, word, other, meaning) VALUES (?,?,?,?)",
            sorted(rows),
        )
    return Learnt(len(rows) // 2, changed)


def _meant(one: list[Hashes], other: list[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs of words that mean the same, of articles whose words are given in both languages."""
    ours, theirs = _counted(one), _counted(other)
    firsts, seconds, dices = [_NO_WORDS], [_NO_WORDS], [np.empty(0)]
    for found, together in _together(_occurrences(one, ours[0]), _occurrences(other, theirs[0])):
        enough = together >= TOGETHER
        first, second = (found[enough] >> _HALF).astype(np.uint32), found[enough].astype(np.uint32)
        apart = ours[1][np.searchsorted(ours[0], first)]
        apart = apart + theirs[1][np.searchsorted(theirs[0], second)]
        dice = 2 * together[enough] / apart
        # what has a lower share has no say in the places of the others
        near = dice >= DICE
        firsts.append(first[near])
        seconds.append(second[near])
        dices.append(dice[near])
    first, second, dice = np.concatenate(firsts), np.concatenate(seconds), np.concatenate(dices)
    same = (_place(first, dice) <= MEANINGS) & (_place(second, dice) <= MEANINGS)
    yield from zip(first[same].tolist(), second[same].tolist(), strict=True)


def _together(ours: _Occurrences, theirs: _Occurrences) -> Iterator[tuple[_Pairs, Places]]:
    """Each pair of words, ours above theirs in one number, and the articles that have both.

    Some of our words at a time, each with all that stands with it, so that the pairs of thousands
    of articles are never there at once.
    """
    order = np.argsort(ours.words, kind="stable")
    words, articles = ours.words[order], ours.articles[order]
    # theirs lie article by article
    starts = np.searchsorted(theirs.articles, articles)
    counts = np.searchsorted(theirs.articles, articles, side="right") - starts
    before = np.concatenate([[0], np.cumsum(counts)])
    begin = 0
    while begin < len(words):
        end = int(np.searchsorted(before, before[begin] + AT_ONCE, side="right")) - 1
        # a word is counted whole
        last = words[min(max(end, begin + 1), len(words)) - 1]
        end = int(np.searchsorted(words, last, side="right"))
        some = slice(begin, end)
        places = np.arange(before[begin], before[end]) + np.repeat(
            starts[some] - before[begin:end], counts[some]
        )
        left, right = np.repeat(words[some], counts[some]), theirs.words[places]
        both = (left.astype(np.uint64) << _HALF) | right
        yield np.unique(both[left != right], return_counts=True)
        begin = end


def _occurrences(texts: list[Hashes], counted: Hashes) -> _Occurrences:
    """Words of each text that are counted: in too few texts a word has too few with any other."""
    kept = [text[np.isin(text, counted, assume_unique=True)] for text in texts]
    numbers = np.repeat(np.arange(len(kept)), [len(text) for text in kept])
    return _Occurrences(np.concatenate(kept), numbers)


def _place(words: Hashes, dice: Shares) -> Places:
    """The place of each pair among those of its word, by their shares; of equals the last one's."""
    order = np.lexsort((-dice, words))
    ordered, shares = words[order], dice[order]
    new = np.ones(len(words), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    starts = np.maximum.accumulate(np.where(new, np.arange(len(words)), 0))
    # the last of those that follow with the same share
    other = np.ones(len(words), dtype=bool)
    other[:-1] = (shares[1:] != shares[:-1]) | new[1:]
    ends = np.where(other, np.arange(len(words)), len(words))
    ends = np.minimum.accumulate(ends[::-1])[::-1]
    places = np.empty(len(words), dtype=np.int64)
    places[order] = ends - starts + 1
    return places


def _counted(texts: list[Hashes]) -> tuple[Hashes, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    """Words that stand in enough of these texts, sorted, and in how many."""
    words, counts = np.unique(np.concatenate(texts), return_counts=True)
    return words[counts >= TOGETHER], counts[counts >= TOGETHER]


class Meanings:
    """What words mean in other languages; of the ledger's dictionary each word is read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], dict[int, set[int]]] = {}
        self.empty = connection.execute("SELECT 1 FROM dictionary LIMIT 1").fetchone() is None

    def of(self, words: Iterable[int], language: str, other: str) -> dict[int, set[int]]:
        """What these words mean in another language, those left out of which it is not known."""
        if self.empty:
            return {}
        known = self._known.setdefault((language, other), {})
        wanted = set(words)
        new = sorted(wanted - known.keys())
        known |= {word: set() for word in new}
        for start in range(0, len(new), _READ):
            some = new[start : start + _READ]
            for word, meaning in self._connection.execute(
                "SELECT word, meaning FROM dictionary WHERE language = ? AND other = ?"  # noqa: S608
                f" AND word IN ({','.join('?' * len(some))})",
                (language, other, *some),
            ):
                known[word].add(meaning)
        return {word: known[word] for word in wanted if known[word]}


def _versions(
    connection: Connection,
) -> Iterator[tuple[tuple[str, str], Hashes, Hashes]]:
    rows = connection.execute(
        "SELECT a.language, a.packed, b.language, b.packed FROM links l"
        " JOIN fingerprints a ON a.publication = l.a JOIN fingerprints b ON b.publication = l.b"
        " WHERE l.relation = 'version' AND a.language <> b.language"
        " ORDER BY CASE WHEN a.day > b.day THEN a.day ELSE b.day END DESC, l.a, l.b LIMIT ?",
        (NEWEST,),
    )
    for language, packed, other, other_packed in rows:
        ours, theirs = _heavy(unpack(packed)), _heavy(unpack(other_packed))
        if language < other:
            yield (language, other), ours, theirs
        else:
            yield (other, language), theirs, ours


def _heavy(text: Fingerprint) -> Hashes:
    words: Hashes = text.terms[text.weights >= HEAVY]
    return words
