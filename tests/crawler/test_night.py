"""Whole nights against the newsroom replica, compared with what it knows it made."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.night_truth import differences, expected
from replica import NewsroomPlan
from storage.database import open_database
from tests.crawler.conftest import Office, Run, office

OUTLETS = (
    "gov.uz", "iiv.uz", "uza.uz", "kun.uz", "xs.uz", "xabar.uz", "gazeta.uz", "yuz.uz", "nuz.uz",
    "qalampir.uz",
)  # fmt: skip
SMALL = NewsroomPlan(days=3, per_day=40, outlets=OUTLETS)

CONTENT = (
    "SELECT id, outlet, url, title, body, language, script, published_at, date_source, day, owner,"
    " main, region, version_of, state FROM publications ORDER BY id",
    "SELECT publication_id, story, relation FROM story_members ORDER BY publication_id",
    'SELECT publication, unit, owner, field, "start", "end" FROM mentions'
    " ORDER BY publication, position",
    "SELECT publication, topic FROM topics ORDER BY publication, topic",
    "SELECT outlet, url, outcome FROM addresses ORDER BY outlet, url",
    "SELECT outlet, day, state FROM read_days ORDER BY outlet, day",
)


def content(database: Path) -> list[list[tuple[object, ...]]]:
    """All that a night brings, without what differs from run to run: times of fetching."""
    with sqlite3.connect(database) as connection:
        return [connection.execute(query).fetchall() for query in CONTENT]


def wrong(one: Office, *without: str) -> list[str]:
    """In what the ledger differs from the truth, some outlets left out."""
    plan = one.newsroom.studio.plan
    truth = [row for row in one.newsroom.truth if row["outlet"] not in without]
    until = plan.now.date()
    connection = open_database(one.database, read_only=True)
    rows = expected(truth, until - timedelta(days=plan.days - 1), until)
    assert len(rows) > 50
    return differences(connection, rows)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose first night has run."""
    with office(tmp_path_factory.mktemp("office"), SMALL) as one:
        ran = one.night()
        assert ran.code == 0, ran.complained
        yield one


def test_the_ledger_equals_the_truth_to_the_row(read: Office) -> None:
    assert wrong(read) == []


def test_every_visit_balances(read: Office) -> None:
    connection = sqlite3.connect(read.database)
    rows = connection.execute(
        "SELECT v.outlet, v.found, (SELECT sum(value) FROM json_each(v.balance)) FROM visits v"
    ).fetchall()
    assert len(rows) == len(OUTLETS)
    for outlet, found, ended in rows:
        assert found == ended > 0, outlet


def test_the_coverage_list_adds_up_to_every_count(read: Office, run: Run) -> None:
    def rows(*words: str) -> Any:
        ran = run(read.folder, *words, "--json", environment=read.environment)
        assert ran.code == 0, ran.complained
        return ran.json

    for by in ("channel", "outlet", "region", "unit", "topic", "day"):
        table = rows("counts", "--month", "2026-10", "--by", by)
        assert table["total"]["appearances"] > 10
        for row in table["rows"]:
            if by == "day":
                chosen = ["--day", row["key"]]
            else:
                chosen = ["--month", "2026-10", f"--{by}", row["key"] or "none"]
            listed = rows("coverage", "list", *chosen)
            assert len(listed) == row["appearances"] + row["foreign"], row


def test_a_second_night_changes_no_row_and_fetches_no_article(read: Office) -> None:
    before = content(read.database)
    read.newsroom.studio.log.lines.clear()
    ran = read.run("nightly", "--json")
    assert ran.code == 0, ran.complained
    assert content(read.database) == before
    asked = [line for line in read.newsroom.requests if line.path != "/robots.txt"]
    assert asked
    assert [line for line in asked if line.sort == "article"] == []
    # what is not there has no validator to be asked by
    assert [line for line in asked if not line.conditional and line.status != 404] == []


def test_the_next_day_brings_what_is_new_and_what_was_edited(tmp_path: Path) -> None:
    outlets = ("uza.uz", "kun.uz", "gazeta.uz")
    plan = NewsroomPlan(days=2, per_day=60, outlets=outlets)
    with office(tmp_path, plan) as one:
        assert one.night().code == 0
        held = {row[0] for row in content(one.database)[0]}
    later = NewsroomPlan(days=3, per_day=60, outlets=outlets, now=plan.now + timedelta(days=1))
    with office(tmp_path, later) as one:
        ran = one.run("nightly", "--json")
        assert ran.code == 0, ran.complained
        rows = content(one.database)[0]
        new = {row[0] for row in rows} - held
        assert new
        assert {row[9] for row in rows if row[0] in new} <= {"2026-10-31", "2026-11-01"}
        fetched = sum(visit["article_requests"] for visit in ran.json["visits"])
        assert fetched < 2 * len(new)


