"""List pages: cards, dates beside them, the page that follows, and where it ends."""

import pytest
from hypothesis import given

from spiders.base.json_api import UnexpectedAnswer
from spiders.base.site import Site
from storage.records import DateSource
from tests.spiders.pages import NOW, answer, generic, hostile_html, page, site, tashkent, urls

LIST = "https://example.uz/news"
NEXT = "https://example.uz/news?page={page}"


def listing(**fields: object) -> Site:
    return generic("listing", listings=[{"url": LIST, **fields}], article="^/news/.")


CARDS = """<nav><a href="/news/menu">Menyu</a></nav>
<div class="card"><a href="/about">*</a><a href="/news/1"><b>Bir</b></a>
<i class="d">Bugun, 14:05</i><a href="/news/other">boshqa</a></div>
<div class="card"><a href=" /news/2 ">Ikki</a><i class="d">30.10.2026 | 09:15</i></div>
<div class="card"><a href="https://example.uz/news/3">Uch</a><i class="d">tez kunda</i></div>
<div class="card"><a>Manzilsiz</a></div>"""


def test_a_card_is_one_article_with_its_date() -> None:
    harvest = listing(item="div.card", date=".d").find(page(CARDS, LIST), NOW)
    assert urls(harvest) == [f"https://example.uz/news/{n}" for n in (1, 2, 3)]
    assert [one.published for one in harvest.found] == [
        tashkent(31, 14, 5),
        tashkent(30, 9, 15),
        None,
    ]
    assert [one.date_source for one in harvest.found] == [DateSource.PAGE, DateSource.PAGE, None]


def test_without_cards_every_matching_link_is_taken() -> None:
    harvest = listing().find(page(CARDS, LIST), NOW)
    assert urls(harvest) == [
        f"https://example.uz/news/{name}" for name in ("menu", "1", "other", "2", "3")
    ]


def test_pages_are_counted_on() -> None:
    paged = listing(next=NEXT)
    first = paged.find(page(CARDS, LIST), NOW)
    assert [(a.url, a.when, a.optional) for a in first.more] == [
        ("https://example.uz/news?page=2", "new", True)
    ]
    second = paged.find(page(CARDS, first.more[0].url), NOW)
    assert [ask.url for ask in second.more] == ["https://example.uz/news?page=3"]


def test_pages_may_count_in_steps() -> None:
    paged = listing(next="https://example.uz/news?start={page}", first=10, step=10)
    first = paged.find(page(CARDS, LIST), NOW)
    second = paged.find(page(CARDS, first.more[0].url), NOW)
    assert first.more[0].url.endswith("start=10")
    assert second.more[0].url.endswith("start=20")


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_no_more_pages_are_asked_for_than_allowed(most: int) -> None:
    paged = listing(next=NEXT, pages=most)
    asked, url = 1, LIST
    while more := paged.find(page(CARDS, url), NOW).more:
        url, asked = more[0].url, asked + 1
        assert asked <= most
    assert asked == most


def test_the_following_page_may_be_a_link() -> None:
    paged = listing(next="a.next")
    harvest = paged.find(page(f"{CARDS}<a class=next href='?p=2'>»</a>", LIST), NOW)
    assert [ask.url for ask in harvest.more] == ["https://example.uz/news?p=2"]
    again = paged.find(page(CARDS, harvest.more[0].url), NOW)
    assert len(again.found) == 5
    assert not again.more


def test_an_empty_page_is_the_last() -> None:
    harvest = listing(next=NEXT).find(page("<p>Yangilik yo‘q</p>", LIST), NOW)
    assert not harvest.found
    assert not harvest.more


def test_a_page_of_no_listing_is_reported() -> None:
    with pytest.raises(ValueError, match=r"no listing of example\.uz"):
        listing().find(page(CARDS, "https://example.uz/other"), NOW)


def test_cards_wrapped_in_json_are_read() -> None:
    url = "https://qalampir.uz/uz/news/latest/load-more?page=2"
    cards = "".join(f'<a class="news-card" href="/uz/news/xabar-{n}">x</a>' for n in (87069, 87070))
    harvest = site("qalampir.uz").find(answer({"ok": True, "data": cards}, url), NOW)
    assert urls(harvest) == [f"https://qalampir.uz/uz/news/xabar-{n}" for n in (87069, 87070)]
    assert harvest.more[0].url.endswith("page=3")


@pytest.mark.parametrize("said", [{}, {"data": None}, {"data": ""}, {"data": "<p>Tamom</p>"}])
def test_json_without_cards_is_the_end(said: object) -> None:
    url = "https://qalampir.uz/uz/news/latest/load-more?page=2"
    harvest = site("qalampir.uz").find(answer(said, url), NOW)
    assert not harvest.found
    assert not harvest.more


def test_json_that_breaks_off_is_reported() -> None:
    url = "https://qalampir.uz/uz/news/latest/load-more?page=2"
    with pytest.raises(UnexpectedAnswer, match="no JSON"):
        site("qalampir.uz").find(answer('{"data": "<a', url), NOW)


def test_addresses_without_a_scheme_are_completed() -> None:
    """zamin.uz writes them so."""
    card = """<div class="short-item"><a href="//zamin.uz/uz/jamiyat/7-yolda.html">x</a>
    <span class="short-date">Kecha, 09:15</span></div>"""
    (found,) = site("zamin.uz").find(page(card, "https://zamin.uz/uz/lastnews/"), NOW).found
    assert found.url == "https://zamin.uz/uz/jamiyat/7-yolda.html"
    assert found.published == tashkent(30, 9, 15)


@given(html=hostile_html)
def test_no_list_page_crashes_the_reader(html: str) -> None:
    for fields in ({}, {"item": "p, div", "date": "time, p"}, {"next": "a"}):
        try:
            harvest = listing(**fields).find(page(html, LIST), NOW)
        except UnexpectedAnswer:
            # what begins like an API's reply and is none is told to the visit
            assert html.lstrip().startswith("{")
            continue
        assert all(one.url.startswith("http") for one in harvest.found)
