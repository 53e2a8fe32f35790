"""daryo.uz: lists and articles by its API in four languages; pages are drawn by scripts."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.json_api import inside, is_json, items_of, moment_of, reply_of, string
from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from storage.records import DateSource, Found, Reading

API = "https://data.daryo.uz/api/v1/site"
LANGUAGES = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}
PAGE = 50


class DaryoPage(Layout):
    """The markup of 2025; in 2026 the text lies in the script that draws the page."""

    title_at = "h1.post-view-title"
    date_at = "time.post-date"
    body_at = "div.post-content"

    def body(self) -> str:
        """The text of the page, else of the script."""
        drawn = r'"(\\u003[Cc]p[^"\\]*(?:\\.[^"\\]*)*)"'
        inline = re.search(drawn, "" if super().body() else self.page.text)
        return text_of_html(json.loads(f'"{inline[1]}"')) if inline else super().body()

    def published(self) -> datetime | None:
        """ "18 avgust, 22:42": the year stands only in the address."""
        day = re.search(r"/(\d{4}/\d{2}/\d{2})/", self.page.url)
        clock = re.search(r"\b\d{1,2}:\d{2}\b", self.text_at(self.date_at))
        if day is None or self.metadata.published:
            return super().published()
        return self.moment(f"{day[1]} {clock[0] if clock else ''}")


class Daryo(Site):
    """Latin at the root and Cyrillic under /uz/ share a slug; /ru/ and /en/ have their own."""

    layouts = (DaryoPage,)
    article = r"^/(?:(?:uz|ru|en)/)?\d{4}/\d{2}/\d{2}/[^/?]+$"
    version_pattern = r"daryo\.uz/(?:uz/)?(\d{4}/\d{2}/\d{2}/[^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The newest of every language."""
        return [_list(code, 0, "always") for code in LANGUAGES]

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """One page of the API's list; advertisements and drafts are left out."""
        asked = response.request.headers.get("Accept-Language") if response.request else None
        code = asked.decode("ascii") if asked else "oz"
        items = list(items_of(reply_of(response), "data", "slug", "date"))
        found = [
            Found(
                _address(code, item["slug"], published),
                published=published,
                date_source=DateSource.API,
                language=LANGUAGES[code],
                title=string(item, "title"),
            )
            for item in items
            if item.get("category_slug") != "reklama"
            and item.get("status") == "publish"
            and (published := moment_of(item, "date", now))
        ]
        offset = int((re.findall(r"offset=(\d+)", response.url) or ["0"])[0])
        more = [_list(code, offset + PAGE, "new")] if len(items) == PAGE else []
        return Harvest(found, more)

    def ask(self, found: Found) -> Ask:
        """The detail API, by slug, in the language of the address."""
        edition = re.search(r"daryo\.uz/(uz|ru|en)/", found.url)
        code = edition[1] if edition else "oz"
        slug = found.url.rstrip("/").rsplit("/", 1)[1]
        return Ask(f"{API}/news/{slug}", headers=_headers(code), language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API's reply or a page."""
        if not is_json(response):
            return super().read(response, now, url)
        reply = reply_of(response)
        post = inside(reply, "data") or reply
        return Reading(
            title=string(post, "title"),
            body=text_of_html(string(post, "content")),
            section=string(post, "category"),
            published=moment_of(post, "date", now),
            date_source=DateSource.API,
            is_article=bool(post.get("title")),
        )

    def canonical(self, url: str) -> str:
        """Cyrillic was under /k/ before it was under /uz/."""
        return re.sub(r"(daryo\.uz)/k/", r"\1/uz/", url)


def _address(code: str, slug: str, published: datetime) -> str:
    edition = "" if code == "oz" else f"/{code}"
    dated = "" if "/" in slug else f"{published:%Y/%m/%d}/"
    return f"https://daryo.uz{edition}/{dated}{slug}"


def _list(code: str, offset: int, when: Literal["always", "new"]) -> Ask:
    url = f"{API}/news-latest/list?limit={PAGE}&offset={offset}&order=date%2Bdesc"
    return Ask(url, headers=_headers(code), language=LANGUAGES[code], when=when)


def _headers(code: str) -> dict[str, str]:
    site = {"Origin": "https://daryo.uz", "Referer": "https://daryo.uz/"}
    return {"Accept": "application/json", "Accept-Language": code, **site}
