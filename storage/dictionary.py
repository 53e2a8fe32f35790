"""A bilingual dictionary, learnt from the outlets' own language versions in the ledger.

Two words mean the same when they stand in the two versions of many articles and seldom apart. It
is learnt as a whole by :func:`learn`, never a little at a time, so that what it says does not
depend on the order in which publications came in.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator

from storage.fingerprint import Fingerprint, unpack

HEAVY = 20
"""Weight of the words that are learnt; lighter ones stand everywhere."""

TOGETHER = 3
"""Articles in whose two versions the two words stand, at least."""

DICE = 0.4
"""Twice those articles, as a share of those of the one word and of the other."""

NEWEST = 20_000
"""Pairs of versions that are learnt from."""


def learn(connection: sqlite3.Connection) -> int:
    """Learn the dictionary anew; returns how many pairs of words it holds.

    Runs inside the caller's transaction.
    """
    connection.execute("DELETE FROM dictionary")
    counts: dict[tuple[str, str], tuple[Counter[int], Counter[int], Counter[tuple[int, int]]]] = {}
    for languages, ours, theirs in _versions(connection):
        one, other, both = counts.setdefault(languages, (Counter(), Counter(), Counter()))
        one.update(ours)
        other.update(theirs)
        both.update((a, b) for a in ours for b in theirs if a != b)
    learnt = 0
    for (first, second), (one, other, both) in counts.items():
        pairs = [
            (a, b)
            for (a, b), count in both.items()
            if count >= TOGETHER and 2 * count >= DICE * (one[a] + other[b])
        ]
        connection.executemany(
            "INSERT OR IGNORE INTO dictionary (language, word, other, meaning) VALUES (?,?,?,?)",
            [
                row
                for a, b in pairs
                for row in ((first, a, second, b), (second, b, first, a))
            ],
        )  # fmt: skip
        learnt += len(pairs)
    return learnt


def meanings(
    connection: sqlite3.Connection, text: Fingerprint, language: str, other: str
) -> dict[int, set[int]]:
    """What the words of a text mean in another language, as far as it is known."""
    words = text.terms.tolist()
    found: dict[int, set[int]] = {}
    for word, meaning in connection.execute(
        "SELECT word, meaning FROM dictionary WHERE language = ? AND other = ?"  # noqa: S608
        f" AND word IN ({','.join('?' * len(words))})",
        (language, other, *words),
    ):
        found.setdefault(word, set()).add(meaning)
    return found


def _versions(
    connection: sqlite3.Connection,
) -> Iterator[tuple[tuple[str, str], list[int], list[int]]]:
    rows = connection.execute(
        "SELECT a.language, a.packed, b.language, b.packed FROM links l"
        " JOIN fingerprints a ON a.publication = l.a JOIN fingerprints b ON b.publication = l.b"
        " WHERE l.relation = 'version' AND a.language <> b.language"
        " ORDER BY max(a.day, b.day) DESC, l.a, l.b LIMIT ?",
        (NEWEST,),
    )
    for language, packed, other, other_packed in rows:
        ours, theirs = _heavy(unpack(packed)), _heavy(unpack(other_packed))
        if language < other:
            yield (language, other), ours, theirs
        else:
            yield (other, language), theirs, ours


def _heavy(text: Fingerprint) -> list[int]:
    return [int(term) for term in text.terms[text.weights >= HEAVY]]
