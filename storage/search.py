"""Full-text search over folded text: one query finds a word in every alphabet."""

import re
import sqlite3

from text.folding import fold


class NothingToFind(ValueError):
    """A query holds no word."""


def words_query(text: str) -> str:
    """Words as typed, in any alphabet, as an FTS5 query: all of them, endings left open.

    A part in double quotes is found as it stands.

    Raises:
        NothingToFind: there is no letter or digit in it.
    """
    parts = []
    for quoted, plain in re.findall(r'"([^"]+)"|([^\s"]+)', text):
        words = re.findall(r"\w+", fold(quoted or plain))
        if not words:
            continue
        phrase = '"' + " ".join(words) + '"'
        parts.append(phrase if quoted else phrase + "*")
    if not parts:
        raise NothingToFind(f"{text!r} holds no word to look for")
    return " AND ".join(parts)


def search(connection: sqlite3.Connection, text: str, limit: int = 50) -> list[sqlite3.Row]:
    """Publications that hold all words of a query, best match first.

    Raises:
        NothingToFind: there is no letter or digit in it.
    """
    return connection.execute(
        "SELECT p.id, p.outlet, p.day, p.title, p.url FROM publications_fts f"
        " JOIN publications p ON p.row = f.rowid WHERE publications_fts MATCH ?"
        " ORDER BY f.rank, p.id LIMIT ?",
        (words_query(text), limit),
    ).fetchall()
