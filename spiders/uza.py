"""uza.uz: the national news agency, by its API; pages are drawn by scripts."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from storage.records import DateSource, Found, Reading
from text.dates import read_date

API = "https://api.uza.uz/api/v1/posts"
LANGUAGES = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}


class UzaPage(Layout):
    """The page as a browser draws it; only captures hold it."""

    title_at = ".news-top-head__title"
    date_at = ".news-top-head__date"
    section_at = ".news-top-head__meta"
    body_at = ".content-block"
    tags_at = ".news-tags a.news-tags__item"


class Uza(Site):
    """Every language has a list and slugs of its own."""

    layouts = (UzaPage,)
    article = r"^/(?:oz|uz|ru|en)/posts/[^/]+$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The first page of every language's list."""
        for code, language in LANGUAGES.items():
            yield Ask(f"{API}?page=1&per_page=50&_f=json&_l={code}", language=language)

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """One page of the API's list."""
        reply = response.json()
        code = re.findall(r"_l=(\w\w)", response.url)[0]
        found = [
            Found(
                f"https://uza.uz/{code}/posts/{item['slug']}",
                published=read_date(item["publish_time"], now).at,
                date_source=DateSource.API,
                language=LANGUAGES[code],
                title=item.get("title") or "",
                lead=item.get("description") or "",
            )
            for item in reply["data"]
        ]
        page, pages = int(reply["current_page"]), int(reply["last_page"])
        following = re.sub(r"page=\d+", f"page={page + 1}", response.url, count=1)
        return Harvest(found, [Ask(following, when="new")] if page < pages else [])

    def ask(self, found: Found) -> Ask:
        """The detail API, by slug."""
        return Ask(f"{API}/{found.url.rsplit('/', 1)[1]}", language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API reply, sometimes wrapped in "data", or a page."""
        if not response.text.lstrip().startswith("{"):
            return super().read(response, now, url)
        reply = response.json()
        post = reply.get("data") or reply
        if not post.get("title"):
            return Reading(is_article=False)
        return Reading(
            title=post["title"],
            lead=post.get("description") or "",
            body=text_of_html(post.get("content") or ""),
            section=(post.get("category") or {}).get("title") or "",
            published=read_date(post["publish_time"], now).at,
            date_source=DateSource.API,
        )
