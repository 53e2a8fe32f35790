"""Answers of the Graph API, invented in its shape."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from scrapy.http import TextResponse

from spiders.base.graph_api import TOKEN_VARIABLE, usage_of
from spiders.facebook import Facebook
from storage.outlets import Outlet
from storage.records import Found, Outcome
from tests.spiders.pages import NOW

TOKEN = "EAAsynthetic|S3cret"
SITE = Facebook(
    Outlet(id="facebook.sahifa", name="-", url="https://www.facebook.com/sahifa.uz",
           channel_id="777", hosts=("graph.facebook.com",), languages=("uz-Latn",),
           read="facebook")
)  # fmt: skip
LIST = "https://graph.facebook.com/v25.0/777/posts?limit=50"


def post(number: int = 5, **more: Any) -> dict[str, Any]:
    return {"id": f"777_{number}", "created_time": "2026-10-30T20:30:00+0000",
            "message": "Reyd o‘tkazildi\n\nIIBB xabari."} | more  # fmt: skip


def reply(said: Any, status: int = 200, headers: dict[str, str] | None = None) -> TextResponse:
    return TextResponse(
        LIST, status=status, body=json.dumps(said).encode(), encoding="utf-8", headers=headers
    )


def error(code: int, subcode: int = 0, **more: Any) -> TextResponse:
    said = {"code": code, "error_subcode": subcode, "message": f"bad token {TOKEN}"}
    return reply({"error": said}, 400, **more)


def test_a_post_is_its_message_its_first_line_the_title() -> None:
    one = SITE.find(reply({"data": [post()]}), NOW).posts[0]
    assert (one.reading.title, one.reading.body) == (
        "Reyd o‘tkazildi", "Reyd o‘tkazildi\n\nIIBB xabari."
    )  # fmt: skip
    assert one.reading.published == datetime(2026, 10, 30, 20, 30, tzinfo=UTC)
    assert one.found.url == "https://www.facebook.com/777/posts/5"


def test_what_it_shares_is_not_its_text_and_without_words_it_is_no_article() -> None:
    shared = {"data": [{"title": "IIV", "unshimmed_url": "https://kun.uz/a"}]}
    for message in (None, "", "👍 🔥"):
        said = reply({"data": [post(message=message, story="IIV shared", attachments=shared)]})
        assert not SITE.find(said, NOW).posts[0].reading.is_article
    assert "IIV" not in SITE.find(
        reply({"data": [post(message="Xabar", attachments=shared)]}), NOW
    ).posts[0].reading.body  # fmt: skip


def test_an_edit_changes_the_mark_and_a_comment_does_not() -> None:
    marks = [
        SITE.find(reply({"data": [one]}), NOW).posts[0].found.mark
        for one in (post(), post(updated_time="2026-10-31T09:00:00+0000"), post(message="Yangi"))
    ]
    assert marks[0] == marks[1] != marks[2]


def test_a_hidden_post_is_gone() -> None:
    reading = SITE.find(reply({"data": [post(is_hidden=True)]}), NOW).posts[0].reading
    assert reading.gone
    assert not reading.is_article


def test_the_next_page_is_asked_for_by_its_cursor_and_never_by_the_apis_address() -> None:
    paging = {"cursors": {"after": "Q1&x"}, "next": f"https://evil.example/?access_token={TOKEN}"}
    harvest = SITE.find(reply({"data": [post()], "paging": paging}), NOW)
    (ask,) = harvest.more
    assert ask.url.startswith("https://graph.facebook.com/v25.0/777/posts?")
    assert ask.url.endswith("&after=Q1%26x")
    assert TOKEN not in ask.url
    assert not harvest.thinned
    assert SITE.find(reply({"data": [], "paging": paging}), NOW).thinned
    last = {"cursors": {"after": "Q1"}}
    assert not SITE.find(reply({"data": [post()], "paging": last}), NOW).more


def test_days_that_are_over_are_asked_for_up_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YORITISH_NOW", NOW.isoformat())
    (newest,) = SITE.listings(date(2026, 10, 30), date(2026, 10, 31))
    assert "until" not in newest.url
    (back,) = SITE.listings(date(2026, 10, 1), date(2026, 10, 2))
    end = int(datetime(2026, 10, 2, 19, tzinfo=UTC).timestamp())
    assert f"until={end}" in back.url
    asked = reply({"data": [post()], "paging": {"cursors": {"after": "Q"}, "next": "x"}})
    assert f"until={end}" in SITE.find(asked.replace(url=back.url), NOW).more[0].url


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (190, "expired or was withdrawn"), (102, TOKEN_VARIABLE), (4, "limit of calls"),
        (17, "limit of calls"), (32, "limit of calls"), (613, "limit of calls"),
        (80001, "limit of calls"), (10, "pages_read_engagement"), (200, "administers"),
        (100, "no such page"), (803, "channel_id"), (1, "passing fault"), (99999, "code 99999"),
    ],
)  # fmt: skip
def test_every_error_is_told_with_its_cure_and_without_the_token(code: int, said: str) -> None:
    why = SITE.explained(error(code))
    assert said in why
    assert TOKEN not in why
    with pytest.raises(ValueError, match="Graph API") as raised:
        SITE.find(error(code), NOW)
    assert TOKEN not in str(raised.value)


def test_a_limit_says_when_calls_are_free_again() -> None:
    limit = {"1": [{"type": "pages", "estimated_time_to_regain_access": 17, "call_count": 100}]}
    said = error(32, headers={"X-Business-Use-Case-Usage": json.dumps(limit)})
    assert "in 17 minutes" in SITE.explained(said)
    assert usage_of(said).percent == 100


@pytest.mark.parametrize("header", ["", "[", "[]", '"x"', '{"call_count":"many"}', "[" * 9000])
def test_a_usage_header_that_cannot_be_read_limits_nothing(header: str) -> None:
    assert usage_of(reply({}, headers={"X-App-Usage": header})).percent == 0


def test_only_a_post_that_does_not_exist_is_gone() -> None:
    assert SITE.refused(error(100, 33)) is Outcome.GONE
    assert SITE.refused(error(190, 463)) is Outcome.FETCH_FAILED
    page = TextResponse(LIST, status=404, body=b"<h1>Not found", encoding="utf-8")
    assert SITE.refused(page) is Outcome.FETCH_FAILED
    assert SITE.explained(page) == "HTTP 404 and no error of the Graph API"


def test_the_token_goes_to_the_api_alone_and_is_kept_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    assert SITE.lacks() == ""
    assert SITE.credentials(LIST) == {"Authorization": f"Bearer {TOKEN}"}
    for other in (
        "https://www.facebook.com/777", "http://graph.facebook.com/777",
        "https://graph.facebook.com.evil.example/", "https://graph.facebook.com@evil.example/",
    ):  # fmt: skip
        assert SITE.credentials(other) == {}
    told = f'{{"next":"https:\\/\\/g\\/?access_token=EAAother%7CS3cret&after=Q","t":"{TOKEN}"}}'
    kept = SITE.without_secrets(told.encode())
    assert b"S3cret" not in kept
    assert b"after=Q" in kept


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "тил"])
def test_no_token_or_none_that_can_be_one_is_said(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    assert TOKEN_VARIABLE in SITE.lacks()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/sahifa.uz/posts/85", "http://m.facebook.com/Sahifa.uz/posts/85?x",
        "https://facebook.com/777/posts/bir-nima/85/", "https://www.facebook.com/777_85",
        "https://m.facebook.com/story.php?story_fbid=85&id=777&ref=a",
        "https://www.facebook.com/permalink.php?id=777&story_fbid=85",
    ],
)  # fmt: skip
def test_a_post_has_one_address(url: str) -> None:
    assert SITE.canonical(url) == "https://www.facebook.com/777/posts/85"
    assert SITE.is_article(SITE.canonical(url))


def test_another_pages_post_is_not_this_pages() -> None:
    assert not SITE.is_article("https://www.facebook.com/888/posts/85")
    assert SITE.canonical("https://www.facebook.com/x/posts/pfbid0abc").endswith("pfbid0abc")


def test_one_post_is_read_alone_and_off_any_page_that_shows_it() -> None:
    url = "https://www.facebook.com/777/posts/6"
    assert SITE.ask(Found(url)).url.startswith("https://graph.facebook.com/v25.0/777_6?fields=")
    assert SITE.read(reply(post(6, message="b")), NOW, url).body == "b"
    assert SITE.read(reply({"data": [post(5), post(6, message="b")]}), NOW, url).body == "b"
    assert SITE.read(reply({"data": [post(5)]}), NOW, url).gone


@pytest.mark.parametrize("said", [[], {}, {"data": 1}, {"data": [{"id": "x"}]}, {"data": [[]]}])
def test_anything_else_is_a_problem(said: Any) -> None:
    with pytest.raises(ValueError, match=r"id|list|object"):
        SITE.find(reply(said), NOW)
