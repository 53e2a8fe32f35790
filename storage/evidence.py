"""All that stands behind one publication: why it counts, where its page lies, who decided."""

import json
from dataclasses import dataclass

from storage.connection import Connection
from storage.decisions import Decision, history, publication_named
from storage.records import Mention, Owner, Topic


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier text of a publication; ``replaced_at`` as stored (UTC)."""

    replaced_at: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A publication with everything that lets it count. Instants as stored (UTC)."""

    id: str
    outlet: str
    outlet_name: str
    url: str
    title: str
    body: str
    author: str
    section: str
    language: str
    script: str
    published_at: str
    date_source: str
    day: str
    first_seen_at: str
    state: str
    owner: str
    main: bool
    region: str
    owned: bool
    foreign: bool
    version_of: str
    story: str
    relation: str
    capture: int | None
    mentions: tuple[Mention, ...]
    topics: tuple[Topic, ...]
    decisions: tuple[Decision, ...]
    versions: tuple[tuple[str, str], ...]
    """Ids and addresses of its other language versions."""
    editions: tuple[Edition, ...]


def evidence(connection: Connection, name: str) -> Evidence:
    """What stands behind a publication.

    Args:
        connection: the ledger.
        name: its id, the beginning of one, or its address.

    Raises:
        UnknownPublication: there is none, or the name fits several.
    """
    one = publication_named(connection, name)
    row = connection.execute(
        "SELECT p.id, p.outlet, o.name AS outlet_name, p.url, p.title, p.body, p.author, p.section,"
        " p.language, p.script, p.published_at, p.date_source, p.day, p.first_seen_at, p.state,"
        ' p.owner, p.main, p.region, o.owned, o.is_foreign AS "foreign", p.version_of,'
        " coalesce(s.story, p.id) AS story, coalesce(s.relation, 'origin') AS relation, p.capture"
        " FROM publications p JOIN outlets o ON o.id = p.outlet"
        " LEFT JOIN story_members s ON s.publication_id = p.id WHERE p.id = ?",
        (one,),
    ).fetchone()
    fields = dict(row) | {name: bool(row[name]) for name in ("main", "owned", "foreign")}
    return Evidence(
        **fields,
        mentions=_mentions(connection, one),
        topics=_topics(connection, one),
        decisions=tuple(history(connection, one)),
        versions=_versions(connection, one, row["version_of"]),
        editions=tuple(
            Edition(*edition)
            for edition in connection.execute(
                "SELECT replaced_at, title, body FROM editions WHERE publication = ?"
                " ORDER BY replaced_at",
                (one,),
            )
        ),
    )


def _mentions(connection: Connection, publication: str) -> tuple[Mention, ...]:
    rows = connection.execute(
        'SELECT unit, owner, field, "start", "end", text, rule FROM mentions'
        " WHERE publication = ? ORDER BY position",
        (publication,),
    )
    return tuple(Mention(row[0], Owner(row[1]), *row[2:]) for row in rows)


def _topics(connection: Connection, publication: str) -> tuple[Topic, ...]:
    rows = connection.execute(
        "SELECT topic, words, score FROM topics WHERE publication = ? ORDER BY score DESC, topic",
        (publication,),
    )
    return tuple(Topic(topic, tuple(json.loads(words)), score) for topic, words, score in rows)


def _versions(connection: Connection, publication: str, first: str) -> tuple[tuple[str, str], ...]:
    rows = connection.execute(
        "SELECT id, url FROM publications WHERE (version_of = ? OR id = ?) AND id <> ? ORDER BY id",
        (first or publication, first or publication, publication),
    )
    return tuple((row[0], row[1]) for row in rows)
