"""Components: what links connect is one story; its earliest member is the origin."""

import sqlite3
from collections.abc import Iterable
from datetime import timedelta

from storage.likeness import RELATED, StoryRules
from storage.times import from_text, to_text

Ties = dict[str, tuple[str, float]]


def regroup(connection: sqlite3.Connection, touched: Iterable[str], rules: StoryRules) -> None:
    """Choose story, origin and relation anew for publications and all they are tied to.

    Runs inside the caller's transaction.
    """
    done: set[str] = set()
    members: list[tuple[str, str, str, str, float]] = []
    for one in sorted(touched):
        if one not in done:
            ties = component(connection, one)
            done |= ties.keys()
            members += _placed(connection, ties, rules)
    connection.executemany(
        'INSERT INTO story_members (publication_id, story, relation, "of", similarity)'
        " VALUES (?,?,?,?,?) ON CONFLICT (publication_id) DO UPDATE SET story = excluded.story,"
        ' relation = excluded.relation, "of" = excluded."of",'
        " similarity = excluded.similarity",
        members,
    )


def component(connection: sqlite3.Connection, start: str) -> dict[str, Ties]:
    """All that ties connect with a publication, each with its own ties."""
    ties: dict[str, Ties] = {}
    frontier = [start]
    while frontier:
        one = frontier.pop()
        if one not in ties:
            ties[one] = _ties(connection, one)
            frontier += [other for other in ties[one] if other not in ties]
    return ties


def _ties(connection: sqlite3.Connection, publication: str) -> Ties:
    rows = connection.execute(
        "SELECT b, relation, similarity FROM links WHERE a = ? AND relation <> ?"
        " UNION ALL SELECT a, relation, similarity FROM links WHERE b = ? AND relation <> ?",
        (publication, RELATED, publication, RELATED),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _placed(
    connection: sqlite3.Connection, ties: dict[str, Ties], rules: StoryRules
) -> list[tuple[str, str, str, str, float]]:
    """story_members rows of a component."""
    if len(ties) == 1:
        (only,) = ties
        return [(only, only, "origin", "", 1.0)]
    order = {one: _rank(connection, one, rules) for one in ties}
    origin = min(ties, key=lambda one: order[one])
    rows = [(origin, origin, "origin", "", 1.0)]
    for one, beside in ties.items():
        if one != origin:
            of = min(beside, key=lambda other: (-beside[other][1], order[other]))
            rows.append((one, origin, beside[of][0], of, beside[of][1]))
    return rows


def _rank(connection: sqlite3.Connection, publication: str, rules: StoryRules) -> tuple[str, str]:
    row = connection.execute(
        "SELECT published_at, owned FROM fingerprints WHERE publication = ?", (publication,)
    ).fetchone()
    moment = from_text(row[0])
    if row[1]:
        moment -= timedelta(minutes=rules.owned_margin_minutes)
    return to_text(moment), publication
