"""The ledger's file: made, migrated, and refused with a cure when it cannot serve."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.connection import Connection
from storage.database import (
    UnusableDatabase,
    keep_fit,
    migrations,
    open_database,
)


def test_a_new_file_gets_the_newest_schema(database: Path) -> None:
    connection = open_database(database)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(migrations())
    assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_opening_again_changes_nothing(database: Path) -> None:
    open_database(database).close()
    before = sqlite3.connect(database).execute("SELECT sql FROM sqlite_master").fetchall()
    open_database(database).close()
    assert sqlite3.connect(database).execute("SELECT sql FROM sqlite_master").fetchall() == before


def test_an_older_file_is_migrated_and_keeps_its_rows(database: Path) -> None:
    connection = open_database(database)
    connection.execute(
        "INSERT INTO outlets VALUES ('a','A','https://a','internet','','UZ','',1,'ru','kun',0,0,1,'')"
    )
    connection.close()
    assert open_database(database).execute("SELECT id FROM outlets").fetchone()[0] == "a"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"this is a text file, long enough to be no SQLite header" * 3, "not a readable SQLite"),
        (b"SQLite format 3\x00" + b"\xff" * 200, "not a readable SQLite"),
    ],
)
def test_a_file_that_is_no_database(database: Path, content: bytes, said: str) -> None:
    database.write_bytes(content)
    with pytest.raises(UnusableDatabase, match=said):
        open_database(database)
    assert database.read_bytes() == content


def test_another_programs_database_is_left_alone(database: Path) -> None:
    other = sqlite3.connect(database)
    other.execute("CREATE TABLE notes (text)")
    other.close()
    with pytest.raises(UnusableDatabase, match="another program's"):
        open_database(database)
    tables = sqlite3.connect(database).execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("notes",)]


def test_a_newer_version_is_refused(database: Path) -> None:
    open_database(database).close()
    newer = sqlite3.connect(database)
    newer.execute(f"PRAGMA user_version = {len(migrations()) + 1}")
    newer.close()
    with pytest.raises(UnusableDatabase, match="update the program"):
        open_database(database)


def test_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabase, match="is a folder"):
        open_database(tmp_path)
    with pytest.raises(UnusableDatabase, match="no such folder"):
        open_database(tmp_path / "nowhere" / "x.db")
    with pytest.raises(UnusableDatabase, match="yoritish nightly"):
        open_database(tmp_path / "none.db", read_only=True)


def test_upkeep_changes_nothing_that_is_stored(database: Path) -> None:
    connection = open_database(database)
    connection.execute(
        "INSERT INTO outlets VALUES ('a','A','https://a','internet','','UZ','',1,'ru','kun',0,0,1,'')"
    )
    before = _rows(connection)
    keep_fit(connection)
    assert _rows(connection) == before
    assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 0


def _rows(connection: Connection) -> list[str]:
    inner = ("coverage_words_", "sqlite_stat", "ANALYZE")
    return [line for line in connection.iterdump() if not any(word in line for word in inner)]


@pytest.mark.slow
def test_a_new_ledger_may_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    opening = (
        "import sys; from pathlib import Path; from storage.database import open_database;"
        " open_database(Path(sys.argv[1])).close()"
    )
    for number in range(8):
        place = str(tmp_path / f"{number}.db")
        began = [
            subprocess.Popen([sys.executable, "-c", opening, place], stderr=subprocess.PIPE)
            for _ in range(5)
        ]
        assert [one.communicate(timeout=60)[1] for one in began] == [b""] * 5
