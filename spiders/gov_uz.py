"""gov.uz/…/iiv: the ministry's page on the government portal, by its JSON API."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.json_api import (
    Item,
    inside,
    is_json,
    items_of,
    moment_of,
    reply_of,
    string,
    whole_number,
)
from spiders.base.site import Ask, Harvest, Site
from spiders.base.streamed import streamed_objects
from spiders.base.whole_page import WholePage
from storage.records import DateSource, Found, Reading

API = "https://api-portal.gov.uz/authorities/news"
LANGUAGES = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}


class PortalPage(WholePage):
    """A page's article lies in its stream; "2025-05-16 14:50:00 / News" stands under the title."""

    date_at = "h1 ~ h3, h3"

    def reading(self) -> Reading:
        """The article in the stream, else what a browser would show."""
        for post in streamed_objects(self.page, "data"):
            if post.get("title") and "body" in post:
                return _reading(post, self.now, DateSource.PAGE)
        return super().reading()


class GovUz(Site):
    """One numeric id in all four languages; the portal's ids are shared by all authorities."""

    layouts = (PortalPage,)
    article = r"^/(?:oz|uz|ru|en)/iiv/news/view/\d+$"
    version_pattern = r"/iiv/news/view/(\d+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The first page of the ministry's news in every language."""
        return [_page(code, 1, "always") for code in LANGUAGES]

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """One page of the API's list."""
        reply = reply_of(response)
        asked = response.request.headers.get("language") if response.request else None
        code = asked.decode("ascii") if asked else "oz"
        found = [
            Found(
                f"https://gov.uz/{code}/iiv/news/view/{item['id']}",
                published=moment_of(item, "date", now),
                date_source=DateSource.API,
                language=LANGUAGES[code],
                title=string(item, "title"),
                lead=string(item, "anons"),
            )
            for item in items_of(reply, "data", "id", "title")
        ]
        page, pages = whole_number(reply, "current_page", 1), whole_number(reply, "total_page", 1)
        return Harvest(found, [_page(code, page + 1, "new")] if page < pages else [])

    def ask(self, found: Found) -> Ask:
        """The detail API; the publication's address stays the page's."""
        code, number = re.findall(r"uz/(\w\w)/iiv/news/view/(\d+)", found.url)[0]
        return Ask(f"{API}/view?id={number}", headers=_headers(code), language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API's reply, or the page where only that could be had."""
        if is_json(response):
            return _reading(inside(reply_of(response), "data"), now, DateSource.API)
        return super().read(response, now, url)


def _page(code: str, number: int, when: Literal["always", "new"]) -> Ask:
    url = f"{API}/category?code_name=news&page={number}"
    return Ask(url, headers=_headers(code), language=LANGUAGES[code], when=when)


def _headers(code: str) -> dict[str, str]:
    return {"code": "iiv", "language": code, "Accept": "application/json"}


def _reading(post: Item, now: datetime, source: DateSource) -> Reading:
    return Reading(
        title=string(post, "title"),
        lead=string(post, "anons"),
        body=text_of_html(string(post, "body")) or string(post, "anons"),
        section=string(post, "category_title"),
        published=moment_of(post, "date", now),
        modified=moment_of(post, "updated_date", now),
        date_source=source,
        is_article=bool(post.get("title")),
    )
