"""Measures mentions on labelled texts: found or not, owner, main or passing, span.

``python bench/mentions.py --data DIR``; DIR holds mentions_dev.jsonl (or YORITISH_DATA names it).
Rows marked soft are left out. ``--errors`` prints every row that is read otherwise.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.analysis import Analysis, analyse
from storage.records import Owner

OURS = {Owner.OWN, Owner.BOTH}


@dataclass
class Score:
    """How many rows were read as labelled, and which were not."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, *, right: bool, what: str) -> None:
        """Count one row."""
        if right:
            self.right += 1
        else:
            self.wrong.append(what)

    @property
    def share(self) -> float:
        """Share of rows read as labelled."""
        return self.right / max(1, self.right + len(self.wrong))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("YORITISH_DATA", ""), help="the folder")
    parser.add_argument("--file", default="mentions_dev.jsonl", help="the file in it")
    parser.add_argument("--errors", action="store_true", help="print what is read otherwise")
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the labelled texts are: --data DIR or YORITISH_DATA")
    path = Path(options.data) / options.file
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    hard = [row for row in rows if not row.get("soft")]
    _print(hard, *_measure(hard), errors=options.errors)
    return 0


def _measure(rows: list[dict[str, Any]]) -> tuple[dict[str, Score], int, int, int]:
    scores = {name: Score() for name in ("found", "owner", "main or passing", "span")}
    hit = claimed = true = 0
    for row in rows:
        found = analyse(row["title"] or "", row["text"], url=row.get("url") or "")
        ours, label = found.owner in OURS, Owner(row["label"])
        claimed += ours
        true += label in OURS
        hit += ours and label in OURS
        what = _described(row, found)
        scores["found"].note(right=ours == (label in OURS), what=what)
        scores["owner"].note(right=found.owner is label, what=what)
        if label in OURS and ours:
            main = found.main == (row["main"] == "main")
            scores["main or passing"].note(right=main, what=what)
        if label in OURS:
            scores["span"].note(right=_overlaps(row, found), what=what)
    return scores, hit, claimed, true


def _overlaps(row: dict[str, Any], found: Analysis) -> bool:
    fields = {"title": row["title"] or "", "body": row["text"]}
    for span in (row.get("span") or "").split(" | "):
        for mention in found.mentions:
            at = fields[mention.field].find(span)
            while span and at >= 0:
                if mention.start < at + len(span) and at < mention.end:
                    return True
                at = fields[mention.field].find(span, at + 1)
    return False


def _described(row: dict[str, Any], found: Analysis) -> str:
    text = " ".join(f"{row['title']} || {row['text']}".split())
    spans = [f"{m.text!r} {m.unit} {m.owner}" for m in found.mentions]
    label = f"{row['label']} {row['main']} {row.get('span')!r} {row.get('note')!r}"
    return f"{row['id']}: {label}, read {found.owner} main={found.main} {spans}\n    {text[:700]}"


def _print(
    rows: list[dict[str, Any]],
    scores: dict[str, Score],
    hit: int,
    claimed: int,
    true: int,
    *,
    errors: bool,
) -> None:
    print(f"{len(rows)} rows not soft, {true} name the ministry")
    print(f"precision        {hit / max(1, claimed):.4f}  ({claimed - hit} too many)")
    print(f"recall           {hit / max(1, true):.4f}  ({true - hit} missed)")
    for name, score in scores.items():
        if name != "found":
            print(f"{name:<16} {score.share:.4f}  ({len(score.wrong)} wrong)")
    for name, score in scores.items() if errors else ():
        for what in score.wrong:
            print(f"\n[{name}] {what}")


if __name__ == "__main__":
    sys.exit(main())
