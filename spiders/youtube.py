"""YouTube channels by their feeds; videos of named programmes are items of their broadcaster.

Feeds, addresses and programmes: docs/social.md.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapy.http import Response, TextResponse

from spiders.base.json_api import Item, inside, string
from spiders.base.posts import mark_of, paragraphs_of
from spiders.base.site import Ask, Harvest, Post, Site
from spiders.base.xml_text import UnreadableXML, children, local, parse, text_in
from storage.outlets import Outlet, Programme
from storage.records import DateSource, Found, Reading
from text.folding import fold

FEED = "https://www.youtube.com/feeds/videos.xml?channel_id="
ENTRIES = 15
"""Entries of a feed; it has no second page."""

_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_HOSTS = frozenset(
    {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"}
)
_PLAYER = re.compile(r"ytInitialPlayerResponse\s*=\s*(?=\{)")


class Youtube(Site):
    """One channel, by its ``channel_id``."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self._programmes = [(one, _pattern(one)) for one in outlet.programmes]

    def obeys_robots(self, url: str) -> bool:
        """Not for the feed: it is offered to subscribers' readers, robots.txt speaks of search."""
        return not url.startswith(FEED)

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The channel's feed."""
        return [Ask(f"{FEED}{self.outlet.channel_id}")]

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """The videos of the feed; a full one goes back no further than its oldest.

        Raises:
            ValueError: no feed came.
        """
        readings = list(_entries(response))
        posts = [self._post(video, reading) for video, reading in readings]
        moments = [reading.published for _, reading in readings if reading.published]
        reach = min(moments) if moments and len(readings) >= ENTRIES else None
        return Harvest(posts=posts, reach=reach)

    def explained(self, response: Response) -> str:
        """Why there is no feed."""
        if response.status == 404 and response.url.startswith(FEED):
            return "HTTP 404: no such channel_id, or YouTube's feeds are out of order for a while"
        return super().explained(response)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:  # noqa: ARG002
        """One video, off the feed that shows it or off its own page.

        Raises:
            ValueError: a page that does not say what it plays.
        """
        wanted = _video_of(url or response.url)
        if response.body.lstrip()[:5] == b"<?xml":
            return dict(_entries(response)).get(wanted) or Reading(gone=True)
        return _of_page(response)

    def medium(self, reading: Reading) -> str:
        """The broadcaster whose programme a video is of, by the registry's rules; "" of none."""
        title = fold(reading.title)
        for programme, patterns in self._programmes:
            if all(pattern.search(title) for pattern in patterns):
                return programme.outlet
        return ""

    def is_article(self, url: str) -> bool:
        """https://www.youtube.com/watch?v=ID."""
        return re.fullmatch(r"https://www\.youtube\.com/watch\?v=[\w-]{11}", url) is not None

    def canonical(self, url: str) -> str:
        """One address for a video, whether short, a short, live, embedded or mobile."""
        video = _video_of(url)
        return f"https://www.youtube.com/watch?v={video}" if video else url

    def _post(self, video: str, reading: Reading) -> Post:
        found = Found(
            f"https://www.youtube.com/watch?v={video}", published=reading.published,
            date_source=reading.date_source, title=reading.title, mark=mark_of(reading),
        )  # fmt: skip
        return Post(found, reading, medium=self.medium(reading))


def _pattern(programme: Programme) -> list[re.Pattern[str]]:
    return [re.compile(rf"(?<!\w){re.escape(fold(one))}(?!\w)") for one in programme.title]


def _video_of(url: str) -> str:
    """The id of the video that an address leads to; "" where it leads to none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host not in _HOSTS:
        return ""
    words = parts.path.strip("/").split("/")
    said = parse_qs(parts.query).get("v", [""])[0] if words == ["watch"] else ""
    if host == "youtu.be":
        said = words[0]
    elif len(words) == 2 and words[0] in {"shorts", "live", "embed", "v"}:
        said = words[1]
    return said if _VIDEO.fullmatch(said) else ""


def _entries(response: TextResponse) -> list[tuple[str, Reading]]:
    root = parse(response.body)
    if local(root) != "feed":
        raise UnreadableXML(f"a feed was expected, not <{local(root)}>")
    read = []
    for entry in children(root, "entry"):
        video = text_in(entry, "videoid")
        if not _VIDEO.fullmatch(video):
            raise UnreadableXML(f"{video[:40]!r} is no id of a video")
        group = next(children(entry, "group"), None)
        about = text_in(group, "description") if group is not None else ""
        published = _moment(text_in(entry, "published"))
        read.append((video, _reading(text_in(entry, "title"), about, published)))
    return read


def _of_page(response: TextResponse) -> Reading:
    start = _PLAYER.search(response.text)
    try:
        place = start.end() if start else len(response.text)
        player: Any = json.JSONDecoder().raw_decode(response.text, place)[0]
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{response.url[:200]}: the page does not say what it plays") from error
    state: Item = inside(player, "playabilityStatus")
    status, details = string(state, "status"), inside(player, "videoDetails")
    if status == "LOGIN_REQUIRED" and "private" not in string(state, "reason").lower():
        return Reading(blocked=True)
    if not string(details, "title"):
        return Reading(gone=True)
    return _reading(string(details, "title"), string(details, "shortDescription"), None)


def _reading(title: str, about: str, published: datetime | None) -> Reading:
    """A video; its description is its text, of one without any its title."""
    title = " ".join(title.split())
    return Reading(
        title=title, body=paragraphs_of(about) or title, is_article=bool(title),
        published=published, date_source=DateSource.FEED if published else None,
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        # an entry without a readable time is dated by when it was first seen
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
