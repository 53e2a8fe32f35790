"""One event told in two languages is found by the dictionary, with no name or figure in common."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from pipelines.story_words import hash_of, stem_of
from storage.across import tie_across
from storage.bilingual import said_in_both
from storage.connection import Connection
from storage.database import open_database
from storage.dictionary import Meanings
from storage.judgement import Known, read_known
from storage.stories import Entry, Member, tie_all
from storage.translated import translated
from tests.conftest import unbound
from text.folding import fold

# synthetic words of news in two languages, and what they mean
MEANT = {
    "daraxt": "дерево", "ko‘prik": "мост", "kitob": "книга", "bozor": "рынок",
    "shifokor": "врач", "o‘qituvchi": "учитель", "haydovchi": "водитель", "talaba": "студент",
    "yong‘in": "пожар", "omborxona": "склад", "ko‘cha": "улица", "yomg‘ir": "дождь",
}  # fmt: skip
DAY = "2026-10-14"
UZBEK = "Haydovchi va talaba omborxona yonida yong‘in chiqqanini ko‘rib, ko‘cha bo‘ylab yugurdi."
RUSSIAN = "Водитель и студент увидели пожар: горел склад, а по улице (улица тёмная) шёл дождь."


ALL = " ".join(MEANT), " ".join(MEANT.values())


PICTURE = "https://{}.uz/images/IMG_20261014_104312{}.jpg"


def entry(name: str, language: str, body: str, day: str = DAY, image: str = "") -> Entry:
    member = Member(name, f"{day}T08:00:00Z", day, False, language, f"{name}.uz")
    return Entry(member, fingerprint("", body, "", fold(body), image))


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """A ledger that knows the words and has no publication."""
    ledger = open_database(tmp_path_factory.mktemp("taught") / "yoritish.db")
    unbound(ledger)
    teach(ledger)
    return ledger


def teach(ledger: Connection) -> None:
    for pair in MEANT.items():
        uzbek, russian = (hash_of(stem_of(fold(word))) for word in pair)
        ledger.executemany(
            "INSERT INTO dictionary (language, word, other, meaning) VALUES (?,?,?,?)",
            [("uz", uzbek, "ru", russian), ("ru", russian, "uz", uzbek)],
        )


def ties(ledger: Connection, *entries: Entry) -> dict[str, float]:
    """Translations among these publications, by name."""
    ledger.execute("SAVEPOINT tried")
    tie_all(ledger, entries, story_rules())
    rows = ledger.execute(
        "SELECT a, b, similarity FROM links WHERE relation = 'translation' ORDER BY a, b"
    ).fetchall()
    ledger.execute("ROLLBACK TO tried")
    ledger.execute("RELEASE tried")
    return {f"{row[0]} {row[1]}": row[2] for row in rows}


def test_words_alone_tie_two_languages(taught: Connection) -> None:
    long = (
        f"{UZBEK} Daraxt ko‘prik ustiga quladi, kitob bozori yopildi, shifokor keldi.",
        f"{RUSSIAN} Дерево, мост, книга, рынок, врач.",
    )
    found = ties(taught, entry("u", "uz", long[0]), entry("r", "ru", long[1]))
    assert list(found) == ["r u"]
    assert 0.3 <= found["r u"] <= 1


@pytest.mark.parametrize(
    ("uzbek", "russian"),
    [
        ("Daraxt va ko‘prik.", "Дерево и мост."),
        (UZBEK, "Учитель читает студенту книгу о том, какой рынок был здесь сто лет назад."),
        (f"{UZBEK} Soat 14:25, 16:30.", f"{RUSSIAN} Было 11:20 и 12:45."),
        (
            f"{ALL[0]}. Bu haqda 3 nafar guvoh, Anvar Karimov va Lola Qodirova 2 marta aytdi.",
            f"{ALL[1]}. Об этом 3 свидетеля, Бобур Эшонов и Саида Рахимова, сказали 5 раз.",
        ),
    ],
    ids=["too few words", "other words", "other figures", "other people"],
)
def test_what_may_be_chance_stays_apart(taught: Connection, uzbek: str, russian: str) -> None:
    assert ties(taught, entry("u", "uz", uzbek), entry("r", "ru", russian)) == {}


FEWER = (
    "Shifokor va o‘qituvchi daraxt ostidan kitob topib olib, darhol egasini izlay boshladi.",
    "Врач и учитель нашли под деревом книгу и принялись искать хозяина.",
)


def test_one_picture_at_two_outlets_lets_fewer_words_do(taught: Connection) -> None:
    def both(first: str, second: str) -> dict[str, float]:
        return ties(
            taught,
            entry("u", "uz", FEWER[0], image=first),
            entry("r", "ru", FEWER[1], image=second),
        )

    assert both("", "") == {}
    assert both(PICTURE.format("u", ""), PICTURE.format("u", "").replace("104312", "990000")) == {}
    assert list(both(PICTURE.format("u", ""), PICTURE.format("r", "-800x600"))) == ["r u"]


def test_one_picture_with_other_words_ties_nothing(taught: Connection) -> None:
    other = "Учитель читает студенту книгу о том, какой рынок был здесь сто лет назад."
    pictured = [
        entry("u", "uz", UZBEK, image=PICTURE.format("u", "")),
        entry("r", "ru", other, image=PICTURE.format("r", "")),
    ]
    assert ties(taught, *pictured) == {}


def test_the_same_words_days_later_stay_apart(taught: Connection) -> None:
    apart = [entry("u", "uz", ALL[0]), entry("r", "ru", ALL[1], "2026-10-17")]
    assert ties(taught, *apart) == {}
    near = [entry("u", "uz", ALL[0]), entry("r", "ru", ALL[1], "2026-10-15")]
    assert list(ties(taught, *near)) == ["r u"]


def test_a_tie_of_words_goes_with_the_dictionary(tmp_path: Path) -> None:
    ledger = open_database(tmp_path / "yoritish.db")
    unbound(ledger)
    teach(ledger)
    tie_all(ledger, [entry("u", "uz", ALL[0]), entry("r", "ru", ALL[1])], story_rules())
    stories = "SELECT count(DISTINCT story) FROM story_members"
    assert ledger.execute(stories).fetchone()[0] == 1
    ledger.execute("DELETE FROM dictionary")
    assert tie_across(ledger, [date(2026, 10, 14)], story_rules()) == 1
    assert ledger.execute(stories).fetchone()[0] == 2
    teach(ledger)
    assert tie_across(ledger, [date(2026, 10, 14)], story_rules()) == 1
    assert ledger.execute(stories).fetchone()[0] == 1
    ledger.close()


UZBEK_WORDS, RUSSIAN_WORDS = list(MEANT), list(MEANT.values())
OTHERS = ["stol", "devor", "gilam", "стена", "ковёр"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    uzbek=st.lists(st.lists(st.sampled_from(UZBEK_WORDS + OTHERS), max_size=14), max_size=5),
    russian=st.lists(st.lists(st.sampled_from(RUSSIAN_WORDS + OTHERS), max_size=14), max_size=5),
)
def test_no_pair_that_would_be_tied_is_passed_over(
    taught: Connection, uzbek: list[list[str]], russian: list[list[str]]
) -> None:
    taught.execute("SAVEPOINT tried")
    entries = [entry(f"u{n}", "uz", " ".join(words)) for n, words in enumerate(uzbek)]
    entries += [entry(f"r{n}", "ru", " ".join(words)) for n, words in enumerate(russian)]
    rules = story_rules()
    tie_all(taught, entries, rules)
    known: dict[int, Known] = {}
    rows = taught.execute("SELECT row FROM fingerprints").fetchall()
    read_known(taught, {row[0] for row in rows}, known)
    meanings = Meanings(taught)
    ours = list(known.values())
    found = {(ours[at].row, row) for at, row in said_in_both(taught, meanings, ours, rules)}
    for one in ours:
        for other in ours:
            if one.language != other.language:
                a, b = one.fingerprint, other.fingerprint
                said = translated(
                    a, b,
                    meanings.of(a.terms.tolist(), one.language, other.language),
                    meanings.of(b.terms.tolist(), other.language, one.language),
                    rules, 0,
                )  # fmt: skip
                assert not said or (one.row, other.row) in found
    taught.execute("ROLLBACK TO tried")
    taught.execute("RELEASE tried")
