"""uznews.uz: found by its feeds, read by its API; the path does not tell the language."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.json_api import inside, is_json, moment_of, reply_of, string
from spiders.base.layout import Layout
from spiders.base.site import Ask
from spiders.feed import Feed
from storage.records import DateSource, Found, Reading

API = "https://api.uznews.uz/api/v1/posts"


class UznewsPage(Layout):
    """The page as a browser shows it; Russian words in the date of an Uzbek text, too."""

    title_at = "h1.section-header-title"
    date_at = "span.section-header-date"
    body_at = "div.content"


class Uznews(Feed):
    """One number, one text, whatever language the path names; the text is a list of blocks."""

    layouts = (UznewsPage,)
    article = r"/(?:posts|news)/\d+$"
    version_pattern = r"/(?:posts|news)/(\d+)$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:
        """The feeds; the Uzbek one is not always there."""
        for feed in super().listings(since, until):
            yield Ask(feed.url, language=feed.language, optional="/uz/" in feed.url)

    def ask(self, found: Found) -> Ask:
        """The API, by number."""
        return Ask(f"{API}/{found.url.rsplit('/', 1)[1]}", language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API's reply or a page."""
        if not is_json(response):
            return super().read(response, now, url)
        post = inside(reply_of(response), "result", "post")
        return Reading(
            title=string(post, "title"),
            body=_blocks(string(post, "description")),
            published=moment_of(post, "created_at", now),
            date_source=DateSource.API,
            is_article=bool(post.get("title")),
        )

    def canonical(self, url: str) -> str:
        """/news/ID leads to /ru/news/ID; /uz/ and the older /posts/ID show the same text."""
        return re.sub(
            r"^https?://(?:www\.)?uznews\.uz/(?:(?:uz|ru)/)?(?:posts|news)/(\d+)/?$",
            r"https://www.uznews.uz/ru/news/\1", url,
        )  # fmt: skip


def _blocks(description: str) -> str:
    """EditorJS: texts of paragraphs, headings and quotes; items of lists."""
    if not description.startswith("{"):
        return text_of_html(description)
    texts: list[str] = []
    for block in json.loads(description).get("blocks") or []:
        data = block.get("data") or {}
        items = data.get("items") or []
        said = [data.get("text"), *(x.get("content") if isinstance(x, dict) else x for x in items)]
        texts += [text_of_html(one) for one in said if isinstance(one, str)]
    return "\n\n".join(text for text in texts if text)
