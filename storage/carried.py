"""Whose text a publication carries."""

from datetime import datetime, timedelta

from storage.connection import Connection, Row
from storage.precedence import place_in_time


def carried_from(connection: Connection, publication: str, owned_margin: timedelta) -> str:
    """Id of the first publication, at another outlet, of the text that this one carries; "" if it
    carries nobody's.

    Its language versions are looked at too: a text is often carried in another alphabet. Who was
    first is told by :func:`storage.precedence.place_in_time`.
    """
    rows = connection.execute(
        "WITH versions(id) AS (SELECT id FROM publications WHERE id = ?1 OR version_of = ?1),"
        " tied(one, other) AS ("
        " SELECT a, b FROM links WHERE relation = 'reprint' AND a IN (SELECT id FROM versions)"
        " UNION SELECT b, a FROM links"
        " WHERE relation = 'reprint' AND b IN (SELECT id FROM versions))"
        " SELECT DISTINCT f.id, f.published_at, o.owned, f.outlet FROM tied t"
        " JOIN story_members s ON s.publication_id = t.one"
        " JOIN story_members r ON r.publication_id = t.other AND r.story = s.story"
        " JOIN publications q ON q.id = t.other"
        " JOIN publications f ON f.id = CASE q.version_of WHEN '' THEN q.id ELSE q.version_of END"
        " JOIN outlets o ON o.id = f.outlet"
        " UNION SELECT p.id, p.published_at, o.owned, p.outlet FROM publications p"
        " JOIN outlets o ON o.id = p.outlet WHERE p.id = ?1",
        (publication,),
    ).fetchall()
    here = next((row for row in rows if row["id"] == publication), None)
    if here is None:
        return ""

    def moment(row: Row) -> datetime:
        return place_in_time(row["published_at"], owned=row["owned"], owned_margin=owned_margin)

    earlier = [
        (moment(row), str(row["id"]))
        for row in rows
        if row["outlet"] != here["outlet"] and moment(row) < moment(here)
    ]
    return min(earlier)[1] if earlier else ""