@pytest.mark.slow
def test_since_and_until_walk_the_archive(tmp_path: Path) -> None:
    with office(tmp_path, NewsroomPlan(days=6, per_day=40, outlets=("uza.uz", "kun.uz"))) as one:
        ran = one.run("nightly", "--json", "--since", "2026-10-27", "--until", "2026-10-28")
        assert ran.code == 0, ran.complained
        days = {row[9] for row in content(one.database)[0]}
        assert days == {"2026-10-27", "2026-10-28"}
        one.run("nightly", "--json", "--since", "2026-10-29", "--until", "2026-10-31")
        apart = content(one.database)[0]
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with office(fresh, NewsroomPlan(days=6, per_day=40, outlets=("uza.uz", "kun.uz"))) as one:
        one.run("nightly", "--json", "--since", "2026-10-27")
        assert content(one.database)[0] == apart


@pytest.mark.slow
def test_outlets_out_of_order_leave_the_others_exact(tmp_path: Path) -> None:
    faults = {"xs.uz": "500", "xabar.uz": "hang", "nuz.uz": "garbage", "yuz.uz": "redirect_loop"}
    plan = NewsroomPlan(days=3, per_day=40, outlets=OUTLETS, faults=faults)  # type: ignore[arg-type]
    with office(tmp_path, plan) as one:
        began = time.monotonic()
        ran = one.night("--timeout", "2")
        assert time.monotonic() - began < 90
        assert ran.code == 1
        states = {visit["outlet"]: visit["state"] for visit in ran.json["visits"]}
        assert {name for name, state in states.items() if state != "complete"} == set(faults)
        for name in faults:
            assert f"yoritish: {name}: " in ran.complained
        assert wrong(one, *faults) == []


def _killed(one: Office, after: float) -> bool:
    """Start a night and kill it; whether it was still running."""
    night = subprocess.Popen(
        one.command("nightly", "--json", "--since", one.since), env=one.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        night.wait(after)
    except subprocess.TimeoutExpired:
        night.send_signal(signal.SIGKILL)
        night.wait()
        return True
    return False


@pytest.mark.slow
def test_killed_nights_end_as_an_undisturbed_one(tmp_path: Path, read: Office) -> None:
    dice = random.Random(20261124)
    whole = content(read.database)
    for turn in range(10):
        folder = tmp_path / str(turn)
        folder.mkdir()
        one = Office(folder, read.newsroom)
        killed = _killed(one, 1.2 + 3 * dice.random())
        ran = one.night()
        assert ran.code == 0, ran.complained
        assert content(one.database) == whole, f"turn {turn}, killed: {killed}"
        with sqlite3.connect(one.database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
def test_a_terminated_night_says_so_and_keeps_what_it_read(tmp_path: Path, read: Office) -> None:
    one = Office(tmp_path, read.newsroom)
    night = subprocess.Popen(
        one.command("nightly", "--json", "--since", one.since), env=one.environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not _stored(one.database):
        time.sleep(0.05)
    night.terminate()
    _, complained = night.communicate(timeout=60)
    assert night.returncode == 1
    assert "ended early" in complained
    assert _stored(one.database)
    assert one.night().code == 0
    assert content(one.database) == content(read.database)


def _stored(database: Path) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(database, timeout=5)
    try:
        return int(connection.execute("SELECT count(*) FROM publications").fetchone()[0])
    except sqlite3.OperationalError:
        # the night has not made the table yet
        return 0
    finally:
        connection.close()


@pytest.mark.slow
def test_a_process_that_dies_takes_only_its_visits_with_it(tmp_path: Path, read: Office) -> None:
    one = Office(tmp_path, read.newsroom)
    night = subprocess.Popen(
        one.command("nightly", "--json", "--since", one.since, "--processes", "2"),
        env=one.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not _stored(one.database):
        time.sleep(0.02)
    visitors = [
        int(pid) for pid in Path(f"/proc/{night.pid}/task/{night.pid}/children").read_text().split()
    ]
    assert len(visitors) == 2
    os.kill(visitors[0], signal.SIGKILL)
    said, complained = night.communicate(timeout=120)
    assert night.returncode == 1, complained
    visits = {visit["outlet"]: visit for visit in json.loads(said)["visits"]}
    assert set(visits) == set(OUTLETS), "every outlet is told of"
    lost = {name for name, visit in visits.items() if visit["state"] == "cut_off"}
    assert 0 < len(lost) < len(OUTLETS)
    assert "the process that visited it ended" in complained
    assert one.night().code == 0
    assert content(one.database) == content(read.database)
