"""Backups: made while others write, checked, added to, and brought back whole."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import backup
from storage.backup import NoBackup, back_up, bring_back, copies
from storage.capture_rows import committed_end, keep_capture
from storage.captures import CaptureFolder, Fetched
from storage.database import open_database, transaction
from storage.ledger import seal
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet

AT = datetime(2026, 10, 31, 22, tzinfo=UTC)


class Kept:
    """A ledger with captures, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "yoritish.db"
        self.captures = folder / "yoritish.captures"
        self.backup = folder / "backup"

    def capture(self, number: int, at: datetime = AT) -> None:
        """Keep one page and seal the ledger."""
        body = f"<p>sahifa {number}</p>".encode() * 50
        page = Fetched(
            f"https://kun.uz/{number}", at, 200, (("Content-Type", "text/html"),), body, "text/html"
        )
        with closing(open_database(self.database)) as ledger:
            keep_outlets(ledger, Registry({"kun.uz": outlet()}))
            folder = CaptureFolder(self.captures, lambda file: committed_end(ledger, file))
            with transaction(ledger):
                keep_capture(ledger, folder, "kun.uz", page)
                folder.flush()
            folder.close()
            seal(ledger, self.captures, at)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """A ledger of three captures."""
    one = Kept(tmp_path)
    for number in range(3):
        one.capture(number)
    return one


def _rows(database: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return (
            connection.execute(
                "SELECT id, url, sha256, file, position, length FROM captures ORDER BY id"
            ).fetchall()
            + connection.execute("SELECT line FROM ledger ORDER BY number").fetchall()
        )


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_is_brought_back_is_what_was(kept: Kept, tmp_path: Path) -> None:
    done = back_up(kept.database, kept.captures, kept.backup, AT)
    assert done.differences == []
    assert done.captures == 3
    new = tmp_path / "new"
    new.mkdir()
    back = bring_back(kept.backup, new / "yoritish.db", new / "yoritish.captures")
    assert back.differences == []
    assert _rows(new / "yoritish.db") == _rows(kept.database)
    assert _files(new / "yoritish.captures") == _files(kept.captures)
    assert sorted(path.name for path in new.iterdir()) == ["yoritish.captures", "yoritish.db"]


def test_a_later_backup_adds_what_came_since(kept: Kept) -> None:
    first = back_up(kept.database, kept.captures, kept.backup, AT)
    again = back_up(kept.database, kept.captures, kept.backup, AT + timedelta(hours=1))
    assert (first.added > 0, again.added) == (True, 0)
    kept.capture(9, AT + timedelta(days=1))
    third = back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=2))
    assert 0 < third.added < first.added
    assert third.differences == []
    assert len(copies(kept.backup)) == 3


def test_a_backup_cut_off_by_a_power_loss_is_mended_by_the_next(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    kept.capture(9)
    append = backup._append

    def lose_power(source: Path, target: Path, begin: int, *rest: object) -> None:
        append(source, target, begin, *rest)  # type: ignore[arg-type]
        # the file has its length on disk, and not what was written last
        with target.open("r+b") as stream:
            stream.seek(begin + 5)
            stream.write(bytes(80))
        raise OSError("power lost")

    monkeypatch.setattr(backup, "_append", lose_power)
    with pytest.raises(OSError, match="power lost"):
        back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=1))
    monkeypatch.undo()
    done = back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=2))
    assert done.differences == []
    assert done.added > 0
    copied, original = _files(kept.backup / "captures"), _files(kept.captures)
    assert copied == original


def test_what_is_damaged_is_named_by_every_backup_until_it_is_mended(kept: Kept) -> None:
    path = next(kept.captures.rglob("*.warc.gz"))
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    for day in range(2):
        done = back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=day))
        assert {one.what for one in done.differences} == {"capture 1"}
    path.write_bytes(whole)
    done = back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=3))
    assert done.differences == []
    assert next((kept.backup / "captures").rglob("*.warc.gz")).read_bytes() == whole


def test_a_sound_copy_is_kept_when_the_original_is_damaged_later(kept: Kept) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    (kept.backup / "checked.json").write_text("{", encoding="utf-8")
    path = next(kept.captures.rglob("*.warc.gz"))
    whole = path.read_bytes()
    path.write_bytes(bytes(len(whole)))
    assert back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=1)).added == 0
    assert next((kept.backup / "captures").rglob("*.warc.gz")).read_bytes() == whole


