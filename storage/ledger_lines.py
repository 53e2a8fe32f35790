"""What the ledger's lines say of a row, and the rows it has not told of yet.

One row, one line; values are single words. Texts stand by their SHA-256, what a person wrote by the
digest of each field, so that a changed one can be named without publishing it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from storage.capture_rows import COLUMNS, CaptureRow
from storage.connection import Connection, Row

PUBLICATION_FIELDS = (
    "id", "outlet", "url", "title", "lead", "body", "author", "section", "tags", "language",
    "script", "published_at", "date_source", "day", "first_seen_at", "owner", "main", "region",
    "version_key", "text_key", "folded_title", "folded_body", "capture",
)  # fmt: skip
"""What of a publication its line answers for; ``state`` has lines of its own, and what ties it to
others (version, story) is made from the texts."""

MENTION_FIELDS = ("unit", "owner", "field", "start", "end", "text", "rule")
TOPIC_FIELDS = ("topic", "words", "score")
DECISION_FIELDS = ("publication", "kind", "value", "person", "reason", "decided_at")
EDITION_FIELDS = ("publication", "replaced_at", "title", "body", "capture")

TOGETHER = 500
"""Publications whose texts are read at once."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A line that is due: ``at`` is the moment (as stored) whose day it belongs to.

    Lines of one moment and kind stand by ``order``, then by key.
    """

    at: str
    kind: str
    order: int
    key: str
    line: str


def digest(values: Sequence[Any]) -> str:
    """SHA-256 of values as JSON without blanks, letters as they are; hexadecimal."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def capture_line(row: CaptureRow) -> str:
    """The line of a capture."""
    return (
        f"capture {row.id} {row.fetched_at} {row.outlet} {row.status} {row.mime or '-'}"
        f" {row.sha256} {row.record or '-'} {row.file} {row.position} {row.length}"
        f" {row.refers or '-'} {row.url}"
    )


CAPTURE_WORDS = (
    "kind", "id", "fetched_at", "outlet", "status", "mime", "sha256", "record", "file",
    "position", "length", "refers", "url",
)  # fmt: skip
"""What the words of a capture's line are, in order."""


def publication_line(connection: Connection, row: Row) -> str:
    """The line of a publication: its own fields, its mentions and topics by their digests."""
    fields = digest([row[name] for name in PUBLICATION_FIELDS])
    mentions = digest(rows_of(connection, "mentions", MENTION_FIELDS, row["id"], "position"))
    topics = digest(rows_of(connection, "topics", TOPIC_FIELDS, row["id"], "topic"))
    return (
        f"publication {row['id']} {row['capture'] or '-'} {row['day']} {fields} {mentions}"
        f" {topics} {row['url']}"
    )


def decision_line(row: Row) -> str:
    """The line of a person's decision, every field by the digest of number, name and value."""
    told = " ".join(
        f"{name}={digest([row['id'], name, row[name]])[:32]}" for name in DECISION_FIELDS
    )
    return f"decision {row['id']} {told}"


def edition_line(row: Row) -> str:
    """The line of an earlier text of a publication."""
    fields = digest([row[name] for name in EDITION_FIELDS])
    return f"edition {row['publication']} {row['replaced_at']} {row['capture'] or '-'} {fields}"


def period_line(row: Row) -> str:
    """The line of a closed period; its digest answers for figures and rows."""
    return f"period {row['period']} {row['closed_at']} {row['sha256']}"


def rows_of(
    connection: Connection,
    table: str,
    fields: Iterable[str],
    publication: str,
    order: str,
) -> list[list[Any]]:
    """Mentions or topics of a publication, in order."""
    columns = ", ".join(f'"{name}"' for name in fields)
    rows = connection.execute(
        f"SELECT {columns} FROM {table} WHERE publication = ? ORDER BY {order}",  # noqa: S608
        (publication,),
    )
    return [list(row) for row in rows]


