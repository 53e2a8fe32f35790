"""PostgreSQL holds the same ledger as SQLite: tables, rows, transactions, searches, refusals."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest

from pipelines.counting import counting_rules
from storage.appearances import Selection, list_appearances
from storage.connection import Connection, LedgerFault, LedgerLost, UnusableDatabase
from storage.database import begin, keep_fit, migrations, open_database, transaction
from storage.dialect import WORDS_FOUND
from storage.location import Location, PostgresUrl, captures_folder, location, shown
from storage.postgresql import held_by_one, numbered
from storage.publications import keep
from storage.schema_translation import translated
from storage.sqlite import open_sqlite
from tests.conftest import keep_test_outlets, publication
from text.folding import fold
from text.query import read_query
from tools.throwaway_postgresql import Cluster

OUTLET = "INSERT INTO outlets VALUES (?,'A','https://a','internet','','UZ','',1,'ru','x',?,?,?,'')"


TODAY = date(2026, 10, 10)


def add_outlet(ledger: Connection, name: str) -> None:
    ledger.execute(OUTLET, (name, False, False, True))


@pytest.mark.slow
def test_both_have_the_same_tables_and_columns_in_the_same_order(
    tmp_path: Path, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    ours = open_sqlite(tmp_path / "yoritish.db")
    tables = {
        row[0]: [column[1] for column in ours.execute(f"PRAGMA table_info({row[0]})")]
        for row in ours.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'coverage/_words%' ESCAPE '/'"
        )
    }
    theirs: dict[str, list[str]] = {}
    with psycopg.connect(postgresql_place()) as connection:
        for table, column in connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name NOT LIKE 'coverage\\_words%'"
            " AND table_name <> 'yoritish_schema'"
            " ORDER BY table_name, ordinal_position"
        ):
            theirs.setdefault(table, []).append(column)
    assert len(tables) > 25
    assert theirs == tables


@pytest.mark.slow
def test_a_database_is_made_migrated_and_opened_again(cluster: Cluster) -> None:
    url = cluster.new_database()
    ledger = open_database(url)
    add_outlet(ledger, "a")
    ledger.close()
    again = open_database(url)
    assert again.execute("SELECT id FROM outlets").fetchone()["id"] == "a"
    assert again.execute("SELECT version FROM yoritish_schema").fetchone()[0] == len(migrations())


@pytest.mark.slow
def test_many_open_a_new_database_at_once(cluster: Cluster) -> None:
    url = cluster.new_database()
    failed: list[BaseException] = []

    def opened() -> None:
        try:
            open_database(url).close()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=opened) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.slow
def test_what_cannot_be_the_ledger_is_refused_with_the_cure(cluster: Cluster) -> None:
    other = cluster.new_database()
    with psycopg.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (a int)")
    with pytest.raises(UnusableDatabase, match="another program's"):
        open_database(other)
    newer = cluster.new_database()
    ledger = open_database(newer)
    ledger.execute("UPDATE yoritish_schema SET version = 999")
    with pytest.raises(UnusableDatabase, match="update the program"):
        open_database(newer)
    secret = PostgresUrl("postgresql://press:sirli@127.0.0.1:9/nowhere")
    with pytest.raises(UnusableDatabase, match=r"127\.0\.0\.1:9") as refused:
        open_database(secret)
    assert "sirli" not in str(refused.value)


def test_a_reader_cannot_write(place: Location) -> None:
    open_database(place).close()
    reader = open_database(place, read_only=True)
    with pytest.raises((sqlite3.OperationalError, LedgerFault), match=r"read-?only"):
        reader.execute("DELETE FROM outlets")


def test_a_transaction_is_all_or_nothing(place: Location) -> None:
    ledger = open_database(place)

    def fail_half_way() -> None:
        with transaction(ledger):
            add_outlet(ledger, "a")
            add_outlet(ledger, "a")

    with pytest.raises((sqlite3.IntegrityError, LedgerFault)):
        fail_half_way()
    assert ledger.execute("SELECT count(*) FROM outlets").fetchone()[0] == 0
    with transaction(ledger):
        add_outlet(ledger, "a")
    assert ledger.execute("SELECT count(*) FROM outlets").fetchone()[0] == 1


def test_one_writes_at_a_time(place: Location) -> None:
    one, other = open_database(place), open_database(place)
    begin(one)
    add_outlet(one, "a")
    assert other.execute("SELECT count(*) FROM outlets").fetchone()[0] == 0
    waited = threading.Event()

    def second() -> None:
        with transaction(other):
            assert other.execute("SELECT count(*) FROM outlets").fetchone()[0] == 1
            add_outlet(other, "b")
        waited.set()

    thread = threading.Thread(target=second)
    thread.start()
    assert not waited.wait(0.3)
    one.execute("COMMIT")
    thread.join(10)
    assert one.execute("SELECT count(*) FROM outlets").fetchone()[0] == 2


def test_rows_go_by_name_place_and_range(place: Location) -> None:
    ledger = open_database(place)
    keep_test_outlets(ledger)
    row = ledger.execute("SELECT id, owned, NOT owned AS earned, tier FROM outlets ORDER BY id")
    first = row.fetchone()
    assert (first["id"], first[1], first["earned"]) == ("gov.uz", 1, 0)
    assert list(first.keys()) == ["id", "owned", "earned", "tier"]
    assert dict(first)["tier"] == first[-1] == first["tier"]
    assert [len(other) for other in row] == [4, 4]
    assert ledger.execute("SELECT sum(tier) FROM outlets").fetchone()[0] == 6
    with pytest.raises((IndexError, KeyError)):
        first["nothing"]


def test_upkeep_changes_nothing(place: Location) -> None:
    ledger = open_database(place)
    keep_test_outlets(ledger)
    before = [tuple(row) for row in ledger.execute("SELECT * FROM outlets ORDER BY id")]
    keep_fit(ledger)
    assert [tuple(row) for row in ledger.execute("SELECT * FROM outlets ORDER BY id")] == before


# synthetic
TEXTS = {
    "/1": ("Toshkentda yongʻin", "Bugun kun.uz xabariga koʻra 3.5 million soʻm zarar yetdi."),
    "/2": ("Тошкентда ёнғин ўчирилди", "Фавқулодда вазиятлар вазирлиги хабар берди."),
    "/3": ("Yongʻin", "xavfsizligi haqida: Toshkent shahri, 1-bosqich, test@mail.uz manzili"),
    "/4": ("Sarlavha", "So‘zlar_orasida pastki chiziq va <b>belgi</b> hamda e-gov.uz sahifasi"),
}


@pytest.mark.parametrize(
    "words",
    [
        "Toshkent", "тошкент", '"Toshkentda yongʻin"', "ёнғин Тошкент", "kun.uz", "3.5",
        '"million soʻm zarar"', "million zarar yoʻq", "mail", "pastki", "belgi b", "gov", "xavf",
        '"yongʻin xavfsizligi"', '"1-bosqich"', "so‘zlar_orasida", "vazirlig", "title:yongʻin",
        "title:xavf", "yongʻin -title:yongʻin", "(million OR хабар) -kun", "outlet:kun -ёнғин",
        'title:"Toshkentda yongʻin"', "title:yong",
    ],
)  # fmt: skip
def test_both_find_the_same_words(
    place: Location, tmp_path: Path, words: str, no_capture: Callable[[], int]
) -> None:
    found = []
    whole = Selection(date(2026, 1, 1), date(2026, 12, 31), find=read_query(words, TODAY))
    for one in (place, tmp_path / "beside.db"):
        ledger = open_database(one)
        keep_test_outlets(ledger)
        for path, (title, body) in TEXTS.items():
            told = publication(
                path, title=title, body=body, folded_title=fold(title), folded_body=fold(body)
            )
            keep(ledger, told, no_capture)
        found.append([row.url for row in list_appearances(ledger, counting_rules(), whole)])
        ledger.close()
    assert found[0] == found[1]


def test_an_edited_text_is_found_by_its_new_words(
    ledger: Connection, no_capture: Callable[[], int]
) -> None:
    keep(ledger, publication(folded_body="eski matn"), no_capture)
    keep(ledger, publication(body="Yangi.", folded_body="yangi matn"), no_capture)
    found = [
        len(ledger.execute(WORDS_FOUND, (f'"{word}"',)).fetchall())
        for word in ("eski", "yangi", "matn")
    ]
    assert found == [0, 1, 1]


@pytest.mark.slow
def test_what_is_no_text_is_held_as_a_sign_of_it(
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    """Reasons and notes may hold what a hostile page says; a visit must not fail by it."""
    ledger = open_database(postgresql_place())
    row = "INSERT INTO runs (job, due, started_at, note) VALUES ('night', ?, 'x', ?)"
    with transaction(ledger):
        ledger.execute(row, ("1", "a\x00b"))
        ledger.executemany(row, [("2", "soz"), ("3", "c\ud800d")])
    notes = [row["note"] for row in ledger.execute("SELECT note FROM runs ORDER BY due")]
    assert notes == ["a\ufffdb", "soz", "c\ufffdd"]
    with pytest.raises(LedgerFault):
        ledger.execute("INSERT INTO runs (job, due, started_at) VALUES (?, ?, ?)", (None, "1", "x"))


@pytest.mark.slow
def test_a_lost_database_is_told_apart_from_a_refused_statement() -> None:
    cluster = Cluster()
    try:
        ledger = open_database(cluster.new_database())
        with pytest.raises(LedgerFault) as refused:
            ledger.execute("SELECT nothing FROM outlets")
        assert not isinstance(refused.value, LedgerLost)
        cluster.stop("immediate")
        with pytest.raises(LedgerLost):
            ledger.execute("SELECT 1")
        cluster.start()
        assert open_database(cluster.url("ledger_1")).execute("SELECT 1").fetchone()[0] == 1
    finally:
        cluster.remove()


@pytest.mark.slow
def test_a_lock_is_held_by_one_and_freed_with_its_connection(
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    url = postgresql_place()
    with held_by_one(url, 7) as mine:
        assert mine
        with held_by_one(url, 7) as theirs:
            assert not theirs
    with held_by_one(url, 7) as mine:
        assert mine


def test_places_are_told_apart_and_shown_without_passwords() -> None:
    url = location("postgresql://press:sirli@db.example.uz:5432/ledger?sslmode=require")
    assert isinstance(url, PostgresUrl)
    assert shown(url) == "postgresql://press@db.example.uz:5432/ledger?sslmode=require"
    assert shown(location("postgresql://db/ledger?password=sirli")).count("sirli") == 0
    assert location("data/yoritish.db") == Path("data/yoritish.db")


def test_captures_lie_beside_the_file_or_where_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("YORITISH_CAPTURES", raising=False)
    assert captures_folder(Path("a/b.db")) == Path("a/b.captures")
    monkeypatch.setenv("YORITISH_CAPTURES", "/srv/captures")
    assert captures_folder(PostgresUrl("postgresql://db/ledger")) == Path("/srv/captures")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT ? WHERE a = ?", "SELECT $1 WHERE a = $2"),
        ("SELECT ?1, ?2, ?1", "SELECT $1, $2, $1"),
        ("SELECT 'what?', \"a?\", ?", "SELECT 'what?', \"a?\", $1"),
        ("SELECT 'it''s ?' || ?", "SELECT 'it''s ?' || $1"),
    ],
)
def test_parameters_are_numbered_outside_quotes(ours: str, theirs: str) -> None:
    assert numbered(ours) == theirs


def test_translation_leaves_out_only_what_sqlite_alone_has() -> None:
    done, left = translated(
        "-- a table\nCREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT DEFAULT 'TEXT INTEGER',"
        " c BLOB, d REAL, e BOOLEAN NOT NULL) WITHOUT ROWID;\n"
        "CREATE VIRTUAL TABLE a_fts USING fts5(b);\nDROP TABLE old;\n"
    )
    assert done == [
        "CREATE TABLE a (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
        " b text COLLATE \"C\" DEFAULT 'TEXT INTEGER', c bytea, d double precision,"
        " e BOOLEAN NOT NULL);",
        "DROP TABLE old;",
    ]
    assert len(left) == 1
