"""uznews.uz: found by its feed, read by its API; the path does not tell the language."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest
from spiders.feed import Feed
from storage.records import DateSource, Found, Reading
from text.dates import read_date

FEEDS = ("https://www.uznews.uz/rss", "https://uznews.uz/uz/rss")
API = "https://api.uznews.uz/api/v1/posts"


class UznewsPage(Layout):
    """The page as a browser shows it."""

    title_at = "h1.section-header-title"
    date_at = "span.section-header-date"
    body_at = "div.content"


class Uznews(Feed):
    """A numeric id; the text is a list of blocks (EditorJS)."""

    layouts = (UznewsPage,)
    article = r"/(?:posts|news)/\d+$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """Both feeds."""
        return [Ask(url, optional=url.endswith("/uz/rss")) for url in FEEDS]

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The entries of a feed."""
        return super().find(response, now)

    def ask(self, found: Found) -> Ask:
        """The API, by number."""
        return Ask(f"{API}/{found.url.rsplit('/', 1)[1]}", language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API reply or a page."""
        if not response.text.lstrip().startswith("{"):
            return super().read(response, now, url)
        post = ((response.json().get("result") or {}).get("post")) or {}
        if not post.get("title"):
            return Reading(is_article=False)
        return Reading(
            title=post["title"],
            body=_blocks(post.get("description") or ""),
            published=read_date(post["created_at"], now).at,
            date_source=DateSource.API,
        )


def _blocks(description: str) -> str:
    if not re.match(r"\s*\{", description):
        return text_of_html(description)
    blocks = json.loads(description).get("blocks") or []
    texts = (text_of_html(str((block.get("data") or {}).get("text") or "")) for block in blocks)
    return "\n\n".join(text for text in texts if text)
