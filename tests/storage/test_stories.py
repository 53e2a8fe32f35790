"""Stories in a ledger: what ties, what stays apart, whatever order publications come in."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.fingerprints import fingerprint
from pipelines.regrouping import regroup_ledger
from pipelines.reprints import story_rules
from storage import postings
from storage.connection import Connection
from storage.database import migrations, open_database
from storage.location import Location
from storage.publications import keep
from storage.records import Publication
from storage.stories import Entry, Member, tie, tie_all
from tests.conftest import publication, unbound
from tests.storage.test_migrations import PUBLICATION
from text.folding import fold

CRASH = (
    "14-oktabr kuni soat 21:40 larda Zangiota tumanida yo‘l-transport hodisasi yuz berdi. Nexia"
    " rusumli avtomobil haydovchisi Anvar Karimov yo‘lni kesib o‘tayotgan piyodani urib yubordi."
    " Piyoda Saida Rahimova og‘ir tan jarohatlari bilan shifoxonaga yotqizildi. Mazkur holat"
    " yuzasidan tergovga qadar tekshiruv harakatlari olib borilmoqda."
)
OTHER_CRASH = (
    CRASH.replace("14-oktabr", "2-oktabr").replace("21:40", "07:15").replace("Zangiota", "Olot")
    .replace("Anvar Karimov", "Bobur Eshonov").replace("Saida Rahimova", "Lola Qodirova")
    .replace("Nexia", "Lacetti")
)  # fmt: skip
HALF = " ".join(CRASH.split()[: len(CRASH.split()) // 2]) + " Xabar yangilandi."


def entry(name: str, body: str, **fields: object) -> Entry:
    moment = fields.get("at", datetime(2026, 10, 14, 18, tzinfo=UTC))
    assert isinstance(moment, datetime)
    member = Member(
        name, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), moment.date().isoformat(),
        bool(fields.get("owned", False)), "uz",
    )  # fmt: skip
    return Entry(member, fingerprint("", body, "", fold(body)))


@pytest.fixture
def index(place: Location) -> Connection:
    """A ledger on disk in which stories stand without publications."""
    connection = open_database(place)
    unbound(connection)
    return connection


def stories(connection: Connection) -> set[frozenset[str]]:
    members: dict[str, set[str]] = {}
    for name, story in connection.execute("SELECT publication_id, story FROM story_members"):
        members.setdefault(story, set()).add(name)
    return {frozenset(names) for names in members.values()}


def test_a_text_cut_to_half_with_a_sentence_added_is_a_reprint(index: Connection) -> None:
    tie_all(index, [entry("whole", CRASH), entry("half", HALF)], story_rules())
    assert stories(index) == {frozenset({"whole", "half"})}
    row = index.execute(
        "SELECT relation, similarity FROM story_members WHERE relation <> 'origin'"
    ).fetchone()
    assert row[0] == "reprint"
    assert row[1] > 0.8


def test_a_report_of_one_form_about_others_stays_apart(index: Connection) -> None:
    tie_all(index, [entry("a", CRASH), entry("b", OTHER_CRASH)], story_rules())
    assert stories(index) == {frozenset({"a"}), frozenset({"b"})}


@pytest.mark.parametrize("order", list(permutations(range(4))))
@pytest.mark.parametrize("together", [True, False])
def test_stories_do_not_depend_on_the_order(
    index: Connection, order: tuple[int, ...], together: bool
) -> None:
    entries = [
        entry("a", CRASH), entry("b", HALF), entry("c", OTHER_CRASH),
        entry("d", CRASH, at=datetime(2026, 10, 15, 3, tzinfo=UTC)),
    ]  # fmt: skip
    chosen = [entries[place] for place in order]
    if together:
        tie_all(index, chosen, story_rules())
    else:
        for one in chosen:
            tie(index, one.member, one.fingerprint, story_rules())
    assert stories(index) == {frozenset("abd"), frozenset("c")}
    rows = index.execute("SELECT publication_id, story, relation FROM story_members ORDER BY 1")
    assert [tuple(row) for row in rows][:2] == [("a", "a", "origin"), ("b", "a", "reprint")]


def test_a_changed_text_leaves_its_story(index: Connection) -> None:
    tie_all(index, [entry("a", CRASH), entry("b", CRASH)], story_rules())
    assert stories(index) == {frozenset("ab")}
    tie_all(index, [entry("b", OTHER_CRASH)], story_rules())
    assert stories(index) == {frozenset("a"), frozenset("b")}
    assert index.execute("SELECT count(*) FROM links WHERE relation = 'reprint'").fetchone()[0] == 0


def test_the_ministrys_text_is_the_origin_though_a_site_shows_an_earlier_minute(
    index: Connection,
) -> None:
    tie_all(
        index,
        [
            entry("site", CRASH, at=datetime(2026, 10, 14, 18, 0, tzinfo=UTC)),
            entry("ministry", CRASH, at=datetime(2026, 10, 14, 18, 5, tzinfo=UTC), owned=True),
        ],
        story_rules(),
    )
    assert index.execute("SELECT DISTINCT story FROM story_members").fetchone()[0] == "ministry"


@pytest.mark.parametrize(("owned", "first"), [(False, "with a time"), (True, "with its day only")])
def test_a_page_that_shows_only_its_day_proves_nothing_but_of_the_ministrys_own_text(
    index: Connection, owned: bool, first: str
) -> None:
    midnight, morning = (
        datetime(2026, 10, 13, 19, tzinfo=UTC),
        datetime(2026, 10, 14, 4, tzinfo=UTC),
    )
    tie_all(
        index,
        [
            entry("with its day only", CRASH, at=midnight, owned=owned),
            entry("with a time", CRASH, at=morning),
        ],
        story_rules(),
    )
    assert {row[0] for row in index.execute("SELECT story FROM story_members")} == {first}


def test_reprints_are_found_in_every_layer_of_the_index(
    index: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "FRESH", 3)
    monkeypatch.setattr(postings, "BLOCK", 8)
    fillers = [
        entry(f"x{n}", " ".join(f"soz{n}{k}mas" for k in range(30))) for n in range(40)
    ]  # fmt: skip
    tie_all(index, [entry("first", CRASH)], story_rules())
    for filler in fillers:
        tie_all(index, [filler], story_rules())
    levels = {row[0] for row in index.execute("SELECT level FROM segments")}
    assert max(levels) >= 1
    tie_all(index, [entry("again", CRASH)], story_rules())
    assert frozenset({"first", "again"}) in stories(index)


def test_a_ledger_of_the_older_version_is_put_into_stories_again(
    ledger: Connection, no_capture: Callable[[], int]
) -> None:
    def told(path: str, body: str) -> Publication:
        return publication(path, body=body, folded_body=fold(body), day=date(2026, 10, 14))

    one, other = told("/1", CRASH), told("/2", CRASH + " " + HALF)
    keep(ledger, one, no_capture)
    keep(ledger, other, no_capture)
    assert regroup_ledger(ledger) == 2
    assert stories(ledger) == {frozenset({one.id, other.id})}
    assert regroup_ledger(ledger) == 0
    assert regroup_ledger(ledger, anew=True) == 2
    assert stories(ledger) == {frozenset({one.id, other.id})}


def test_the_migration_keeps_links_of_the_older_version(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = sqlite3.connect(path, isolation_level=None)
    old.row_factory = sqlite3.Row
    for script in migrations()[:2]:
        old.executescript(script)
    old.execute(
        "INSERT INTO outlets VALUES"
        " ('kun.uz','Kun','https://kun.uz','internet','','UZ','',1,'uz','kun',0,0,1)"
    )
    for name in ("a1", "b2"):
        old.execute(PUBLICATION, (name, f"https://kun.uz/{name}"))
    old.execute("INSERT INTO links VALUES ('a1', 'b2', 'reprint', 0.5)")
    old.execute("PRAGMA application_id = 0x59525431")
    old.execute("PRAGMA user_version = 2")
    old.close()
    ledger = open_database(path)
    row = ledger.execute("SELECT a, b, relation, similarity FROM links").fetchone()
    assert tuple(row) == ("a1", "b2", "reprint", 0.5)
    assert ledger.execute("SELECT count(*) FROM fingerprints").fetchone()[0] == 0
