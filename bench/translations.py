"""How well an Uzbek and a Russian text of one event are tied, over texts and their translations.

    python bench/translations.py --data DIR --ntrex FOLDER [--xwmt FOLDER] [--sib FOLDER] [--show]

DIR holds pool.jsonl and mentions_dev.jsonl (or set YORITISH_DATA); of one outlet in them whole
articles stand in both languages, and which belong together was read. The folders are those of
public parallel texts as they are published:

- ``--ntrex``: NTREX-128, news with the documents they are of (CC BY-SA 4.0): DOCUMENT_IDS.tsv and
  newstest2019-ref.uzb.txt, newstest2019-ref.rus.txt;
- ``--xwmt``: X-WMT of the Turkic Interlingua, sentences of news (MIT): ru-uz.ru, ru-uz.uz;
- ``--sib``: SIB-200, sentences of FLORES (CC BY-SA 4.0): rus_Cyrl/*.tsv, uzn_Latn/*.tsv.

No text is used twice: X-WMT, SIB-200 and those two thirds of the documents of NTREX that are not
measured are what the dictionary is learnt from, as the language versions of an outlet. Thresholds
were tuned on ``--part tune`` and checked on ``--part second``; ``--part report`` and the outlet's
articles are what is reported. What is measured is put into an index as a night would put it: the
Uzbek texts as of one outlet, the Russian ones as of another, all of one day, so that every two of
them may be tied.

Sets: whole documents; their beginnings (title and three sentences: a post); and pieces of four
sentences from anywhere in them, where most negatives are hard: what was published of one affair in
one week. Documents that were read to tell one event, and two pieces of one document, are neither
right nor wrong; how many of them are tied is printed.
"""

import argparse
import json
import os
import random
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pipelines.fingerprints import fingerprint
from pipelines.grouping import open_index
from pipelines.reprints import story_rules
from storage.dictionary import learn
from storage.stories import Entry, Member, tie_all
from storage.story_rules import StoryRules
from text.folding import fold

PARTS = ("second", "tune", "report")
PIECE = 4
"""Sentences of a piece."""

# documents of NTREX that tell one event
ONE_EVENT = (
    {"scotsman.133758", "reuters.218923"}, {"cbsnews.248387", "reuters.218909"},
    {"nytimes.184837", "nytimes.184860", "reuters.218865"}, {"scotsman.133791", "bbc.381746"},
    {"cnn.304447", "newsweek.51310", "newsweek.51330"}, {"abcnews.306755", "newsweek.51300"},
    {"euronews-en.153797", "euronews-en.153835", "reuters.218863"},
)  # fmt: skip

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)

# ids of articles of uznews.uz, 7 and 8 November 2024: Uzbek and Russian of one event
READ = dict(
    pair.split()
    for pair in (
        "0f4906d45875 ed44bad7353e", "2278e991a9bf 6d86098e35d8", "2c1308f086bc e79267cf3d4b",
        "3e4bdd06d8c6 ae554b82291a", "48feafa8fcdb eaaf44e64cc8", "4b51ab24e4c1 ed0edd7174b0",
        "55a378590cdb 77c55fab8400", "580303921867 33127b40296c", "61990406ea7d cf7585b3afe8",
        "7a42cff05cef 58e2688d3535", "98f1066c6e16 c304e8a9507e", "af94c6ef54d2 25d720ba8968",
        "b1cf9a914e96 cd581045aebc", "b687d2efa42c 46fcbf3288a6", "c1d731409527 1002047b7a2b",
        "d577d454eda1 880664ab6d28", "e6a29ad7b9ba db1e38abd3d7", "6e37b4522578 fcf45d5dfaa5",
    )
)  # fmt: skip


class Text(NamedTuple):
    """One text in one language; of two with the same ``event`` one translates the other."""

    event: str
    title: str
    body: str


class Sides(NamedTuple):
    """Texts in Uzbek and in Russian, each with an event that may be in the other."""

    uzbek: list[Text]
    russian: list[Text]


def main() -> None:
    """Print how much was learnt, and precision and recall of each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("YORITISH_DATA"))
    parser.add_argument("--ntrex", type=Path, required=True)
    parser.add_argument("--xwmt", type=Path)
    parser.add_argument("--sib", type=Path)
    parser.add_argument("--part", choices=PARTS, default="report")
    parser.add_argument("--versions", type=int, help="learn from no more than so many")
    parser.add_argument("--show", action="store_true", help="print what is tied wrongly")
    options = parser.parse_args()
    documents = list(_documents(options.ntrex))
    taught = [one for part in PARTS if part != options.part for one in _of_part(documents, part)]
    versions = [piece for one in taught for piece in _pieces(one)]
    if options.xwmt:
        versions += _xwmt(options.xwmt)
    if options.sib:
        versions += _sib(options.sib)
    random.Random(1).shuffle(versions)
    versions = versions[: options.versions]
    measured = _of_part(documents, options.part)
    sets = {"documents": _sides(measured)}
    sets["beginnings of documents"] = _sides([(name, text[:PIECE]) for name, text in measured])
    sets["pieces of documents"] = _sides([one for part in measured for one in _pieces(part)])
    if options.part == "report":
        sets["articles of one outlet"] = _outlet(options.data)
    index = open_index()
    _teach(index, versions)
    learnt = learn(index).pairs
    print(f"learnt from {len(versions)} pairs of versions: {learnt} pairs of words")
    for name, sides in sets.items():
        _measure(index, name, sides, show=options.show)


def _documents(folder: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The documents of NTREX, each with its sentences in Uzbek and Russian."""
    names = _lines(folder / "DOCUMENT_IDS.tsv")
    uzbek = _lines(folder / "newstest2019-ref.uzb.txt")
    russian = _lines(folder / "newstest2019-ref.rus.txt")
    rows = zip(names, uzbek, russian, strict=True)
    for name, sentences in groupby(rows, key=lambda row: row[0]):
        yield name, [(row[1], row[2]) for row in sentences]


