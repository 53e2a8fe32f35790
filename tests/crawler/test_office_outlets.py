"""Outlets that the office adds itself: tried out, kept in the ledger, read by the next night."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from replica import NewsroomPlan
from storage.counts import days_read
from storage.database import open_database, transaction
from storage.office_outlets import keep_office_outlet, outlet_from
from tests.crawler.conftest import Office, Run, office
from text.clock import days_between
from tools.replica_night import played_registry

LISTING = {
    "name": "Aniq", "url": "https://aniq.uz", "kind": "listing",
    "address": "https://aniq.uz/uz/yangiliklar", "language": "uz-Latn",
    "article": "/yangiliklar/", "item": "div.news-list_item", "list_date": ".news-item_footer",
    "next": "https://aniq.uz/uz/yangiliklar?page={page}", "title": "h1.news-item_name",
    "body": ".news-item_text",
}  # fmt: skip
FEED = {"name": "Aniq", "url": "https://aniq.uz", "kind": "feed", "address": "https://aniq.uz/rss",
        "language": "uz-Latn"}  # fmt: skip
SYNTHETIC = "https://synthetic.uz"
ADDED = datetime(2026, 10, 30, 9, tzinfo=UTC)


@pytest.fixture
def without_aniq(tmp_path: Path) -> Iterator[Office]:
    """An office whose registry lacks one of the outlets that there are."""
    with office(tmp_path, NewsroomPlan(days=3, per_day=20, outlets=("gov.uz", "aniq.uz"))) as one:
        (tmp_path / "outlets").mkdir()
        played_registry(tmp_path / "outlets", {"gov.uz"})
        yield one


def said(fields: dict[str, str], **other: str) -> list[str]:
    return [f"--{name.replace('_', '-')}={value}" for name, value in (fields | other).items()]


@pytest.mark.slow
def test_a_try_out_shows_what_would_be_read_and_keeps_nothing(without_aniq: Office) -> None:
    ran = without_aniq.run("outlets", "try", *said(LISTING), "--json")
    assert ran.code == 0, ran.complained
    tried = ran.json
    truth = {row["url"]: row for row in without_aniq.newsroom.truth}
    assert 1 <= len(tried["items"]) <= 10
    for one in tried["items"]:
        assert one["title"]
        assert one["text"]
        assert truth[one["url"]]["day"] == one["day"]
    assert tried["silent"] == []
    assert sorted(path.name for path in without_aniq.folder.iterdir()) == ["outlets"]

    ran = without_aniq.run("outlets", "try", *said(FEED, limit="2"), "--json")
    assert ran.code == 0, ran.complained
    assert 1 <= len(ran.json["items"]) <= 4


@pytest.mark.slow
def test_a_selector_that_finds_nothing_is_named(without_aniq: Office) -> None:
    wrong = said(LISTING, title="h1.no-such", list_date=".never")
    ran = without_aniq.run("outlets", "try", *wrong, "--json")
    assert ran.code == 0, ran.complained
    assert {(one["field"], one["css"]) for one in ran.json["silent"]} == {
        ("title", "h1.no-such"), ("date", ".never"),
    }  # fmt: skip
    ran = without_aniq.run("outlets", "try", *said(LISTING, item=".no-card"))
    assert ran.code == 1
    assert "finds nothing: item '.no-card'" in ran.complained
    assert "nothing would be read (0 addresses found)" in ran.complained
    ran = without_aniq.run("outlets", "try", *said(LISTING, article="/elsewhere/"))
    assert ran.code == 1
    assert "not_article" in ran.complained or "no address" in ran.complained


@pytest.mark.slow
def test_a_night_reads_what_the_office_added_until_it_is_switched_off(
    without_aniq: Office,
) -> None:
    assert without_aniq.night().code == 0
    outlet = outlet_from(LISTING)

    def keep(*, visited: bool) -> None:
        with closing(open_database(without_aniq.database)) as ledger, transaction(ledger):
            keep_office_outlet(ledger, outlet, "N. Karimova", ADDED, visited=visited)

    keep(visited=True)
    ran = without_aniq.night()
    assert ran.code == 0, ran.complained
    assert {one["outlet"] for one in ran.json["visits"]} == {"gov.uz", "aniq.uz"}
    with closing(open_database(without_aniq.database)) as ledger:
        read = ledger.execute("SELECT count(*) FROM publications WHERE outlet = 'aniq.uz'")
        assert read.fetchone()[0] > 0
        days = list(days_between(ADDED.date().replace(day=29), ADDED.date()))
        # it is due from the day on which it was added, so that no day before becomes a hole
        assert [one.due for one in days_read(ledger, days[0], days[-1])] == [1, 2]
    keep(visited=False)
    ran = without_aniq.night()
    assert {one["outlet"] for one in ran.json["visits"]} == {"gov.uz"}
    listed = {one["id"]: one for one in without_aniq.run("outlets", "--json").json}
    assert listed["aniq.uz"]["health"] == "switched off by the office"
    # what was read is proved all the same, by the entry that the ledger still holds
    ran = without_aniq.run("verify", "--month", "2026-10")
    assert ran.code == 0, ran.said + ran.complained


@pytest.mark.slow
def test_what_was_read_as_a_lone_page_counts_once_when_its_outlet_is_added(
    without_aniq: Office,
) -> None:
    assert without_aniq.night().code == 0
    url = next(row["url"] for row in without_aniq.newsroom.truth if row["outlet"] == "aniq.uz")
    words = ("--add", "--person", "N. Karimova", "--reason", "our own interview")
    ran = without_aniq.run("missed", url, *words)
    assert ran.code == 0, ran.complained
    with closing(open_database(without_aniq.database)) as ledger, transaction(ledger):
        keep_office_outlet(ledger, outlet_from(LISTING), "N. Karimova", ADDED)
    assert without_aniq.night().code == 0
    with closing(open_database(without_aniq.database)) as ledger:
        rows = ledger.execute("SELECT outlet FROM publications WHERE url = ?", (url,)).fetchall()
        assert [row[0] for row in rows] == ["page.aniq.uz"]
        others = ledger.execute("SELECT count(*) FROM publications WHERE outlet = 'aniq.uz'")
        assert others.fetchone()[0] > 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url": "https://127.0.0.1/"}, "no host name"),
        ({"url": "http://localhost/"}, "no host name"),
        ({"address": "https://169.254.169.254/latest/meta-data"}, "no host name"),
        ({"address": "http://[::1]/feed"}, "no host name"),
        ({"url": "https://aniq.uz:8443/"}, "no address of an open website"),
        ({"url": "ftp://aniq.uz/"}, "no address of an open website"),
        ({"url": "https://user:secret@aniq.uz/"}, "no address of an open website"),
        ({"url": "https://t.me/s/somebody"}, "cannot be added here"),
        ({"address": "file:///etc/passwd"}, "no address of an open website"),
        ({"url": "https://kun.uz"}, "reads it already, as kun.uz"),
        ({"address": "https://www.gazeta.uz/uz/rss"}, "reads it already, as gazeta.uz"),
        ({"kind": "telegram"}, "it is feed or listing"),
        ({"name": ""}, "field 'name'"),
        ({"title": "h1[", "kind": "feed"}, "CSS"),
        ({"language": "xx"}, "field 'languages"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_outlet_is_refused_before_anything_is_asked(
    run: Run, tmp_path: Path, fields: dict[str, str], why: str
) -> None:
    ran = run(
        tmp_path,
        "outlets",
        "try",
        *said(FEED, **({"url": SYNTHETIC, "address": f"{SYNTHETIC}/rss"} | fields)),
    )
    assert ran.code == 2
    assert why in ran.complained
