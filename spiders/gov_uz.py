"""gov.uz/…/iiv: the ministry's page on the government portal, by its JSON API."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from scrapy.http import TextResponse

from spiders.base.fragments import text_of_html
from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from storage.records import DateSource, Found, Reading
from text.dates import read_date

API = "https://api-portal.gov.uz/authorities/news"
LANGUAGES = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}


class GovUz(Site):
    """One numeric id in all four languages; the portal's ids are shared by all authorities."""

    article = r"^/(?:oz|uz|ru|en)/iiv/news/view/\d+$"
    version_pattern = r"/iiv/news/view/(\d+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The first page of the ministry's news in every language."""
        return [_list_page(code, 1) for code in LANGUAGES]

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """One page of the API's list."""
        reply = response.json()
        if not isinstance(reply, dict) or not isinstance(reply.get("data"), list):
            raise TypeError('the list API answered without "data"')
        code = _language(response)
        found = [
            Found(
                f"https://gov.uz/{code}/iiv/news/view/{item['id']}",
                published=read_date(item["date"], now).at,
                date_source=DateSource.API,
                language=LANGUAGES[code],
                title=item.get("title") or "",
                lead=item.get("anons") or "",
            )
            for item in reply["data"]
        ]
        page, pages = int(reply.get("current_page") or 1), int(reply.get("total_page") or 1)
        return Harvest(found, [_list_page(code, page + 1, when="new")] if page < pages else [])

    def ask(self, found: Found) -> Ask:
        """The detail API; the publication's address stays the page's."""
        code, number = re.findall(r"uz/(\w\w)/iiv/news/view/(\d+)", found.url)[0]
        return Ask(f"{API}/view?id={number}", headers=_headers(code), language=found.language)

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:  # noqa: ARG002
        """An API reply, or the page itself where only that was captured."""
        if response.text.lstrip().startswith("{"):
            return _reading(response.json().get("data") or {}, now, DateSource.API)
        return PortalPage(response, now, self.outlet).reading()


class PortalPage(Layout):
    """The page's article lies in the pieces of a streamed component tree (Next.js)."""

    def reading(self) -> Reading:
        """The article in the stream."""
        pushed = re.findall(r"self\.__next_f\.push\(\[1,(\"(?:[^\"\\]|\\.)*\")\]\)", self.page.text)
        stream = "".join(json.loads(piece) for piece in pushed)
        at = stream.find('"data":{')
        if at < 0:
            return Reading(is_article=False)
        data, _ = json.JSONDecoder().raw_decode(stream, at + len('"data":'))
        return _reading(data, self.now, DateSource.PAGE)


def _list_page(code: str, page: int, when: str = "always") -> Ask:
    url = f"{API}/category?code_name=news&page={page}"
    return Ask(url, headers=_headers(code), language=LANGUAGES[code], when=when)  # type: ignore[arg-type]


def _headers(code: str) -> dict[str, str]:
    return {"code": "iiv", "language": code, "Accept": "application/json"}


def _language(response: TextResponse) -> str:
    asked = response.request.headers.get("language", b"oz") if response.request else b"oz"
    return asked.decode("ascii")


def _reading(data: Mapping[str, Any], now: datetime, source: DateSource) -> Reading:
    if not data.get("title"):
        return Reading(is_article=False)
    return Reading(
        title=str(data["title"]),
        lead=str(data.get("anons") or ""),
        body=text_of_html(str(data.get("body") or "")) or str(data.get("anons") or ""),
        section=str(data.get("category_title") or ""),
        published=read_date(str(data["date"]), now).at,
        date_source=source,
    )
