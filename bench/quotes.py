"""Draws texts for judging quotes by hand: each with what was found marked in it.

``python bench/quotes.py --data DIR [--skip 150 --most 104]``; DIR holds pool.jsonl,
mentions_dev.jsonl and pairs_texts.jsonl (or YORITISH_DATA names it). Drawn are texts that name the
ministry and hold a word of saying, in an order that a seed gives. Nothing is labelled: who reads
them counts what is wrong and what is missing.
"""

import argparse
import json
import os
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.mentions import find_mentions
from pipelines.quotes import find_quotes
from storage.records import Owner
from text.folding import fold

SAYING = re.compile(
    r"dedi|deydi|ayt|takidla|malum|xabar|bildir|sözlariga|soobş|zayav|otmet|skazal|podçerkn"
    r"|rasskaz|poyasn|utoçn|dobav|po slovam|po dannim|po informasii|said|told|according|report"
)
SEED = 5


def main() -> None:
    """Print the sample, then how many quotes were found in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("YORITISH_DATA"))
    parser.add_argument("--skip", type=int, default=0, help="texts that were looked at before")
    parser.add_argument("--most", type=int, default=100)
    options = parser.parse_args()
    texts: dict[str, str] = {}
    for name in ("pool", "mentions_dev", "pairs_texts"):
        for line in (Path(options.data) / f"{name}.jsonl").read_text("utf-8").splitlines():
            text = json.loads(line)["text"]
            texts.setdefault(text[:200], text)
    drawn = [text for text in texts.values() if SAYING.search(fold(text)) and _ours(text)]
    random.Random(SEED).shuffle(drawn)
    found = named = direct = 0
    for number, text in enumerate(drawn[options.skip : options.skip + options.most], options.skip):
        quotes = find_quotes(text, find_mentions("", text).mentions)
        found += len(quotes)
        named += sum(bool(one.speaker) for one in quotes)
        direct += sum(one.direct for one in quotes)
        marked = text
        for one in sorted(quotes, key=lambda one: -one.start):
            said = f"[[{text[one.start : one.end]}]]<{one.unit}|{one.speaker}|{one.direct}>"
            marked = marked[: one.start] + said + marked[one.end :]
        print(f"#{number} {' '.join(marked.split())[:1200]}")
    print(f"{found} quotes, {named} of a person by name, {direct} in their own words")


def _ours(text: str) -> bool:
    return find_mentions("", text).owner in {Owner.OWN, Owner.BOTH}


if __name__ == "__main__":
    main()
