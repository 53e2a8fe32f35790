"""kun.uz: sitemaps by day; Latin and Cyrillic under one slug; streamed pages since 2026."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from scrapy.http import TextResponse

from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from spiders.base.streamed import put_parts_back
from spiders.base.xml_text import children, parse
from spiders.sitemap import sitemap_entry
from storage.outlets import Outlet
from storage.records import Reading
from text import clock
from text.folding import fold

DAY = "https://kun.uz/sitemap/site-map-news_day_{d}_year_{y}_month_{m}.xml"
CLOSING = r"\n*[\"«“„]KUN\.UZ[\"»”“] (?:saytida e.?lon qilingan|сайтида эълон қилинган)"
HOME = fold("O‘zbekiston va jahon yangiliklari")


class Layout2026(Layout):
    """Streamed: parts of the body come in ``<div hidden id="S:n">`` for the place ``P:n``."""

    title_at = "article header h1"
    lead_at = "article header > p"
    body_at = "article .article-body"
    endings = (CLOSING,)

    def __init__(self, page: TextResponse, now: datetime, outlet: Outlet) -> None:
        super().__init__(page, now, outlet)
        put_parts_back(page)

    def is_article(self) -> bool:
        """An unknown slug is answered with 200 and the home page."""
        return bool(self.text_at(self.title_at)) or not fold(self.metadata.title).startswith(HOME)

    def section(self) -> str:
        """The step of the breadcrumbs that leads to a category."""
        named = (name for name, address in self.metadata.crumbs if "/news/category/" in address)
        return next(named, "") or super().section()


class Layout2024(Layout):
    """Of 2024 to early 2026: "Jamiyat | 12:30 / 18.06.2025", only "12:30" on the same day."""

    valid_until = date(2026, 3, 31)
    title_at = "h1.news-inner__content-title"
    lead_at = ".news-inner__content-desc"
    body_at = ".news-inner__content-page"
    date_at = ".news-inner__content-stats"
    endings = (CLOSING,)


class Layout2019(Layout):
    """Of 2019 to 2023: the lead is an h4 in the text; the day is sure only from the address."""

    valid_until = date(2023, 12, 31)
    title_at = ".single-header__title"
    body_at = ".single-content"
    tags_at = "a.tags-ui__link"
    endings = (CLOSING,)

    def published(self) -> datetime | None:
        """From metadata, else the day in the address."""
        day = re.search(r"/news/(\d{4}/\d{2}/\d{2})/", self.page.url)
        return super().published() or self.moment(day[1] if day else "")


class Kun(Site):
    """The day's sitemap names all languages; the next day's has what was placed late."""

    layouts = (Layout2026, Layout2024, Layout2019)
    article = r"^/(?:(?:kr|ru|en)/)?news/\d{4}/\d{2}/\d{2}/[^/]+$"
    version_pattern = r"kun\.uz/(?:kr/)?(news/\d{4}/\d{2}/\d{2}/[^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:
        """The sitemap of every day, and of the day after, where that has begun."""
        last = min(until + timedelta(days=1), max(until, clock.tashkent_day(clock.now())))
        for number in range((last - since).days + 1):
            day = since + timedelta(days=number)
            yield Ask(DAY.format(d=day.day, m=day.month, y=day.year), optional=True)

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The addresses of a day, under their right form: another gives the home page."""
        entries = (sitemap_entry(one, now) for one in children(parse(response.body), "url"))
        found = [replace(one, url=self.canonical(one.url)) for one in entries if one]
        return Harvest([one for one in found if self.is_article(one.url)])

    def read(self, response: TextResponse, now: datetime, url: str = "") -> Reading:
        """The page; a Latin article has a Cyrillic twin under the same slug, and the reverse."""
        reading = super().read(response, now, url)
        if not reading.is_article and self.is_article(url or response.url):
            # the home page in the place of an article: taken down, or never there
            reading.gone = True
        uzbek = re.fullmatch(r"(https://kun\.uz)(/kr)?(/news/.+)", self.canonical(response.url))
        if uzbek and reading.is_article and not reading.alternates:
            tag, twin = ("uz-Latn", "") if uzbek[2] else ("uz-Cyrl", "/kr")
            reading.alternates = {tag: f"{uzbek[1]}{twin}{uzbek[3]}"}
        return reading

    def canonical(self, url: str) -> str:
        """Without stray "?" and "." of the sitemaps; mirrors and /uz/ lead to the root."""
        return re.sub(r"^https?://(?:(?:www|m|beta)\.)?kun\.uz\.?(?:/uz(?=/))?", "https://kun.uz",
                      url.rstrip("?."))  # fmt: skip
