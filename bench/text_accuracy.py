"""Folding, transliteration, languages and dates on labelled texts.

    python bench/text_accuracy.py --data DIR

DIR holds script_pairs_dev.tsv, languages_dev.jsonl and dates_dev.tsv (or set YORITISH_DATA).
Kinds of apostrophes are not compared; lines of which the two alphabets split into different
numbers of words are left out and counted.
"""

import argparse
import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from text.clock import TASHKENT
from text.dates import UnreadableDate, read_date
from text.folding import fold
from text.languages import identify
from text.transliteration import transliterate

MARKS = re.compile(r"['`´‘’ʻʼ]")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("YORITISH_DATA"))
    folder = Path(parser.parse_args().data)
    pairs = [
        line.replace("\u00ad", "").split("\t") for line in _lines(folder / "script_pairs_dev.tsv")
    ]
    _share("one key for both alphabets", pairs, fold, fold, "0.9999")
    _share(
        "Cyrillic to Latin", pairs, lambda c: _plain(transliterate(c, "uz-Latn")), _plain, "0.998"
    )
    turned = [[latin, cyrillic] for cyrillic, latin in pairs]
    _share(
        "Latin to Cyrillic", turned, lambda x: _plain(transliterate(x, "uz-Cyrl")), _plain, "0.995"
    )
    rows = [json.loads(line) for line in _lines(folder / "languages_dev.jsonl")]
    right = sum(
        (found := identify(r["text"])).code == r["lang"] and found.script == r["script"]
        for r in rows
    )
    print(f"{'language and script':<28} {right / len(rows):.4f} of {len(rows)} (bar 0.998)")
    dates = [line.split("\t") for line in _lines(folder / "dates_dev.tsv")]
    print(f"{'dates':<28} {sum(map(_dated, dates))} of {len(dates)} (bar: all)")


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines)


def _plain(text: str) -> str:
    return MARKS.sub("'", text)


def _share(
    name: str,
    pairs: list[list[str]],
    make: Callable[[str], str],
    true: Callable[[str], str],
    bar: str,
) -> None:
    words = right = skipped = 0
    for one, other in pairs:
        ours, theirs = WORD.findall(make(one)), WORD.findall(true(other))
        if len(ours) != len(theirs):
            skipped += 1
            continue
        words += len(ours)
        right += sum(a == b for a, b in zip(ours, theirs, strict=True))
    print(f"{name:<28} {right / words:.4f} of {words} words, {skipped} lines left out (bar {bar})")


def _dated(row: list[str]) -> bool:
    text, now, true = row
    try:
        read = read_date(text, datetime.fromisoformat(now).replace(tzinfo=TASHKENT))
    except UnreadableDate:
        return true == "-"
    if true == "-":
        return False
    plain = read.at.replace(tzinfo=None)
    if "T" in true:
        return plain == datetime.fromisoformat(true)
    return plain.date().isoformat() == true and not read.has_time


if __name__ == "__main__":
    main()
