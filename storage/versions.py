"""Ties the language and script versions of one article at one outlet, so they count once.

Two publications of an outlet are versions of each other when they share the outlet's own key
(id, slug, the set of alternate addresses), or when their folded texts are the same and they
appeared within a day, or when one is the other in the other Uzbek alphabet: outlets' own
converters leave words that do not fold to one key (uza.uz ties its alphabets by nothing else). A
group is whatever these ties connect, whatever order it came in.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from storage.connection import Connection, Row
from storage.records import Publication

SAME_TEXT_DAYS = 1
"""The same text again after more days is a new publication (podrobno.uz runs texts again)."""

OTHER_ALPHABET = 0.85
"""Least share of words two texts have in common when one is the other in another alphabet.

Real pairs of one article have 0.91 or more (22 real pairs), different articles 0.72 or less.
"""

OTHER_LENGTH = 0.06
"""Most by which the folded texts of such a pair differ in length."""

LEAST_WORDS = 12
"""A shorter text says too little to be known again without its outlet's key."""

_TWO_ALPHABETS = frozenset({"uz", "kaa"})
_WORD = re.compile(r"\w+")


def tie_versions(connection: Connection, publication: str) -> set[str]:
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

    def rank(row: Row) -> tuple[bool, int, str, str]:
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


def may_have_versions(connection: Connection, publications: Sequence[Publication]) -> list[str]:
    """Ids of those of these publications, just stored, that may be versions of others.

    One question for all of them: most have no versions, and need not be looked at one by one.
    """
    if not publications:
        return []
    asked: list[object] = []
    for one in publications:
        near, lengths = _near(one.day), (0, -1)
        if not one.version_key and one.language in _TWO_ALPHABETS:
            lengths = _lengths(len(one.folded_body))
        asked += (
            one.id, one.outlet, one.version_key, *near, one.language, _other_alphabet(one.script),
            *lengths,
        )  # fmt: skip
    row = f"({', '.join('?' * 10)})"
    found = connection.execute(
        "WITH asked (id, outlet, version_key, day, next, last, language, script, least, most)"  # noqa: S608
        f" AS (VALUES {', '.join([row] * len(publications))})"
        " SELECT a.id FROM asked a JOIN publications p ON p.id = a.id WHERE"
        " (a.version_key <> '' AND EXISTS (SELECT 1 FROM publications q"
        " WHERE q.outlet = a.outlet AND q.version_key = a.version_key AND q.version_key <> ''"
        " AND q.id <> a.id))"
        " OR (p.text_key <> '' AND EXISTS (SELECT 1 FROM publications q"
        " WHERE q.outlet = a.outlet AND q.text_key = p.text_key AND q.id <> a.id))"
        " OR (a.most > 0 AND EXISTS (SELECT 1 FROM publications q"
        " WHERE q.day IN (a.day, a.next, a.last) AND q.outlet = a.outlet"
        " AND q.language = a.language AND q.script = a.script"
        " AND length(q.folded_body) BETWEEN a.least AND a.most))",
        asked,
    )
    may = {row[0] for row in found}
    return [one.id for one in publications if one.id in may]


def _group(connection: Connection, publication: str) -> dict[str, Row]:
    columns = (
        "id, outlet, url, version_key, text_key, day, language, script, owner, published_at,"
        " version_of, folded_body"
    )
    start = connection.execute(
        f"SELECT {columns} FROM publications WHERE id = ?",  # noqa: S608
        (publication,),
    ).fetchone()
    group = {publication: start}
    frontier = [start]
    while frontier:
        row = frontier.pop()
        tied: list[Row] = []
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
        tied += _in_other_alphabet(connection, row, columns)
        for other in tied:
            if other["id"] not in group:
                group[other["id"]] = other
                frontier.append(other)
    return group


def _in_other_alphabet(connection: Connection, row: Row, columns: str) -> list[Row]:
    if row["version_key"] or row["language"] not in _TWO_ALPHABETS:
        # what the outlet itself says of its versions is better
        return []
    words = _WORD.findall(row["folded_body"])
    if len(words) < LEAST_WORDS:
        return []
    near = _near(date.fromisoformat(row["day"]))
    others = connection.execute(
        f"SELECT {columns} FROM publications"  # noqa: S608
        " WHERE day IN (?, ?, ?) AND outlet = ? AND language = ? AND script = ?"
        " AND length(folded_body) BETWEEN ? AND ?",
        (
            *near, row["outlet"], row["language"], _other_alphabet(row["script"]),
            *_lengths(len(row["folded_body"])),
        ),
    )  # fmt: skip
    return [other for other in others if _same_words(words, _WORD.findall(other["folded_body"]))]


def _near(day: date) -> list[str]:
    return [
        (day + timedelta(days=n)).isoformat() for n in range(-SAME_TEXT_DAYS, SAME_TEXT_DAYS + 1)
    ]


def _other_alphabet(script: str) -> str:
    return "Cyrl" if script == "Latn" else "Latn"


def _lengths(length: int) -> tuple[int, int]:
    """Between which lengths a text is that may be one of this length in the other alphabet."""
    return int(length * (1 - OTHER_LENGTH)), int(length / (1 - OTHER_LENGTH)) + 1


def _same_words(one: list[str], other: list[str]) -> bool:
    """Whether two folded texts are one text: the same numbers, and nearly all words."""
    if sorted(w for w in one if w[0].isdigit()) != sorted(w for w in other if w[0].isdigit()):
        return False
    a, b = set(one), set(other)
    return len(a & b) >= OTHER_ALPHABET * len(a | b)


def _days_apart(a: str, b: str) -> int:
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days)
