"""Any robots.txt, feed, sitemap, list, address or date is read or refused, and nothing else."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from crawler.middlewares.bounds import bounded_robots
from pipelines.canonical import UnusableAddress, canonical_url
from spiders.base.json_api import UnexpectedAnswer
from spiders.base.xml_text import UnreadableXML
from tests.spiders.pages import NOW, answer, generic, hostile_html, page
from text.dates import UnreadableDate, read_date

FEED = generic("feed", feeds=[{"url": "https://example.uz/rss"}])
SITEMAP = generic("sitemap", sitemaps=[{"url": "https://example.uz/map.xml"}])
LISTING = generic("listing", listings=[
    {"url": "https://example.uz/l", "item": "div", "date": "span", "next": "a.next"}])  # fmt: skip

_PIECES = [
    "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "<pubDate>", "</pubDate>",
    "<urlset>", "<sitemapindex>", "<sitemap>", "<loc>", "</loc>", "<url>", "<lastmod>", "&amp;",
    "&#xD800;", "&nope;", "<!DOCTYPE rss [", "<!ENTITY a 'b'>", "]>", "<![CDATA[", "]]>",
    '<?xml version="1.0" encoding="', "koi8-r", '"?>', "https://example.uz/a", "https://[",
    "Sat, 31 Oct 2026 10:00:00 +9999", "\x00", "\ufeff", "<feed>", "<entry>",
    '<link href="/a"/>',
]  # fmt: skip
xml = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=30).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
)
rules = st.lists(
    st.sampled_from(["User-agent: *", "Disallow: /", "Allow: /*a*b$", "Crawl-delay: x", ":", "\x00",
                     "Disallow: /%ZZ", "Sitemap: //", "User-agent:", "<html>", "#"])
    | st.text(max_size=20),
    max_size=20,
).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass"))  # fmt: skip
addresses = st.lists(
    st.sampled_from(["https://", "http:", "//", "example.uz", "[", "]", "@", ":99999", "/../",
                     "%ZZ", "?a=b", "&utm_source=x", "#", "\\", " ", "\r\n", "%D0", "ў"])
    | st.text(max_size=8),
    max_size=12,
).map("".join)  # fmt: skip
dates = st.lists(
    st.sampled_from(["31", ".10.", "2026", "10:00", "+99:99", "-24:00", "T", "Z", "kecha", "bugun",
                     "yanvar", "октября", "²", "٣", "99999999999", "Sat, ", " ", ",", "25:61",
                     "0000-00-00"])
    | st.text(max_size=6),
    max_size=10,
).map("".join)  # fmt: skip


@settings(max_examples=60)
@given(rules)
def test_any_robots(body: bytes) -> None:
    kept = bounded_robots(body).decode("utf-8", "replace")
    assert Protego.parse(kept).can_fetch("https://example.uz/news/a", "Yoritish") in {True, False}


@settings(max_examples=80)
@given(xml, st.sampled_from([FEED, SITEMAP]))
def test_any_feed_or_sitemap(body: bytes, site: object) -> None:
    url = "https://example.uz/rss" if site is FEED else "https://example.uz/map.xml"
    try:
        harvest = site.find(answer(body, url), NOW)  # type: ignore[attr-defined]
    except UnreadableXML:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in harvest.found if site is FEED)


@settings(max_examples=60)
@given(hostile_html)
def test_any_list(html: str) -> None:
    try:
        harvest = LISTING.find(page(html, "https://example.uz/l"), NOW)
    except UnexpectedAnswer:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in harvest.found)


@settings(max_examples=150)
@given(addresses)
def test_any_address(text: str) -> None:
    try:
        url = canonical_url(text)
    except UnusableAddress:
        return
    assert canonical_url(url) == url


@settings(max_examples=150)
@given(dates)
def test_any_date(text: str) -> None:
    with suppress(UnreadableDate):
        assert read_date(text, NOW).at.tzinfo is not None


def test_dates_that_fuzzing_found() -> None:
    for text in ("2026-10-31 10:00 +99:00", "2026-10-31T10:00:00.²+05:00", "1 10:00.1e9999Z"):
        with suppress(UnreadableDate):
            assert read_date(text, NOW)


def test_an_attribute_with_a_control_character_costs_no_list() -> None:
    html = "<div><a \x0b href='/a'>h</a><span>31.10.2026</span></div>"
    assert [x.url for x in LISTING.find(page(html, "https://example.uz/l"), NOW).found] == [
        "https://example.uz/a"
    ]
