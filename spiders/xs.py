"""xs.uz (Xalq so‘zi, Narodnoye slovo): only the shape of its addresses is known."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.links import linked_articles
from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage

HOMES = {"uz-Cyrl": "https://xs.uz/uz", "ru": "https://xs.uz/ru"}


class Xs(Site):
    """Links are taken from the home pages; an article is read as a whole page."""

    layouts = (WholePage,)
    article = r"^/(?:uz|ru)/post/[^/?]+$"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The home page of either language."""
        return [Ask(url, language=language) for language, url in HOMES.items()]

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Every link to a post, and the following page where one is named."""
        return linked_articles(self, response, "/post/")
