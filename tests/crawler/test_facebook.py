"""Nights over a Facebook page, against the replica's Graph API."""

import gzip
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bench.night_truth import differences, expected
from replica import NewsroomPlan
from storage.database import open_database
from tests.crawler.conftest import Office, Ran, office

PAGE = "facebook.iiv_uz"
PLAN = NewsroomPlan(days=10, per_day=250, outlets=("gov.uz", PAGE))
TOKEN = "synthetic-S3cret"
VARIABLE = "YORITISH_FACEBOOK_TOKEN"


def rows(one: Office, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(one.database) as connection:
        return connection.execute(query).fetchall()


def visit(one: Office, *days: str) -> Ran:
    return one.run("crawl", PAGE, "--json", *days)


def nowhere(one: Office, ran: Ran, secret: str) -> None:
    """The token is in no address asked for, nothing said, and no file written."""
    assert all(secret not in line.path for line in one.newsroom.requests)
    assert secret not in ran.said + ran.complained
    for path in one.folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            text = gzip.decompress(raw) if path.name.endswith(".gz") else raw
            assert secret.encode() not in text, path


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that has read the page's ten days."""
    with (
        pytest.MonkeyPatch.context() as patch,
        office(tmp_path_factory.mktemp("facebook"), PLAN) as one,
    ):
        patch.setenv(VARIABLE, TOKEN)
        ran = visit(one, "--since", one.since)
        assert ran.code == 0, ran.said + ran.complained
        nowhere(one, ran, TOKEN)
        yield one


def test_posts_equal_the_truth_to_the_row(read: Office) -> None:
    until = PLAN.now.date()
    all_rows = expected(read.newsroom.truth, until - timedelta(days=PLAN.days - 1), until)
    wanted = [row for row in all_rows if row["outlet"] == PAGE]
    assert len(wanted) > 60
    told = differences(open_database(read.database, read_only=True), wanted)
    assert [one for one in told if not one.startswith("stories")] == []


def test_wordless_and_hidden_posts_are_no_publications(read: Office) -> None:
    ended = dict(rows(read, "SELECT url, outcome FROM addresses"))
    kinds = {row["url"]: row["kind"] for row in read.newsroom.truth if row["outlet"] == PAGE}
    assert {kinds[url] for url, outcome in ended.items() if outcome == "not_article"} == {
        "not_article"
    }  # fmt: skip
    assert {kinds[url] for url, outcome in ended.items() if outcome == "gone"} <= {"gone"}


def test_a_second_visit_asks_one_page(read: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    before = rows(read, "SELECT url, outcome FROM addresses ORDER BY url")
    read.newsroom.studio.log.lines.clear()
    ran = visit(read)
    assert ran.code == 0, ran.said
    assert rows(read, "SELECT url, outcome FROM addresses ORDER BY url") == before
    assert len([line for line in read.newsroom.requests if line.status in {200, 304}]) == 1


@pytest.mark.slow
def test_a_range_is_read_and_no_other_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    with office(tmp_path, PLAN) as one:
        ran = visit(one, "--since", "2026-10-24", "--until", "2026-10-25")
        assert ran.code == 0, ran.said
        kept = {row[0] for row in rows(one, "SELECT url FROM publications")}
        true = {
            row["url"] for row in one.newsroom.truth
            if row["outlet"] == PAGE and row["kind"] == "article"
            and "2026-10-24" <= row["day"] <= "2026-10-25"
        }  # fmt: skip
        assert kept == true
        later = [r for r in one.newsroom.truth if r["outlet"] == PAGE and r["day"] > "2026-10-26"]
        ended = {row[0] for row in rows(one, "SELECT url FROM addresses")}
        assert not ended & {row["url"] for row in later}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("synthetic-S3cret-expired", "expired or was withdrawn: make a new one"),
        ("synthetic-S3cret-broken", "code 190"),
        ("synthetic-S3cret-limited", "free again in 17 minutes"),
        ("synthetic-S3cret-stranger", "pages_read_engagement"),
    ],
)
def test_a_refused_token_fails_the_visit_with_its_cure_and_no_other_outlet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str, said: str
) -> None:
    monkeypatch.setenv(VARIABLE, token)
    plan = NewsroomPlan(days=1, per_day=10, outlets=("gov.uz", PAGE))
    with office(tmp_path, plan) as one:
        ran = one.night()
        visits = {visit["outlet"]: visit for visit in ran.json["visits"]}
        assert ran.code == 1
        assert visits[PAGE]["state"] == "failed"
        assert said in visits[PAGE]["problems"][0]
        assert visits["gov.uz"]["state"] == "complete"
        nowhere(one, ran, token)


@pytest.mark.slow
def test_a_limit_nearly_used_stops_the_paging(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "synthetic-nearly")
    with office(tmp_path, PLAN) as one:
        ran = visit(one, "--since", one.since)
        assert ran.code == 1
        assert ran.json["visits"][0]["state"] == "incomplete"
        assert "97 % of the limit of calls is used" in ran.json["visits"][0]["problems"][0]
        assert rows(one, "SELECT count(*) FROM publications")[0][0] > 20  # type: ignore[operator]


def test_without_a_token_the_page_is_not_read_and_the_night_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    plan = NewsroomPlan(days=1, per_day=10, outlets=("gov.uz", PAGE))
    with office(tmp_path, plan) as one:
        visits = {visit["outlet"]: visit for visit in one.night().json["visits"]}
        assert visits[PAGE]["state"] == "not_read"
        assert VARIABLE in visits[PAGE]["problems"][0]
        assert visits["gov.uz"]["state"] == "complete"
