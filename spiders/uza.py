"""uza.uz: the national news agency, by its API; pages are drawn by scripts."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.json_api import (
    inside,
    is_json,
    items_of,
    moment_of,
    reply_of,
    string,
    whole_number,
)
from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from storage.records import DateSource, Found, Reading

API = "https://api.uza.uz/api/v1/posts"
LANGUAGES = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}


class UzaPage(Layout):
    """The page as a browser draws it: "Jamiyat | 17:56 / 10.05.2025"; only captures hold it."""

    title_at = ".news-top-head__title"
    date_at = ".news-top-head__date"
    section_at = ".news-top-head__meta"
    body_at = ".content-block"
    tags_at = ".news-tags a.news-tags__item"


class Uza(Site):
    """Every language has a list, numbers and slugs of its own: only the text ties alphabets."""

    layouts = (UzaPage,)
    article = r"^/(?:oz|uz|ru|en)/posts/[^/]+$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The first page of every language's list."""
        for code, language in LANGUAGES.items():
            yield Ask(f"{API}?page=1&per_page=50&_f=json&_l={code}", language=language)

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """One page of the API's list (Laravel's paginator)."""
        reply = reply_of(response)
        code = re.findall(r"_l=(\w\w)", response.url)[0]
        found = [
            Found(
                f"https://uza.uz/{code}/posts/{item['slug']}",
                published=moment_of(item, "publish_time", now),
                date_source=DateSource.API,
                language=LANGUAGES[code],
                title=string(item, "title"),
                lead=string(item, "description"),
            )
            for item in items_of(reply, "data", "slug", "title")
        ]
        page, last = whole_number(reply, "current_page", 1), whole_number(reply, "last_page", 1)
        following = re.sub(r"\?page=\d+", f"?page={page + 1}", response.url)
        return Harvest(found, [Ask(following, when="new")] if page < last else [])

    def ask(self, found: Found) -> Ask:
        """The detail API, by slug."""
        return Ask(f"{API}/{found.url.rsplit('/', 1)[1]}", language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """An API's reply, sometimes wrapped in "data", or a page."""
        if not is_json(response):
            return super().read(response, now, url)
        reply = reply_of(response)
        post = inside(reply, "data") or reply
        return Reading(
            title=string(post, "title"),
            lead=string(post, "description"),
            body=text_of_html(string(post, "content")),
            section=string(inside(post, "category"), "title"),
            published=moment_of(post, "publish_time", now),
            date_source=DateSource.API,
            is_article=bool(post.get("title")),
        )
