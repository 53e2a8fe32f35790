"""Language versions of one article at one outlet count once, whatever order they come in."""

import itertools
from collections.abc import Callable
from datetime import date

import pytest

from storage.connection import Connection
from storage.database import open_database, transaction
from storage.location import Location
from storage.publications import keep
from storage.records import Outcome, Owner, Publication
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet, publication

LATIN = publication("/news/a", version_key="a")
CYRILLIC = publication("/kr/news/a", version_key="a", script="Cyrl")
RUSSIAN = publication("/ru/news/b", version_key="a", language="ru", script="Cyrl")
SILENT = publication("/news/a2", version_key="a", owner=Owner.NONE)
WORDS = "bir xil matn boshqa manzilda yana bir marta chiqdi " * 4
SAME_TEXT = [
    publication("/x", folded_body=WORDS, body="1"),
    publication("/y", folded_body=WORDS, body="2", day=date(2026, 10, 11)),
    publication("/z", folded_body=WORDS, body="3", day=date(2026, 10, 20)),
]


def ties(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT p.url, coalesce(f.url, '') FROM publications p"
        " LEFT JOIN publications f ON f.id = p.version_of"
    )
    return dict(tuple(row) for row in rows)


@pytest.mark.parametrize("order", list(itertools.permutations([LATIN, CYRILLIC, RUSSIAN])))
def test_the_first_language_of_the_registry_counts(
    ledger: Connection, no_capture: Callable[[], int], order: tuple[Publication, ...]
) -> None:
    outcomes = [keep(ledger, one, no_capture)[0] for one in order]
    assert outcomes[0] is Outcome.STORED
    assert outcomes[order.index(LATIN)] is Outcome.STORED
    assert outcomes[-1] is (Outcome.STORED if order[-1] is LATIN else Outcome.LANGUAGE_VERSION)
    assert ties(ledger) == {LATIN.url: "", CYRILLIC.url: LATIN.url, RUSSIAN.url: LATIN.url}


@pytest.mark.parametrize("order", list(itertools.permutations([SILENT, CYRILLIC])))
def test_a_version_that_names_the_ministry_counts_before_one_that_does_not(
    ledger: Connection, no_capture: Callable[[], int], order: tuple[Publication, ...]
) -> None:
    for one in order:
        keep(ledger, one, no_capture)
    assert ties(ledger) == {CYRILLIC.url: "", SILENT.url: CYRILLIC.url}


@pytest.mark.parametrize("order", list(itertools.permutations(SAME_TEXT)))
def test_the_same_text_again_within_a_day_is_a_version_later_it_is_not(
    ledger: Connection, no_capture: Callable[[], int], order: tuple[Publication, ...]
) -> None:
    for one in order:
        keep(ledger, one, no_capture)
    x, y, z = (one.url for one in SAME_TEXT)
    assert ties(ledger) == {x: "", y: x, z: ""}


def test_the_same_publication_again_changes_nothing(
    ledger: Connection, no_capture: Callable[[], int]
) -> None:
    keep(ledger, LATIN, no_capture)
    before = ledger.execute("SELECT * FROM publications").fetchall()
    assert keep(ledger, LATIN, no_capture) == (Outcome.UNCHANGED, set())
    assert ledger.execute("SELECT * FROM publications").fetchall() == before


def test_an_edit_keeps_the_older_text_and_the_day(
    ledger: Connection, no_capture: Callable[[], int]
) -> None:
    keep(ledger, LATIN, no_capture)
    edited = publication("/news/a", version_key="a", body="Yangi matn.", day=date(2026, 10, 15))
    assert keep(ledger, edited, no_capture)[0] is Outcome.CHANGED
    row = ledger.execute("SELECT body, day, state FROM publications").fetchone()
    assert tuple(row) == ("Yangi matn.", "2026-10-10", "changed")
    assert ledger.execute("SELECT body FROM editions").fetchone()[0] == LATIN.body


def test_versions_of_other_outlets_are_not_tied(
    place: Location, no_capture: Callable[[], int]
) -> None:
    connection = open_database(place)
    with transaction(connection):
        keep_outlets(connection, Registry({o: outlet(o) for o in ("kun.uz", "daryo.uz")}))
        keep(connection, LATIN, no_capture)
        other = publication("/1", version_key="a", outlet="daryo.uz", url="https://daryo.uz/1")
        keep(connection, other, no_capture)
    assert set(ties(connection).values()) == {""}


WORDS = [
    "vazirlik",
    "matbuot",
    "xizmati",
    "bergan",
    "xabarga",
    "köra",
    "shaharda",
    "yongin",
    "uch",
    "uyni",
    "qamrab",
    "olgan",
    "27",
    "oktabr",
    "kuni",
    "qutqaruvchilar",
    "on",
    "besh",
    "kishini",
    "xavfsiz",
    "joyga",
    "olib",
    "chiqqan",
    "va",
    "olovni",
    "toliq",
    "ochirgan",
]


def in_alphabet(path: str, script: str, words: list[str], **fields: object) -> Publication:
    text = " ".join(words)
    return publication(path, script=script, body=text, folded_body=text, **fields)


def test_the_other_alphabet_is_known_though_some_words_fold_apart(
    ledger: Connection, no_capture: Callable[[], int]
) -> None:
    latin = in_alphabet("/1", "Latn", WORDS)
    cyrillic = in_alphabet("/2", "Cyrl", ["oktyabr" if w == "oktabr" else w for w in WORDS])
    for one in (cyrillic, latin):
        keep(ledger, one, no_capture)
    assert ties(ledger) == {latin.url: "", cyrillic.url: latin.url}


@pytest.mark.parametrize(
    "other",
    [
        in_alphabet("/2", "Latn", WORDS),
        in_alphabet("/2", "Cyrl", ["28" if w == "27" else w for w in WORDS]),
        in_alphabet("/2", "Cyrl", [*WORDS[:8], "boshqa", "kimsa", "yana", "ikki", *WORDS[12:]]),
        in_alphabet("/2", "Cyrl", WORDS, day=date(2026, 10, 14)),
        in_alphabet("/2", "Cyrl", WORDS, language="ru"),
    ],
    ids=["same alphabet", "another number", "other words", "days later", "another language"],
)
def test_texts_of_one_form_stay_apart(
    ledger: Connection, no_capture: Callable[[], int], other: Publication
) -> None:
    reworded = ["oktyabr" if w == "oktabr" else w for w in WORDS]
    for one in (in_alphabet("/1", "Latn", reworded), other):
        keep(ledger, one, no_capture)
    assert set(ties(ledger).values()) == {""}
