"""A page of an outlet that has no description here: read by its address, found by nobody's list."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.site import Ask, Harvest, Site
from spiders.base.whole_page import WholePage


class LonePage(Site):
    """Reads what a person names the address of; any path but the front page may be an article."""

    layouts = (WholePage,)
    article = r"^/[^/?#]{3,}|^/.+/.+|[?&].+="

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """None: it is read by address only."""
        return ()

    def find(self, response: TextResponse, now: datetime) -> Harvest:  # noqa: ARG002
        """Nothing: there are no listings."""
        return Harvest()
