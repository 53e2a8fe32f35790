"""iiv.uz: the ministry's older site; its pages are known, its API is not public."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.links import linked_articles
from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage

EDITIONS = {"": "uz-Latn", "/oz": "uz-Cyrl", "/ru": "ru", "/en": "en"}


class IivPage(WholePage):
    """ "July 25, 2022 662" (date, views), the headline, the text, a line about listening."""

    endings = (
        r"\n*(?:Click on the button below to listen"
        r"|Matnni tinglash uchun|Матнни тинглаш учун|Чтобы прослушать текст)[^\n]*\s*$",
    )


class IivUz(Site):
    """Latin at the root, /oz/ Cyrillic; one slug in all editions."""

    layouts = (IivPage,)
    article = r"^/(?:(?:oz|uz|ru|en)/)?news/[a-zA-Z0-9-]+$"
    version_pattern = r"iiv\.uz/(?:(?:oz|uz|ru|en)/)?news/([a-zA-Z0-9-]+)"

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The news list of every edition; the home page, should there be no such list."""
        for edition, language in EDITIONS.items():
            yield Ask(f"https://iiv.uz{edition}/news", language=language, optional=True)
        yield Ask("https://iiv.uz/", language="uz-Latn", optional=True)

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Every link to news, and the following page where one is named."""
        return linked_articles(self, response, "/news/")
