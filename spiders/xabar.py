"""xabar.uz: cumulative list pages, dates without a year; a feed for Russian."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.layout import Layout
from spiders.base.links import absolute
from spiders.base.site import Ask, Harvest
from spiders.feed import Feed
from storage.records import DateSource, Found
from text.dates import UnreadableDate, read_date

LISTS = ("https://xabar.uz/yangiliklar?load=30", "https://xabar.uz/uz/yangiliklar?load=30")
STEP, MOST = 20, 2000


class XabarPage(Layout):
    """The headline is an h2; "bugun, 14:05" or "12/05, 14:05": the date has no year."""

    title_at = "h2.post__title"
    date_at = "span.date-time"
    section_at = ".article__category a"
    body_at = "div.post__body"


class Xabar(Feed):
    """``load=N`` shows the newest N: 30, then 20 more each time."""

    layouts = (XabarPage,)
    article = r"^/(?:(?:uz|ru)/)?(?!(?:uz|ru|tag|static)/)[\w-]+/[^/?]+$"
    version_pattern = r"xabar\.uz/(?:uz/)?((?!(?:uz|ru)/)[\w-]+/[^/?]+)$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:
        """The first list page of both alphabets; the feeds, which were seen empty at times."""
        yield from (Ask(url) for url in LISTS)
        for feed in super().listings(since, until):
            yield Ask(feed.url, language=feed.language, optional=True)

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The cards of a list page, or the entries of a feed."""
        if response.url.endswith("/rss"):
            return super().find(response, now)
        found = []
        for card in response.css("div.media-info, div.info"):
            link = card.css("p.news__item-title a::attr(href)").get("")
            if url := absolute(response, link):
                url = self.canonical(url)
                printed = " ".join(card.css("span.date-time ::text").getall())
                found.append(Found(url, _moment(printed, now), DateSource.PAGE))
        shown = int((re.findall(r"load=(\d+)", response.url) or ["30"])[0])
        if len(found) < shown or shown >= MOST:
            return Harvest(found)
        following = re.sub(r"load=\d+", f"load={shown + STEP}", response.url)
        return Harvest(found, [Ask(following, when="new")])

    def canonical(self, url: str) -> str:
        """The mobile host and xabaruz.com are mirrors."""
        return re.sub(r"^https?://(?:(?:www|m)\.)?xabar(?:uz\.com|\.uz)", "https://xabar.uz", url)


def _moment(printed: str, now: datetime) -> datetime | None:
    try:
        return read_date(printed, now).at
    except UnreadableDate:
        # dated by its own page
        return None
