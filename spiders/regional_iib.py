"""The sites of regional information services: one engine, /uz/ Cyrillic and /oz/ Latin."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.links import linked_articles
from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage


class RegionalPage(WholePage):
    """ "13 Январ 2021 йил 813" (date, views) above a headline in capitals; no selector is known."""

    endings = (r"\n*(?:Text to speech|Матнни тинглаш|Matnni tinglash)\s*$",)


class RegionalIib(Site):
    """No list page is known for sure: the news list and the home page of either alphabet."""

    layouts = (RegionalPage,)
    article = r"^/(?:uz|oz)/news/[^/?]+$"
    version_pattern = r"/(?:uz|oz)/news/([^/?]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """Where links to news may stand; one of the two is enough."""
        home = self.outlet.url.rstrip("/")
        for code, language in (("oz", "uz-Latn"), ("uz", "uz-Cyrl")):
            for path in (f"/{code}/news", f"/{code}"):
                yield Ask(home + path, language=language, optional=True)

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Every link to news, and the following page where one is named."""
        return linked_articles(self, response, "/news/")
