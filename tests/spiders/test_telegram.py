"""The preview of a Telegram channel, read from synthetic posts in its markup."""

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from spiders.base.posts import LONGEST_TITLE, title_of_post
from spiders.telegram import Telegram
from storage.outlets import Outlet

NOW = datetime(2026, 10, 31, 12, tzinfo=UTC)
SITE = Telegram(
    Outlet(id="telegram.kanal", name="-", url="https://t.me/Kanal", languages=("uz-Latn",),
           read="telegram")
)  # fmt: skip


def post(inside: str, number: int = 5, css: str = "", meta: str = "") -> str:
    return (
        '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message '
        f'text_not_supported_wrap {css}" data-post="Kanal/{number}">{inside}'
        f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date" '
        f'href="https://t.me/Kanal/{number}"><time datetime="2026-10-30T20:30:00+00:00">20:30'
        "</time></a></span></div></div>"
    )


def text(words: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'


def page(*posts: str) -> HtmlResponse:
    return HtmlResponse("https://t.me/s/Kanal", body="".join(posts).encode(), encoding="utf-8")


def read(inside: str, **more: str):  # type: ignore[no-untyped-def]
    return SITE.find(page(post(inside, **more)), NOW).posts[0].reading  # type: ignore[arg-type]


def test_a_post_is_its_text_its_first_line_the_title() -> None:
    reading = read(text("<b>Reyd o‘tkazildi</b><br/><br/>Toshkentda IIBB reyd o‘tkazdi."))
    assert reading.title == "Reyd o‘tkazildi"
    assert reading.body == "Reyd o‘tkazildi\n\nToshkentda IIBB reyd o‘tkazdi."
    assert reading.published == datetime(2026, 10, 30, 20, 30, tzinfo=UTC)


def test_what_it_answers_and_links_to_is_not_its_text() -> None:
    reply = (
        '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_metatext '
        'js-message_reply_text">IIV: avvalgi xabar</div></a>'
    )
    preview = (
        '<a class="tgme_widget_message_link_preview"><div class="link_preview_title">MVD</div></a>'
    )
    assert read(reply + text("Yangi xabar") + preview).body == "Yangi xabar"


def test_text_below_a_picture_stands_twice_and_is_read_once() -> None:
    assert read(text(text("Bir marta"))).body == "Bir marta"


def test_a_polls_question_and_options_are_its_text() -> None:
    poll = (
        '<div class="tgme_widget_message_poll_question">Qaysi biri?</div>'
        '<div class="tgme_widget_message_poll_option_text">Birinchi</div>'
    )
    assert read(poll).body == "Qaysi biri?\n\nBirinchi"


@pytest.mark.parametrize(
    "inside", ["", '<a class="tgme_widget_message_photo_wrap"></a>', text("👍"), text(" 🔥 ‼️ ")]
)
def test_a_post_without_words_is_no_article(inside: str) -> None:
    assert not read(inside).is_article


def test_a_system_note_is_no_article() -> None:
    assert not read(text("Kanal pinned «…»"), css="service_message").is_article


def test_who_is_forwarded_or_signs_is_the_author() -> None:
    from_whom = '<a class="tgme_widget_message_forwarded_from_name"><span>IIV</span></a>'
    assert read(from_whom + text("Xabar")).author == "IIV"
    signed = '<span class="tgme_widget_message_from_author">A. Karimov</span>'
    assert read(text("Xabar"), meta=signed).author == "A. Karimov"


def test_the_mark_tells_an_edit_and_not_a_view() -> None:
    one, same, edited = (
        SITE.find(page(post(inside)), NOW).posts[0].found.mark
        for inside in (
            text("Xabar"),
            text("Xabar") + '<span class="tgme_widget_message_views">9K</span>',
            text("Xabar. Yangilandi."),
        )
    )
    assert one == same != edited


def test_a_page_leads_to_the_one_before_and_the_first_to_none() -> None:
    asked = SITE.find(page(post(text("a"), 40), post(text("b"), 43)), NOW)
    assert [ask.url for ask in asked.more] == ["https://t.me/s/Kanal?before=40"]
    assert [one.found.url[-2:] for one in asked.posts] == ["43", "40"]
    assert not SITE.find(page(post(text("a"), 1)), NOW).more


def test_an_empty_page_is_the_end_and_no_preview_is_a_problem() -> None:
    assert not SITE.find(page('<div class="tme_no_messages_found">No posts found</div>'), NOW).posts
    with pytest.raises(ValueError, match="private, renamed or gone"):
        SITE.find(page("<p>Preview channel</p>"), NOW)


@pytest.mark.parametrize(
    "url",
    [
        "https://t.me/s/Kanal/85", "http://t.me/kanal/85?single", "https://t.iss.one/s/Kanal/85",
        "https://telegram.me/Kanal/85?embed=1", "https://t.me/Kanal/85#x",
    ],
)  # fmt: skip
def test_a_post_has_one_address(url: str) -> None:
    assert SITE.canonical(url) == "https://t.me/Kanal/85"
    assert SITE.is_article(SITE.canonical(url))


def test_another_channels_post_is_not_this_channels() -> None:
    assert not SITE.is_article("https://t.me/boshqa/85")
    assert not SITE.is_article("https://t.me/Kanal")


def test_one_post_is_read_off_any_page_that_shows_it() -> None:
    both = page(post(text("a"), 40), post(text("b"), 43))
    assert SITE.read(both, NOW, "https://t.me/Kanal/43").body == "b"
    assert SITE.read(both, NOW, "https://t.me/Kanal/44").gone


def test_a_long_first_line_gives_its_first_sentence_or_is_cut_at_a_word() -> None:
    assert title_of_post(f"Birinchi gap. {'so‘z ' * 60}") == "Birinchi gap."
    title = title_of_post("uzun " * 60)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("uzun…")
    assert title_of_post("➖➖➖\nSarlavha\nMatn") == "Sarlavha"