def test_while_another_writes_the_copy_is_one_moment(kept: Kept, tmp_path: Path) -> None:
    writer = open_database(kept.database)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE captures SET status = 500")
    done = back_up(kept.database, kept.captures, kept.backup, AT)
    writer.execute("ROLLBACK")
    writer.close()
    assert done.differences == []
    with closing(sqlite3.connect(done.ledger)) as copy:
        assert copy.execute("SELECT DISTINCT status FROM captures").fetchall() == [(200,)]


def test_a_backup_that_was_cut_off_is_gone_on_with(kept: Kept) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    path = next((kept.backup / "captures").rglob("*.warc.gz"))
    path.write_bytes(path.read_bytes()[:-70])
    done = back_up(kept.database, kept.captures, kept.backup, AT + timedelta(hours=1))
    assert done.differences == []
    assert done.added == 70
    assert path.read_bytes() == next(kept.captures.rglob("*.warc.gz")).read_bytes()


def test_damage_is_named_and_no_older_copy_taken_away(kept: Kept, tmp_path: Path) -> None:
    path = next(kept.captures.rglob("*.warc.gz"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = back_up(kept.database, kept.captures, kept.backup, AT)
    assert any("capture 2" in difference.what for difference in done.differences)
    path.unlink()
    other = back_up(kept.database, kept.captures, tmp_path / "other", AT)
    assert any(difference.kept == "missing" for difference in other.differences)


def test_a_damaged_backup_is_brought_back_and_said_to_be_damaged(
    kept: Kept, tmp_path: Path
) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    path = next((kept.backup / "captures").rglob("*.warc.gz"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    new = tmp_path / "new"
    new.mkdir()
    back = bring_back(kept.backup, new / "yoritish.db", new / "yoritish.captures")
    assert back.differences
    assert _rows(new / "yoritish.db") == _rows(kept.database)


def test_nothing_is_ever_overwritten(kept: Kept) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    before = _rows(kept.database)
    with pytest.raises(NoBackup, match="is there already"):
        bring_back(kept.backup, kept.database, kept.captures)
    assert _rows(kept.database) == before


def test_another_ledgers_folder_is_refused(kept: Kept, tmp_path: Path) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    (tmp_path / "small").mkdir()
    other = Kept(tmp_path / "small")
    other.capture(1)
    with pytest.raises(NoBackup, match="another ledger"):
        back_up(other.database, other.captures, kept.backup, AT + timedelta(hours=1))


def test_which_day_is_brought_back_can_be_said(kept: Kept, tmp_path: Path) -> None:
    back_up(kept.database, kept.captures, kept.backup, AT)
    kept.capture(9, AT + timedelta(days=1))
    back_up(kept.database, kept.captures, kept.backup, AT + timedelta(days=2))
    new = tmp_path / "new"
    new.mkdir()
    bring_back(kept.backup, new / "a.db", new / "a.captures", "2026-11-01")
    with closing(sqlite3.connect(new / "a.db")) as connection:
        assert connection.execute("SELECT count(*) FROM captures").fetchone() == (3,)
    with pytest.raises(NoBackup, match="no backup of 2025"):
        bring_back(kept.backup, new / "b.db", new / "b.captures", "2025")
    shutil.rmtree(kept.backup)
    with pytest.raises(NoBackup, match="there are: none"):
        bring_back(kept.backup, new / "b.db", new / "b.captures")


def test_the_latest_copies_and_the_first_of_each_month_stay(kept: Kept) -> None:
    for week in range(14):
        back_up(kept.database, kept.captures, kept.backup, AT + timedelta(weeks=week))
    days = [path.stem[:10] for path in copies(kept.backup)]
    assert len(days) == backup.KEPT + 2
    assert days[:2] == ["2026-11-01", "2026-12-06"]


def test_too_little_room_is_said_before_anything_is_written(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "ROOM", 1 << 60)
    with pytest.raises(NoBackup, match="are needed"):
        back_up(kept.database, kept.captures, kept.backup, AT)
    assert copies(kept.backup) == []
