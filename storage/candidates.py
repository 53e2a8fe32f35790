"""Which publications of the index may be of one story with new ones, and are to be compared."""

from collections.abc import Iterator, Sequence

import numpy as np

from storage import postings
from storage.bilingual import said_in_both
from storage.connection import Connection
from storage.dictionary import Meanings
from storage.fingerprint import Fingerprint, Hashes, same_picture, unpack
from storage.judgement import (
    CANDIDATE_SHARE,
    LEAST_FACTS,
    SAMPLE,
    SAMPLED_WHOLE,
    Known,
    Packed,
    facts_beside_picture,
    read_known,
    read_packed,
)
from storage.likeness import cosines
from storage.read_terms import ReadTerms
from storage.story_rules import StoryRules

CANDIDATE_SHARE_FAR = 0.4
"""As CANDIDATE_SHARE, for texts so many days apart that one must stand in the other whole."""

LEAST_SHARED = (1, 1, LEAST_FACTS)
"""Hashes of a kind that two texts must have in common to be compared."""


def indexed(fingerprint: Fingerprint, kind: int) -> Hashes:
    """What the index finds a text by, of that kind."""
    return (fingerprint.sampled, fingerprint.keys, fingerprint.facts)[kind]


def candidates(
    connection: Connection,
    meanings: Meanings,
    added: Sequence[Known],
    rules: StoryRules,
    read: ReadTerms | None,
) -> Iterator[tuple[Known, Known, int, int, bool]]:
    """Pairs that may be alike, each once, with the indexed shingles and the facts they share.

    The last says that they may tell one event in two languages.
    """
    if not added:
        return
    first, last = min(one.day for one in added), max(one.day for one in added)
    new = np.array([one.row for one in added], dtype=np.int64)
    known = {one.row: one for one in added}
    pairs: dict[tuple[int, int], list[int]] = {}
    for kind, days in (
        (postings.SHINGLES, rules.reprint_days),
        (postings.EVENTS, rules.related_days),
        (postings.FACTS, rules.same_event_days),
    ):
        wanted = [indexed(one.fingerprint, kind) for one in added]
        places, rows, shared = postings.find(connection, kind, wanted, first - days, last + days)
        # rows only grow: of two that find each other the later one compares
        keep = (shared >= LEAST_SHARED[kind]) & (rows < new[places])
        places, rows, shared = places[keep], rows[keep], shared[keep]
        if kind == postings.SHINGLES:
            keep = _may_be_copies(connection, added, places, rows, shared, rules)
            places, rows, shared = places[keep], rows[keep], shared[keep]
        for place, row, number in zip(places.tolist(), rows.tolist(), shared.tolist(), strict=True):
            pairs.setdefault((place, row), [0, 0, 0])[kind] = number
    told_twice = {
        (place, row)
        for place, row in said_in_both(connection, meanings, added, rules, read)
        if row < added[place].row
    }
    for pair in told_twice:
        pairs.setdefault(pair, [0, 0, 0])
    by_words = {pair for pair, (shingles, _, facts) in pairs.items() if not (shingles or facts)}
    by_words -= told_twice
    whole = {row for place, row in pairs.keys() - by_words}
    read_known(connection, whole - known.keys(), known)
    _read_near(connection, added, by_words, rules, known)
    for (place, row), (shingles, keys, facts) in pairs.items():
        one, other = added[place], known.get(row)
        if other is None:
            continue
        apart = abs(one.day - other.day)
        # further apart they were found only because what came with them is of other days
        near = facts if apart <= rules.same_event_days else 0
        told = (place, row) in told_twice
        if near and same_picture(one.fingerprint, other.fingerprint):
            near = facts_beside_picture(one, other, near)
            # an outlet shows one picture with many of its texts
            told |= one.outlet != other.outlet or not one.outlet
        if shingles or near or told or (keys and apart <= rules.related_days):
            yield one, other, shingles, near, told


def _read_near(
    connection: Connection,
    added: Sequence[Known],
    pairs: set[tuple[int, int]],
    rules: StoryRules,
    known: dict[int, Known],
) -> None:
    """Read into ``known`` those of the rows whose words are near enough to be compared.

    Most texts found by two of their words have few others in common.
    """
    packed = {row[0]: row for row in read_packed(connection, {r for _, r in pairs} - known.keys())}
    about: dict[int, list[Packed]] = {}
    for place, row in pairs:
        other = packed.get(row)
        if other is not None and abs(added[place].day - other[3]) <= rules.related_days:
            about.setdefault(place, []).append(other)
    for place, others in about.items():
        near_by = cosines(added[place].fingerprint, [other[5] for other in others])
        for at in np.flatnonzero(near_by >= rules.related).tolist():
            near = others[at]
            if near[0] not in known:
                known[near[0]] = Known(*near[:5], unpack(near[5]))


def _may_be_copies(
    connection: Connection,
    added: Sequence[Known],
    places: postings.Rows,
    rows: postings.Rows,
    shared: postings.Rows,
    rules: StoryRules,
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which pairs, by their days and by how much they share, are to be read and compared.

    Of texts of one form thousands share some phrase; past the days of an event only a copy
    matters, and how much a copy must share is known before it is read.
    """
    candidates, where = np.unique(rows, return_inverse=True)
    days, lengths = _measured(connection, candidates)
    ours = np.array([(one.day, len(one.fingerprint.shingles)) for one in added], dtype=np.int64)
    apart = np.abs(ours[places, 0] - days[where])
    longest = np.maximum(ours[places, 1], lengths[where])
    fewest = np.minimum(ours[places, 1], lengths[where])
    far = apart > rules.near_days
    least = np.where(
        far, rules.containment_far, min(rules.containment_reworded, rules.containment_short)
    )
    sampled = np.where(far, CANDIDATE_SHARE_FAR, CANDIDATE_SHARE) / SAMPLE
    least = np.where(longest <= SAMPLED_WHOLE, least, sampled)
    keep = (shared >= least * fewest) | (apart <= rules.related_days)
    keep &= apart <= rules.reprint_days
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]] = keep
    return chosen


def _measured(connection: Connection, rows: postings.Rows) -> tuple[postings.Rows, postings.Rows]:
    """Day and number of shingles of these rows (sorted, each once); far away where one is gone."""
    days = np.full(len(rows), -(10**6), dtype=np.int64)
    lengths = np.zeros(len(rows), dtype=np.int64)
    wanted = rows.tolist()
    for start in range(0, len(wanted), 4096):
        some = wanted[start : start + 4096]
        found = connection.execute(
            "SELECT row, day, shingles FROM fingerprints"  # noqa: S608
            f" WHERE row IN ({','.join('?' * len(some))})",
            some,
        ).fetchall()
        if found:
            known = np.array([tuple(one) for one in found], dtype=np.int64)
            at = np.searchsorted(rows, known[:, 0])
            days[at], lengths[at] = known[:, 1], known[:, 2]
    return days, lengths
