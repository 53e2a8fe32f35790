"""Captures in a store without appending: the same pages, digests and refusals as in a folder."""

import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from replica import NewsroomPlan, running
from storage.capture_bucket import CaptureBucket
from storage.capture_check import check_files
from storage.capture_rows import keep_capture, read_capture
from storage.capture_store import open_captures
from storage.captures import CaptureFolder, DamagedCapture, Fetched
from storage.connection import Connection
from storage.database import open_database
from storage.location import CAPTURES_VARIABLE, Location, captures_folder
from storage.writer import LedgerStopped, LedgerWriter
from tests.conftest import keep_test_outlets
from tests.crawler.conftest import Office

AT = datetime(2026, 10, 10, 20, tzinfo=UTC)


def page(number: int, at: datetime = AT) -> Fetched:
    body = f"<p>sahifa {number}".encode() * 99
    return Fetched(f"https://kun.uz/{number}", at, 200, (), body, "text/html")


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> str:
    """A store in memory, as the environment names it."""
    made = f"memory://captures-{uuid.uuid4().hex}/of-tests"
    monkeypatch.setenv(CAPTURES_VARIABLE, made)
    return made


def test_what_is_kept_is_read_by_another(url: str) -> None:
    bucket = CaptureBucket(url)
    kept = [bucket.keep(page(number)) for number in range(5)]
    bucket.flush()
    kept.append(bucket.keep(page(5)))
    bucket.flush()
    other = CaptureBucket(url)
    assert len(other.files()) == 2
    assert {place.file for place in kept} == set(other.files())
    for number, place in enumerate(kept):
        found = other.read(place.file, place.position, place.length, place.sha256)
        assert found.body == page(number).body
    assert sum(other.size(file) for file in other.files()) == sum(one.length for one in kept)


def test_a_new_day_begins_a_new_object(url: str) -> None:
    bucket = CaptureBucket(url)
    first = bucket.keep(page(1))
    second = bucket.keep(page(2, AT.replace(day=12)))
    bucket.flush()
    assert first.file.startswith("2026/10/2026-10-11")
    assert second.file.startswith("2026/10/2026-10-13")
    assert len(bucket.files()) == 2


def test_what_is_missing_or_cut_is_named(url: str) -> None:
    bucket = CaptureBucket(url)
    place = bucket.keep(page(1))
    bucket.flush()
    with pytest.raises(DamagedCapture, match=r"\.warc\.gz"):
        bucket.read(place.file, place.position, place.length // 2, place.sha256)
    with pytest.raises(DamagedCapture, match="missing"):
        bucket.read("2026/10/none.warc.gz", 0, 10, place.sha256)
    with pytest.raises(DamagedCapture, match="not the content"):
        bucket.read(place.file, place.position, place.length, "0" * 64)


def test_the_writer_has_a_page_in_the_store_before_its_row(
    place: Location, url: str, tmp_path: Path
) -> None:
    with closing(open_database(place)) as ledger:
        keep_test_outlets(ledger)
    writer = LedgerWriter(place, tmp_path / "unused")

    def keep(number: int) -> Callable[[Connection, CaptureFolder], object]:
        return lambda connection, folder: keep_capture(connection, folder, "kun.uz", page(number))

    for number in range(3):
        writer.put_small(keep(number))
    writer.do(lambda _: None)

    def fails(connection: Connection, folder: CaptureFolder) -> None:
        keep(9)(connection, folder)
        raise OSError(28, "No space left on device")

    writer.put_small(fails)
    with pytest.raises(LedgerStopped, match="No space left"):
        writer.close()
    bucket = open_captures(place)
    assert isinstance(bucket, CaptureBucket)
    with closing(open_database(place)) as ledger:
        numbers = [row[0] for row in ledger.execute("SELECT id FROM captures ORDER BY id")]
        assert [read_capture(ledger, bucket, one).url for one in numbers] == [
            f"https://kun.uz/{number}" for number in range(3)
        ]
        # an object that no row names is of a transaction that was not committed
        stray = CaptureBucket(url)
        stray.keep(page(8))
        stray.flush()
        assert list(check_files(ledger, bucket)) == []
    assert not (tmp_path / "unused").exists()


def test_the_chain_keeps_its_files_in_a_folder(url: str) -> None:
    assert captures_folder(Path("a/b.db")) == Path("a/b.captures")


@pytest.mark.slow
def test_a_night_whose_captures_go_to_a_store_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    monkeypatch.setenv(CAPTURES_VARIABLE, f"file://{store}")
    with running(NewsroomPlan(days=2, per_day=20, outlets=("gov.uz", "kun.uz"))) as newsroom:
        office = Office(tmp_path, newsroom)
        ran = office.night()
        assert ran.code == 0, ran.complained
        assert list(store.glob("????/??/*.warc.gz"))
        ran = office.run("verify", "--all")
        assert ran.code == 0, ran.said + ran.complained
        broken = next(store.glob("????/??/*.warc.gz"))
        broken.write_bytes(broken.read_bytes()[:-40])
        assert office.run("verify", "--all").code == 1
