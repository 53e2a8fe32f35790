"""daryo.uz: lists by its API in four languages; articles from pages drawn by scripts."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from storage.records import DateSource, Found, Reading
from text.dates import read_date

API = "https://data.daryo.uz/api/v1/site"
LANGUAGES = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}
PAGE = 50


class DaryoPage(Layout):
    """The page of 2025, and the inline script of 2026."""

    title_at = "h1.post-view-title"
    date_at = "time.post-date"
    body_at = "div.post-content"

    def body(self) -> str:
        """The text from the page, else from the script that draws it."""
        shown = super().body()
        inline = re.search(
            r'"(\\u003Cp(?:[^"\\]|\\.)*post-content-p(?:[^"\\]|\\.)*)"', self.page.text
        )
        return shown or (text_of_html(json.loads(f'"{inline[1]}"')) if inline else "")


class Daryo(Site):
    """Latin at the root, /uz/ Cyrillic, /ru/, /en/; slugs of their own but for the alphabets."""

    layouts = (DaryoPage,)
    article = r"^/(?:(?:uz|ru|en)/)?(?:\d{4}/\d{2}/\d{2}/)?[\w%-]+$"
    version_pattern = r"daryo\.uz/(?:uz/)?(\d{4}/\d{2}/\d{2}/[^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The newest of every language."""
        return [_list(code, 0) for code in LANGUAGES]

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """One page of the API's list; advertisements are left out."""
        items = response.json()["data"]
        code = "oz"
        if response.request is not None:
            code = (response.request.headers.get("Accept-Language") or b"oz").decode("ascii")
        prefix = "" if code == "oz" else f"{code}/"
        found = []
        for item in items:
            if item.get("category_slug") == "reklama" or item.get("status") != "publish":
                continue
            published = read_date(item["date"], now).at
            dated = f"{published:%Y/%m/%d}/" if "/" not in item["slug"] else ""
            found.append(
                Found(
                    f"https://daryo.uz/{prefix}{dated}{item['slug']}",
                    published=published,
                    date_source=DateSource.API,
                    language=LANGUAGES[code],
                    title=item.get("title") or "",
                )
            )
        offset = int((re.findall(r"offset=(\d+)", response.url) or ["0"])[0])
        return Harvest(found, [_list(code, offset + PAGE, "new")] if len(items) == PAGE else [])

    def ask(self, found: Found) -> Ask:
        """The detail API, by slug."""
        slug = found.url.rsplit("/", 1)[1]
        code = next((c for c, tag in LANGUAGES.items() if tag == found.language), "oz")
        return Ask(f"{API}/news/{slug}", headers=_headers(code), language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API reply or a page."""
        if not response.text.lstrip().startswith("{"):
            return super().read(response, now, url)
        reply = response.json()
        post = reply.get("data") or reply
        if not post.get("title"):
            return Reading(is_article=False)
        return Reading(
            title=post["title"],
            body=text_of_html(post.get("content") or ""),
            section=str(post.get("category") or ""),
            published=read_date(post["date"], now).at,
            date_source=DateSource.API,
        )


def _list(code: str, offset: int, when: str = "always") -> Ask:
    url = f"{API}/news-latest/list?limit={PAGE}&offset={offset}&order=date%2Bdesc"
    return Ask(url, headers=_headers(code), language=LANGUAGES[code], when=when)  # type: ignore[arg-type]


def _headers(code: str) -> dict[str, str]:
    return {
        "Accept": "application/json", "Accept-Language": code, "Origin": "https://daryo.uz",
        "Referer": "https://daryo.uz/",
    }  # fmt: skip
