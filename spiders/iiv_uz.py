"""iiv.uz: the ministry's older site; its pages are known, its API is not public."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage
from storage.records import Found

PRINTED = re.compile(
    r"^(?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2}[ -]\w+,? \d{4})(?:[ -](?:yil|йил|года?))?(?: \d+)?"
)
CLOSING = r"\n*(?:Click on the button below to listen|Matnni tinglash uchun|Матнни тинглаш учун).*"


class IivPage(WholePage):
    """ "July 25, 2022 662": the date, then the views."""

    endings = (CLOSING,)

    def published(self) -> datetime | None:
        """The first line that is a date; views stand right behind it."""
        for text in self.page.xpath("//body//text()[normalize-space()]").getall():
            printed = PRINTED.match(text.strip())
            if printed:
                return self.moment(re.sub(r"(\d{4}) \d+$", r"\1", printed[0]))
        return super().published()

    def body(self) -> str:
        """The text without the date line."""
        lines = super().body().split("\n\n")
        return self.without_ending("\n\n".join(x for x in lines if not PRINTED.match(x)))


class IivUz(Site):
    """Latin at the root, /oz/ Cyrillic, /ru/, /en/."""

    layouts = (IivPage,)
    article = r"^/(?:(?:oz|uz|ru|en)/)?news/[a-zA-Z0-9-]+$"
    version_pattern = r"iiv\.uz/(?:(?:oz|uz|ru|en)/)?news/([a-zA-Z0-9-]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The news list of every edition."""
        editions = (("", "uz-Latn"), ("oz/", "uz-Cyrl"), ("ru/", "ru"), ("en/", "en"))
        return [
            Ask(f"https://iiv.uz/{path}news", language=language, optional=bool(path))
            for path, language in editions
        ]

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Every link to news, and the following page where one is named."""
        links = response.css('a[href*="/news/"]::attr(href)').getall()
        found = [Found(response.urljoin(link)) for link in dict.fromkeys(links)]
        kept = [one for one in found if self.is_article(one.url)]
        following = response.css('a[rel="next"]::attr(href)').get("")
        return Harvest(kept, [Ask(response.urljoin(following), when="new")] if following else [])