Document = tuple[str, list[tuple[str, str]]]


def _of_part(documents: list[Document], part: str) -> list[Document]:
    return documents[PARTS.index(part) :: len(PARTS)]


def _pieces(document: Document) -> list[Document]:
    name, sentences = document
    parts = list(_parts(sentences))
    return [(f"{name} {number}", part) for number, part in enumerate(parts)]


def _parts(sentences: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Pieces of so many sentences; a short rest is left out."""
    for start in range(0, len(sentences), PIECE):
        part = sentences[start : start + PIECE]
        if len(part) > PIECE // 2:
            yield part


def _xwmt(folder: Path) -> list[Document]:
    pairs = list(zip(_lines(folder / "ru-uz.uz"), _lines(folder / "ru-uz.ru"), strict=True))
    return [(f"xwmt {start}", pairs[start : start + 2]) for start in range(0, len(pairs), 2)]


def _sib(folder: Path) -> list[Document]:
    def rows(language: str) -> dict[str, str]:
        files = sorted((folder / language).glob("*.tsv"))
        lines = [line.split("\t") for file in files for line in _lines(file)[1:]]
        return {line[0]: line[2] for line in lines}

    uzbek, russian = rows("uzn_Latn"), rows("rus_Cyrl")
    return [(f"sib {one}", [(uzbek[one], russian[one])]) for one in sorted(uzbek)]


def _sides(documents: Iterable[Document]) -> Sides:
    sides = Sides([], [])
    for name, sentences in documents:
        for side, texts in zip(sides, zip(*sentences, strict=True), strict=True):
            side.append(Text(name, texts[0], " ".join(texts[1:])))
    return sides


def _outlet(data: Path) -> Sides:
    rows = {}
    for file in ("pool.jsonl", "mentions_dev.jsonl"):
        for line in _lines(data / file):
            row = json.loads(line)
            if row["site"] == "uznews.uz" and row["kind"] == "article":
                rows[row["id"]] = row
    sides = Sides([], [])
    for identity, row in sorted(rows.items()):
        side = sides.russian if row["lang"] == "ru" else sides.uzbek
        side.append(Text(READ.get(identity, identity), row["title"], row["text"]))
    return sides


def _teach(index: sqlite3.Connection, versions: list[Document]) -> None:
    """Put pairs of versions into the index, years before what is measured."""
    rules = story_rules()
    for start in range(0, len(versions), 500):
        entries = []
        for name, sentences in versions[start : start + 500]:
            uzbek, russian = zip(*sentences, strict=True)
            entries.append(_entry(f"l:uz:{name}", "uz", uzbek[0], uzbek[1:], "2020-01-01"))
            russian_one = _entry(f"l:ru:{name}", "ru", russian[0], russian[1:], "2020-01-01")
            entries.append(replace(russian_one, versions=[f"l:uz:{name}"]))
        tie_all(index, entries, rules)


def _entry(
    identity: str, language: str, title: str, body: Iterable[str], day: str = "2024-11-08"
) -> Entry:
    text = " ".join(body)
    if not text:
        title, text = "", title
    outlet = identity[:4]
    member = Member(identity, f"{day}T07:00:00Z", day, False, language, outlet)
    return Entry(member, fingerprint(title, text, fold(title), fold(text)))


def _measure(index: sqlite3.Connection, name: str, sides: Sides, *, show: bool) -> None:
    true = len({text.event for text in sides.uzbek} & {text.event for text in sides.russian})
    pairs = len(sides.uzbek) * len(sides.russian)
    print(f"{name}: {true} true of {pairs} pairs")
    rules = story_rules()
    for threshold in sorted({rules.translated, *THRESHOLDS}):
        found = _tied(index, sides, replace(rules, translated=threshold))
        right = sum(one.event == other.event for one, other in found)
        wrong = [pair for pair in found if not _one_event(*pair)]
        precision = right / max(1, right + len(wrong))
        print(f"  translated = {threshold:.2f}: precision {precision:.4f}"
              f"  recall {right / max(1, true):.4f}  ({len(wrong)} wrong,"
              f" {len(found) - right - len(wrong)} of one event or document)")  # fmt: skip
        if show and threshold == rules.translated:
            for one, other in wrong:
                print(f"    - {one.event} | {one.title} {one.body}"[:200])
                print(f"      {other.event} | {other.title} {other.body}"[:200])


def _one_event(one: Text, other: Text) -> bool:
    documents = {one.event.split()[0], other.event.split()[0]}
    return len(documents) == 1 or any(documents <= known for known in ONE_EVENT)


def _tied(index: sqlite3.Connection, sides: Sides, rules: StoryRules) -> list[tuple[Text, Text]]:
    texts: dict[str, Text] = {}
    entries = []
    for language, side in zip(("uz", "ru"), sides, strict=True):
        for number, text in enumerate(side):
            identity = f"m:{language}:{number}"
            texts[identity] = text
            entries.append(_entry(identity, language, text.title, [text.body]))
    index.execute("SAVEPOINT measured")
    tie_all(index, entries, rules)
    rows = index.execute(
        "SELECT a, b FROM links WHERE relation <> 'related' AND a LIKE 'm:%'"
        " AND substr(a, 3, 2) <> substr(b, 3, 2)"
    ).fetchall()
    index.execute("ROLLBACK TO measured")
    index.execute("RELEASE measured")
    return [(texts[b], texts[a]) for a, b in rows]


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()
