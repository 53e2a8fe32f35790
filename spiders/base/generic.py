"""What the generic readers share: registry selectors, list pages, the whole-page reader."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from parsel import Selector
from scrapy.http import TextResponse

from spiders.base.fragments import text_of
from spiders.base.json_api import reply_of
from spiders.base.layout import Layout, layout_from
from spiders.base.links import absolute
from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage
from storage.outlets import Listing, Outlet
from storage.records import DateSource, Found
from text.dates import UnreadableDate, read_date


class GenericSite(Site):
    """Base of feed, sitemap and listing: everything is said by the registry entry."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        made: Sequence[type[Layout]] = [layout_from(one) for one in outlet.selectors]
        self.layouts = [*made, *type(self).layouts, WholePage]  # type: ignore[misc]
        self._feeds = {source.url for source in outlet.feeds}
        self._pages = {listing.url: listing for listing in outlet.listings}
        sources = {one.url for one in (*outlet.feeds, *outlet.sitemaps)}
        self._own_lists = {_bare(url) for url in (outlet.url, *sources, *self._pages)}

    def is_article(self, url: str) -> bool:
        """As the registry entry says; never the outlet's own home page, feeds and lists."""
        return (
            super().is_article(url)
            and _bare(url) not in self._own_lists
            and all(_page_number(listing, url) is None for listing in self.outlet.listings)
        )

    def list_pages(self) -> Iterator[Ask]:
        """The first page of every listing of the registry entry."""
        for listing in self.outlet.listings:
            yield Ask(listing.url, language=listing.language)

    def is_feed(self, url: str) -> bool:
        """Whether an address is one of the outlet's feeds."""
        return url in self._feeds or self._listing(url) is None

    def is_sitemap(self, url: str) -> bool:
        """Whether an address is a sitemap: anything asked for that is no list page."""
        return self._listing(url) is None

    def find_on_page(self, response: TextResponse, now: datetime) -> Harvest:
        """The cards of a list page, and the page that follows."""
        listing = self._listing(response.url)
        if listing is None:
            raise ValueError(f"{response.url}: no listing of {self.outlet.id} has this address")
        page = _html_of(response)
        cards = page.css(listing.item) if listing.item else [page]
        found = [one for card in cards for one in self._card(card, listing, response, now)]
        if not found:
            return Harvest()
        following = self._following(listing, response, page)
        return Harvest(
            found,
            [Ask(following, language=listing.language, when="new", optional=True)]
            * bool(following),
        )

    def _card(
        self, card: Selector, listing: Listing, response: TextResponse, now: datetime
    ) -> Iterator[Found]:
        published = None
        dates = card.css(listing.date) if listing.item and listing.date else []
        if dates:
            try:
                published = read_date(" ".join(text_of(dates[0].root).split()), now).at
            except UnreadableDate:
                # the article's own page dates it
                published = None
        for link in card.css(listing.link):
            url = absolute(response, link.root.get("href", ""))
            if url and self.is_article(url):
                yield Found(
                    url,
                    published=published,
                    date_source=DateSource.PAGE if published else None,
                    language=listing.language,
                )
                if listing.item:
                    return

    def _following(self, listing: Listing, response: TextResponse, page: Selector) -> str:
        if not listing.next:
            return ""
        if "{page}" not in listing.next:
            link = page.css(listing.next)
            return absolute(response, link[0].root.get("href", "")) if link else ""
        number = _page_number(listing, response.url)
        read = 1 if number is None else (number - listing.first) // listing.step + 2
        if read >= listing.pages:
            return ""
        following = listing.first if number is None else number + listing.step
        return listing.next.format(page=following)

    def _listing(self, url: str) -> Listing | None:
        if url in self._pages:
            return self._pages[url]
        for listing in self.outlet.listings:
            if _page_number(listing, url) is not None:
                return listing
            if listing.next and "{page}" not in listing.next and url.startswith(listing.url):
                return listing
        return None


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")


def _page_number(listing: Listing, url: str) -> int | None:
    if "{page}" not in listing.next:
        return None
    before, after = listing.next.split("{page}", 1)
    match = re.fullmatch(re.escape(before) + r"(\d+)" + re.escape(after), url)
    return int(match[1]) if match else None


def _html_of(response: TextResponse) -> Selector:
    # "load more" buttons get their HTML wrapped in JSON (qalampir.uz)
    if response.text.lstrip()[:1] == "{":
        wrapped = reply_of(response)
        inner = next((v for v in wrapped.values() if isinstance(v, str) and "<" in v), "")
        return Selector(text=inner or "<p></p>")
    return response.selector
