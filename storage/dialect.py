"""The SQL that is not the same on both databases: each piece as SQLite and as PostgreSQL reads it.

Modules write SQLite's; :mod:`storage.postgresql` puts the other in its place.
"""

import sqlite3
from datetime import date

from storage.connection import Connection

WORDS_FOUND = "SELECT rowid FROM coverage_words WHERE coverage_words MATCH ?"
"""Rows of the publications that a full-text query finds, of those that may count."""

WORDS_ON_DAYS = f"{WORDS_FOUND} AND ? <= ?"
"""The same for publications that count on the days (ISO) from the second parameter to the third,
others with them or not: PostgreSQL's index is divided by them, SQLite's is whole."""

FOUND_ON_DAYS = f"c.row IN ({WORDS_ON_DAYS})"
"""Whether a row of ``coverage`` (as c) is among those; its day says in which part it can be."""

AMONG_ROWS = "c.row = ANY(?::bigint[])"
"""Whether it is among these rows, which are one parameter; PostgreSQL alone has such."""

EARLIER_OF_STORY = "coverage e INDEXED BY coverage_by_story"
"""The table in which a row's story is looked up: SQLite would take any other index as gladly."""

POSTGRESQL = {
    EARLIER_OF_STORY: "coverage e",
    FOUND_ON_DAYS: (
        "(c.row, c.day) IN (SELECT row, day FROM coverage_words"
        " WHERE words @@ folded_query(?) AND day BETWEEN ? AND ?)"
    ),
    WORDS_ON_DAYS: (
        "SELECT row FROM coverage_words WHERE words @@ folded_query(?) AND day BETWEEN ? AND ?"
    ),
    WORDS_FOUND: (
        # the words are known to whoever plans it, since it is never prepared: common and seldom
        # ones are looked for in other ways
        "SELECT row FROM coverage_words WHERE words @@ folded_query(?)"
    ),
}

_CASTS = {"c.row": "::bigint", "c.story": "::bigint", "c.score": "::double precision"}


def earliest_of_stories(connection: Connection, names: str, counted: str) -> str:
    """A query for the earliest appearance of every story, and how many it has (``carried``).

    ``names`` are columns of ``coverage`` as c, ``counted`` what stands after SELECT … for them.
    """
    moment = "c.published_at || c.publication"
    if isinstance(connection, sqlite3.Connection):
        # of the bare columns beside min() SQLite gives those of the row that has it
        return f"SELECT {names}, count(*) AS carried, min({moment}) {counted} GROUP BY c.story"
    # the columns go with the moment through the aggregate: to sort the rows takes twice as long
    columns = [name.strip() for name in names.split(",")]
    joined = " || chr(1) || ".join([f"({moment})", *columns])
    parts = ", ".join(
        f"split_part(first, chr(1), {place}){_CASTS.get(name, '')} AS {name.removeprefix('c.')}"
        for place, name in enumerate(columns, 2)
    )
    return (
        f"SELECT {parts}, carried FROM (SELECT count(*) AS carried, min({joined}) AS first"  # noqa: S608
        f" {counted} GROUP BY c.story) told"
    )


SCORED = "c.row, c.day, c.published_at, c.publication, c.story"
"""What of a row is needed to order it by its score, and to fold it into its story."""


def ranked(connection: Connection, counted: str, days: tuple[date, date] | None) -> str:
    """A query for rows of ``coverage`` with how well each fits a full-text query (``score``).

    The smaller the better; a word of the title weighs four times. ``counted`` is what stands after
    SELECT … for the rows, all of which count on ``days`` (first and last) where these are given;
    the full-text query is the parameter after its own.
    """
    if isinstance(connection, sqlite3.Connection):
        return (
            f"SELECT {SCORED}, bm25(coverage_words, 4.0, 1.0) AS score FROM coverage_words"  # noqa: S608
            f" CROSS JOIN (SELECT c.* {counted}) c"
            " WHERE coverage_words MATCH ? AND c.row = coverage_words.rowid"
        )
    # the index is divided by the day on which a publication counts
    on_days = f" AND c.day = f.day AND f.day BETWEEN '{days[0]}' AND '{days[1]}'" if days else ""
    # 1: a long text is no better for being long; D C B A are the weights, A is the title's
    return (
        f"SELECT {SCORED},"  # noqa: S608
        " CAST(-ts_rank('{0.25, 0.25, 0.25, 1.0}', f.words, asked.query, 1)"
        f" AS double precision) AS score FROM coverage_words f JOIN (SELECT c.* {counted}) c"
        f" ON c.row = f.row{on_days} CROSS JOIN (SELECT folded_query(?) AS query) asked"
        " WHERE f.words @@ asked.query"
    )
