"""Components: what links connect is one story; its earliest member is the origin."""

from collections.abc import Iterable
from datetime import timedelta

from storage.connection import Connection
from storage.likeness import RELATED
from storage.precedence import place_in_time
from storage.story_rules import StoryRules
from storage.times import to_text

Ties = dict[str, tuple[str, float]]

ALONE = "alone"
WITH = "with "
"""Values of a decision of kind "story": of no story but its own, or with another publication."""

JOINED = "joined"
"""Relation of a publication that a person put into a story."""


def regroup(connection: Connection, touched: Iterable[str], rules: StoryRules) -> None:
    """Choose story, origin and relation anew for publications and all they are tied to.

    Runs inside the caller's transaction.
    """
    done: set[str] = set()
    members: list[tuple[str, str, str, str, float, str]] = []
    for one in sorted(touched):
        if one not in done:
            ties = component(connection, one)
            done |= ties.keys()
            members += _placed(connection, ties, rules)
    connection.executemany(
        'INSERT INTO story_members (publication_id, story, relation, "of", similarity, carries)'
        " VALUES (?,?,?,?,?,?) ON CONFLICT (publication_id) DO UPDATE SET story = excluded.story,"
        ' relation = excluded.relation, "of" = excluded."of",'
        " similarity = excluded.similarity, carries = excluded.carries",
        members,
    )


def component(connection: Connection, start: str) -> dict[str, Ties]:
    """All that ties connect with a publication, each with its own ties."""
    ties: dict[str, Ties] = {}
    frontier = [start]
    while frontier:
        one = frontier.pop()
        if one not in ties:
            ties[one] = _ties(connection, one)
            frontier += [other for other in ties[one] if other not in ties]
    return ties


def _ties(connection: Connection, publication: str) -> Ties:
    rows = connection.execute(
        "SELECT b, relation, similarity FROM links WHERE a = ? AND relation <> ?"
        " UNION ALL SELECT a, relation, similarity FROM links WHERE b = ? AND relation <> ?",
        (publication, RELATED, publication, RELATED),
    )
    ties = {row[0]: (row[1], row[2]) for row in rows}
    decided = _decided(connection, publication)
    kept = {
        other: tie
        for other, tie in ties.items()
        if tie[0] == "version" or not (decided or _decided(connection, other))
    }
    if decided.startswith(WITH):
        kept |= {decided.removeprefix(WITH): (JOINED, 1.0)}
    rows = connection.execute(
        "SELECT DISTINCT publication FROM decisions WHERE kind = 'story' AND value = ?",
        (WITH + publication,),
    )
    for (other,) in rows.fetchall():
        if _decided(connection, other) == WITH + publication:
            kept[other] = (JOINED, 1.0)
    return {other: tie for other, tie in kept.items() if _is_indexed(connection, other)}


def _decided(connection: Connection, publication: str) -> str:
    row = connection.execute(
        "SELECT value FROM decisions WHERE publication = ? AND kind = 'story'"
        " ORDER BY id DESC LIMIT 1",
        (publication,),
    ).fetchone()
    return str(row[0]) if row else ""


def _is_indexed(connection: Connection, publication: str) -> bool:
    found = connection.execute("SELECT 1 FROM fingerprints WHERE publication = ?", (publication,))
    return found.fetchone() is not None


def _placed(
    connection: Connection, ties: dict[str, Ties], rules: StoryRules
) -> list[tuple[str, str, str, str, float, str]]:
    """story_members rows of a component."""
    if len(ties) == 1:
        (only,) = ties
        return [(only, only, "origin", "", 1.0, "")]
    ranks = {one: _rank(connection, one, rules) for one in ties}
    order = {one: rank[:2] for one, rank in ranks.items()}
    owned = {one for one, (_, _, is_owned) in ranks.items() if is_owned}
    origin = min(ties, key=lambda one: order[one])
    rows = [(origin, origin, "origin", "", 1.0, "")]
    for one, beside in ties.items():
        if one != origin:
            of = min(beside, key=lambda other: (-beside[other][1], order[other]))
            carries = _carries(one, ties, owned, order)
            rows.append((one, origin, beside[of][0], of, beside[of][1], carries))
    return rows


def _carries(
    one: str, ties: dict[str, Ties], owned: set[str], order: dict[str, tuple[str, str]]
) -> str:
    """The ministry's own publication whose text one carries, in whatever language version."""
    family = {one} | {other for other, tie in ties[one].items() if tie[0] == "version"}
    releases = [
        other
        for member in family
        for other, tie in ties[member].items()
        if tie[0] == "reprint" and other in owned and order[other] < order[one]
    ]
    return min(releases, key=lambda other: order[other], default="")


def _rank(connection: Connection, publication: str, rules: StoryRules) -> tuple[str, str, bool]:
    """Moment by which it takes its place among others, id, own or not."""
    row = connection.execute(
        "SELECT published_at, owned FROM fingerprints WHERE publication = ?", (publication,)
    ).fetchone()
    margin = timedelta(minutes=rules.owned_margin_minutes)
    moment = place_in_time(row[0], owned=bool(row[1]), owned_margin=margin)
    return to_text(moment), publication, bool(row[1])
