"""kun.uz: sitemaps by day; Latin and Cyrillic under one slug; streamed pages since 2026."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lxml import html
from scrapy.http import TextResponse

from spiders.base.layout import Layout
from spiders.base.site import Ask, Harvest, Site
from spiders.base.xml_text import children, parse
from spiders.sitemap import sitemap_entry

DAY = "https://kun.uz/sitemap/site-map-news_day_{d}_year_{y}_month_{m}.xml"
CLOSING = r"[\"«“]KUN\.UZ[\"»”] saytida e.lon qilingan|«KUN\.UZ» сайтида эълон қилинган"
HOME = re.compile(r"O.zbekiston va jahon yangiliklari")


class Layout2026(Layout):
    """Streamed: parts of the body come in ``<div hidden id="S:n">`` for the place ``P:n``."""

    title_at = "article header h1"
    lead_at = "article header > p"
    body_at = "article .article-body"
    endings = (CLOSING,)

    def is_article(self) -> bool:
        """An unknown slug is answered with 200 and the home page."""
        self._put_back_streamed_parts()
        return not HOME.search(self.metadata.title)

    def _put_back_streamed_parts(self) -> None:
        root = self.page.selector.root
        for part, place in re.findall(r'\$RS\("(S:\w+)","(P:\w+)"\)', self.page.text):
            parts = root.xpath("//div[@id=$id]", id=part)
            places = root.xpath("//template[@id=$id]", id=place)
            if parts and places:
                _replace(places[0], parts[0])


class Layout2024(Layout):
    """The layout of 2024 to the beginning of 2026."""

    valid_until = date(2026, 3, 31)
    title_at = "h1.news-inner__content-title"
    lead_at = ".news-inner__content-desc"
    body_at = ".news-inner__content-page"
    date_at = ".news-inner__content-stats"
    endings = (CLOSING,)


class Layout2019(Layout):
    """The layout of 2019 to 2023."""

    valid_until = date(2023, 12, 31)
    title_at = ".single-header__title"
    body_at = ".single-content"
    date_at = ".single-header__meta .date, .date"
    tags_at = "a.tags-ui__link"
    endings = (CLOSING,)


class Kun(Site):
    """The day's sitemap names all languages; the next day's has what was placed late."""

    layouts = (Layout2026, Layout2024, Layout2019)
    article = r"^/(?:(?:kr|ru|en)/)?news/\d{4}/\d{2}/\d{2}/[^/]+$"
    version_pattern = r"kun\.uz/(?:kr/)?(news/\d{4}/\d{2}/\d{2}/[^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:
        """The sitemap of every day, and of the day after."""
        for number in range((until - since).days + 2):
            day = since + timedelta(days=number)
            yield Ask(DAY.format(d=day.day, m=day.month, y=day.year), optional=True)

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The addresses of a day."""
        entries = (sitemap_entry(one, now) for one in children(parse(response.body), "url"))
        return Harvest([one for one in entries if one and self.is_article(self.canonical(one.url))])

    def canonical(self, url: str) -> str:
        """Without the stray "?" and "." of the sitemaps; /uz/ redirects to the root."""
        return re.sub(r"^(https?://(?:www\.)?kun\.uz)/uz/", r"\1/", url.rstrip("?."))


def _replace(place: html.HtmlElement, part: html.HtmlElement) -> None:
    parent = place.getparent()
    at = parent.index(place)
    for child in reversed(part):
        parent.insert(at, child)
    if part.text and part.text.strip():
        before = parent[at - 1] if at else None
        if before is None:
            parent.text = (parent.text or "") + part.text
        else:
            before.tail = (before.tail or "") + part.text
    part.getparent().remove(part)
    place.drop_tag()
