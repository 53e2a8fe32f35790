"""Layouts: fields by selector or metadata, dated layouts, challenge pages, paywalls."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given

from spiders.base.layout import Layout, layout_from
from spiders.base.site import Ask, Harvest, Site
from storage.outlets import Outlet, Selectors
from storage.records import DateSource, Reading
from tests.spiders.pages import NOW, REGISTRY, generic, hostile_html, page, tashkent
from text.clock import TASHKENT

META = """<meta property="og:title" content="Meta sarlavha">
<meta property="article:published_time" content="2026-10-30T09:15:00+05:00">
<meta property="article:section" content="Jamiyat"><meta name="author" content="A. Karimov">
<link rel="canonical" href="/news/a"><link rel="alternate" hreflang="ru" href="/ru/news/a">"""


def read(html: str, now: datetime = NOW, **selectors: Any) -> Reading:
    layout = layout_from(Selectors(**selectors))
    return layout(page(html), now, REGISTRY["kun.uz"]).reading()


def test_selectors_give_the_fields() -> None:
    html = """<h1> Yo‘lda\n tartib </h1><p class=l>Lid.</p><div class=b><p>Matn.</p></div>
    <i class=d>30.10.2026, 09:15 | 813</i><b class=a>A. Karimov</b><b class=s>Jamiyat</b>
    <a class=t>#yo‘l</a><a class=t> tartib </a><a class=t>#</a>"""
    reading = read(html, title="h1", lead=".l", body=".b", date=".d", author=".a", section=".s",
                   tags=".t")  # fmt: skip
    assert reading.title == "Yo‘lda tartib"
    assert reading.lead == "Lid."
    assert reading.body == "Lid.\n\nMatn."
    assert (reading.published, reading.date_source) == (tashkent(30, 9, 15), DateSource.PAGE)
    assert (reading.author, reading.section) == ("A. Karimov", "Jamiyat")
    assert reading.tags == ("yo‘l", "tartib")


def test_what_has_no_selector_is_taken_from_the_metadata() -> None:
    reading = read(f"{META}<div class=b>Matn.</div>", body=".b")
    assert reading.title == "Meta sarlavha"
    assert reading.published == tashkent(30, 9, 15)
    assert (reading.author, reading.section) == ("A. Karimov", "Jamiyat")
    assert reading.canonical == "https://example.uz/news/a"
    assert reading.alternates == {"ru": "https://example.uz/ru/news/a"}


def test_a_selector_beats_the_metadata_for_the_title_but_not_for_the_date() -> None:
    html = f"{META}<h1>Sarlavha</h1><i class=d>31.10.2026, 22:00</i>"
    reading = read(html, title="h1", date=".d")
    assert (reading.title, reading.published) == ("Sarlavha", tashkent(30, 9, 15))


def test_no_date_is_none_and_never_now() -> None:
    assert read("<h1>A</h1><div class=b>B</div>", title="h1", body=".b").published is None
    assert read("<h1>A</h1><i class=d>tez kunda</i>", date=".d").published is None


def test_a_lead_that_the_body_repeats_stands_once() -> None:
    html = "<p class=l>Lid.</p><div class=b><p>Lid.</p><p>Matn.</p></div>"
    assert read(html, lead=".l", body=".b").body == "Lid.\n\nMatn."


def test_a_body_of_several_elements_is_joined_and_nothing_read_twice() -> None:
    html = """<div class=b><p>Bir.</p><div class=b><p>Ikki.</p></div></div>
    <div class=b><p>Uch.</p></div>"""
    assert read(html, body=".b").body == "Bir.\n\nIkki.\n\nUch."


def test_what_is_to_be_removed_is() -> None:
    html = "<div class=b><p>Bir.</p><p class=x>Obuna.</p><p>Ikki.</p></div>"
    assert read(html, body=".b", remove=(".x",)).body == "Bir.\n\nIkki."


@pytest.mark.parametrize("value", ["false", '"False"', '"false"'])
def test_a_paywall_is_said_by_json_ld(value: str) -> None:
    block = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":%s}'
    assert read(block % value + "</script>").paywalled
    assert not read(block % "true" + "</script>").paywalled


