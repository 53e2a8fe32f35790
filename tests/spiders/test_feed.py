"""Feeds: RSS 2.0, RDF and Atom; entries without a date or link; how far a feed reaches."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.base.xml_text import UnreadableXML
from storage.records import DateSource
from tests.spiders.pages import NOW, answer, generic, hostile_html, tashkent, urls

FEED = "https://example.uz/rss"
SITE = generic("feed", feeds=[{"url": FEED, "language": "ru"}])

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Example</title><link>https://example.uz</link>
<item><title>Birinchi &amp; yangi</title><link> https://example.uz/news/1 </link>
<pubDate>Sat, 31 Oct 2026 14:05:00 +0500</pubDate></item>
<item><title>Ikkinchi</title><link>/news/2</link>
<pubDate>Fri, 30 Oct 2026 23:30:00 GMT</pubDate></item>
<item><title>Sanasiz</title><guid isPermaLink="true">https://example.uz/news/3</guid></item>
<item><title>Manzilsiz</title><guid>12</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.uz/"/>
<entry><title>Bir</title><link rel="self" href="https://example.uz/api/1"/>
<link rel="alternate" href="https://example.uz/news/1"/>
<published>2026-10-31T09:05:00Z</published><updated>2026-10-31T10:00:00Z</updated></entry>
<entry><title>Ikki</title><link href="https://example.uz/news/2"/>
<updated>2026-10-30T08:00:00+05:00</updated></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="https://example.uz/news/1"><title>Bir</title>
<link>https://example.uz/news/1</link><dc:date>2026-10-31T14:05:00+05:00</dc:date></item>
</rdf:RDF>"""


def test_rss_gives_addresses_titles_and_moments_in_its_order() -> None:
    harvest = SITE.find(answer(RSS, FEED), NOW)
    assert urls(harvest) == [f"https://example.uz/news/{n}" for n in (1, 2, 3)]
    first, second, third = harvest.found
    assert first.title == "Birinchi & yangi"
    assert (first.published, first.date_source) == (tashkent(31, 14, 5), DateSource.FEED)
    assert second.published == tashkent(31, 4, 30)
    assert (third.published, third.date_source) == (None, None)


def test_atom_links_to_the_page_and_says_when_it_changed() -> None:
    first, second = SITE.find(answer(ATOM, FEED), NOW).found
    assert first.url == "https://example.uz/news/1"
    assert first.published == tashkent(31, 14, 5)
    assert first.modified == tashkent(31, 15)
    assert second.published == second.modified == tashkent(30, 8)


def test_rdf_is_read_with_its_dublin_core_date() -> None:
    (found,) = SITE.find(answer(RDF, FEED), NOW).found
    assert (found.url, found.published) == ("https://example.uz/news/1", tashkent(31, 14, 5))


def test_a_feed_alone_reaches_as_far_as_its_oldest_entry() -> None:
    assert SITE.find(answer(RSS, FEED), NOW).reach == tashkent(31, 4, 30)


def test_with_a_list_page_to_go_on_a_feed_has_no_reach() -> None:
    fields = {"feeds": [{"url": FEED}], "listings": [{"url": "https://example.uz/all"}]}
    assert generic("feed", **fields).find(answer(RSS, FEED), NOW).reach is None


def test_an_empty_feed_is_a_feed_without_news() -> None:
    harvest = SITE.find(answer("<rss><channel></channel></rss>", FEED), NOW)
    assert (list(harvest.found), harvest.reach) == ([], None)


def test_feeds_and_lists_are_asked_for_in_their_language() -> None:
    fields = {
        "feeds": [{"url": FEED, "language": "ru"}],
        "listings": [{"url": "https://example.uz/all", "language": "uz-Latn"}],
    }
    asked = list(generic("feed", **fields).listings(NOW.date(), NOW.date()))
    assert [(ask.url, ask.language) for ask in asked] == [
        (FEED, "ru"),
        ("https://example.uz/all", "uz-Latn"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Not found",
        "<html><body><h1>Yangiliklar</h1></body></html>",
        "<urlset><url><loc>https://example.uz/1</loc></url></urlset>",
        '{"error": "not found"}',
    ],
)
def test_what_is_no_feed_is_reported_and_not_taken_for_an_empty_one(body: str) -> None:
    with pytest.raises(UnreadableXML):
        SITE.find(answer(body, FEED), NOW)


def test_a_little_broken_markup_is_mended() -> None:
    broken = RSS.replace("Birinchi &amp; yangi", "Birinchi & yangi")[:-12]
    assert len(SITE.find(answer(broken, FEED), NOW).found) == 3


def test_a_packed_feed_is_unpacked_and_a_damaged_one_reported() -> None:
    packed = gzip.compress(RSS.encode())
    assert len(SITE.find(answer(packed, FEED), NOW).found) == 3
    with pytest.raises(UnreadableXML, match="damaged"):
        SITE.find(answer(packed[:2] + b"\x00" * 40, FEED), NOW)


def test_a_feed_cannot_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sir", encoding="utf-8")
    body = f"""<!DOCTYPE rss [<!ENTITY f SYSTEM "{secret.as_uri()}">]>
    <rss><channel><item><title>&f;</title><link>https://example.uz/1</link></item>
    </channel></rss>"""
    (found,) = SITE.find(answer(body, FEED), NOW).found
    assert "sir" not in found.title


def test_entities_in_entities_are_not_multiplied() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(9))
    body = f"""<!DOCTYPE rss [{bomb}]><rss><channel><item><link>https://example.uz/1</link>
    <title>&e8;</title></item></channel></rss>"""
    for found in SITE.find(answer(body, FEED), NOW).found:
        assert len(found.title) < 1000


@given(body=hostile_html | st.binary(max_size=200))
def test_no_feed_crashes_the_reader(body: str | bytes) -> None:
    try:
        harvest = SITE.find(answer(body, FEED), NOW)
    except UnreadableXML:
        return
    assert all(one.url for one in harvest.found)


@given(entry=hostile_html)
def test_no_entry_crashes_the_reader(entry: str) -> None:
    body = f"<rss><channel><item><link>https://example.uz/1</link>{entry}</item></channel></rss>"
    SITE.find(answer(body, FEED), NOW)


@given(date=st.text(max_size=60))
def test_no_date_of_an_entry_crashes_the_reader(date: str) -> None:
    text = date.replace("&", "").replace("<", "").replace("\x00", "")
    body = f"""<rss><channel><item><link>https://example.uz/1</link>
    <pubDate>{text}</pubDate></item></channel></rss>"""
    for found in SITE.find(answer(body.encode("utf-8", "replace"), FEED), NOW).found:
        assert found.published is None or found.published.tzinfo
