"""A disk that is full or read-only, a database held by others, a clock that jumps back."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import writer as writing
from storage.capture_check import check_files
from storage.capture_rows import keep_capture
from storage.captures import CaptureFolder, Fetched
from storage.chain_check import check_chain, check_rows
from storage.connection import Connection
from storage.database import UnusableDatabase, begin, open_database
from storage.ledger import FOLDER, days_begun, seal
from storage.location import Location
from storage.registry import Registry
from storage.visits import keep_outlets
from storage.writer import LedgerStopped, LedgerWriter
from tests.conftest import outlet

AT = datetime(2026, 10, 31, 22, tzinfo=UTC)


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    """Where a test's captures lie."""
    return tmp_path / "captures"


def _page(number: int, at: datetime = AT) -> Callable[[Connection, CaptureFolder], object]:
    page = Fetched(
        f"https://kun.uz/{number}", at, 200, (("Content-Type", "text/html"),),
        f"<p>sahifa {number}".encode() * 99, "text/html",
    )  # fmt: skip
    return lambda connection, folder: keep_capture(connection, folder, "kun.uz", page)


def _written(database: Location, captures: Path, *numbers: int, at: datetime = AT) -> None:
    writer = LedgerWriter(database, captures)
    writer.do(lambda connection: keep_outlets(connection, Registry({"kun.uz": outlet()})))
    for number in numbers:
        writer.put_small(_page(number, at))
    writer.close()


def _urls(database: Location) -> list[str]:
    with closing(open_database(database, read_only=True)) as connection:
        return [row[0] for row in connection.execute("SELECT url FROM captures ORDER BY id")]


def _sound(database: Location, captures: Path) -> None:
    with closing(open_database(database)) as ledger:
        if isinstance(ledger, sqlite3.Connection):
            assert ledger.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert list(check_files(ledger, CaptureFolder(captures))) == []


def test_a_writer_waits_for_another_program_and_loses_nothing(
    place: Location, captures: Path
) -> None:
    _written(place, captures, 1)
    other = open_database(place)
    begin(other)
    threading.Timer(0.6, lambda: other.execute("COMMIT")).start()
    began = time.monotonic()
    _written(place, captures, 2)
    assert time.monotonic() - began > 0.4
    assert _urls(place) == ["https://kun.uz/1", "https://kun.uz/2"]
    other.close()


def test_a_database_that_is_never_let_go_ends_the_night_with_a_reason(
    place: Location, captures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _written(place, captures, 1)
    monkeypatch.setattr(writing, "PATIENCE", 0.3)
    monkeypatch.setattr("storage.sqlite.BUSY_SECONDS", 0.1)
    writer = LedgerWriter(place, captures)
    other = open_database(place)
    begin(other)
    writer.put_small(_page(2))
    with pytest.raises(LedgerStopped, match=r"locked.*; what was committed is safe"):
        writer.close()
    other.execute("COMMIT")
    other.close()
    _written(place, captures, 2)
    assert _urls(place) == ["https://kun.uz/1", "https://kun.uz/2"]
    _sound(place, captures)


def test_a_full_disk_keeps_what_was_committed_and_the_next_run_mends(
    place: Location, captures: Path
) -> None:
    _written(place, captures, 1)
    writer = LedgerWriter(place, captures)
    full = OSError(28, "No space left on device")

    def half(connection: Connection, folder: CaptureFolder) -> None:
        # the page is half on its way when the disk is full
        _page(2)(connection, folder)
        folder.flush()
        raise full

    writer.put_small(half)
    with pytest.raises(LedgerStopped, match="No space left"):
        writer.close()
    assert _urls(place) == ["https://kun.uz/1"]
    _written(place, captures, 2, 3)
    assert _urls(place) == [f"https://kun.uz/{n}" for n in (1, 2, 3)]
    _sound(place, captures)


def test_a_full_database_file_is_said_and_rolled_back(database: Path, captures: Path) -> None:
    _written(database, captures, 1)
    writer = LedgerWriter(database, captures)
    writer.do(lambda connection: connection.execute("PRAGMA max_page_count = 1"))

    def large(connection: Connection, _: CaptureFolder) -> None:
        connection.execute(
            "INSERT INTO runs (job, due, started_at, note) VALUES ('night', 'x', 'x', ?)",
            ("x" * 9_000_000,),
        )

    writer.put_small(large)
    with pytest.raises(LedgerStopped, match="full"):
        writer.close()
    _written(database, captures, 2)
    assert _urls(database) == ["https://kun.uz/1", "https://kun.uz/2"]


def test_a_read_only_file_system_is_said() -> None:
    # no file can be made there, by nobody
    with pytest.raises(UnusableDatabase, match="permissions"):
        open_database(Path("/proc/yoritish.db"))


def test_a_read_only_database_is_said(database: Path) -> None:
    open_database(database).close()
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM outlets")
    connection.close()


def test_captures_that_cannot_be_written_stop_the_night_before_any_row(
    place: Location, tmp_path: Path
) -> None:
    blocked = tmp_path / "captures"
    blocked.write_text("a file where the folder should be")
    writer = LedgerWriter(place, blocked)
    writer.do(lambda connection: keep_outlets(connection, Registry({"kun.uz": outlet()})))
    writer.put_small(_page(1))
    with pytest.raises(LedgerStopped, match="cannot be written"):
        writer.close()
    assert _urls(place) == []


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_jumps_back_leaves_a_sound_chain(
    place: Location, captures: Path, back: timedelta
) -> None:
    moments = [AT, AT - back, AT + timedelta(minutes=5), AT + timedelta(days=1)]
    for number, at in enumerate(moments):
        _written(place, captures, number, at=at)
        with closing(open_database(place)) as ledger:
            sealed = seal(ledger, captures, at)
        assert sealed.changed == []
    with closing(open_database(place)) as ledger:
        assert list(check_chain(ledger, captures / FOLDER)) == []
        assert list(check_rows(ledger)) == []
        days = days_begun(ledger)
        assert len(set(days)) == len(days), "each day is begun once"
    assert len(_urls(place)) == len(moments)
    _sound(place, captures)


def test_two_writers_at_once_lose_nothing(place: Location, captures: Path) -> None:
    _written(place, captures, 0)
    writers = [LedgerWriter(place, captures) for _ in range(2)]
    for number in range(60):
        writers[number % 2].put_small(_page(100 + number))
    for writer in writers:
        # each has written, and holds its file, before either lets go
        writer.do(lambda _: None)
    for writer in writers:
        writer.close()
    assert sorted(_urls(place)[1:]) == sorted(f"https://kun.uz/{100 + n}" for n in range(60))
    assert len({path.name for path in captures.rglob("*.warc.gz")}) == 2
    _sound(place, captures)
