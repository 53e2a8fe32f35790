"""Wrong input: one clear line with the cure, exit code 2, nothing stored is lost."""

import json
import resource
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from replica import NewsroomPlan
from storage.database import open_database
from tests.crawler.conftest import Office, Ran, Run, office


def refused(ran: Ran, *words: str) -> None:
    """It ended with code 2, one line, no traceback, and names each of some words."""
    assert ran.code == 2
    assert ran.said == ""
    lines = ran.complained.strip().splitlines()
    assert len(lines) == 1, ran.complained
    assert lines[0].startswith("yoritish: ")
    for word in words:
        assert word in lines[0], ran.complained


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A folder with an empty ledger."""
    open_database(tmp_path / "yoritish.db").close()
    return tmp_path


def test_no_ledger_yet(tmp_path: Path, run: Run) -> None:
    refused(run(tmp_path, "counts", "--month", "2026-10"), "yoritish.db", "nightly")


def test_a_file_that_is_no_database(tmp_path: Path, run: Run) -> None:
    (tmp_path / "yoritish.db").write_bytes(b"PK\x03\x04 not a database at all" * 40)
    refused(run(tmp_path, "counts", "--month", "2026-10"), "yoritish.db", "not a readable SQLite")
    refused(run(tmp_path, "nightly"), "yoritish.db", "restore a backup")
    assert (tmp_path / "yoritish.db").read_bytes().startswith(b"PK")


def test_another_programs_database(tmp_path: Path, run: Run) -> None:
    with sqlite3.connect(tmp_path / "yoritish.db") as other:
        other.execute("CREATE TABLE accounts (id INTEGER)")
    refused(run(tmp_path, "nightly"), "another program's database", "--db")


def test_a_ledger_of_a_newer_version(ledger: Path, run: Run) -> None:
    with sqlite3.connect(ledger / "yoritish.db") as newer:
        newer.execute("PRAGMA user_version = 9999")
    refused(run(ledger, "counts", "--month", "2026-10"), "newer Yoritish", "update")


def test_a_folder_for_a_ledger(tmp_path: Path, run: Run) -> None:
    (tmp_path / "yoritish.db").mkdir()
    refused(run(tmp_path, "nightly"), "is a folder", "--db")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["counts", "--day", "31-10-2026"], ["--day", "31-10-2026", "2026-10-31"]),
        (["counts", "--month", "2026-13"], ["--month", "2026-13"]),
        (["counts", "--year", "26"], ["--year", "2026"]),
        (["counts"], ["--day", "--month", "--year"]),
        (["counts", "--day", "today", "--month", "2026-10"], ["one of"]),
        (["counts", "--month", "2026-10", "--by", "colour"], ["--by", "colour", "region"]),
        (["counts", "--month", "2026-10", "--in", "fr"], ["fr", "uz-Cyrl"]),
        (["nightly", "--since", "2026-02-30"], ["--since", "2026-02-30"]),
        (["nightly", "--since", "2026-10-20", "--until", "2026-10-10"], ["before", "exchange"]),
        (["nightly", "--until", "2027-01-01"], ["has not come yet"]),
        (["nightly", "--outlet", "kun.us"], ["kun.us", "kun.uz"]),
        (["coverage", "list", "--month", "2026-10", "--outlet", "nosuch"], ["nosuch", "outlets"]),
        (["nosuch"], ["nosuch", "--help"]),
        (["analyse", "nosuch.jsonl"], ["nosuch.jsonl"]),
        (["group", "nosuch.jsonl"], ["nosuch.jsonl"]),
        (["extract", "nosuch.html", "--url", "https://kun.uz/news/2026/10/30/a"], ["nosuch.html"]),
        (["extract", "-", "--url", "javascript:alert(1)"], ["--url", "javascript"]),
    ],
)  # fmt: skip
def test_a_wrong_word(ledger: Path, words: list[str], expected: list[str], run: Run) -> None:
    refused(run(ledger, *words), *expected)


NAMED = 'name = "Kun"\nurl = "https://kun.uz"\n'
BROKEN = {
    'name = "Kun"': ["kun.toml", "kun.uz", "url"],
    'name = "Kun"\nurl = "ftp://kun.uz"\nlanguages = ["ru"]\nread = "kun"': ["kun.toml", "url"],
    NAMED + 'languages = ["uz-Latn"]\nread = "nosuch"': ["nosuch"],
    NAMED + 'languages = ["uz-Latn"]\nread = "feed"': ["feeds"],
    NAMED + 'languages = ["klingon"]\nread = "kun"': ["languages"],
    NAMED + 'languages = ["ru"]\nread = "kun"\ncolour = 1': ["colour"],
    NAMED + 'languages = ["ru"]\nread = "kun"\narticle = "("': ["article"],
    'name = "Kun" url': ["kun.toml", "line 2"],
}  # fmt: skip


@pytest.mark.parametrize("entry", BROKEN)
def test_a_broken_registry(tmp_path: Path, entry: str, run: Run) -> None:
    registry = tmp_path / "outlets"
    registry.mkdir()
    (registry / "kun.toml").write_text(f'["kun.uz"]\n{entry}\n', encoding="utf-8")
    ran = run(tmp_path, "nightly", environment={"YORITISH_OUTLETS": str(registry)})
    refused(ran, *BROKEN[entry])
    assert not (tmp_path / "yoritish.db").exists()


def test_broken_lines_are_named_and_the_others_read(tmp_path: Path, run: Run) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_bytes(
        '{"id": "1", "title": "ИИВ маълум қилди", "text": "ИИВ бугун маълум қилди."}\n'.encode()
        + b'{"id": "2", "title": \n["no object"]\n{"id": "4", "title": "\xff"}\n'
        + '{"id": "5", "title": "Об-ҳаво", "text": "Эртага ёмғир."}\n'.encode()
    )
    ran = run(tmp_path, "analyse", str(texts))
    assert ran.code == 1
    answers = [json.loads(line) for line in ran.said.splitlines()]
    assert [answer["id"] for answer in answers if "id" in answer] == ["1", "5"]
    assert [answer["line"] for answer in answers if "error" in answer] == [2, 3, 4]
    assert "3 lines could not be read" in ran.complained
    assert "Traceback" not in ran.complained


def test_an_empty_page_is_no_article(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "page.html"
    for content in (b"", b"\x00\xff\xfe" * 500, b"<html></html>"):
        page.write_bytes(content)
        ran = run(tmp_path, "extract", str(page), "--url", "https://example.uz/news/1")
        assert ran.code == 1, ran.complained
        assert "Traceback" not in ran.complained
        assert ran.json["body"] == ""


@pytest.mark.slow
def test_a_full_disk_stops_the_night_and_loses_nothing(tmp_path: Path) -> None:
    with office(tmp_path, NewsroomPlan(days=3, per_day=80, outlets=("uza.uz", "kun.uz"))) as one:
        night = subprocess.Popen(
            one.command("nightly", "--json", "--since", one.since), env=one.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        children = Path(f"/proc/{night.pid}/task/{night.pid}/children")
        while not (visitors := [int(pid) for pid in children.read_text().split()]):
            assert night.poll() is None
            time.sleep(0.01)
        for pid in (night.pid, *visitors):
            # a file may not grow past this: what a full disk is to a program that writes
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        _, complained = night.communicate(timeout=120)
        assert night.returncode == 2
        assert "Traceback" not in complained
        assert "the ledger cannot be written" in complained
        with sqlite3.connect(one.database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert _finished(one) == 0


def test_no_room_for_temporary_files_is_said_with_its_cure(tmp_path: Path) -> None:
    with office(tmp_path, NewsroomPlan(days=1, per_day=20, outlets=("uza.uz",))) as one:

        def small_disk() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))

        done = subprocess.run(
            one.command("nightly", "--json", "--since", one.since), env=one.environment,
            capture_output=True, text=True, timeout=120, preexec_fn=small_disk, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert "free some room" in done.stderr


def _finished(one: Office) -> int:
    return one.night().code


def test_two_nights_do_not_run_at_once(tmp_path: Path) -> None:
    plan = NewsroomPlan(days=2, per_day=60, outlets=("uza.uz", "kun.uz"), faults={"kun.uz": "hang"})
    with office(tmp_path, plan) as one:
        first = subprocess.Popen(
            one.command("nightly", "--json", "--timeout", "20"), env=one.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not (tmp_path / "yoritish.db").exists():
                assert first.poll() is None
            second = one.run("nightly", "--json")
            assert second.code == 2
            assert f"process {first.pid}" in second.complained
        finally:
            first.kill()
            first.wait()