def due_entries(connection: Connection, at: str) -> list[Entry]:
    """The lines of all rows that the ledger has not told of as they are now, in order."""
    captures = list(_captures(connection))
    fresh = {int(entry.key): entry.at for entry in captures}
    entries = [*captures, *_publications(connection, fresh, at)]
    entries += [*_unread_publications(connection, at), *_states(connection, at)]
    for row in _unsaid(connection, "decision", "decisions", "CAST(x.id AS TEXT)"):
        entries.append(
            Entry(row["decided_at"], "decision", row["id"], str(row["id"]), decision_line(row))
        )
    key = "x.publication || ' ' || x.replaced_at"
    for row in _unsaid(connection, "edition", "editions", key):
        name = f"{row['publication']} {row['replaced_at']}"
        entries.append(Entry(at, "edition", 0, name, edition_line(row)))
    key = "x.outlet || ' ' || x.day || ' ' || x.state"
    for row in _unsaid(connection, "read", "read_days", key):
        name = f"{row['outlet']} {row['day']} {row['state']}"
        entries.append(Entry(at, "read", 0, name, f"read {name}"))
    for row in _unsaid(connection, "period", "periods", "x.period"):
        entries.append(Entry(row["closed_at"], "period", 0, row["period"], period_line(row)))
    return sorted(entries)


def _captures(connection: Connection) -> Iterator[Entry]:
    last = connection.execute(
        "SELECT max(CAST(key AS BIGINT)) FROM ledger WHERE kind = 'capture'"
    ).fetchone()[0]
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM captures WHERE id > ? ORDER BY id",  # noqa: S608
        (last or 0,),
    )
    for row in rows:
        capture = CaptureRow(**dict(row))
        line = capture_line(capture)
        yield Entry(capture.fetched_at, "capture", capture.id, str(capture.id), line)


def _publications(connection: Connection, fresh: dict[int, str], at: str) -> Iterator[Entry]:
    ids = connection.execute(
        "SELECT x.id FROM publications x WHERE x.capture IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM ledger l WHERE l.kind = 'publication'"
        "  AND l.key = x.id || ' ' || CAST(x.capture AS TEXT))"
    ).fetchall()
    for row in _whole(connection, ids):
        name = f"{row['id']} {row['capture']}"
        moment = fresh.get(row["capture"], at)
        yield Entry(moment, "publication", row["capture"], name, publication_line(connection, row))


def _unread_publications(connection: Connection, at: str) -> Iterator[Entry]:
    """What came by import: there is no page, so the row itself is told of when it changes."""
    ids = connection.execute(
        "SELECT id FROM publications WHERE capture IS NULL ORDER BY id"
    ).fetchall()
    for row in _whole(connection, ids):
        line = publication_line(connection, row)
        name = f"{row['id']} -"
        if line != last_line(connection, "publication", name):
            yield Entry(at, "publication", 0, name, line)


def _whole(connection: Connection, ids: Sequence[Row]) -> Iterator[Row]:
    """The publications of these ids, some at a time: a year of them with their texts is much."""
    for start in range(0, len(ids), TOGETHER):
        some = [row[0] for row in ids[start : start + TOGETHER]]
        marks = ", ".join("?" * len(some))
        yield from connection.execute(
            f"SELECT * FROM publications WHERE id IN ({marks}) ORDER BY id",  # noqa: S608
            some,
        ).fetchall()


def _states(connection: Connection, at: str) -> Iterator[Entry]:
    rows = connection.execute(
        "SELECT id, state FROM publications WHERE state = 'gone'"
        " OR id IN (SELECT key FROM ledger WHERE kind = 'state') ORDER BY id"
    )
    for row in rows.fetchall():
        line = f"state {row['id']} {row['state']}"
        if line != last_line(connection, "state", row["id"]):
            yield Entry(at, "state", 0, row["id"], line)


def last_line(connection: Connection, kind: str, key: str) -> str:
    """The last line of a key; "" when there is none."""
    row = connection.execute(
        "SELECT line FROM ledger WHERE kind = ? AND key = ? ORDER BY number DESC LIMIT 1",
        (kind, key),
    ).fetchone()
    return str(row[0]) if row else ""


def _unsaid(connection: Connection, kind: str, table: str, key: str) -> list[Row]:
    return connection.execute(
        f"SELECT x.* FROM {table} x WHERE NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM ledger l WHERE l.kind = ? AND l.key = {key})",
        (kind,),
    ).fetchall()
