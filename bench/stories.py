"""How fast publications are put into their stories as the index grows, on one core.

    python bench/stories.py [--publications N] [--per-day N] [--db FILE]

Made texts (words drawn as often as words of a language occur; one in four is an edited copy of a
text of the last days) are put into a ledger on disk in the order of their days, so that the window
slides. "found and added" is looking up and adding with all that belongs to it, in transactions
of one batch; "with fingerprints" counts taking the fingerprints too. Folding the texts belongs to
their analysis and is counted in neither. After the first texts the fingerprints are those of the
first again with all hashes changed, since making a million texts takes longer than tying them:
their speed stays that of the first.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from pipelines.rule_files import read_rules
from storage.database import open_database, transaction
from storage.stories import Entry, Member, tie_all
from text.folding import fold

BATCH = 1000
MADE = 20_000
"""Texts that are made; later fingerprints are made of theirs."""

VOCABULARY = 60_000
COPIES = 0.25
FIRST = date(2020, 1, 1)


def main() -> None:
    """Print the growth curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=50_000)
    parser.add_argument("--per-day", type=int, default=2_000, help="350 is what is counted now")
    parser.add_argument("--db", type=Path, help="where the ledger lies; it must not exist yet")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "stories.db"
        connection = open_database(path)
        connection.execute("PRAGMA foreign_keys = OFF")
        rules = story_rules()
        print("in the index  found and added/s  with fingerprints/s  stories  MB")
        since, tying, printing = 0, 0.0, 0.0
        batches = _batches(options.per_day)
        marks = iter(_marks(options.publications))
        mark = next(marks, options.publications)
        made: list[Entry] = []
        for start in range(0, options.publications, BATCH):
            size = min(BATCH, options.publications - start)
            count = start + size
            started = time.perf_counter()
            if start < MADE:
                texts = next(batches)
                started = time.perf_counter()
                made += [
                    Entry(member, fingerprint(title, body, *keys))
                    for member, title, body, keys in texts
                ]
                printing += time.perf_counter() - started
            entries = [_again(made, number, options.per_day) for number in range(start, count)]
            printed = time.perf_counter()
            with transaction(connection):
                tie_all(connection, entries, rules)
            tying += time.perf_counter() - printed
            since += len(entries)
            if count >= mark or count == options.publications:
                print_cost = printing / len(made)
                stories = connection.execute(
                    "SELECT count(*) FROM story_members WHERE relation = 'origin'"
                ).fetchone()[0]
                megabytes = path.stat().st_size / 1e6
                both = 1 / (tying / since + print_cost)
                print(f"{count:12,} {since / tying:17,.0f} {both:20,.0f}"
                      f" {stories:8,} {megabytes:6,.0f}")  # fmt: skip
                sys.stdout.flush()
                since, tying = 0, 0.0
                mark = next(marks, options.publications)


def _marks(last: int) -> Iterator[int]:
    step = 10_000
    while step < last:
        yield step
        step += max(10_000, step // 4 // 10_000 * 10_000)


def _again(made: list[Entry], number: int, per_day: int) -> Entry:
    """The entry of a made text, or one like it with other hashes on a later day."""
    turn, place = divmod(number, MADE)
    entry = made[place]
    day = (FIRST + timedelta(days=number // per_day)).isoformat()
    member = replace(
        entry.member, publication=f"{number:024x}", day=day,
        published_at=day + entry.member.published_at[10:],
    )  # fmt: skip
    if not turn:
        return Entry(member, entry.fingerprint)
    change = np.uint32(turn * 2654435761 & 0xFFFFFFFE)
    hashes = {
        name: np.sort(getattr(entry.fingerprint, name) ^ change)
        for name in ("shingles", "lead", "numbers", "names", "sampled", "keys")
    }
    order = np.argsort(entry.fingerprint.terms ^ change)
    return Entry(
        member,
        replace(
            entry.fingerprint, **hashes, weights=entry.fingerprint.weights[order],
            terms=(entry.fingerprint.terms ^ change)[order],
        ),
    )  # fmt: skip


def _batches(per_day: int) -> Iterator[list[tuple[Member, str, str, tuple[str, str]]]]:
    draw = np.random.default_rng(5)
    words = np.array(_vocabulary(draw))
    # Zipf's law, the first words as common as in real texts
    chances = 1 / (np.arange(len(words)) + 10.0)
    bounds = np.cumsum(chances / chances.sum())
    recent: list[list[str]] = []
    batch: list[tuple[Member, str, str, tuple[str, str]]] = []
    for number in range(MADE):
        if recent and draw.random() < COPIES:
            text = list(recent[int(draw.integers(len(recent)))])
            keep = int(len(text) * draw.uniform(0.5, 1))
            text = [*text[:keep], *words[np.searchsorted(bounds, draw.random(8))].tolist()]
        else:
            size = int(draw.integers(40, 360))
            text = words[np.searchsorted(bounds, draw.random(size))].tolist()
            if len(recent) < per_day * 2:
                recent.append(text)
            else:
                recent[number % len(recent)] = text
        day = FIRST + timedelta(days=number // per_day)
        moment = f"{day}T{number % 24:02}:{number % 60:02}:00Z"
        member = Member(f"{number:024x}", moment, day.isoformat(), number % 40 == 0, "uz",
                        f"site{number % 97}.uz")  # fmt: skip
        title, body = " ".join(text[:8]), " ".join(text)
        batch.append((member, title, body, (fold(title), fold(body))))
        if len(batch) == BATCH:
            yield batch
            batch = []


def _vocabulary(draw: np.random.Generator) -> list[str]:
    parts = ["ka", "lo", "mi", "ter", "san", "bu", "qir", "zo", "dil", "gan", "ros", "ul", "eh",
             "ni", "shab", "tam", "fo", "yir", "xu", "vat"]  # fmt: skip
    # the commonest words of a language say nothing, the next little
    rules = read_rules("story_words")
    made = dict.fromkeys(
        word.rstrip("*") for table in ("function", "common") for word in rules[table]["uz"]
    )
    while len(made) < VOCABULARY:
        word = "".join(parts[n] for n in draw.integers(len(parts), size=int(draw.integers(2, 5))))
        if draw.random() < 0.08:
            word = word.capitalize()
        if draw.random() < 0.03:
            word = str(int(draw.integers(1, 5000)))
        made[word] = None
    return list(made)


if __name__ == "__main__":
    main()
