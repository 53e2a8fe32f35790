"""Captures: what was fetched comes back as it was, and a changed byte is noticed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.captures import CaptureFolder, DamagedCapture, Fetched

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


def test_every_run_has_a_file_of_its_own(tmp_path: Path) -> None:
    first, second = CaptureFolder(tmp_path), CaptureFolder(tmp_path)
    assert first.keep(fetched(b"x")).file != second.keep(fetched(b"x")).file


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
