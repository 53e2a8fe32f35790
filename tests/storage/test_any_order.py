"""Whatever order publications, their edits and people's decisions come in: the same stories."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from pipelines.story_words import hash_of, stem_of
from storage import postings
from storage.connection import Connection
from storage.database import open_database
from storage.decisions import Said
from storage.read_terms import ReadTerms
from storage.stories import Entry, Member, forget_all, tie_all
from storage.story_decisions import join, split, undecide
from tests.conftest import unbound
from tests.storage.conftest import BOTH
from text.folding import fold

# synthetic: no such fire, fair or people
FIRE = (
    "Кеча соат 21:40 ларда Зангиота туманидаги омборда ёнғин чиқди. Омбор эгаси Анвар Каримов 3"
    " нафар ишчи билан ташқарига чиқишга улгурди. Ёнғин 450 квадрат метр майдонда соат 23:15 да"
    " ўчирилди. Сабаби ўрганилмоқда, деб хабар берди Саида Раҳимова."
)
OTHER_FIRE = (
    FIRE.replace("21:40", "07:35").replace("Зангиота", "Олот").replace("450", "125")
    .replace("Анвар Каримов", "Бобур Эшонов").replace("Саида Раҳимова", "Лола Қодирова")
    .replace("23:15", "09:20").replace(" 3 ", " 8 ")
)  # fmt: skip
FIRE_IN_RUSSIAN = (
    "В Зангиатинском районе загорелся склад. Владелец Анвар Каримов и 3 рабочих успели выйти."
    " Пожар на площади 450 квадратных метров, начавшийся в 21:40, потушили в 23:15, рассказала"
    " Саида Рахимова."
)
FAIR = (
    "Nukusda kitob yarmarkasi ochildi. Unda 64 nashriyot qatnashmoqda, 12 mingdan ortiq kitob"
    " keltirilgan. Tashkilotchi Jasur Berdiyevning aytishicha, yarmarka 19-oktabrgacha davom etadi"
    " va kirish barcha uchun bepul. Bolalar uchun alohida burchak ham tayyorlangan."
)
# told in Russian with neither its figures nor its names
FAIR_IN_RUSSIAN = (
    "Открылась книжная ярмарка. Участвуют издательства, привезли новые книги. Ярмарка продлится до"
    " конца недели, вход бесплатный. Для детей подготовлен отдельный уголок."
)
MEANT = {
    "yarmarka": "ярмарка", "kitob": "книги", "ochildi": "открылась", "nashriyot": "издательства",
    "qatnashmoqda": "участвуют", "keltirilgan": "привезли", "davom": "продлится", "kirish": "вход",
    "bepul": "бесплатный", "bolalar": "детей", "alohida": "отдельный", "burchak": "уголок",
    "tayyorlangan": "подготовлен",
}  # fmt: skip
TEXTS = {
    "fire": FIRE,
    "fire_cut": " ".join(FIRE.split()[:22]),
    # every fourth word or so is another
    "fire_changed": FIRE.replace("омборда", "бинода")
    .replace("чиқди. Омбор", "бўлди. Бино")
    .replace("билан ташқарига", "бирга кўчага")
    .replace("майдонда", "жойда")
    .replace("ўчирилди", "тугатилди")
    .replace("ўрганилмоқда", "номаълум"),
    "fire_with_fair": f"{FIRE}\n\n{FAIR}",
    "fire_russian": FIRE_IN_RUSSIAN,
    "other_fire": OTHER_FIRE,
    "fair": FAIR,
    "fair_russian": FAIR_IN_RUSSIAN,
    "fair_turned": ". ".join(reversed(FAIR.rstrip(".").split(". "))) + ".",
    "digest": f"Кун дайжести. {FIRE} {FAIR}",
}
PRINTS = {name: fingerprint("", body, "", fold(body)) for name, body in TEXTS.items()}
PICTURES = ("", "https://kun.uz/IMG_20261001_081500.jpg", "https://gov.uz/IMG_20261001_210000.jpg")
SITES = ("gov.uz", "kun.uz", "gazeta.uz", "xabar.uz")
FIRST = date(2026, 10, 1)

Said_ = tuple[str, str, str]
Step = list[Entry] | Said_


@st.composite
def entries(draw: st.DrawFn, name: str) -> Entry:
    """A publication of any text, site and day; days far apart are those of a back-fill."""
    text = draw(st.sampled_from(sorted(TEXTS)))
    site = draw(st.sampled_from(SITES))
    day = FIRST + timedelta(days=draw(st.sampled_from((0, 0, 1, 2, 4, 30, 50))))
    minute = draw(st.integers(0, 59))
    moment = datetime(day.year, day.month, day.day, 6, minute, tzinfo=UTC)
    language = "ru" if text.endswith("_russian") else "uz"
    member = Member(
        name, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), day.isoformat(), site == "gov.uz", language,
        site,
    )  # fmt: skip
    body = TEXTS[text]
    image = draw(st.sampled_from(PICTURES))
    return Entry(member, fingerprint("", body, "", fold(body), image) if image else PRINTS[text])


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Entry], list[Said_], list[Step]]:
    """Publications, what people decide on them in turn, and another order of all of it."""
    names = [f"p{n}" for n in range(draw(st.integers(2, 9)))]
    made = [draw(entries(name)) for name in names]
    name = st.sampled_from(names)
    kind = st.sampled_from(("split", "join", "undecide"))
    said = [
        one for one in draw(st.lists(st.tuples(kind, name, name), max_size=5)) if one[1] != one[2]
    ]
    # some were read first with another text and edited later
    arrivals = draw(st.permutations([one.member.publication for one in made]))
    by_name = {one.member.publication: one for one in made}
    first = {one: draw(entries(one)) if draw(st.booleans()) else by_name[one] for one in names}
    cuts = sorted({0, len(names), *draw(st.sets(st.integers(0, len(names)), max_size=4))})
    steps: list[Step] = [[first[one] for one in arrivals[a:b]] for a, b in pairwise(cuts)]
    at = 0
    for decision in said:
        in_turn = (n for n, _ in enumerate(steps, 1) if set(decision[1:]) <= _named(steps[:n]))
        at = draw(st.integers(max(at, next(in_turn)), len(steps)))
        steps.insert(at, decision)
        at += 1
    edited = [by_name[one] for one in names if first[one] is not by_name[one]]
    return made, said, [*steps, *([one] for one in edited)]


def _named(steps: Iterable[Step]) -> set[str]:
    return {one.member.publication for step in steps if isinstance(step, list) for one in step}


def run(ledger: Connection, steps: Sequence[Step]) -> tuple[list[object], list[object]]:
    """The stories and ties that these steps leave in an empty ledger."""
    forget_all(ledger)
    ledger.execute("DELETE FROM decisions")
    rules = story_rules()
    # two writers by turns, each of which keeps what it has read, and one that keeps nothing
    read = [ReadTerms(), ReadTerms(), None]
    by = Said("Nodira Karimova", "sinov", datetime(2026, 10, 11, tzinfo=UTC))
    for turn, step in enumerate(steps):
        if isinstance(step, list):
            tie_all(ledger, step, rules, read[turn % len(read)])
        elif step[0] == "join":
            join(ledger, step[1], step[2], rules, by)
        else:
            (split if step[0] == "split" else undecide)(ledger, step[1], rules, by)
    return tuple(  # type: ignore[return-value]
        [tuple(row) for row in ledger.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in ("story_members", "links")
    )


@pytest.fixture(scope="module", params=BOTH)
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    """A ledger in which stories stand without publications."""
    connection = open_database(
        tmp_path_factory.mktemp("order") / "yoritish.db"
        if request.param == "sqlite"
        else request.getfixturevalue("postgresql_place")()
    )
    unbound(connection)
    for pair in MEANT.items():
        uzbek, russian = (hash_of(stem_of(fold(word))) for word in pair)
        connection.executemany(
            "INSERT INTO dictionary (language, word, other, meaning) VALUES (?,?,?,?)",
            [("uz", uzbek, "ru", russian), ("ru", russian, "uz", uzbek)],
        )
    with patch.object(postings, "FRESH", 3), patch.object(postings, "BLOCK", 8):
        yield connection
    connection.close()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=ledgers())
def test_any_order_gives_the_same_stories(
    index: Connection, made: tuple[list[Entry], list[Said_], list[Step]]
) -> None:
    entries, said, steps = made
    assert run(index, steps) == run(index, [entries, *said])


@pytest.mark.slow
@pytest.mark.parametrize("index", ["sqlite"], indirect=True)  # so many take a file's speed
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=ledgers())
def test_any_of_many_orders_gives_the_same_stories(
    index: Connection, made: tuple[list[Entry], list[Said_], list[Step]]
) -> None:
    entries, said, steps = made
    assert run(index, steps) == run(index, [entries, *said])


def test_the_texts_are_tied_at_all(index: Connection, tmp_path: Path) -> None:
    moment = "2026-10-01T06:00:00Z"
    texts = (
        "fire", "fire_changed", "fire_cut", "fire_russian", "fair", "fair_turned", "fair_russian",
        "other_fire",
    )  # fmt: skip
    made = [
        Entry(
            Member(
                name, moment, "2026-10-01", False, "ru" if name.endswith("_russian") else "uz",
                f"{name}.uz",
            ),
            PRINTS[name],
        )
        for name in texts
    ]  # fmt: skip
    members, _ = run(index, [made])
    stories: dict[object, set[object]] = {}
    for row in members:
        stories.setdefault(row[1], set()).add(row[0])  # type: ignore[index]
    assert sorted(map(sorted, stories.values())) == [  # type: ignore[type-var]
        ["fair", "fair_russian", "fair_turned"],
        ["fire", "fire_changed", "fire_cut", "fire_russian"],
        ["other_fire"],
    ]  # fmt: skip
