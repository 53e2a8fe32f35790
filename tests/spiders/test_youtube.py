"""A channel's feed and a video's page, invented in YouTube's markup."""

import json
from html import escape

import pytest
from scrapy.http import HtmlResponse, TextResponse

from spiders.youtube import FEED
from storage.records import Found
from tests.spiders.pages import NOW, REGISTRY, site, tashkent, utc

SITE = site("youtube.uza")
AT = "2026-10-30T20:30:00+00:00"
CHANNEL = REGISTRY["youtube.uza"].channel_id


def entry(
    title: str, number: int = 1, about: str = "", at: str = "2026-10-30T20:30:00+00:00"
) -> str:
    return (
        f"<entry><yt:videoId>{number:011}</yt:videoId><title>{escape(title)}</title>"
        f'<link rel="alternate" href="https://www.youtube.com/shorts/{number:011}"/>'
        f"<published>{at}</published><updated>{at}</updated><media:group><media:title>x"
        f"</media:title><media:description>{escape(about)}</media:description></media:group></entry>"
    )


def feed(*entries: str) -> TextResponse:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
        f'xmlns:media="http://search.yahoo.com/mrss/">{"".join(entries)}</feed>'
    )
    return TextResponse(f"{FEED}{CHANNEL}", body=body.encode(), encoding="utf-8")


def watch(player: object) -> HtmlResponse:
    html = f"<script>var ytInitialPlayerResponse = {json.dumps(player)};var a = 1;</script>"
    return HtmlResponse("https://www.youtube.com/watch?v=x", body=html.encode(), encoding="utf-8")


def test_a_video_is_its_title_and_description() -> None:
    (post,) = SITE.find(feed(entry("IIV <brifingi>", about="Birinchi.\n\n\nIkkinchi.")), NOW).posts
    assert post.found.url == "https://www.youtube.com/watch?v=00000000001"
    assert (post.reading.title, post.reading.body) == ("IIV <brifingi>", "Birinchi.\n\nIkkinchi.")
    assert utc(post.reading.published) == utc(tashkent(31, 1, 30))


def test_a_video_without_a_description_is_its_title() -> None:
    assert SITE.find(feed(entry("Reyd")), NOW).posts[0].reading.body == "Reyd"


def test_a_full_feed_goes_back_to_its_oldest_and_a_short_one_holds_all() -> None:
    full = [entry("a", n, at=f"2026-10-{n:02}T10:00:00+00:00") for n in range(1, 16)]
    assert utc(SITE.find(feed(*full), NOW).reach) == utc(tashkent(1, 15))
    assert SITE.find(feed(*full[1:]), NOW).reach is None
    assert SITE.find(feed(), NOW).posts == []


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("AXBOROT 24 | IIV reydi", "tv.uzbekistan24"), ("«Ахборот 24» дастури", "tv.uzbekistan24"),
        ("Yangiliklar 24 – 31.10.2026", "tv.uzbekistan24"), ("Янгиликлар 24", "tv.uzbekistan24"),
        ("Markaziy studiya: mehmon", "tv.biz"), ("МАРКАЗИЙ СТУДИЯ", "tv.biz"),
        ("HUDUD – MY5 TV", "tv.my5"), ("MY 5. Ҳудуд", "tv.my5"),
        ("Zamon | Sevimli TV", "tv.sevimli"), ("Замон. Севимли", "tv.sevimli"),
        ("Bu kun | Zo‘r TV", "tv.zortv"), ("Бу кун – Зўр ТВ", "tv.zortv"),
        ("Bu kun | Zör TV", "tv.zortv"), ("Bu kun | Zo'r TV", "tv.zortv"),
        ("Diyor (Mahalla)", "tv.mahalla"), ("Диёр | Маҳалла", "tv.mahalla"),
        ("Bu kun tarixda", ""), ("Zamon va makon", ""), ("Hududlarda tadbir, MY5", ""),
        ("Diyorimiz | Mahalla", ""), ("Axborot 240", ""), ("Axborot xizmati", ""),
    ],
)  # fmt: skip
def test_videos_of_programmes_are_items_of_their_broadcaster(title: str, outlet: str) -> None:
    assert SITE.find(feed(entry(title)), NOW).posts[0].medium == outlet
    if outlet:
        assert REGISTRY[outlet].channel == "television"


