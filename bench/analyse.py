"""Measures the speed of the analysis on texts of 2 KB, on one core, and where the time goes.

``python bench/analyse.py --data DIR``; DIR holds pool.jsonl (or YORITISH_DATA names it).
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.analysis import analyse
from pipelines.lexicon import lexicon
from pipelines.mentions import mentions_in, scan
from text.folding import fold, forget
from text.languages import identify

SIZE = 2048
"""Bytes of a text."""

Text = tuple[str, str]


def main() -> int:
    """Print texts per second of every round, their median, and the share of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("YORITISH_DATA", ""), help="the folder")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the texts are: --data DIR or YORITISH_DATA")
    texts = read_texts(Path(options.data) / "pool.jsonl")
    analyse(*texts[0])
    # the model is read from its file when it is first asked
    identify("Bir necha so‘z")
    cold = [len(texts) / _anew(texts) for _ in range(options.rounds)]
    rates = [len(texts) / _seconds(texts, analyse) for _ in range(options.rounds)]
    print(f"{len(texts)} texts of {SIZE} bytes, one core")
    print("texts/s          " + "  ".join(f"{rate:.0f}" for rate in rates))
    print(f"median           {statistics.median(rates):.0f}")
    print(
        f"no word known    {statistics.median(cold):.0f} (every word of these texts met first here)"
    )
    whole = min(_seconds(texts, analyse) for _ in range(options.rounds))
    rest = whole
    for name, step in _steps(texts).items():
        spent = min(_seconds(texts, step) for _ in range(options.rounds))
        rest -= spent
        print(f"{name:<16} {spent / whole:.0%}  {spent / len(texts) * 1e6:.0f} µs a text")
    print(f"{'all else':<16} {rest / whole:.0%}  {rest / len(texts) * 1e6:.0f} µs a text")
    return 0


def read_texts(path: Path) -> list[Text]:
    """Title and body pairs of 2 KB: short posts of one outlet and language put together."""
    waiting: dict[tuple[str, str], str] = {}
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kind = (row["site"], row["lang"])
        text = waiting.pop(kind, "") + (row["title"] or "") + "\n\n" + row["text"]
        while len(raw := text.encode()) >= SIZE:
            cut = raw[:SIZE].decode(errors="ignore")
            title, _, body = cut.strip().partition("\n")
            texts.append((title[:100], title[100:] + "\n" + body))
            text = text[len(cut) :]
        waiting[kind] = text
    return texts


def _anew(texts: list[Text]) -> float:
    forget()
    return _seconds(texts, analyse)


def _seconds(texts: list[Text], step: Callable[[str, str], object]) -> float:
    start = time.process_time()
    for title, body in texts:
        step(title, body)
    return time.process_time() - start


def _steps(texts: list[Text]) -> dict[str, Callable[[str, str], object]]:
    keys = {body: fold(f"{title}\n\n{body}") for title, body in texts}
    scanned = {body: scan(title, body) for title, body in texts}
    return {
        "language": lambda title, body: identify(title + " " + body[:400]),
        "fold": lambda title, body: fold(f"{title}\n\n{body}"),
        "search": lambda _, body: lexicon().find(keys[body]),
        "owners, spans": lambda _, body: mentions_in(scanned[body], "UZ"),
    }


if __name__ == "__main__":
    sys.exit(main())
