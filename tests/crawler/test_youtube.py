"""Nights over a YouTube channel, against the replica."""

import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from bench.night_truth import differences, expected
from replica import NewsroomPlan
from storage.database import open_database
from tests.crawler.conftest import Office, office

CHANNEL = "youtube.uza"
PLAN = NewsroomPlan(days=2, per_day=44, outlets=("uza.uz", CHANNEL))


def rows(one: Office, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(one.database) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that has read the channel's feed."""
    with office(tmp_path_factory.mktemp("youtube"), PLAN) as one:
        ran = one.run("crawl", CHANNEL, "--json", "--since", one.since)
        assert ran.code == 0, ran.said + ran.complained
        yield one


def feed_rows(one: Office) -> list[dict[str, object]]:
    return [dict(row) for row in one.newsroom.truth if row["ways"] == ["feed"]
            and CHANNEL.startswith("youtube") and "youtube.com" in row["url"]]  # fmt: skip


def test_videos_equal_the_truth_to_the_row(read: Office) -> None:
    wanted = expected(feed_rows(read), date.fromisoformat(read.since), PLAN.now.date())
    assert len(wanted) == 15
    told = differences(open_database(read.database, read_only=True), wanted)
    assert [one for one in told if not one.startswith("stories")] == []


def test_programmes_are_counted_as_television_and_the_rest_as_internet(read: Office) -> None:
    kept = dict(rows(read, "SELECT url, outlet FROM publications"))
    assert kept == {row["url"]: row["outlet"] for row in feed_rows(read)}
    said = rows(
        read,
        "SELECT o.channel, count(*) FROM publications p JOIN outlets o ON o.id = p.outlet"
        " GROUP BY o.channel",
    )
    on_tv = sum(str(outlet).startswith("tv.") for outlet in kept.values())
    assert 0 < on_tv < len(kept)
    assert dict(said) == {"television": on_tv, "internet": len(kept) - on_tv}


def test_a_second_visit_asks_the_feed_alone_and_changes_nothing(read: Office) -> None:
    before = rows(read, "SELECT url, outcome FROM addresses ORDER BY url")
    read.newsroom.studio.log.lines.clear()
    ran = read.run("crawl", CHANNEL, "--json")
    assert ran.code == 0, ran.said
    assert rows(read, "SELECT url, outcome FROM addresses ORDER BY url") == before
    asked = [line.path for line in read.newsroom.requests if line.path != "/robots.txt"]
    assert [path.partition("?")[0] for path in asked] == ["/feeds/videos.xml"]


def test_a_day_before_the_feed_begins_is_not_held_to_be_read(read: Office) -> None:
    oldest = min(str(row["day"]) for row in feed_rows(read))
    days = [str(row[0]) for row in rows(read, "SELECT day FROM read_days")]
    assert days
    assert min(days) > oldest


def test_a_month_is_the_same_when_made_again_from_its_captures(read: Office) -> None:
    ran = read.run("verify", "--month", "2026-10")
    assert ran.code == 0, ran.said + ran.complained
