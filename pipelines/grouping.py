"""Groups texts into stories without a ledger: the same code on a database in memory."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from storage.database import migrations
from storage.stories import Entry, Member, tie_all
from storage.times import to_text
from text.clock import now, tashkent_day
from text.dates import UnreadableDate, read_date
from text.folding import fold
from text.languages import identify

BATCH = 1000
"""Texts tied together."""


def group(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The story and relation of every text, in order.

    Args:
        rows: {"id", "text", "title"?, "url"?, "published"?}; the host of ``url`` is taken for
            the outlet; a text without a readable date is taken to be of today.

    Yields:
        {"id", "story", "relation": origin, reprint or same_event, "of", "similarity"}; ``story``
        and ``of`` are ids of texts.
    """
    connection = open_index()
    rules = story_rules()
    ids: list[tuple[str, Any]] = []
    entries: list[Entry] = []
    for number, row in enumerate(rows):
        # inner names keep order and uniqueness whatever the ids are
        inner = f"{number:012d}"
        ids.append((inner, row["id"]))
        title, text = str(row.get("title") or ""), str(row.get("text") or "")
        moment = _moment(str(row.get("published") or row.get("date") or ""))
        member = Member(
            inner, to_text(moment), tashkent_day(moment).isoformat(), False,
            identify(f"{title} {text}").code, urlsplit(str(row.get("url") or "")).netloc,
        )  # fmt: skip
        entries.append(Entry(member, fingerprint(title, text, fold(title), fold(text))))
        if len(entries) == BATCH:
            tie_all(connection, entries, rules)
            entries = []
    tie_all(connection, entries, rules)
    names = dict(ids)
    for inner, identity in ids:
        found = connection.execute(
            'SELECT story, relation, "of", similarity FROM story_members WHERE publication_id = ?',
            (inner,),
        ).fetchone()
        yield {
            "id": identity,
            "story": names[found[0]],
            "relation": found[1],
            "of": names.get(found[2]),
            "similarity": found[3],
        }
    connection.close()


def open_index() -> sqlite3.Connection:
    """An empty ledger in memory in which stories stand without publications."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    for script in migrations():
        connection.executescript(script)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _moment(text: str) -> Any:
    try:
        return read_date(text, now()).at
    except UnreadableDate:
        return now()
