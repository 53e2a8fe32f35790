"""The dictionary is learnt from language versions, both ways, and ties what facts alone do not."""

import tracemalloc
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from pipelines.fingerprints import fingerprint
from pipelines.regrouping import learn_and_tie
from pipelines.reprints import story_rules
from pipelines.story_words import hash_of, stem_of
from storage.connection import Connection
from storage.database import open_database
from storage.dictionary import Meanings, learn
from storage.earlier_ties import take_over
from storage.fingerprint import Fingerprint
from storage.location import Location
from storage.stories import Entry, Member, tie_all, untie
from tests.conftest import unbound
from text.folding import fold

UZBEK = ("daraxt", "ko‘prik", "kitob", "bozor", "shifokor", "o‘qituvchi")
RUSSIAN = ("дерево", "мост", "книга", "рынок", "врач", "учитель")


def print_of(body: str) -> Fingerprint:
    return fingerprint("", body, "", fold(body))


def entry(
    name: str, language: str, body: str, *versions: str, day: date = date(2026, 10, 14)
) -> Entry:
    member = Member(name, f"{day}T18:00:00Z", f"{day}", False, language, f"{name}.uz")
    return Entry(member, print_of(body), versions)


def taught(path: Path) -> Connection:
    """A ledger with twelve articles in two languages, three words of the six in each."""
    ledger = open_database(path)
    unbound(ledger)
    for n in range(12):
        places = [n % 6, (n + 1 + n // 6) % 6, (n + 3) % 6]
        ours = entry(f"u{n}", "uz", " ".join(UZBEK[place] for place in places))
        theirs = entry(f"r{n}", "ru", " ".join(RUSSIAN[place] for place in places), f"u{n}")
        tie_all(ledger, [ours, theirs], story_rules())
    return ledger


def test_words_of_versions_are_learnt_both_ways(place: Location) -> None:
    ledger = taught(place)
    assert learn(ledger).pairs >= len(UZBEK)
    for one, other in zip(UZBEK, RUSSIAN, strict=True):
        ours, theirs = (hash_of(stem_of(fold(word))) & 0xFFFFFFFF for word in (one, other))
        assert theirs in Meanings(ledger).of([ours], "uz", "ru")[ours]
        assert ours in Meanings(ledger).of([theirs], "ru", "uz")[theirs]


def test_words_that_always_stand_together_tell_a_form_and_are_not_learnt(place: Location) -> None:
    ledger = open_database(place)
    unbound(ledger)
    for n in range(12):
        ours = entry(f"u{n}", "uz", " ".join(UZBEK))
        tie_all(ledger, [ours, entry(f"r{n}", "ru", " ".join(RUSSIAN), f"u{n}")], story_rules())
    assert learn(ledger).pairs == 0


@pytest.mark.parametrize("at_once", [1, 7, 40])
def test_it_does_not_matter_how_many_words_are_counted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    ledger = taught(tmp_path / "one.db")
    learn(ledger)
    whole = ledger.execute("SELECT * FROM dictionary ORDER BY 1, 2, 3, 4").fetchall()
    ledger.execute("DELETE FROM dictionary")
    monkeypatch.setattr("storage.dictionary.AT_ONCE", at_once)
    learn(ledger)
    assert ledger.execute("SELECT * FROM dictionary ORDER BY 1, 2, 3, 4").fetchall() == whole


@pytest.mark.slow
def test_memory_does_not_grow_with_the_versions_that_are_learnt_from(tmp_path: Path) -> None:
    """A night of the tenth month learns from ten times the versions of the first month's."""
    ledger = open_database(tmp_path / "many.db")
    unbound(ledger)
    dice = Random(8)
    peaks = []
    for part in range(3):
        entries = []
        for n in range(300):
            said = [dice.randrange(900) for _ in range(120)]
            ours = " ".join(f"so{word:03}z" for word in said)
            theirs = " ".join(f"сл{word:03}о" for word in said)
            # months apart, so that they are not compared with one another
            day = date(1990, 1, 1) + timedelta(days=90 * n + part)
            entries += [entry(f"u{part}-{n}", "uz", ours, day=day)]
            entries += [entry(f"r{part}-{n}", "ru", theirs, f"u{part}-{n}", day=day)]
        tie_all(ledger, entries, story_rules())
        tracemalloc.start()
        learn(ledger)
        peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
    # the texts themselves are 2 KB an article: the pairs of their words were 100 KB
    assert peaks[-1] - peaks[0] < 8, peaks


def test_learning_again_changes_nothing(place: Location) -> None:
    ledger = taught(place)
    assert learn(ledger).changed
    before = ledger.execute("SELECT * FROM dictionary").fetchall()
    assert not learn(ledger).changed
    assert ledger.execute("SELECT * FROM dictionary").fetchall() == before


def test_nothing_is_learnt_from_an_empty_ledger(ledger: Connection) -> None:
    assert learn(ledger) == (0, False)
    assert Meanings(ledger).of(print_of("daraxt").terms.tolist(), "uz", "ru") == {}


def publication_pair() -> list[Entry]:
    """One synthetic event told in two languages: facts alone are too few to tie it."""
    return [
        entry(
            "told_uz", "uz",
            "Daraxt, ko‘prik va kitob: bozor yonida shifokor Anvar Karimov 14:25 da o‘qituvchi"
            " Lola Qodirovani kutib oldi.",
        ),
        entry(
            "told_ru", "ru",
            "Дерево, мост и книга: рядом с рынком врач Анвар Каримов в 14:25 встретил учителя"
            " Лолу Кадырову.",
        ),
    ]  # fmt: skip


def ties(ledger: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in ledger.execute("SELECT * FROM links ORDER BY a, b")]


def test_what_came_before_the_dictionary_is_tied_as_what_comes_after(place: Location) -> None:
    ledger = taught(place)
    tie_all(ledger, publication_pair(), story_rules())
    before = ties(ledger)
    assert ("told_ru", "told_uz", "related") in {row[:3] for row in before}
    assert learn_and_tie(ledger, datetime(2026, 10, 14, tzinfo=UTC)) == 1
    judged_again = ties(ledger)
    assert next(row for row in judged_again if row not in before)[:3] == (
        "told_ru", "told_uz", "translation",
    )  # fmt: skip
    story = "SELECT DISTINCT story FROM story_members WHERE publication_id LIKE 'told%'"
    assert len(ledger.execute(story).fetchall()) == 1
    tie_all(ledger, publication_pair(), story_rules())
    assert ties(ledger) == judged_again
    assert learn_and_tie(ledger, datetime(2026, 10, 14, tzinfo=UTC)) == 0


def test_a_tie_goes_when_the_dictionary_no_longer_tells(place: Location) -> None:
    ledger = taught(place)
    learn(ledger)
    tie_all(ledger, publication_pair(), story_rules())
    assert ("told_ru", "told_uz", "translation") in {row[:3] for row in ties(ledger)}
    for n in range(12):
        untie(ledger, f"u{n}")
    assert learn_and_tie(ledger, datetime(2026, 10, 14, tzinfo=UTC)) == 1
    assert ("told_ru", "told_uz", "related") in {row[:3] for row in ties(ledger)}
    story = "SELECT DISTINCT story FROM story_members WHERE publication_id LIKE 'told%'"
    assert len(ledger.execute(story).fetchall()) == 2


def test_ties_of_an_earlier_dictionary_are_taken_over_where_days_are_made_again(
    tmp_path: Path,
) -> None:
    """What was learnt since may tell less: of days long past it cannot make the ties of then."""
    ledger = taught(tmp_path / "ledger.db")
    learn(ledger)
    tie_all(ledger, publication_pair(), story_rules())
    shadow = unbound(open_database(tmp_path / "shadow.db"))
    tie_all(shadow, publication_pair(), story_rules())
    told = "SELECT * FROM story_members WHERE publication_id LIKE 'told%' ORDER BY 1"
    kept = [tuple(row) for row in ledger.execute(told)]
    day = date(2026, 10, 14).toordinal()
    assert take_over(ledger, shadow, day, story_rules()) == 0
    assert [tuple(row) for row in shadow.execute(told)] != kept
    # one tie for another: "related" by facts goes, "translation" comes
    assert take_over(ledger, shadow, day + 1, story_rules()) == 2
    assert [tuple(row) for row in shadow.execute(told)] == kept
    assert take_over(ledger, shadow, day + 1, story_rules()) == 0
