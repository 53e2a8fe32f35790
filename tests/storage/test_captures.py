"""Captures: what was fetched comes back as it was, and a changed byte is noticed."""

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.capture_rows import capture_row, committed_end, keep_capture, read_capture
from storage.captures import CaptureFolder, DamagedCapture, Fetched
from storage.connection import Connection
from storage.redaction import without_secrets

NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)


def fetched(body: bytes, url: str = "https://kun.uz/news/a") -> Fetched:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    return Fetched(url, NOON, 200, headers, body, "text/html")


@given(bodies=st.lists(st.binary(max_size=5000), min_size=1, max_size=5))
def test_what_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]
) -> None:
    folder = CaptureFolder(tmp_path_factory.mktemp("captures"))
    kept = [folder.keep(fetched(body)) for body in bodies]
    folder.close()
    for body, place in zip(bodies, kept, strict=True):
        again = folder.read(place.file, place.position, place.length, place.sha256)
        assert again.body == body
        assert (again.url, again.status, again.fetched_at) == (fetched(body).url, 200, NOON)
        assert again.mime == "text/html"


def test_the_usual_tools_read_the_file(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path)
    kept = [folder.keep(fetched(b"one")), folder.keep(fetched(b"two", "https://kun.uz/b"))]
    folder.close()
    with (tmp_path / kept[0].file).open("rb") as stream:
        records = [
            (r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    assert records == [("https://kun.uz/news/a", b"one"), ("https://kun.uz/b", b"two")]


def test_a_day_has_one_file_and_two_writers_at_once_one_each(tmp_path: Path) -> None:
    ends: dict[str, int] = {}
    first, second, third = (CaptureFolder(tmp_path, lambda f: ends.get(f, 0)) for _ in range(3))
    one, other = first.keep(fetched(b"x")), second.keep(fetched(b"x"))
    assert one.file == "2026/10/2026-10-10-000.warc.gz"
    assert other.file == "2026/10/2026-10-10-001.warc.gz"
    first.close()
    ends[one.file] = one.length
    after = third.keep(fetched(b"y"))
    assert (after.file, after.position) == (one.file, one.length)


def test_what_no_row_names_is_put_aside_and_kept(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path, lambda _: 0)
    kept = folder.keep(fetched(b"one"))
    folder.keep(fetched(b"not committed"))
    folder.close()
    path = tmp_path / kept.file
    tail = path.read_bytes()[kept.length :]
    with path.open("ab") as stream:
        stream.write(tail[:30])
    again = CaptureFolder(tmp_path, lambda _: kept.length)
    place = again.keep(fetched(b"two"))
    again.close()
    assert (place.file, place.position) == (kept.file, kept.length)
    assert again.read(kept.file, kept.position, kept.length, kept.sha256).body == b"one"
    assert again.read(place.file, place.position, place.length, place.sha256).body == b"two"
    (aside,) = path.parent.glob("*.aside-*")
    assert aside.read_bytes() == tail + tail[:30]


def test_a_file_shorter_than_committed_is_not_written_on(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path, lambda file: 10_000 if file.endswith("-000.warc.gz") else 0)
    path = tmp_path / "2026/10/2026-10-10-000.warc.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    assert folder.keep(fetched(b"x")).file.endswith("-001.warc.gz")
    assert path.read_bytes() == b"damaged"


@pytest.fixture
def kept_twice(ledger: Connection, tmp_path: Path) -> tuple[CaptureFolder, int, int]:
    """One body captured at two addresses."""
    folder = CaptureFolder(tmp_path / "captures", lambda file: committed_end(ledger, file))
    page = fetched(b"Ichki ishlar vazirligi" * 100)
    first = keep_capture(ledger, folder, "kun.uz", page)
    later = replace(page, url="https://kun.uz/news/b", fetched_at=NOON + timedelta(hours=1))
    second = keep_capture(ledger, folder, "kun.uz", replace(later, note={"address": "b"}))
    folder.close()
    return folder, first, second


def test_a_page_that_came_again_is_kept_once(
    ledger: Connection, kept_twice: tuple[CaptureFolder, int, int]
) -> None:
    folder, first, second = kept_twice
    row = capture_row(ledger, second)
    assert row.refers == first
    again = read_capture(ledger, folder, second)
    assert again.body == read_capture(ledger, folder, first).body
    assert (again.url, again.note) == ("https://kun.uz/news/b", {"address": "b"})
    with (folder.folder / row.file).open("rb") as stream:
        kinds = [(r.rec_type, r.rec_headers) for r in ArchiveIterator(stream)]
    assert [kind for kind, _ in kinds] == ["response", "revisit"]
    headers = kinds[1][1]
    assert headers.get_header("WARC-Refers-To-Target-URI") == "https://kun.uz/news/a"
    assert headers.get_header("WARC-Payload-Digest") == f"sha256:{row.sha256}"


def test_warcio_itself_finds_nothing_wrong(
    ledger: Connection, kept_twice: tuple[CaptureFolder, int, int]
) -> None:
    folder, first, _ = kept_twice
    path = str(folder.folder / capture_row(ledger, first).file)
    for command in (["check", "-v", path], ["index", path]):
        done = subprocess.run(
            [sys.executable, "-m", "warcio.cli", *command],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "fail" not in done.stdout
        assert "https://kun.uz/news/a" in done.stdout or command[0] == "check"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.uz/p?id=7&lang=uz", "https://a.uz/p?id=7&lang=uz"),
        ("https://a.uz/p?id=7&access_token=S3cret", "https://a.uz/p?id=7&access_token=hidden"),
        ("https://a.uz/p?api_key=S3cret#x", "https://a.uz/p?api_key=hidden#x"),
        ("https://me:S3cret@a.uz/p", "https://a.uz/p"),
        ("https://api.telegram.org/bot12:S3cret/get", "https://api.telegram.org/bothidden/get"),
        ("https://a.uz/a b\nc", "https://a.uz/a%20b%0Ac"),
        ("https://a.uz/p?monkey=1&keys=2", "https://a.uz/p?monkey=1&keys=2"),
    ],
)
def test_addresses_are_kept_without_secrets(url: str, kept: str) -> None:
    assert without_secrets(url) == kept


def test_no_cookie_and_no_secret_is_written(ledger: Connection, tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path / "captures", lambda file: committed_end(ledger, file))
    page = fetched(b"page", "https://kun.uz/a?token=S3cret")
    page = replace(page, headers=(*page.headers, ("Set-Cookie", "session=S3cret")))
    row = capture_row(ledger, keep_capture(ledger, folder, "kun.uz", page))
    folder.close()
    assert b"S3cret" not in gzip.decompress((folder.folder / row.file).read_bytes())
    assert "S3cret" not in row.url


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path)
    kept = folder.keep(fetched(b"Ichki ishlar vazirligi" * 20))
    folder.close()
    path = tmp_path / kept.file
    whole = path.read_bytes()
    body_at = len(whole) - 40
    path.write_bytes(whole[:body_at] + bytes([whole[body_at] ^ 1]) + whole[body_at + 1 :])
    with pytest.raises(DamagedCapture, match=kept.file):
        folder.read(kept.file, kept.position, kept.length, kept.sha256)


def test_a_missing_or_cut_file_is_named(tmp_path: Path) -> None:
    folder = CaptureFolder(tmp_path)
    kept = folder.keep(fetched(b"x" * 500))
    folder.close()
    path = tmp_path / kept.file
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(DamagedCapture, match=kept.file):
        folder.read(kept.file, kept.position, kept.length, kept.sha256)
    path.unlink()
    with pytest.raises(DamagedCapture, match=kept.file):
        folder.read(kept.file, kept.position, kept.length, kept.sha256)
