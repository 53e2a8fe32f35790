"""Stories: components of publications tied by reprint or language version.

Whether two publications are tied depends on those two alone, and a story is what the ties
connect: the stories are the same whatever order publications came in.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from storage.likeness import Fingerprint, StoryRules, compare
from storage.times import from_text, to_text

CANDIDATE_SHARE = 0.12
"""Least share of the shorter's sampled shingles that two texts must have in common to be compared.

Well below the containment a reprint needs, since a sample of a quarter scatters about it.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A publication as its story needs it: instants as stored text, day as ISO text."""

    publication: str
    published_at: str
    day: str
    owned: bool
    language: str


def tie(
    connection: sqlite3.Connection,
    member: Member,
    fingerprint: Fingerprint,
    rules: StoryRules,
    versions: Iterable[str] = (),
) -> str:
    """Put a publication into its story, anew if its text changed; returns the story's id.

    Runs inside the caller's transaction and never commits.

    Args:
        connection: the ledger.
        member: the publication.
        fingerprint: of its text.
        rules: thresholds.
        versions: its language versions at the same outlet; they are of its story.
    """
    publication = member.publication
    before = _neighbours(connection, publication)
    untie(connection, publication)
    _keep(connection, member, fingerprint)
    for other, similarity in _reprints(connection, member, fingerprint, rules):
        _link(connection, publication, other, "reprint", similarity)
    for version in versions:
        known = connection.execute(
            "SELECT 1 FROM fingerprints WHERE publication = ?", (version,)
        ).fetchone()
        if known:
            _link(connection, publication, version, "version", 1.0)
    done: set[str] = set()
    for one in [publication, *sorted(before)]:
        if one not in done:
            done |= _regroup(connection, one, rules)
    return str(
        connection.execute(
            "SELECT story FROM story_members WHERE publication_id = ?", (publication,)
        ).fetchone()[0]
    )


def untie(connection: sqlite3.Connection, publication: str) -> None:
    """Take a publication out of the index and off its ties; its neighbours are not regrouped."""
    connection.execute("DELETE FROM fp WHERE publication = ?", (publication,))
    connection.execute("DELETE FROM fingerprints WHERE publication = ?", (publication,))
    connection.execute("DELETE FROM links WHERE a = ? OR b = ?", (publication, publication))
    connection.execute("DELETE FROM story_members WHERE publication_id = ?", (publication,))


def _keep(connection: sqlite3.Connection, member: Member, fingerprint: Fingerprint) -> None:
    connection.execute(
        "INSERT INTO fingerprints (publication, day, published_at, owned, language, words,"
        " sampled, shingles, features) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            member.publication, member.day, member.published_at, member.owned, member.language,
            fingerprint.words, len(fingerprint.sampled), fingerprint.shingles.tobytes(),
            fingerprint.features(),
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO fp (hash, day, publication) VALUES (?,?,?)",
        [(hash_, member.day, member.publication) for hash_ in fingerprint.sampled],
    )


def _reprints(
    connection: sqlite3.Connection, member: Member, fingerprint: Fingerprint, rules: StoryRules
) -> list[tuple[str, float]]:
    day = date.fromisoformat(member.day)
    window = timedelta(days=rules.window_days)
    candidates = connection.execute(
        "SELECT f.publication, count(*) AS shared FROM json_each(?) j"
        " CROSS JOIN fp f ON f.hash = j.value AND f.day BETWEEN ? AND ?"
        " WHERE f.publication <> ? GROUP BY f.publication",
        (
            json.dumps(fingerprint.sampled), (day - window).isoformat(),
            (day + window).isoformat(), member.publication,
        ),
    ).fetchall()  # fmt: skip
    found = []
    for publication, shared in candidates:
        row = connection.execute(
            "SELECT words, sampled, shingles, features FROM fingerprints WHERE publication = ?",
            (publication,),
        ).fetchone()
        shorter = min(len(fingerprint.sampled), row[1])
        if shared < CANDIDATE_SHARE * shorter:
            continue
        numbers, names = json.loads(row[3])
        other = Fingerprint(
            np.frombuffer(row[2], dtype=np.uint64), (), row[0], frozenset(numbers),
            frozenset(names),
        )  # fmt: skip
        likeness = compare(fingerprint, other, rules)
        if likeness.relation == "reprint":
            found.append((publication, likeness.similarity))
    return found


def _link(
    connection: sqlite3.Connection, one: str, other: str, relation: str, similarity: float
) -> None:
    a, b = sorted((one, other))
    connection.execute(
        "INSERT INTO links (a, b, relation, similarity) VALUES (?,?,?,?)"
        " ON CONFLICT (a, b) DO UPDATE SET relation = excluded.relation,"
        " similarity = excluded.similarity WHERE excluded.relation = 'version'",
        (a, b, relation, similarity),
    )


def _neighbours(connection: sqlite3.Connection, publication: str) -> dict[str, tuple[str, float]]:
    rows = connection.execute(
        "SELECT b, relation, similarity FROM links WHERE a = ?"
        " UNION ALL SELECT a, relation, similarity FROM links WHERE b = ?",
        (publication, publication),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _regroup(connection: sqlite3.Connection, start: str, rules: StoryRules) -> set[str]:
    ties: dict[str, dict[str, tuple[str, float]]] = {}
    frontier = [start]
    while frontier:
        one = frontier.pop()
        if one not in ties:
            ties[one] = _neighbours(connection, one)
            frontier += [other for other in ties[one] if other not in ties]
    order = {one: _rank(connection, one, rules) for one in ties}
    origin = min(ties, key=lambda one: order[one])
    for one, beside in ties.items():
        relation, of, similarity = "origin", "", 1.0
        if one != origin:
            of = min(beside, key=lambda other: (-beside[other][1], order[other]))
            relation, similarity = beside[of]
        connection.execute(
            'INSERT INTO story_members (publication_id, story, relation, "of", similarity)'
            " VALUES (?,?,?,?,?) ON CONFLICT (publication_id) DO UPDATE SET story = excluded.story,"
            ' relation = excluded.relation, "of" = excluded."of",'
            " similarity = excluded.similarity",
            (one, origin, relation, of, similarity),
        )
    return set(ties)


def _rank(connection: sqlite3.Connection, publication: str, rules: StoryRules) -> tuple[str, str]:
    row = connection.execute(
        "SELECT published_at, owned FROM fingerprints WHERE publication = ?", (publication,)
    ).fetchone()
    moment = from_text(row[0])
    if row[1]:
        moment -= timedelta(minutes=rules.owned_margin_minutes)
    return to_text(moment), publication
