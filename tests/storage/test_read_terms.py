"""What a writer keeps of the terms it has read is what it would read anew."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from storage.connection import Connection
from storage.database import open_database
from storage.read_terms import DAYS, ReadTerms
from storage.stories import Entry, Member, forget_all, tie_all, untie
from tests.conftest import unbound
from text.folding import fold

WORDS = ["kitob", "bozor", "daraxt", "yomg‘ir", "talaba", "ko‘cha"]
ISO = "2026-10-18"
DAY = date.fromisoformat(ISO).toordinal()


def entry(name: str, language: str, words: list[str]) -> Entry:
    body = " ".join(words)
    member = Member(name, f"{ISO}T08:00:00Z", ISO, False, language, "kun.uz")
    return Entry(member, fingerprint("", body, "", fold(body)))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    connection = open_database(tmp_path_factory.mktemp("read") / "yoritish.db")
    unbound(connection)
    return connection


def held(read: ReadTerms, ledger: Connection) -> set[tuple[str, int, int, float, float]]:
    """Language, row, term, weight and total of all that stands there and is not gone."""
    there = {row[0] for row in ledger.execute("SELECT row FROM fingerprints")}
    return {
        (language, row, int(entry) >> 32, float(weight), float(part.totals[place]))
        for language, parts in read.of(ledger, DAY).items()
        for part in parts
        for entry, weight in zip(part.entries, part.weights, strict=True)
        for place in [int(entry) & 0xFFFFFFFF]
        for row in [int(part.rows[place])]
        if row in there
    }


TEXT = st.tuples(
    st.integers(0, 12), st.sampled_from(["uz", "ru"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.booleans(),
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(TEXT, max_size=6), max_size=8))
def test_what_is_kept_is_what_would_be_read_anew(
    ledger: Connection, steps: list[list[tuple[int, str, list[str], bool]]]
) -> None:
    forget_all(ledger)
    kept = ReadTerms()
    for step in steps:
        added = [entry(f"p{n}", language, words) for n, language, words, goes in step if not goes]
        tie_all(ledger, added, story_rules())
        for name in {f"p{n}" for n, _, _, goes in step if goes}:
            untie(ledger, name)
        assert held(kept, ledger) == held(ReadTerms(), ledger)
        for parts in kept.of(ledger, DAY).values():
            assert all(np.all(part.entries[1:] >= part.entries[:-1]) for part in parts)
            sizes = [len(part.rows) for part in parts]
            assert all(a >= 2 * b for a, b in pairwise(sizes))


def test_what_another_connection_has_added_is_read_too(tmp_path: Path) -> None:
    one = open_database(tmp_path / "yoritish.db")
    other = open_database(tmp_path / "yoritish.db")
    for connection in (one, other):
        unbound(connection)
    kept = ReadTerms()
    tie_all(one, [entry("a", "uz", WORDS)], story_rules())
    before = held(kept, one)
    tie_all(other, [entry("b", "ru", WORDS)], story_rules())
    assert before < held(kept, one) == held(ReadTerms(), other)


def test_what_was_rolled_back_is_forgotten_when_told(ledger: Connection) -> None:
    forget_all(ledger)
    kept = ReadTerms()
    ledger.execute("BEGIN")
    tie_all(ledger, [entry("a", "uz", WORDS[:2])], story_rules())
    assert held(kept, ledger)
    ledger.execute("ROLLBACK")
    kept.forget()
    # of the same number as the row that was rolled back
    tie_all(ledger, [entry("b", "uz", WORDS[2:])], story_rules())
    assert held(kept, ledger) == held(ReadTerms(), ledger)


def test_only_the_days_asked_for_last_are_kept(ledger: Connection) -> None:
    forget_all(ledger)
    tie_all(ledger, [entry("a", "uz", WORDS)], story_rules())
    kept = ReadTerms()
    first = kept.of(ledger, DAY)["uz"][0]
    assert kept.of(ledger, DAY)["uz"][0] is first
    for day in range(DAY + 1, DAY + 1 + DAYS):
        kept.of(ledger, day)
    assert kept.of(ledger, DAY)["uz"][0] is not first