@pytest.mark.parametrize(
    "mark",
    [
        "<title>Just a moment...</title>",
        "<TITLE>\n Attention Required! | Cloudflare</TITLE>",
        "<title>DDoS-Guard</title>",
        "<title>x</title><script>window._cf_chl_opt={}</script>",
    ],
)
def test_a_challenge_is_blocked_and_an_article_about_one_is_not(mark: str) -> None:
    small = read(f"<html><head>{mark}</head><body><h1>A</h1></body></html>", title="h1")
    assert small.blocked
    assert not small.title
    large = read(f"<html><head>{mark}</head><body><h1>A</h1>{'<p>Matn.</p>' * 6000}", title="h1")
    assert not large.blocked
    assert large.title == "A"


# --- dated layouts --------------------------------------------------------------------------------


class Now(Layout):
    title_at = "h1.now"
    body_at = ".now-text"


class Older(Layout):
    valid_until = date(2025, 6, 30)
    title_at = "h1.older"
    body_at = ".older-text"


class Oldest(Layout):
    valid_until = date(2022, 12, 31)
    title_at = "h1.oldest, h1.older"
    body_at = ".oldest-text, .older-text, .now-text"


class Changed(Site):
    layouts = (Oldest, Now, Older)

    def listings(self, since: date, until: date) -> list[Ask]:
        return []

    def find(self, response: object, now: datetime) -> Harvest:
        return Harvest()


def site() -> Changed:
    entry = {"id": "a.uz", "name": "A", "url": "https://a.uz", "languages": ["ru"], "read": "kun"}
    return Changed(Outlet.model_validate(entry))


BOTH = """<h1 class=now>Bugungi</h1><p class=now-text>B</p>
<h1 class=older>Eski</h1><p class=older-text>E</p>"""


@pytest.mark.parametrize(
    ("captured", "title"),
    [
        (datetime(2026, 1, 1, tzinfo=TASHKENT), "Bugungi"),
        (datetime(2025, 7, 1, tzinfo=TASHKENT), "Bugungi"),
        (datetime(2025, 6, 30, 23, 59, tzinfo=TASHKENT), "Eski"),
        (datetime(2024, 1, 1, tzinfo=TASHKENT), "Eski"),
    ],
)
def test_a_page_is_read_by_the_layout_of_its_day(captured: datetime, title: str) -> None:
    assert site().read(page(BOTH), captured).title == title


def test_the_last_day_of_a_layout_is_counted_in_tashkent() -> None:
    last_evening = datetime.fromisoformat("2025-06-30T20:30:00+00:00")
    assert site().read(page(BOTH), last_evening).title == "Bugungi"


def test_among_old_layouts_the_one_that_ended_first_is_tried_first() -> None:
    html = "<h1 class=older>Eski</h1><h1 class=oldest>Eng eski</h1><p class=oldest-text>x</p>"
    assert site().read(page(html), datetime(2022, 5, 1, tzinfo=TASHKENT)).body == "x"


def test_a_page_of_another_days_layout_is_read_all_the_same() -> None:
    html = "<h1 class=older>Eski</h1><p class=older-text>E</p>"
    assert site().read(page(html), NOW).title == "Eski"


def test_what_no_layout_reads_is_told_by_that_of_the_day() -> None:
    reading = site().read(page("<h1 class=now>Faqat sarlavha</h1>"), NOW)
    assert (reading.title, reading.body) == ("Faqat sarlavha", "")


def test_the_registry_dates_layouts_too() -> None:
    made = generic(
        "feed",
        feeds=[{"url": "https://example.uz/rss"}],
        selectors=[
            {"title": "h1.now", "body": ".now-text"},
            {"title": "h1.older", "body": ".older-text", "valid_until": "2025-06-30"},
        ],
    )
    assert made.read(page(BOTH), NOW).title == "Bugungi"
    assert made.read(page(BOTH), datetime(2025, 6, 1, tzinfo=TASHKENT)).title == "Eski"


@given(html=hostile_html)
def test_no_page_crashes_a_layout(html: str) -> None:
    reading = read(html, title="h1", lead="p", body="article, div", date="time, p", tags="a",
                   remove=("p p",))  # fmt: skip
    assert reading.published is None or reading.published.tzinfo
    assert "\n" not in reading.title
