"""How often an edited copy of a real text is found as its reprint, and templates kept apart.

    python bench/edits.py --data DIR [--show]

DIR holds pool.jsonl (or set YORITISH_DATA). Originals are put into an index in memory, each kind
of edited copies is tied to it, and a copy counts as found when it is linked to its own original
as a reprint. The second figure counts those too that are linked to it as another report of the
event: they stand in its story all the same.
"""

import argparse
import json
import os
import random
import re
import sqlite3
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

from pipelines.fingerprints import fingerprint
from pipelines.grouping import open_index
from pipelines.reprints import story_rules
from storage.likeness import REPRINT, SAME_EVENT, compare
from storage.stories import Entry, Member, tie_all
from text.folding import fold
from text.languages import identify
from text.transliteration import transliterate

Row = dict[str, Any]
Edit = Callable[[str], str]

ARTICLE = 60
POST = 15
"""Fewest words of a text that is edited."""

FORMS = re.compile(
    r"узгидромет|курс[ыа]? (?:валют|доллар)|температура воздуха|осадк|ob-havo|об-ҳаво|valyuta kursi"
    r"|yong‘in|yong'in|ёнғин|пожар|ДТП|YTH|ЙТҲ|зилзила|землетряс|zilzila",
    re.IGNORECASE,
)
"""Texts of one form: forecasts, rates, fires, accidents, earthquakes."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("YORITISH_DATA"))
    parser.add_argument("--show", action="store_true", help="print template texts that are joined")
    options = parser.parse_args()
    with (Path(options.data) / "pool.jsonl").open(encoding="utf-8") as lines:
        pool = [json.loads(line) for line in lines]
    articles = [row for row in pool if row["kind"] == "article" and _length(row) >= ARTICLE]
    posts = [row for row in pool if row["kind"] == "post" and _length(row) >= POST]
    for name, rows in (("articles", articles), ("posts", posts)):
        print(f"{name}: {len(rows)}")
        connection = open_index()
        tie_all(connection, [_entry("o", row, row["text"]) for row in rows], story_rules())
        for kind, edit in _edits(pool).items():
            reprints, in_story = _recall(connection, rows, edit)
            print(f"  {kind:28} {reprints:.4f} {in_story:.4f}")
    _templates([row for row in pool if FORMS.search(f"{row['title']} {row['text']}")], options.show)


def _edits(pool: list[Row]) -> dict[str, Edit]:
    draw = random.Random(7)
    words = [word for row in pool for word in row["text"].split()]
    long = [row["text"] for row in pool if _length(row) >= ARTICLE]

    def changed(share: float) -> Edit:
        def edit(text: str) -> str:
            return " ".join(
                draw.choice(words) if draw.random() < share else word for word in text.split()
            )

        return edit

    def shuffled(text: str) -> str:
        parts = [part for part in text.split("\n") if part.strip()]
        if len(parts) < 3:
            parts = _sentences(text)
        draw.shuffle(parts)
        return "\n\n".join(parts)

    def other_alphabet(text: str) -> str:
        found = identify(text)
        if found.code not in {"uz", "kaa"}:
            return text
        return transliterate(text, "uz-Latn" if found.script == "Cyrl" else "uz-Cyrl")

    return {
        "half cut": lambda text: " ".join(text.split()[: len(text.split()) // 2]),
        "half cut, a sentence added": lambda text: (
            " ".join(text.split()[: len(text.split()) // 2]) + ". Xabar yangilandi."
        ),
        "first 3 sentences": lambda text: " ".join(_sentences(text)[:3]),
        "10 % of words changed": changed(0.10),
        "25 % of words changed": changed(0.25),
        "shuffled paragraphs": shuffled,
        "foreign text added": lambda text: f"{text}\n\n{draw.choice(long)}",
        "other alphabet": other_alphabet,
    }


def _recall(connection: sqlite3.Connection, rows: list[Row], edit: Edit) -> tuple[float, float]:
    connection.execute("SAVEPOINT edits")
    tie_all(connection, [_entry("e", row, edit(row["text"])) for row in rows], story_rules())
    found = connection.execute(
        "SELECT relation, count(*) FROM links WHERE substr(a, 1, 2) = 'e:'"
        " AND substr(b, 1, 2) = 'o:' AND substr(a, 3) = substr(b, 3) GROUP BY relation"
    ).fetchall()
    connection.execute("ROLLBACK TO edits")
    connection.execute("RELEASE edits")
    counts = dict(map(tuple, found))
    reprints = counts.get(REPRINT, 0)
    return reprints / len(rows), (reprints + counts.get(SAME_EVENT, 0)) / len(rows)


def _templates(rows: list[Row], show: bool) -> None:
    rules = story_rules()
    prints = [
        (row, fingerprint(row["title"], row["text"], fold(row["title"]), fold(row["text"])))
        for row in rows
    ]
    pairs = joined = 0
    for (one, a), (other, b) in combinations(prints, 2):
        if fold(one["text"]) == fold(other["text"]) and one["title"] == other["title"]:
            continue
        pairs += 1
        found = compare(a, b, rules, one_language=one["lang"] == other["lang"])
        if found.relation == REPRINT:
            joined += 1
        if show and found.relation in {REPRINT, SAME_EVENT}:
            print(f"- {found}")
            for row in (one, other):
                print(
                    "   ", row["date"], f"{row['title']} | {row['text']}".replace("\n", " ")[:200]
                )
    print(f"template texts: {len(rows)}, {joined} of {pairs} pairs joined"
          f" ({joined / max(1, pairs):.5%}) as reprints, days left out of account")  # fmt: skip


def _entry(prefix: str, row: Row, text: str) -> Entry:
    member = Member(
        f"{prefix}:{row['id']}", "2026-01-10T07:00:00Z", "2026-01-10", False, row["lang"]
    )
    return Entry(member, fingerprint(row["title"], text, fold(row["title"]), fold(text)))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?…])\s+", text)


def _length(row: Row) -> int:
    return len(row["text"].split())


if __name__ == "__main__":
    main()
