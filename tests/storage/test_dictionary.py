"""The dictionary is learnt from language versions, both ways, and ties what facts alone do not."""

import sqlite3
from pathlib import Path

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from pipelines.story_words import hash_of, stem_of
from storage.database import open_database
from storage.dictionary import learn, meanings
from storage.fingerprint import Fingerprint
from storage.stories import Entry, Member, tie_all
from text.folding import fold

UZBEK = ("daraxt", "ko‘prik", "kitob", "bozor", "shifokor", "o‘qituvchi")
RUSSIAN = ("дерево", "мост", "книга", "рынок", "врач", "учитель")


def print_of(body: str) -> Fingerprint:
    return fingerprint("", body, "", fold(body))


def entry(name: str, language: str, body: str, *versions: str) -> Entry:
    member = Member(name, "2026-10-14T18:00:00Z", "2026-10-14", False, language, f"{name}.uz")
    return Entry(member, print_of(body), versions)


def taught(path: Path) -> sqlite3.Connection:
    """A ledger with twelve articles in two languages, three words of the six in each."""
    ledger = open_database(path)
    ledger.execute("PRAGMA foreign_keys = OFF")
    for n in range(12):
        places = [n % 6, (n + 1 + n // 6) % 6, (n + 3) % 6]
        ours = entry(f"u{n}", "uz", " ".join(UZBEK[place] for place in places))
        theirs = entry(f"r{n}", "ru", " ".join(RUSSIAN[place] for place in places), f"u{n}")
        tie_all(ledger, [ours, theirs], story_rules())
    return ledger


def test_words_of_versions_are_learnt_both_ways(database: Path) -> None:
    ledger = taught(database)
    assert learn(ledger).pairs >= len(UZBEK)
    for one, other in zip(UZBEK, RUSSIAN, strict=True):
        ours, theirs = (hash_of(stem_of(fold(word))) & 0xFFFFFFFF for word in (one, other))
        assert theirs in meanings(ledger, print_of(one), "uz", "ru")[ours]
        assert ours in meanings(ledger, print_of(other), "ru", "uz")[theirs]


def test_learning_again_changes_nothing(database: Path) -> None:
    ledger = taught(database)
    assert learn(ledger).changed
    before = ledger.execute("SELECT * FROM dictionary").fetchall()
    assert not learn(ledger).changed
    assert ledger.execute("SELECT * FROM dictionary").fetchall() == before


def test_nothing_is_learnt_from_an_empty_ledger(ledger: sqlite3.Connection) -> None:
    assert learn(ledger) == (0, False)
    assert meanings(ledger, print_of("daraxt"), "uz", "ru") == {}
