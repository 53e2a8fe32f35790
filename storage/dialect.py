"""The SQL that is not the same on both databases: each piece as SQLite and as PostgreSQL reads it.

Modules write SQLite's; :mod:`storage.postgresql` puts the other in its place.
"""

import sqlite3

from storage.connection import Connection

WORDS_FOUND = "SELECT rowid FROM publications_fts WHERE publications_fts MATCH ?"
"""Rows of the publications that a full-text query finds."""

POSTGRESQL = {
    WORDS_FOUND: (
        # asked once, not for every row, also when the plan is an old one
        "SELECT row FROM publications_fts WHERE words @@ (SELECT folded_query(?))"
    ),
}


def earliest_of_stories(connection: Connection, names: str, counted: str) -> str:
    """A query for the earliest appearance of every story, and how many it has (``carried``).

    ``names`` are columns of ``coverage`` as c, ``counted`` what stands after SELECT … for them.
    """
    moment = "c.published_at || c.publication"
    if isinstance(connection, sqlite3.Connection):
        # of the bare columns beside min() SQLite gives those of the row that has it
        return f"SELECT {names}, count(*) AS carried, min({moment}) {counted} GROUP BY c.story"
    return (
        f"SELECT DISTINCT ON (c.story) {names}, count(*) OVER (PARTITION BY c.story) AS carried"
        f" {counted} ORDER BY c.story, {moment}"
    )
