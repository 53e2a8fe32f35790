"""Public Telegram channels by their web preview, t.me/s/NAME: no account is needed.

Markup and paging: docs/social.md. A page shows some twenty posts whole, the newest last.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from parsel import Selector
from scrapy.http import TextResponse

from spiders.base.fragments import text_of
from spiders.base.posts import mark_of, title_of_post
from spiders.base.site import Ask, Harvest, Post, Site
from storage.outlets import Outlet
from storage.records import DateSource, Found, Reading

POST = "div.tgme_widget_message[data-post]"
TEXT = ".tgme_widget_message_text.js-message_text"
QUOTED = ("a.tgme_widget_message_reply", ".tgme_widget_message_link_preview")
"""What stands in a post without being its text: the post it answers, the page it leads to."""

POLL = ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text"
TIME = "a.tgme_widget_message_date time[datetime]"
FORWARDED = ".tgme_widget_message_forwarded_from_name"
SIGNED = ".tgme_widget_message_from_author"
EMPTY = ".tme_no_messages_found"


class Telegram(Site):
    """One channel; its name is the path of the outlet's address."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self.channel = outlet.url.rstrip("/").rsplit("/", 1)[1]

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The newest posts; the visit pages back as far as it needs to."""
        return [Ask(f"https://t.me/s/{self.channel}")]

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """The posts of a page, newest first, and the page before it.

        Raises:
            ValueError: the channel is private, gone, or shows no preview.
        """
        blocks = response.css(POST)
        if not blocks:
            if response.css(EMPTY):
                return Harvest()
            raise ValueError(f"t.me/{self.channel} shows no posts: private, renamed or gone")
        posts = [post for block in reversed(blocks) if (post := self._post(block))]
        numbers = [int(n) for block in blocks if (n := _number(block))]
        lowest = min(numbers, default=1)
        more = f"https://t.me/s/{self.channel}?before={lowest}"
        return Harvest(posts=posts, more=[Ask(more, when="new")] if lowest > 1 else ())

    def ask(self, found: Found) -> Ask:
        """A single post, as other sites embed it."""
        return Ask(f"{found.url}?embed=1")

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:  # noqa: ARG002
        """One post, off its own page or off any page of the channel that shows it."""
        wanted = self.canonical(url or response.url).rstrip("/").rsplit("/", 1)[1]
        for block in response.css(POST):
            if _number(block) == wanted:
                return _reading(block)
        return Reading(gone=True)

    def is_article(self, url: str) -> bool:
        """https://t.me/NAME/ID, of this channel."""
        pattern = rf"https://t\.me/{re.escape(self.channel)}/\d+"
        return re.fullmatch(pattern, url, re.IGNORECASE) is not None

    def canonical(self, url: str) -> str:
        """One address for a post, whether of the preview, a mirror or one photo of its album."""
        post = re.match(
            r"https?://(?:www\.)?(?:t|telegram)\.(?:me|iss\.one)/(?:s/)?(\w+)/(\d+)(?:[/?#].*)?$",
            url, re.IGNORECASE,
        )  # fmt: skip
        if post is None:
            return url
        own = post[1].lower() == self.channel.lower()
        return f"https://t.me/{self.channel if own else post[1]}/{post[2]}"

    def _post(self, block: Selector) -> Post | None:
        number = _number(block)
        if not number:
            return None
        reading = _reading(block)
        found = Found(
            f"https://t.me/{self.channel}/{number}", published=reading.published,
            date_source=reading.date_source, title=reading.title, mark=mark_of(reading),
        )  # fmt: skip
        return Post(found, reading)


def _number(block: Selector) -> str:
    """A post's number; an album is named by its first."""
    number = re.search(r"/(\d+)", block.attrib.get("data-post", ""))
    return number[1] if number else ""


def _reading(block: Selector) -> Reading:
    """A post; service messages and media without words are no publications."""
    published = _moment(block)
    service = "service_message" in block.attrib.get("class", "").split()
    body = "" if service else "\n\n".join(_texts(block))
    if not body:
        return Reading(is_article=False, published=published, date_source=DateSource.PAGE)
    author = block.css(FORWARDED) or block.css(SIGNED)
    return Reading(
        title=title_of_post(body),
        body=body,
        author=text_of(author[0].root) if author else "",
        published=published,
        date_source=DateSource.PAGE,
    )


def _texts(block: Selector) -> Iterator[str]:
    quoted = {node.root for css in QUOTED for node in block.css(css)}
    for css in (TEXT, POLL):
        for node in block.css(css):
            above = {*node.root.iterancestors()}
            # with media the text stands in two elements of the same classes
            within = any("js-message_text" in one.get("class", "").split() for one in above)
            if within or above & quoted:
                continue
            text = text_of(node.root)
            if re.search(r"[^\W_]", text):
                yield text


def _moment(block: Selector) -> datetime | None:
    said = block.css(TIME)
    try:
        at = datetime.fromisoformat(said[0].attrib["datetime"]) if said else None
    except ValueError:
        # a post without a readable time is dated by when it was first seen
        return None
    if at is None or at.tzinfo is not None:
        return at
    return at.replace(tzinfo=UTC)
