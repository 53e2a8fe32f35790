"""Sitemaps: plain, news and indexes, packed or not; dated addresses."""

import gzip
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.base import xml_text
from spiders.base.xml_text import UnreadableXML
from spiders.sitemap import addresses
from storage.records import DateSource
from tests.spiders.pages import NOW, answer, generic, hostile_html, site, tashkent, urls

MAP = "https://example.uz/sitemap.xml"
SITE = generic("sitemap", sitemaps=[{"url": MAP}], article="^/news/")

URLSET = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://example.uz/news/1 </loc><lastmod>2026-10-31T15:00:00+05:00</lastmod>
<news:news><news:publication_date>2026-10-30T09:15:00+05:00</news:publication_date>
<news:title>Bir</news:title></news:news></url>
<url><loc>https://example.uz/news/2</loc><lastmod>2026-10-30</lastmod></url>
<url><loc>https://example.uz/about</loc></url>
<url><lastmod>2026-10-30</lastmod></url></urlset>"""


def test_articles_only_and_lastmod_is_no_date_of_publication() -> None:
    harvest = SITE.find(answer(URLSET, MAP), NOW)
    assert urls(harvest) == ["https://example.uz/news/1", "https://example.uz/news/2"]
    first, second = harvest.found
    assert (first.published, first.date_source) == (tashkent(30, 9, 15), DateSource.FEED)
    assert (first.modified, first.title) == (tashkent(31, 15), "Bir")
    assert (second.published, second.date_source) == (None, None)
    assert second.modified == tashkent(30)


def test_an_index_leads_to_its_maps() -> None:
    body = """<sitemapindex><sitemap><loc>https://example.uz/a.xml</loc></sitemap>
    <sitemap><loc>/b.xml</loc></sitemap><sitemap></sitemap></sitemapindex>"""
    harvest = SITE.find(answer(body, MAP), NOW)
    assert [ask.url for ask in harvest.more] == [
        "https://example.uz/a.xml",
        "https://example.uz/b.xml",
    ]
    assert all(ask.when == "always" for ask in harvest.more)


def test_a_packed_map_is_unpacked() -> None:
    assert len(SITE.find(answer(gzip.compress(URLSET.encode()), MAP), NOW).found) == 2


def test_a_map_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_text, "LARGEST", 1000)
    with pytest.raises(UnreadableXML, match="larger than"):
        SITE.find(answer(gzip.compress(b"<urlset>" + b" " * 100_000), MAP), NOW)


@pytest.mark.parametrize("body", ["", "<rss><channel/></rss>", "<html><h1>404</h1></html>"])
def test_what_is_no_sitemap_is_reported(body: str) -> None:
    with pytest.raises(UnreadableXML):
        SITE.find(answer(body, MAP), NOW)


def test_weekly_maps_are_asked_for_by_their_monday() -> None:
    asked = [a.url for a in site("gazeta.uz").listings(date(2026, 10, 25), date(2026, 11, 2))]
    russian = [url for url in asked if "-ru-" in url]
    assert russian == [
        f"https://www.gazeta.uz/sitemap/materials-ru-2026-{day}.xml"
        for day in ("10-19", "10-26", "11-02")
    ]


def test_a_dated_map_may_be_missing_and_a_plain_one_may_not() -> None:
    fields = {"sitemaps": [{"url": "https://example.uz/{year}-{month}-{day}.xml"}, {"url": MAP}]}
    asked = list(generic("sitemap", **fields).listings(date(2026, 10, 9), date(2026, 10, 10)))
    assert [(ask.url, ask.optional) for ask in asked] == [
        ("https://example.uz/2026-10-9.xml", True),
        ("https://example.uz/2026-10-10.xml", True),
        (MAP, False),
    ]


@given(first=st.dates(date(1992, 1, 1), date(2090, 1, 1)), days=st.integers(0, 40))
def test_no_day_is_without_its_week(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    made = addresses("https://example.uz/{monday}.xml", first, last)
    mondays = [date.fromisoformat(one[-14:-4]) for one in made]
    assert all(monday.weekday() == 0 for monday in mondays)
    assert mondays == sorted(set(mondays))
    for number in range(days + 1):
        day = first + timedelta(days=number)
        assert any(monday <= day < monday + timedelta(days=7) for monday in mondays)


@given(body=hostile_html | st.binary(max_size=200))
def test_no_sitemap_crashes_the_reader(body: str | bytes) -> None:
    try:
        harvest = SITE.find(answer(body, MAP), NOW)
    except UnreadableXML:
        return
    assert all(one.url for one in harvest.found)


@given(entry=hostile_html)
def test_no_entry_crashes_the_reader(entry: str) -> None:
    body = f"<urlset><url><loc>https://example.uz/news/1</loc>{entry}</url></urlset>"
    SITE.find(answer(body, MAP), NOW)


@given(address=st.text(max_size=40))
def test_no_address_of_an_index_crashes_the_reader(address: str) -> None:
    text = address.replace("&", "&amp;").replace("<", "&lt;")
    body = f"<sitemapindex><sitemap><loc>//[{text}</loc></sitemap></sitemapindex>"
    SITE.find(answer(body.encode("utf-8", "replace"), MAP), NOW)
