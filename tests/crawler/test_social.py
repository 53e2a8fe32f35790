"""Nights over channels at somebody else's host, against the replica: counts, paging, edits."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bench.night_truth import differences, expected
from replica import NewsroomPlan
from storage.database import open_database
from tests.crawler.conftest import Office, office

OUTLETS = ("gov.uz", "kun.uz", "gazeta.uz")
CHANNELS = ("telegram.iivuz", "telegram.kunuzofficial", "telegram.gazetauz")
PLAN = NewsroomPlan(days=4, per_day=60, outlets=(*OUTLETS, *CHANNELS))


def wrong(one: Office, days: int) -> list[str]:
    """In what the ledger differs from the truth of the last days."""
    until = one.newsroom.studio.plan.now.date()
    rows = expected(one.newsroom.truth, until - timedelta(days=days - 1), until)
    assert {row["outlet"] for row in rows} >= set(CHANNELS)
    return differences(open_database(one.database, read_only=True), rows)


def rows(one: Office, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(one.database) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose first night has run."""
    with office(tmp_path_factory.mktemp("office"), PLAN) as one:
        ran = one.night()
        assert ran.code == 0, ran.complained
        yield one


def test_posts_equal_the_truth_to_the_row(read: Office) -> None:
    assert wrong(read, PLAN.days) == []


def test_posts_are_read_off_their_lists_and_each_list_is_captured_once(read: Office) -> None:
    asked = [line for line in read.newsroom.requests if line.outlet in CHANNELS]
    assert asked
    assert [line.path for line in asked if line.sort == "article"] == []
    captures = rows(
        read,
        "SELECT count(DISTINCT p.capture), count(*) FROM publications p"
        " WHERE p.outlet = 'telegram.kunuzofficial'",
    )
    assert captures[0][0] < captures[0][1] / 2  # type: ignore[operator]


def test_a_post_that_only_links_is_an_appearance_of_its_channel(read: Office) -> None:
    teasers = {row["url"] for row in read.newsroom.truth if row["teaser"]}
    kept = rows(read, "SELECT url, version_of FROM publications WHERE outlet LIKE 'telegram.%'")
    assert {version for url, version in kept if url in teasers} == {""}
    assert len([url for url, _ in kept if url in teasers]) > 20


def test_pictures_and_system_notes_are_no_articles(read: Office) -> None:
    wordless = {
        row["url"] for row in read.newsroom.truth
        if row["kind"] == "not_article" and row["outlet"] in CHANNELS
    }  # fmt: skip
    ended = dict(rows(read, "SELECT url, outcome FROM addresses"))
    assert wordless
    assert {ended[url] for url in wordless} == {"not_article"}


def test_a_second_night_asks_one_page_of_each_channel(read: Office) -> None:
    before = rows(read, "SELECT outlet, url, outcome FROM addresses ORDER BY outlet, url")
    read.newsroom.studio.log.lines.clear()
    ran = read.run("nightly", "--json")
    assert ran.code == 0, ran.complained
    assert rows(read, "SELECT outlet, url, outcome FROM addresses ORDER BY outlet, url") == before
    asked = [
        line.path for line in read.newsroom.requests
        if line.outlet in CHANNELS and line.path != "/robots.txt" and line.status == 200
    ]  # fmt: skip
    assert sorted(asked) == ["/s/gazetauz", "/s/iivuz", "/s/kunuzofficial"]


@pytest.mark.slow
def test_the_next_day_brings_new_posts_and_edits(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("two-days")
    outlets = ("kun.uz", "telegram.kunuzofficial")
    plan = NewsroomPlan(days=2, per_day=40, outlets=outlets)
    with office(folder, plan) as one:
        assert one.night().code == 0
        first = {row[0] for row in rows(one, "SELECT url FROM publications")}
    later = NewsroomPlan(days=3, per_day=40, outlets=outlets, now=plan.now + timedelta(hours=10))
    with office(folder, later) as one:
        assert one.night().code == 0
        changed = rows(
            one, "SELECT url FROM publications WHERE state = 'changed' AND outlet LIKE 'telegram%'"
        )
        edited = {
            row["url"] for row in one.newsroom.truth
            if row["outlet"] == outlets[1] and row["url"] in first and row["modified"]
            and row["modified"] > plan.now.isoformat()
        }  # fmt: skip
        assert {row[0] for row in changed} == edited


@pytest.mark.slow
def test_a_range_is_paged_to_and_no_further(tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = NewsroomPlan(days=6, per_day=120, outlets=("kun.uz", "telegram.kunuzofficial"))
    with office(tmp_path_factory.mktemp("range"), plan) as one:
        days = ("--since", "2026-10-28", "--until", "2026-10-29")
        ran = one.run("crawl", "telegram.kunuzofficial", "--json", *days)
        assert ran.code == 0, ran.complained
        kept = {row[0] for row in rows(one, "SELECT url FROM publications")}
        true = {
            row["url"] for row in one.newsroom.truth
            if row["outlet"] == "telegram.kunuzofficial" and row["kind"] == "article"
            and "2026-10-28" <= row["day"] <= "2026-10-29"
        }  # fmt: skip
        assert kept == true
        pages = [line for line in one.newsroom.requests if line.path.startswith("/s/")]
        posts = [
            row for row in one.newsroom.truth
            if row["outlet"] == "telegram.kunuzofficial" and row["day"] >= "2026-10-28"
        ]  # fmt: skip
        assert len({line.path for line in pages}) <= len(posts) // 20 + 2
