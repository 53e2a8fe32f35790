"""Reprint and same-story precision and recall over labelled pairs, and over two alphabets.

    python bench/pairs.py --data DIR [--show]

DIR holds pairs_dev.jsonl, pairs_texts.jsonl and crossscript_dev.jsonl (or set YORITISH_DATA).
"""

import argparse
import json
import os
from collections.abc import Iterable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from storage.fingerprint import Fingerprint
from storage.likeness import REPRINT, SAME_EVENT, Likeness, compare
from text.folding import fold
from text.languages import identify

STORY = {REPRINT, SAME_EVENT}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("YORITISH_DATA"))
    parser.add_argument("--show", action="store_true", help="print every pair that is wrong")
    options = parser.parse_args()
    folder = Path(options.data)
    texts = {row["id"]: row for row in _rows(folder / "pairs_texts.jsonl")}
    pairs = list(_rows(folder / "pairs_dev.jsonl"))
    judged = [(pair, _judge(texts[pair["a"]], texts[pair["b"]])) for pair in pairs]
    for name, chosen in (
        ("all pairs", judged),
        ("without hard", [(pair, found) for pair, found in judged if not pair["hard"]]),
    ):
        print(f"{name}: {len(chosen)}")
        print("  reprint or not   ", _score(chosen, {REPRINT}))
        print("  same story or not", _score(chosen, STORY))
    if options.show:
        for pair, found in judged:
            _show(pair, found, texts)
    _two_alphabets(list(_rows(folder / "crossscript_dev.jsonl")))


def take(row: dict[str, Any], title: str = "title", text: str = "text") -> Fingerprint:
    """The fingerprint of a row's text."""
    return fingerprint(row[title], row[text], fold(row[title]), fold(row[text]))


def _judge(a: dict[str, Any], b: dict[str, Any]) -> Likeness:
    codes = {identify(f"{row['title']} {row['text']}").code for row in (a, b)}
    return compare(
        take(a),
        take(b),
        story_rules(),
        days=_days(a, b),
        one_language=len(codes) == 1,
        one_outlet=a["site"] == b["site"] and "various" not in a["site"],
    )


def _days(a: dict[str, Any], b: dict[str, Any]) -> int:
    if not a["date"] or not b["date"]:
        return 0
    first, second = (date.fromisoformat(row["date"][:10]) for row in (a, b))
    return abs((first - second).days)


def _score(judged: Iterable[tuple[dict[str, Any], Likeness]], wanted: set[str]) -> str:
    right = wrong = missed = 0
    for pair, found in judged:
        true, said = pair["label"] in wanted, found.relation in wanted
        right += true and said
        wrong += said and not true
        missed += true and not said
    precision = right / max(1, right + wrong)
    recall = right / max(1, right + missed)
    return f"precision {precision:.3f} ({wrong} wrong)  recall {recall:.3f} ({missed} missed)"


def _show(pair: dict[str, Any], found: Likeness, texts: dict[str, dict[str, Any]]) -> None:
    if pair["label"] == found.relation or {pair["label"], found.relation} <= {
        "related", "different",
    }:  # fmt: skip
        return
    a, b = texts[pair["a"]], texts[pair["b"]]
    hard = " hard" if pair["hard"] else ""
    print(f"## {pair['label']}{hard}, said {found}, {_days(a, b)} days: {pair['why']}")
    for row in (a, b):
        print("  -", " ".join(f"{row['title']} | {row['text']}".split())[:260])


def _two_alphabets(rows: list[dict[str, Any]]) -> None:
    left = [take(row, "title_cyr", "text_cyr") for row in rows]
    right = [take(row, "title_lat", "text_lat") for row in rows]
    rules = story_rules()
    found = {
        (i, j)
        for i, j in product(range(len(rows)), repeat=2)
        if compare(left[i], right[j], rules, one_outlet=True).relation in STORY
    }
    # one article stands twice in the file; its pages are one article all the same
    same = {
        (i, j) for i, j in product(range(len(rows)), repeat=2) if rows[i]["slug"] == rows[j]["slug"]
    }
    print(f"two alphabets: {len(found & same)} of {len(same)} tied, {len(found - same)} false")
    for i, j in sorted(found - same):
        print("  -", rows[i]["title_cyr"][:90], "|", rows[j]["title_lat"][:90])


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
