"""Stories: components of publications tied by reprint, language version or event.

Whether two publications are tied depends on those two alone, and a story is what the ties
connect: the stories are the same whatever order publications came in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from storage import postings
from storage.bilingual import said_in_both
from storage.components import regroup
from storage.connection import Connection
from storage.dictionary import Meanings
from storage.fingerprint import Fingerprint, Hashes, same_picture
from storage.judgement import (
    CANDIDATE_SHARE,
    LEAST_FACTS,
    SAMPLE,
    SAMPLED_WHOLE,
    Known,
    facts_beside_picture,
    judge,
    read_known,
)
from storage.likeness import DIFFERENT
from storage.story_rules import StoryRules

CANDIDATE_SHARE_FAR = 0.4
"""As CANDIDATE_SHARE, for texts so many days apart that one must stand in the other whole."""

LEAST_SHARED = (1, 1, LEAST_FACTS)
"""Hashes of a kind that two texts must have in common to be compared."""


@dataclass(frozen=True, slots=True)
class Member:
    """A publication as its story needs it: instants as stored text, day as ISO text.

    ``outlet`` is "" where it is not known.
    """

    publication: str
    published_at: str
    day: str
    owned: bool
    language: str
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication to be put into its story.

    ``versions`` are its language versions at the same outlet; they are of its story.
    """

    member: Member
    fingerprint: Fingerprint
    versions: Iterable[str] = field(default=())


def tie(
    connection: Connection,
    member: Member,
    fingerprint: Fingerprint,
    rules: StoryRules,
    versions: Iterable[str] = (),
) -> str:
    """As :func:`tie_all` for one publication; returns the story's id."""
    tie_all(connection, [Entry(member, fingerprint, versions)], rules)
    return str(
        connection.execute(
            "SELECT story FROM story_members WHERE publication_id = ?", (member.publication,)
        ).fetchone()[0]
    )


def tie_all(connection: Connection, entries: Sequence[Entry], rules: StoryRules) -> None:
    """Put publications into their stories, anew where a text changed.

    Many at once are looked up together, which is several times faster than one by one. Runs
    inside the caller's transaction and never commits.

    Args:
        connection: the ledger.
        entries: the publications; of one that is given twice the last text counts.
        rules: thresholds.
    """
    entries = list({entry.member.publication: entry for entry in entries}.values())
    touched: set[str] = set()
    for entry in entries:
        touched |= untie(connection, entry.member.publication)
        touched.add(entry.member.publication)
    added = [_keep(connection, entry) for entry in entries]
    for kind in (postings.SHINGLES, postings.EVENTS, postings.FACTS):
        postings.add(
            connection, kind, [(o.row, o.day, _indexed(o.fingerprint, kind)) for o in added]
        )
    links = _compared(connection, added, rules)
    for entry in entries:
        publication = entry.member.publication
        for version in entry.versions:
            if version != publication and _is_known(connection, version):
                a, b = sorted((publication, version))
                links.append((a, b, "version", 1.0))
    connection.executemany(
        "INSERT INTO links (a, b, relation, similarity) VALUES (?,?,?,?)"
        " ON CONFLICT (a, b) DO UPDATE SET relation = excluded.relation,"
        " similarity = excluded.similarity WHERE excluded.relation = 'version'",
        links,
    )
    regroup(connection, touched, rules)


def untie(connection: Connection, publication: str) -> set[str]:
    """Take a publication out of the index and off its ties; returns those it was tied to.

    They are not regrouped.
    """
    known = connection.execute(
        "DELETE FROM fingerprints WHERE publication = ? RETURNING row", (publication,)
    ).fetchall()
    if not known:
        return set()
    connection.executemany("DELETE FROM fresh WHERE row = ?", [(row[0],) for row in known])
    gone = connection.execute(
        "DELETE FROM links WHERE a = ? OR b = ? RETURNING a, b", (publication, publication)
    ).fetchall()
    connection.execute("DELETE FROM story_members WHERE publication_id = ?", (publication,))
    return {one for pair in gone for one in pair} - {publication}


def forget_all(connection: Connection) -> None:
    """Empty the index and take all publications out of their stories."""
    for table in ("fingerprints", "fresh", "segments", "blocks", "links", "story_members"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608


def _keep(connection: Connection, entry: Entry) -> Known:
    member, fingerprint = entry.member, entry.fingerprint
    day = date.fromisoformat(member.day).toordinal()
    cursor = connection.execute(
        "INSERT INTO fingerprints (publication, outlet, day, published_at, owned, language,"
        " packed, shingles) VALUES (?,?,?,?,?,?,?,?) RETURNING row",
        (
            member.publication, member.outlet, day, member.published_at, member.owned,
            member.language, fingerprint.pack(), len(fingerprint.shingles),
        ),
    )  # fmt: skip
    return Known(
        cursor.fetchone()[0], member.publication, member.outlet, day, member.language,
        fingerprint,
    )  # fmt: skip


def _indexed(fingerprint: Fingerprint, kind: int) -> Hashes:
    return (fingerprint.sampled, fingerprint.keys, fingerprint.facts)[kind]


def _compared(
    connection: Connection, added: Sequence[Known], rules: StoryRules
) -> list[tuple[str, str, str, float]]:
    """The links of new publications to one another and to all that were there."""
    links = []
    meanings = Meanings(connection)
    for one, other, shingles, facts, told in _candidates(connection, meanings, added, rules):
        likeness = judge(meanings, one, other, shingles, facts, rules, told=told)
        if likeness.relation != DIFFERENT:
            first, last = sorted((one.publication, other.publication))
            links.append((first, last, likeness.relation, likeness.similarity))
    return links


def _candidates(
    connection: Connection, meanings: Meanings, added: Sequence[Known], rules: StoryRules
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
        wanted = [_indexed(one.fingerprint, kind) for one in added]
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
        for place, row in said_in_both(connection, meanings, added, rules)
        if row < added[place].row
    }
    for pair in told_twice:
        pairs.setdefault(pair, [0, 0, 0])
    read_known(connection, {row for _, row in pairs} - known.keys(), known)
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


def _is_known(connection: Connection, publication: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM fingerprints WHERE publication = ?", (publication,)
    ).fetchone()
    return found is not None
