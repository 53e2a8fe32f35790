"""xabar.uz: a cumulative list page, dates without a year."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from storage.records import DateSource, Found
from text.dates import UnreadableDate, read_date

LISTS = {
    "uz-Cyrl": "https://xabar.uz/yangiliklar?load=30",
    "uz-Latn": "https://xabar.uz/uz/yangiliklar?load=30",
    "ru": "https://xabar.uz/ru/novosti?load=30",
}
STEP, MOST = 20, 2000


class XabarPage(Layout):
    """The headline is an h2; the date has no year."""

    title_at = "h2.post__title"
    date_at = "span.date-time"
    section_at = ".article__category a"
    body_at = "div.post__body"


class Xabar(Site):
    """``load=N`` shows the newest N: 30, then 20 more each time."""

    layouts = (XabarPage,)
    article = r"^/(?:(?:uz|ru)/)?(?!yangiliklar|novosti|tag/|static/)[\w-]+/[\w-]+$"
    version_pattern = r"xabar\.uz/(?:(?:uz|ru)/)?([\w-]+/[\w-]+)$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The first list page of every edition."""
        return [
            Ask(url, language=language, optional=language == "ru")
            for language, url in LISTS.items()
        ]

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The cards of a list page."""
        found = []
        for card in response.css("div.media-info, div.info"):
            link = card.css("p.news__item-title a::attr(href)").get("")
            if not link:
                continue
            text = " ".join(card.css("span.date-time ::text").getall())
            try:
                published = read_date(text, now).at
            except UnreadableDate:
                # dated by its own page
                published = None
            source = DateSource.PAGE if published else None
            found.append(Found(response.urljoin(link), published=published, date_source=source))
        shown = int((re.findall(r"load=(\d+)", response.url) or ["30"])[0])
        if len(found) < shown or shown >= MOST:
            return Harvest(found)
        following = re.sub(r"load=\d+", f"load={shown + STEP}", response.url)
        return Harvest(found, [Ask(following, when="new")])
