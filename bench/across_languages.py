"""Stories of a replica's ledger against its truth: all pairs of one event, and across languages.

    python bench/across_languages.py --db LEDGER --truth TRUTH.jsonl

LEDGER and TRUTH are those of ``tools/replica_night.py``. The ledger is copied; the dictionary is
learnt from its language versions and all stories are made anew.
"""

import argparse
import json
import shutil
import tempfile
from itertools import combinations
from pathlib import Path

from pipelines.regrouping import learn_dictionary, regroup_ledger
from storage.database import open_database


def main() -> None:
    """Print precision and recall over pairs of publications."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    options = parser.parse_args()
    with options.truth.open(encoding="utf-8") as lines:
        events = {row["url"]: row.get("event") or row["url"] for row in map(json.loads, lines)}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        shutil.copy(options.db, copy)
        ledger = open_database(copy)
        regroup_ledger(ledger)
        print(f"pairs of words learnt: {learn_dictionary(ledger)}")
        regroup_ledger(ledger, anew=True)
        rows = ledger.execute(
            "SELECT p.url, p.language, s.story FROM story_members s"
            " JOIN publications p ON p.id = s.publication_id"
        ).fetchall()
        ledger.close()
    found = [(events.get(row[0], row[0]), row[1], row[2]) for row in rows]
    for name, across in (("all pairs", False), ("across languages", True)):
        right = said = true = 0
        for (event, language, story), (other, its, its_story) in combinations(found, 2):
            if across and language == its:
                continue
            right += event == other and story == its_story
            said += story == its_story
            true += event == other
        print(f"{name}: precision {right / max(1, said):.4f}  recall {right / max(1, true):.4f}"
              f"  ({true} true pairs)")  # fmt: skip


if __name__ == "__main__":
    main()
