"""Origin and spread: a story's timeline, and who carried the ministry's releases."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from storage.connection import Connection
from storage.database import snapshot
from storage.decisions import UnknownPublication
from storage.fingerprint import common, unpack
from storage.times import from_text


@dataclass(frozen=True, slots=True)
class Carrier:
    """A publication of a story, beside the text it is measured against.

    ``after`` is how long after that text it came (before it: negative); ``share`` how much of
    that text stands in it, 0..1, or None for another language or other words.
    """

    publication: str
    outlet: str
    outlet_name: str
    owned: bool
    title: str
    url: str
    language: str
    published_at: str
    relation: str
    after: timedelta
    share: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """A text and the publications of its story by time, itself first; versions count once."""

    text: Carrier
    carriers: list[Carrier]
    related: list[Carrier] = field(default_factory=list)

    @property
    def outlets(self) -> int:
        """Outlets that are not the ministry's own and carried it."""
        return len({one.outlet for one in self.carriers if not one.owned})


_COLUMNS = """
    p.id, p.outlet, o.name, o.owned, p.title, p.url,
    CASE WHEN p.language IN ('uz', 'kaa') THEN p.language || '-' || p.script ELSE p.language END,
    p.published_at, s.relation, f.packed
"""
_FROM = """
    FROM story_members s JOIN publications p ON p.id = s.publication_id
    JOIN outlets o ON o.id = p.outlet LEFT JOIN fingerprints f ON f.publication = p.id
"""


def story_of(connection: Connection, name: str) -> Spread:
    """The story of a publication, from its origin on, and what is related to its members.

    Args:
        connection: the ledger.
        name: the id of a publication or story, the beginning of one, or an address.

    Raises:
        UnknownPublication: there is none, or the beginning fits several.
    """
    with snapshot(connection):
        return _story_of(connection, publication_of(connection, name))


def _story_of(connection: Connection, publication: str) -> Spread:
    story = connection.execute(
        "SELECT story FROM story_members WHERE publication_id = ?", (publication,)
    ).fetchone()[0]
    rows = _members(connection, story)
    origin = next(row for row in rows if row[0] == story)
    related = connection.execute(
        f"SELECT DISTINCT {_COLUMNS} {_FROM} WHERE s.story <> ? AND p.version_of = ''"  # noqa: S608
        " AND p.id IN (SELECT l.b FROM links l JOIN story_members m ON m.publication_id = l.a"
        " WHERE m.story = ? AND l.relation = 'related' UNION SELECT l.a FROM links l"
        " JOIN story_members m ON m.publication_id = l.b WHERE m.story = ?"
        " AND l.relation = 'related') ORDER BY p.published_at, p.id",
        (story, story, story),
    ).fetchall()
    return _spread(origin, rows, related)


def publication_of(connection: Connection, name: str) -> str:
    """The id of the publication of this id, beginning of an id or address, that is in a story.

    Raises:
        UnknownPublication: there is none, or the beginning fits several.
    """
    found = connection.execute(
        "SELECT p.id FROM publications p JOIN story_members s ON p.id = s.publication_id"
        " WHERE p.id = ? OR p.url = ? OR (length(?) >= 6 AND substr(p.id, 1, length(?)) = ?)"
        " LIMIT 2",
        (name, name, name, name, name),
    ).fetchall()
    if not found:
        raise UnknownPublication(
            f"{name}: no publication of a story; give an id or address as `yoritish coverage list"
            " --json` prints them"
        )
    if len(found) > 1:
        raise UnknownPublication(f"{name}: several publications begin so; give more of the id")
    return str(found[0][0])


def releases(connection: Connection, first: date, last: date) -> list[Spread]:
    """Every text the ministry's own outlets published first in its story in a period, by time."""
    with snapshot(connection):
        stories = connection.execute(
            "SELECT s.story, min(p.published_at || p.id) FROM story_members s"
            " JOIN publications p ON p.id = s.publication_id JOIN outlets o ON o.id = p.outlet"
            " WHERE o.owned AND p.version_of = '' AND s.story IN"
            " (SELECT m.story FROM story_members m JOIN publications q ON q.id = m.publication_id"
            "  JOIN outlets w ON w.id = q.outlet WHERE w.owned AND q.day BETWEEN ? AND ?)"
            " GROUP BY s.story HAVING min(p.day) BETWEEN ? AND ? ORDER BY 2",
            (first.isoformat(), last.isoformat(), first.isoformat(), last.isoformat()),
        ).fetchall()
        told = []
        for story, _ in stories:
            rows = _members(connection, story)
            release = next(row for row in rows if row[3])
            told.append(_spread(release, rows, []))
    return told


def _members(connection: Connection, story: str) -> list[tuple[object, ...]]:
    return connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE s.story = ?"
        " AND (p.version_of = '' OR p.id = s.story) ORDER BY p.published_at, p.id",
        (story,),
    ).fetchall()


def _spread(
    text: tuple[object, ...], rows: list[tuple[object, ...]], related: list[tuple[object, ...]]
) -> Spread:
    return Spread(
        _carrier(text, text),
        [_carrier(row, text) for row in rows if row[0] != text[0]],
        [_carrier(row, text) for row in related],
    )


def _carrier(row: tuple[object, ...], text: tuple[object, ...]) -> Carrier:
    (publication, outlet, name, owned, title, url, language, published_at, relation) = (
        row[n] for n in range(9)
    )
    after = from_text(str(published_at)) - from_text(str(text[7]))
    return Carrier(
        str(publication), str(outlet), str(name), bool(owned), str(title), str(url),
        str(language), str(published_at), str(relation), after, _share(row, text),
    )  # fmt: skip


def _share(row: tuple[object, ...], text: tuple[object, ...]) -> float | None:
    one, other = row[9], text[9]
    if not isinstance(one, bytes) or not isinstance(other, bytes):
        return None
    carried, whole = unpack(one).shingles, unpack(other).shingles
    shared = common(carried, whole) / len(whole) if len(whole) else 0.0
    return round(shared, 4) if shared else None
