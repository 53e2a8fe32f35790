"""Facebook pages that the office administers, by the Graph API; any other page by import.

Paging, limits, errors and how to get a token: docs/social.md.
"""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy.http import Response, TextResponse

from spiders.base import graph_api
from spiders.base.graph_api import MISSING, TOKEN_VARIABLE, error_of
from spiders.base.json_api import Item, UnexpectedAnswer, inside, items_of, reply_of, string
from spiders.base.posts import mark_of, paragraphs_of, title_of_post
from spiders.base.site import Ask, Harvest, Post, Site
from storage.outlets import Outlet
from storage.records import DateSource, Found, Outcome, Reading
from text.clock import day_start, tashkent_day
from text.clock import now as present

GRAPH = "https://graph.facebook.com"
VERSION = "v25.0"
FIELDS = (
    "id,message,story,created_time,updated_time,is_hidden,permalink_url,"
    "attachments{media_type,title,unshimmed_url}"
)
"""What is asked of a post: only its message is its text, the rest is evidence in the capture."""

A_PAGE = 50
"""Posts asked for at once; the API allows 100, and answers less reliably."""

LONGEST_CURSOR = 1000
_TOKEN = re.compile(r"[\x21-\x7e]{1,2000}")
_IN_ADDRESSES = re.compile(rb"""(access_token(?:=|%3D|\\u003d))[^"'&\\\s]+""", re.IGNORECASE)
_HOST = r"https?://(?:(?:www|m|web|mbasic|l)\.)?(?:facebook|fb)\.com"


