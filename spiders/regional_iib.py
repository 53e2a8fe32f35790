"""The sites of regional information services: one engine, /uz/ Cyrillic and /oz/ Latin."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage
from storage.records import Found


class RegionalPage(WholePage):
    """ "13 Январ 2021 йил 813" (date, views) above a headline in capitals; no selector is known."""

    endings = (r"\n*(?:Text to speech|Матнни тинглаш|Matnni tinglash)\s*$",)


class RegionalIib(Site):
    """Links are taken from the home page and the news list of either alphabet."""

    layouts = (RegionalPage,)
    article = r"^/(?:uz|oz)/news/[^/?]+$"
    version_pattern = r"/(?:uz|oz)/news/([^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The news lists; the home pages, should there be no such list."""
        home = self.outlet.url.rstrip("/")
        for code, language in (("oz", "uz-Latn"), ("uz", "uz-Cyrl")):
            yield Ask(f"{home}/{code}/news", language=language, optional=True)
            yield Ask(f"{home}/{code}", language=language, optional=True)

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Every link to news, and the following page where one is named."""
        return links_to_news(self, response)


def links_to_news(site: Site, page: TextResponse, contains: str = "/news/") -> Harvest:
    """Articles by the shape of their addresses, where cards are not known; then ``rel=next``."""
    links = page.css(f'a[href*="{contains}"]::attr(href)').getall()
    urls = dict.fromkeys(page.urljoin(link.strip()) for link in links)
    following = page.css('a[rel="next"]::attr(href), link[rel="next"]::attr(href)').get("")
    more = [Ask(page.urljoin(following), when="new", optional=True)] if following else []
    return Harvest([Found(url) for url in urls if site.is_article(url)], more)
