"""How fast publications are put into their stories as the index grows, on one core.

    python bench/stories.py [--publications N] [--per-day N] [--batch N] [--dictionary] [--db FILE]

Made texts (words drawn as often as words of a language occur; one in four is an edited copy of a
text of the last days) are put into a ledger on disk in the order of their days, so that the window
slides. "found and added" is looking up and adding with all that belongs to it, in transactions
of one batch; "with fingerprints" counts taking the fingerprints too. Folding the texts belongs to
their analysis and is counted in neither. After the first texts the fingerprints are those of the
first again with all hashes changed, since making a million texts takes longer than tying them:
their speed stays that of the first. Beside it stands what it is by the time the processor spent,
which other work on the machine changes less.

With ``--dictionary`` one text in three is of another language, in which the words are others, and
the dictionary knows the 3 500 commonest of them, as they are in the first 20 000 publications.
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
from storage.connection import Connection
from storage.database import open_database, transaction
from storage.dictionary import HEAVY
from storage.fingerprint import Fingerprint
from storage.read_terms import ReadTerms
from storage.stories import Entry, Member, tie_all
from text.folding import fold

BATCH = 1000
TAUGHT = 2_000
"""Texts after which the dictionary is there."""

MEANT = 3_500
OTHER = np.uint32(0x5BD1E994)
"""What the hashes of the other language's words are changed by; even, as some bits have meaning."""

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
    parser.add_argument("--batch", type=int, default=BATCH, help="publications tied together")
    parser.add_argument("--dictionary", action="store_true", help="in two languages")
    parser.add_argument("--db", type=Path, help="where the ledger lies; it must not exist yet")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "stories.db"
        connection = open_database(path)
        connection.execute("PRAGMA foreign_keys = OFF")
        rules = story_rules()
        print("in the index  found and added/s  by CPU/s  with fingerprints/s  stories  MB")
        since, tying, spent, printing = 0, 0.0, 0.0, 0.0
        read = ReadTerms()
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
                if options.dictionary and start == TAUGHT:
                    _teach(connection, made)
            entries = [_again(made, number, options) for number in range(start, count)]
            printed, used = time.perf_counter(), time.process_time()
            for first in range(0, size, options.batch):
                with transaction(connection):
                    tie_all(connection, entries[first : first + options.batch], rules, read)
            tying += time.perf_counter() - printed
            spent += time.process_time() - used
            since += len(entries)
            if count >= mark or count == options.publications:
                print_cost = printing / len(made)
                stories = connection.execute(
                    "SELECT count(*) FROM story_members WHERE relation = 'origin'"
                ).fetchone()[0]
                megabytes = path.stat().st_size / 1e6
                both = 1 / (tying / since + print_cost)
                print(f"{count:12,} {since / tying:17,.0f} {since / spent:9,.0f} {both:20,.0f}"
                      f" {stories:8,} {megabytes:6,.0f}")  # fmt: skip
                sys.stdout.flush()
                since, tying, spent = 0, 0.0, 0.0
                mark = next(marks, options.publications)


def _marks(last: int) -> Iterator[int]:
    step = 10_000
    while step < last:
        yield step
        step += max(10_000, step // 4 // 10_000 * 10_000)


def _again(made: list[Entry], number: int, options: argparse.Namespace) -> Entry:
    """The entry of a made text, or one like it with other hashes on a later day."""
    turn, place = divmod(number, MADE)
    entry = made[place]
    day = (FIRST + timedelta(days=number // options.per_day)).isoformat()
    foreign = options.dictionary and number % 3 == 0
    member = replace(
        entry.member, publication=f"{number:024x}", day=day,
        published_at=day + entry.member.published_at[10:],
        language="ru" if foreign else entry.member.language,
    )  # fmt: skip
    change = np.uint32(turn * 2654435761 & 0xFFFFFFFE)
    if foreign:
        change ^= OTHER
    return Entry(member, _changed(entry.fingerprint, change) if change else entry.fingerprint)


def _changed(text: Fingerprint, change: np.uint32) -> Fingerprint:
    """A fingerprint of as many other words."""
    hashes = {
        name: np.sort(getattr(text, name) ^ change)
        for name in ("shingles", "lead", "numbers", "names", "sampled", "keys")
    }
    order = np.argsort(text.terms ^ change)
    return replace(
        text, **hashes, terms=(text.terms ^ change)[order], weights=text.weights[order],
        order=text.order[order],
    )  # fmt: skip


def _teach(connection: Connection, made: list[Entry]) -> None:
    heavy = [text.terms[text.weights >= HEAVY] for text in (one.fingerprint for one in made)]
    words, counts = np.unique(np.concatenate(heavy), return_counts=True)
    common = words[np.argsort(-counts)[:MEANT]]
    meant = list(zip(common.tolist(), (common ^ OTHER).tolist(), strict=True))
    with transaction(connection):
        connection.executemany(
            "INSERT INTO dictionary (language, word, other, meaning) VALUES (?,?,?,?)",
            [("uz", a, "ru", b) for a, b in meant] + [("ru", b, "uz", a) for a, b in meant],
        )


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