class Facebook(Site):
    """One page; its name is the path of the outlet's address, ``channel_id`` its number."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self.page = urlsplit(outlet.url).path.strip("/")

    # -- the token -----------------------------------------------------------------------------

    def obeys_robots(self, url: str) -> bool:  # noqa: ARG002
        """The API is for those whom it gave a token; its robots.txt speaks to search engines."""
        return False

    def lacks(self) -> str:
        """The token, where the office gave none."""
        token = os.environ.get(TOKEN_VARIABLE, "")
        if not token:
            return (
                f"no token for Facebook: set {TOKEN_VARIABLE} to that of the page (docs/social.md),"
                " or bring its posts by `yoritish import`"
            )
        if not _TOKEN.fullmatch(token):
            return f"{TOKEN_VARIABLE} holds blanks or letters that no token has: copy it again"
        return ""

    def credentials(self, url: str) -> Mapping[str, str]:
        """The token in a header, for the API alone."""
        if not url.startswith(f"{GRAPH}/"):
            return {}
        return {"Authorization": f"Bearer {os.environ.get(TOKEN_VARIABLE, '')}"}

    def without_secrets(self, body: bytes) -> bytes:
        """An answer without the token, which the API writes into the addresses of further pages."""
        body = _IN_ADDRESSES.sub(rb"\1hidden", body)
        token = os.environ.get(TOKEN_VARIABLE, "").encode()
        return body.replace(token, b"hidden") if token else body

    # -- lists ---------------------------------------------------------------------------------

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The newest posts, or those up to a day that is over; the visit pages back from there."""
        end = day_start(until + timedelta(days=1))
        over = until < tashkent_day(present())
        return [self._list({"until": str(int(end.timestamp()))} if over else {})]

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """The posts of a page of the list, and the page before it, by its cursor.

        The API's own address of the next page is not followed: the token stands in it.

        Raises:
            ValueError: the API answered an error, or something else than posts.
        """
        if error_of(response) is not None:
            raise ValueError(self.explained(response))
        reply = reply_of(response)
        posts = [self._post(item) for item in items_of(reply, "data", "id")]
        paging = inside(reply, "paging")
        after = string(inside(paging, "cursors"), "after")
        if not after or not string(paging, "next"):
            return Harvest(posts=posts)
        if len(after) > LONGEST_CURSOR:
            raise UnexpectedAnswer(f"a cursor of {len(after)} characters")
        asked = parse_qs(urlsplit(response.url).query)
        kept = {"until": asked["until"][0]} if "until" in asked else {}
        more = self._list(kept | {"after": after}, when="new")
        # what the token may not see is left out: a page without posts is not the last
        return Harvest(posts=posts, more=[more], thinned=not posts)

    def explained(self, response: Response) -> str:
        """Why the API refused, with the cure."""
        return graph_api.explained(response)

    def _list(self, more: Mapping[str, str], when: Literal["always", "new"] = "always") -> Ask:
        query = urlencode({"fields": FIELDS, "limit": str(A_PAGE), **more})
        node = self.outlet.channel_id or self.page
        return Ask(f"{GRAPH}/{VERSION}/{node}/posts?{query}", when=when)

    # -- posts ---------------------------------------------------------------------------------

    def ask(self, found: Found) -> Ask:
        """A single post, for those that are looked at again."""
        page, _, number = self.canonical(found.url).removeprefix(
            "https://www.facebook.com/"
        ).partition("/posts/")  # fmt: skip
        query = urlencode({"fields": FIELDS})
        return Ask(f"{GRAPH}/{VERSION}/{page}_{number}?{query}")

    def refused(self, response: Response) -> Outcome | None:
        """A post is gone only when the API says that it does not exist."""
        return Outcome.GONE if error_of(response) == MISSING else Outcome.FETCH_FAILED

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:  # noqa: ARG002
        """One post, alone or off any page of the list that shows it."""
        reply = reply_of(response)
        wanted = self.canonical(url or response.url).rstrip("/").rsplit("/", 1)[1]
        items = items_of(reply, "data", "id") if "data" in reply else iter([reply])
        for item in items:
            if _number(item)[1] == wanted:
                return _reading(item)
        return Reading(gone=True)

    def is_article(self, url: str) -> bool:
        """https://www.facebook.com/PAGE/posts/NUMBER, of this page."""
        post = re.fullmatch(r"https://www\.facebook\.com/([^/]+)/posts/\d+", url)
        return post is not None and self._is_own(post[1])

    def canonical(self, url: str) -> str:
        """One address for a post, by the page's number: names change, and old ones lead on.

        An address of letters ("pfbid…") stays as it is: which post it is only Facebook knows.
        """
        named = re.match(rf"{_HOST}/(?:pg/)?([^/?#]+)/posts/(?:[^/?#]+/)?(\d+)/?(?:[?#].*)?$", url)
        joined = re.match(rf"{_HOST}/(\d+)_(\d+)/?(?:[?#].*)?$", url)
        if post := named or joined:
            return self._address(post[1], post[2])
        if re.match(rf"{_HOST}/(?:permalink|story)\.php\?", url):
            query = parse_qs(urlsplit(url).query)
            page, number = query.get("id", [""])[0], query.get("story_fbid", [""])[0]
            if page.isdecimal() and number.isdecimal():
                return self._address(page, number)
        return url

    def _address(self, page: str, number: str) -> str:
        if self.outlet.channel_id and page.lower() == self.page.lower():
            page = self.outlet.channel_id
        return f"https://www.facebook.com/{page}/posts/{number}"

    def _is_own(self, page: str) -> bool:
        number = self.outlet.channel_id
        same = page.isdecimal() if not number else page == number
        return same or page.lower() == self.page.lower()

    def _post(self, item: Item) -> Post:
        page, number = _number(item)
        reading = _reading(item)
        found = Found(
            self._address(page or self.outlet.channel_id or self.page, number),
            published=reading.published, date_source=reading.date_source, title=reading.title,
            mark=mark_of(reading),
        )  # fmt: skip
        return Post(found, reading)


def _number(item: Item) -> tuple[str, str]:
    """The numbers of page and post.

    Raises:
        UnexpectedAnswer: the id is no such pair.
    """
    said = re.fullmatch(r"(?:(\d{1,30})_)?(\d{1,30})", string(item, "id"))
    if said is None:
        raise UnexpectedAnswer(f"{string(item, 'id')[:60]!r} is no id of a post")
    return said[1] or "", said[2]


def _reading(item: Item) -> Reading:
    """A post. What it shares is not its text; without words of its own it is no publication.

    ``updated_time`` is not taken for an edit: comments change it too.
    """
    published = _moment(item)
    body = paragraphs_of(string(item, "message"))
    hidden = item.get("is_hidden") is True
    if not body or hidden:
        return Reading(
            is_article=False, gone=hidden, published=published, date_source=DateSource.API
        )
    return Reading(
        title=title_of_post(body), body=body, published=published, date_source=DateSource.API
    )


def _moment(item: Item) -> datetime | None:
    try:
        at = datetime.fromisoformat(string(item, "created_time"))
    except ValueError:
        # a post without a readable time is dated by when it was first seen
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