def test_views_are_no_edit() -> None:
    one, same, other = (
        SITE.find(feed(entry("Reyd", about=about) + more), NOW).posts[0].found.mark
        for about, more in (("a", ""), ("a", entry("b", 2)), ("b", ""))
    )
    assert one == same != other


@pytest.mark.parametrize(
    "url",
    [
        "https://youtu.be/aB3_dE-gH1k?si=x", "https://www.youtube.com/watch?v=aB3_dE-gH1k&t=9s",
        "http://m.youtube.com/watch?app=desktop&v=aB3_dE-gH1k", "https://youtube.com/live/aB3_dE-gH1k",
        "https://www.youtube.com/shorts/aB3_dE-gH1k", "https://www.youtube.com/embed/aB3_dE-gH1k",
        "https://www.youtube-nocookie.com/embed/aB3_dE-gH1k#x",
    ],
)  # fmt: skip
def test_a_video_has_one_address(url: str) -> None:
    assert SITE.canonical(url) == "https://www.youtube.com/watch?v=aB3_dE-gH1k"
    assert SITE.is_article(SITE.canonical(url))


@pytest.mark.parametrize(
    "url",
    ["https://www.youtube.com/@iivuz", "https://evil.uz/watch?v=aB3_dE-gH1k", "https://[",
     "https://www.youtube.com/playlist?list=x", "https://youtu.be/"],
)  # fmt: skip
def test_other_addresses_are_no_videos(url: str) -> None:
    assert SITE.canonical(url) == url
    assert not SITE.is_article(url)


def test_one_video_is_read_off_the_feed_and_off_its_page() -> None:
    url = "https://www.youtube.com/watch?v=00000000002"
    shown = feed(entry("a"), entry("b", 2, about="Matn"))
    assert SITE.read(shown, NOW, url).body == "Matn"
    assert SITE.read(feed(entry("a")), NOW, url).gone
    assert SITE.ask(Found(url)).url == url
    page = watch({
        "playabilityStatus": {"status": "OK"},
        "videoDetails": {"title": "b", "shortDescription": "Matn"},
    })  # fmt: skip
    read, off_feed = SITE.read(page, NOW, url), SITE.read(shown, NOW, url)
    assert (read.title, read.body) == (off_feed.title, off_feed.body)


def test_a_page_that_plays_nothing_says_why() -> None:
    def of(status: str, reason: str) -> object:
        return SITE.read(watch({"playabilityStatus": {"status": status, "reason": reason}}), NOW)

    assert of("ERROR", "Video unavailable").gone  # type: ignore[attr-defined]
    assert of("LOGIN_REQUIRED", "Private video").gone  # type: ignore[attr-defined]
    assert of("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot").blocked  # type: ignore[attr-defined]
    for body in (b"<p>consent", b"ytInitialPlayerResponse = {", b"ytInitialPlayerResponse = {[}"):
        with pytest.raises(ValueError, match="does not say"):
            SITE.read(HtmlResponse("https://www.youtube.com/watch?v=x", body=body), NOW)


@pytest.mark.parametrize("body", [b"", b"<html><p>no</p></html>", b"<rss/>"])
def test_anything_but_a_feed_is_a_problem(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"XML|feed"):
        SITE.find(TextResponse(f"{FEED}{CHANNEL}", body=body, encoding="utf-8"), NOW)


def test_only_the_feed_is_asked_for_whatever_robots_txt_says() -> None:
    assert not SITE.obeys_robots(f"{FEED}{CHANNEL}")
    assert SITE.obeys_robots("https://www.youtube.com/watch?v=00000000002")
