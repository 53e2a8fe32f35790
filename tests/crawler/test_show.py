"""``yoritish show``: any row, with its page as captured and the words that decided."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from replica import NewsroomPlan
from tests.crawler.conftest import Office, Run, office


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that read a site of pages and one of JSON."""
    plan = NewsroomPlan(days=1, per_day=30, outlets=("kun.uz", "uza.uz"))
    with office(tmp_path_factory.mktemp("show"), plan) as one:
        ran = one.night()
        assert ran.code == 0, ran.complained
        yield one


def _named(one: Office, outlet: str) -> sqlite3.Row:
    with sqlite3.connect(one.database) as connection:
        connection.row_factory = sqlite3.Row
        row: sqlite3.Row = connection.execute(
            "SELECT p.id, p.url, p.title, m.text, c.sha256 FROM publications p"
            " JOIN mentions m ON m.publication = p.id JOIN captures c ON c.id = p.capture"
            " WHERE p.outlet = ? AND m.field = 'body' ORDER BY p.id LIMIT 1",
            (outlet,),
        ).fetchone()
        return row


@pytest.mark.parametrize("outlet", ["kun.uz", "uza.uz"])
@pytest.mark.parametrize("language", ["uz-Cyrl", "uz-Latn", "uz-Latn-2026", "ru", "en"])
def test_the_capture_stands_beside_the_marked_text(
    read: Office, run: Run, tmp_path: Path, outlet: str, language: str
) -> None:
    row, out = _named(read, outlet), tmp_path / "page.html"
    ran = run(
        read.folder, "show", row["id"], "-o", str(out), "--in", language,
        environment=read.environment,
    )  # fmt: skip
    assert ran.code == 0, ran.complained
    page = out.read_text(encoding="utf-8")
    assert f"<mark>{row['text']}</mark>" in page
    assert row["sha256"] in page
    assert 'sandbox=""' in page
    assert "<script" not in page.lower().replace("&lt;script", "")
    assert "default-src" in page


def test_by_address_too_and_without_a_capture_it_says_so(
    read: Office, run: Run, tmp_path: Path
) -> None:
    row, out = _named(read, "kun.uz"), tmp_path / "page.html"
    captures = read.folder / "yoritish.captures"
    hidden = captures.rename(read.folder / "hidden")
    try:
        ran = run(read.folder, "show", row["url"], "-o", str(out), environment=read.environment)
    finally:
        hidden.rename(captures)
    assert ran.code == 1
    assert ".warc.gz" in ran.complained
    assert "There is no captured page" in out.read_text(encoding="utf-8")


def test_an_unknown_id_and_a_folder_are_refused(read: Office, run: Run, tmp_path: Path) -> None:
    ran = run(read.folder, "show", "0" * 24, environment=read.environment)
    assert ran.code == 2
    assert "no such publication" in ran.complained
    ran = run(
        read.folder, "show", _named(read, "kun.uz")["id"], "-o", str(tmp_path),
        environment=read.environment,
    )  # fmt: skip
    assert ran.code == 2
    assert "is a folder" in ran.complained
