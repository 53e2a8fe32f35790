"""Ties across languages that an earlier dictionary made.

Every night judges the last weeks anew by what the dictionary has learnt. What lies before them
keeps the ties it had then: the dictionary of that day is gone, so they cannot be made again.
"""

from storage.components import regroup
from storage.connection import Connection
from storage.story_rules import StoryRules

_ACROSS = (
    "SELECT l.a, l.b, l.relation, l.similarity FROM links l"
    " JOIN fingerprints f ON f.publication = l.a JOIN fingerprints g ON g.publication = l.b"
    " WHERE f.language <> g.language AND l.relation <> 'version'"
    " AND f.day BETWEEN ? AND ? AND g.day BETWEEN ? AND ?"
)


def take_over(
    connection: Connection, shadow: Connection, judged_since: int, rules: StoryRules
) -> int:
    """Give a shadow the ledger's ties across languages of the days before ``judged_since``.

    ``judged_since`` is the ordinal of the first day that is judged by the dictionary as it is now.
    Returns how many ties of the shadow were others.
    """
    first = shadow.execute("SELECT min(day) FROM fingerprints").fetchone()[0]
    if first is None or first >= judged_since:
        return 0
    days = (first, judged_since - 1) * 2
    known = {row[0] for row in shadow.execute("SELECT publication FROM fingerprints")}
    made = {tuple(row) for row in shadow.execute(_ACROSS, days)}
    kept = {tuple(row) for row in connection.execute(_ACROSS, days) if {row[0], row[1]} <= known}
    shadow.executemany(
        "DELETE FROM links WHERE a = ? AND b = ?", [(a, b) for a, b, *_ in made - kept]
    )
    shadow.executemany(
        "INSERT OR IGNORE INTO links (a, b, relation, similarity) VALUES (?,?,?,?)",
        sorted(kept - made),
    )
    others = made ^ kept
    regroup(shadow, {one for a, b, *_ in others for one in (a, b)}, rules)
    return len(others)
