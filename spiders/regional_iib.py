"""The sites of regional information services: one engine, /uz/ Cyrillic and /oz/ Latin."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage
from storage.records import Found
from text.folding import fold

PRINTED = re.compile(r"\d{1,2} \w+ \d{4} (?:йил|yil)", re.IGNORECASE)
CLOSING = r"\n*(?:Text to speech|Матнни тинглаш|Matnni tinglash)\s*$"


class RegionalPage(WholePage):
    """ "13 Январ 2021 йил 813": the date, then the views; the headline is upper-case."""

    endings = (CLOSING,)

    def published(self) -> datetime | None:
        """The date above the headline; views stand right behind it."""
        for text in self.page.xpath("//body//text()[contains(., 'йил') or contains(., 'yil')]"):
            printed = PRINTED.search(text.get())
            if printed:
                return self.moment(printed[0])
        return super().published()

    def body(self) -> str:
        """The text without the date line, the headline again and the player's label."""
        lines = super().body().split("\n\n")
        title = fold(self.title())
        kept = [x for x in lines if not PRINTED.match(x) and fold(x) != title]
        return self.without_ending("\n\n".join(kept))


class RegionalIib(Site):
    """Selectors are not known: the whole-page reader does the rest."""

    layouts = (RegionalPage,)
    article = r"^/(?:uz|oz)/news/[^/]+$"
    version_pattern = r"/(?:uz|oz)/news/([^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The news list in both alphabets."""
        home = self.outlet.url.rstrip("/")
        return [
            Ask(f"{home}/{code}/news", language=language)
            for code, language in (("oz", "uz-Latn"), ("uz", "uz-Cyrl"))
        ]

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Every link to news, and the following page where one is named."""
        links = response.css('a[href*="/news/"]::attr(href)').getall()
        found = [Found(response.urljoin(link)) for link in dict.fromkeys(links)]
        kept = [one for one in found if self.is_article(one.url)]
        following = response.css('a[rel="next"]::attr(href)').get("")
        return Harvest(kept, [Ask(response.urljoin(following), when="new")] if following else [])
