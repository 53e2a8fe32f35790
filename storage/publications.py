"""Keeps publications: the same address twice changes nothing, an edit keeps the older text."""

import hashlib
import json
from collections.abc import Callable
from typing import NamedTuple

from storage.connection import Connection, Row
from storage.quotes import insert_quotes, quote_rows
from storage.records import Outcome, Publication, publication_id
from storage.times import to_text
from storage.versions import tie_versions

TEXT_KEY_WORDS = 20
"""Fewest words by which two texts of one outlet are known as one article in two alphabets."""


Rows = list[tuple[object, ...]]
"""Rows of one table."""


class PublicationRows(NamedTuple):
    """A publication as the tables take it: made in any process, kept by the one that writes."""

    id: str
    publication: tuple[object, ...]
    mentions: Rows
    topics: Rows
    quotes: Rows


def text_key(folded_body: str) -> str:
    """The key two versions of a text share when only the alphabet differs; "" for short texts."""
    words = folded_body.split()
    if len(words) < TEXT_KEY_WORDS:
        return ""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=12).hexdigest()


def keep(
    connection: Connection, publication: Publication, capture: Callable[[], int]
) -> tuple[Outcome, set[str]]:
    """Store a publication, or see that it is stored already, or note that it was edited.

    ``capture`` keeps the page and gives its number; it is called only when there is something new.
    Returns the outcome (stored, language_version, changed or unchanged) and the ids of the
    publications whose language version tie or text changed, itself among them.
    Runs inside the caller's transaction.
    """
    known = connection.execute(
        "SELECT title, body, capture, published_at, date_source, day, state FROM publications"
        " WHERE outlet = ? AND url = ?",
        (publication.outlet, publication.url),
    ).fetchone()
    if known is None:
        _insert(connection, rows_of(publication, capture()))
        outcome = Outcome.STORED
    elif known["title"] == publication.title and known["body"] == publication.body:
        if known["state"] == "gone":
            _back(connection, publication.id)
        return Outcome.UNCHANGED, set()
    else:
        _replace(connection, publication, capture(), known)
        outcome = Outcome.CHANGED
    _keep_findings(connection, *_findings(publication))
    touched = tie_versions(connection, publication.id)
    if outcome is Outcome.STORED:
        # by what it is, not by when it came: the outcomes of a cut-off night end the same
        tied = connection.execute(
            "SELECT version_of <> '' FROM publications WHERE id = ?", (publication.id,)
        ).fetchone()[0]
        outcome = Outcome.LANGUAGE_VERSION if tied else Outcome.STORED
    return outcome, touched | {publication.id}


def rows_of(p: Publication, capture: int | None = None) -> PublicationRows:
    """The rows of a publication, its mentions, topics and quotes; ``capture`` is its page's."""
    return PublicationRows(
        p.id,
        (
            p.id, p.outlet, p.url, p.title, p.lead, p.body, p.author, p.section, _json(p.tags),
            p.language, p.script, to_text(p.published_at), str(p.date_source), p.day.isoformat(),
            to_text(p.first_seen_at), str(p.owner), p.main, p.region, p.version_key,
            text_key(p.folded_body), p.folded_title, p.folded_body, capture,
        ),
        *_findings(p),
    )  # fmt: skip


def keep_unread(connection: Connection, rows: PublicationRows) -> bool:
    """Store an item that has no page of its own (an imported row); False where it is stored.

    It has no language versions. Runs inside the caller's transaction.
    """
    if not _insert(connection, rows, " ON CONFLICT DO NOTHING"):
        return False
    _keep_findings(connection, rows.mentions, rows.topics, rows.quotes)
    return True


def _back(connection: Connection, publication: str) -> None:
    """What was taken down stands there again."""
    connection.execute(
        "UPDATE publications SET state = CASE WHEN EXISTS"
        " (SELECT 1 FROM editions WHERE publication = id) THEN 'changed' ELSE 'live' END"
        " WHERE id = ?",
        (publication,),
    )


def mark_gone(connection: Connection, outlet: str, url: str) -> None:
    """Note that the outlet took a publication down; it stays counted, its capture proves it."""
    # an item of another outlet (a broadcaster's on a video channel) is known by its address
    connection.execute(
        "UPDATE publications SET state = 'gone' WHERE id = ? OR id = (SELECT publication"
        " FROM addresses WHERE outlet = ? AND url = ? AND publication <> '')",
        (publication_id(outlet, url), outlet, url),
    )


def _insert(connection: Connection, rows: PublicationRows, conflict: str = "") -> bool:
    """Insert its row; False where ``conflict`` says that it stays as it is."""
    cursor = connection.execute(
        "INSERT INTO publications (id, outlet, url, title, lead, body, author, section, tags,"  # noqa: S608
        " language, script, published_at, date_source, day, first_seen_at, state, owner, main,"
        " region, version_key, text_key, folded_title, folded_body, capture)"
        f" VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'live',?,?,?,?,?,?,?,?){conflict}",
        rows.publication,
    )
    return cursor.rowcount > 0


def _replace(connection: Connection, p: Publication, capture: int, known: Row) -> None:
    connection.execute(
        "INSERT INTO editions (publication, replaced_at, title, body, capture)"
        " VALUES (?,?,?,?,?) ON CONFLICT (publication, replaced_at) DO NOTHING",
        (p.id, to_text(p.first_seen_at), known["title"], known["body"], known["capture"]),
    )
    # an edit does not move a publication to another day, unless its day was only a guess
    dated = known["date_source"] != "first_seen"
    moment = (known["published_at"], known["date_source"], known["day"])
    if not dated:
        moment = (to_text(p.published_at), str(p.date_source), p.day.isoformat())
    connection.execute(
        "UPDATE publications SET title=?, lead=?, body=?, author=?, section=?, tags=?, language=?,"
        " script=?, published_at=?, date_source=?, day=?, state='changed', owner=?, main=?,"
        " region=?, version_key=?, text_key=?, folded_title=?, folded_body=?, capture=?"
        " WHERE id = ?",
        (
            p.title, p.lead, p.body, p.author, p.section, _json(p.tags), p.language, p.script,
            *moment, p.owner, p.main, p.region, p.version_key, text_key(p.folded_body),
            p.folded_title, p.folded_body, capture, p.id,
        ),
    )  # fmt: skip
    for table in ("mentions", "topics", "quotes"):
        connection.execute(f"DELETE FROM {table} WHERE publication = ?", (p.id,))  # noqa: S608


def _findings(p: Publication) -> tuple[Rows, Rows, Rows]:
    mentions: Rows = [
        (p.id, n, m.unit, str(m.owner), m.field, m.start, m.end, m.text, m.rule)
        for n, m in enumerate(p.mentions)
    ]
    topics: Rows = [(p.id, t.topic, _json(t.words), t.score) for t in p.topics]
    return mentions, topics, quote_rows(p.id, p.quotes)


def _keep_findings(connection: Connection, mentions: Rows, topics: Rows, quotes: Rows) -> None:
    if mentions:
        connection.executemany(
            'INSERT INTO mentions (publication, position, unit, owner, field, "start", "end", text,'
            " rule) VALUES (?,?,?,?,?,?,?,?,?)",
            mentions,
        )
    if topics:
        connection.executemany(
            "INSERT INTO topics (publication, topic, words, score) VALUES (?,?,?,?)", topics
        )
    if quotes:
        insert_quotes(connection, quotes)


def _json(values: tuple[str, ...]) -> str:
    # most publications have no tags
    if not values:
        return "[]"
    return json.dumps(values, ensure_ascii=False)
