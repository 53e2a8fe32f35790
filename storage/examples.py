"""What people decided, with what the rules said of the same publications: to learn from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from storage.connection import Connection, Row

MODEL_PERSON = "yoritish learn"
"""Under this name a model's verdicts are kept as decisions; a person's word beats them, and
nothing is learnt from them."""

OWN = "yoritish %"
"""Names under which the program decides itself, as LIKE reads it: models and standing rules."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A publication as the rules see it, and what a person decided, "" where nobody did."""

    row: int
    publication: str
    title: str
    """Folded, as ``body``."""
    body: str
    facts: tuple[str, ...]
    concerns: bool
    """Whether it counts by the rules."""
    topics: tuple[str, ...]
    story: str
    counts: str
    """ "yes" or "no"."""
    topics_said: str
    """A JSON list of topics."""


_ROWS = """
    SELECT p.row, p.id, p.folded_title, p.folded_body, p.outlet, p.section, p.tags, p.owner, p.main,
        (o.owned OR p.owner IN ('own', 'both')) AS concerns, coalesce(s.story, p.id) AS story,
        coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'counts'
                  AND d.person NOT LIKE ?), '') AS counts,
        coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'topic'
                  AND d.person NOT LIKE ?), '') AS topics_said
    FROM publications p JOIN outlets o ON o.id = p.outlet
    LEFT JOIN story_members s ON s.publication_id = p.id
    WHERE p.version_of = ''
"""


def decided(connection: Connection) -> Iterator[Ruled]:
    """Publications on which a person decided whether they count or what they are about."""
    sql = (
        f"{_ROWS} AND p.id IN (SELECT publication FROM standing"  # noqa: S608 - no value in it
        " WHERE kind IN ('counts', 'topic') AND person NOT LIKE ?) ORDER BY p.id"
    )
    for row in connection.execute(sql, (OWN,) * 3):
        yield _ruled(connection, row)


def come_after(connection: Connection, row: int) -> Iterator[Ruled]:
    """Publications that came after a row of the ledger and may concern the ministry."""
    sql = f"{_ROWS} AND p.row > ? AND (o.owned OR p.owner <> 'none') ORDER BY p.row"
    for found in connection.execute(sql, (MODEL_PERSON, MODEL_PERSON, row)).fetchall():
        yield _ruled(connection, found)


def _ruled(connection: Connection, row: Row) -> Ruled:
    topics = tuple(
        one[0]
        for one in connection.execute(
            "SELECT topic FROM topics WHERE publication = ? ORDER BY topic", (row["id"],)
        )
    )
    named = connection.execute(
        "SELECT DISTINCT unit, owner FROM mentions WHERE publication = ? ORDER BY unit, owner",
        (row["id"],),
    ).fetchall()
    facts = [f"outlet:{row['outlet']}", f"owner:{row['owner']}"]
    facts += ["main"] if row["main"] else ["passing"]
    facts += [f"section:{row['section']}"] if row["section"] else []
    facts += [f"tag:{tag}" for tag in json.loads(row["tags"] or "[]")]
    facts += [f"topic:{topic}" for topic in topics]
    facts += [f"unit:{unit}/{owner}" for unit, owner in named]
    return Ruled(
        row["row"], row["id"], row["folded_title"], row["folded_body"], tuple(facts),
        bool(row["concerns"]), topics, row["story"], row["counts"], row["topics_said"],
    )  # fmt: skip
