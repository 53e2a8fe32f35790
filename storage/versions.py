"""Ties the language and script versions of one article at one outlet, so they count once.

Two publications of an outlet are versions of each other when they share the outlet's own key
(id, slug, the set of alternate addresses), or when their folded texts are the same and they
appeared within a day. A group is whatever these ties connect, whatever order it came in.
"""

import sqlite3
from datetime import date

SAME_TEXT_DAYS = 1
"""The same text again after more days is a new publication (podrobno.uz runs texts again)."""


def tie_versions(connection: sqlite3.Connection, publication: str) -> set[str]:
    """Choose the one that counts among a publication's versions and tie the others to it.

    It is the first by: concerns the ministry, place of its language in the registry, moment,
    address. Returns the ids of the whole group (itself alone when it has no versions).
    """
    group = _group(connection, publication)
    if len(group) == 1 and not group[publication]["version_of"]:
        return {publication}
    outlet = group[publication]["outlet"]
    languages = connection.execute(
        "SELECT languages FROM outlets WHERE id = ?", (outlet,)
    ).fetchone()[0]
    order = {tag: place for place, tag in enumerate(languages.split())}

    def rank(row: sqlite3.Row) -> tuple[bool, int, str, str]:
        tag = row["language"]
        tag = f"{tag}-{row['script']}" if tag in {"uz", "kaa"} else tag
        concerns = row["owner"] in {"own", "both"}
        return (not concerns, order.get(tag, len(order)), row["published_at"], row["url"])

    first = min(group.values(), key=rank)
    for row in group.values():
        tie = "" if row["id"] == first["id"] else first["id"]
        if tie != row["version_of"]:
            connection.execute(
                "UPDATE publications SET version_of = ? WHERE id = ?", (tie, row["id"])
            )
        connection.execute(
            "UPDATE addresses SET outcome = ? WHERE outlet = ? AND url = ?"
            " AND outcome IN ('stored', 'language_version')",
            ("language_version" if tie else "stored", outlet, row["url"]),
        )
    return set(group)


def _group(connection: sqlite3.Connection, publication: str) -> dict[str, sqlite3.Row]:
    columns = (
        "id, outlet, url, version_key, text_key, day, language, script, owner, published_at,"
        " version_of"
    )
    start = connection.execute(
        f"SELECT {columns} FROM publications WHERE id = ?",  # noqa: S608
        (publication,),
    ).fetchone()
    group = {publication: start}
    frontier = [start]
    while frontier:
        row = frontier.pop()
        tied: list[sqlite3.Row] = []
        if row["version_key"]:
            tied += connection.execute(
                f"SELECT {columns} FROM publications"  # noqa: S608
                " WHERE outlet = ? AND version_key = ? AND version_key <> ''",
                (row["outlet"], row["version_key"]),
            ).fetchall()
        if row["text_key"]:
            tied += [
                other
                for other in connection.execute(
                    f"SELECT {columns} FROM publications"  # noqa: S608
                    " WHERE outlet = ? AND text_key = ?",
                    (row["outlet"], row["text_key"]),
                )
                if _days_apart(row["day"], other["day"]) <= SAME_TEXT_DAYS
            ]
        for other in tied:
            if other["id"] not in group:
                group[other["id"]] = other
                frontier.append(other)
    return group


def _days_apart(a: str, b: str) -> int:
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days)
