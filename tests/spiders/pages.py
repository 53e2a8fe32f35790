"""Pages, answers and sites for the tests of the spiders; every page here is invented."""

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request, TextResponse

from spiders import readers, site_for
from spiders.base.site import Harvest, Site
from storage.outlets import Outlet
from storage.registry import Registry, load_registry
from text.clock import TASHKENT

ROOT = Path(__file__).parents[2]
OUTLETS = ROOT / "crawler" / "outlets"
REGISTRY: Registry = load_registry(OUTLETS, readers())
NOW = datetime(2026, 10, 31, 22, 0, tzinfo=TASHKENT)
"""Instant at which every page here was printed."""


def tashkent(day: int, hour: int = 0, minute: int = 0, month: int = 10) -> datetime:
    """A moment of 2026 in Tashkent."""
    return datetime(2026, month, day, hour, minute, tzinfo=TASHKENT)


def page(html: str | bytes, url: str = "https://example.uz/news/a") -> HtmlResponse:
    """A page as the visit hands it on."""
    body = html.encode() if isinstance(html, str) else html
    return HtmlResponse(url, body=body, encoding="utf-8", request=Request(url))


def answer(
    said: object, url: str = "https://api.example.uz/news", headers: dict[str, str] | None = None
) -> TextResponse:
    """An API's answer: an object as JSON, text or bytes as they are."""
    if isinstance(said, bytes):
        body = said
    else:
        body = (said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)).encode()
    request = Request(url, headers=headers or {})
    return TextResponse(url, body=body, encoding="utf-8", request=request)


def site(outlet_id: str) -> Site:
    """The site of an outlet of the registry."""
    return site_for(REGISTRY[outlet_id])


def generic(read: str, **fields: object) -> Site:
    """A site of an invented outlet, read by a generic reader."""
    entry = {
        "id": "example.uz", "name": "Example", "url": "https://example.uz",
        "languages": ("uz-Latn", "uz-Cyrl", "ru"), "read": read,
    }  # fmt: skip
    return site_for(Outlet.model_validate(entry | fields))


def urls(harvest: Harvest) -> list[str]:
    """The addresses a listing gave."""
    return [one.url for one in harvest.found]


def utc(moment: datetime | None) -> datetime | None:
    """The same instant in UTC: what comparisons fail on is then easy to read."""
    return moment and moment.astimezone(UTC)


_PIECES = [
    "<p>", "</p>", "<div hidden id='S:1'>", "<div id='S:1'><template id='P:1'>", "</div>",
    "<template id='P:1'></template>", '<script>$RS("S:1","P:1")</script>', "<h1>", "</h1>",
    "<article>", "</article>", "<a href='https://['>x</a>", "<a href='//'>", "<a href='?p=2'>y</a>",
    "<a rel='next' href='javascript:0'>", '<meta property="og:title" content="&#0;&amp;amp;">',
    '<script type="application/ld+json">{"@type":["NewsArticle"],"headline":[1],"author":[[]]}'
    "</script>", '<script type="application/ld+json">[[[[[', "<link rel=canonical href='http://['>",
    "<link rel=alternate hreflang=uz href='http://[::'>", "<!--", "-->", "<![CDATA[", "]]>",
    "<time datetime='9999-99-99'>", "31.02.2026", "bugun, 25:61", "12:30", "<br>",
    "<table><tr><td>",
    "\x00", "\ufeff", "\u200b", "\ud83d\ude00", "&#xD800;", "&nbsp;", "<svg>", "<style>",
    "</style>",
    '<script>self.__next_f.push([1,"1:T9,\\"data\\":{\\"title\\":\\"$1\\",\\"body\\":null}"])</script>',
    "<title>", "</title>", "<base href='/x/'>", "Matn. ", "Ўзбекистон ", "<",
]  # fmt: skip

hostile_html = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
)
"""Markup that is broken in the ways pages are, and in some that no page is yet."""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["data", "id", "title", "slug", "date", "content", "body", "blocks", "text", "items",
             "result", "post", "description", "category", "publish_time", "created_at", "status"]
        ), inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip
"""Answers with the right names in the wrong places."""
