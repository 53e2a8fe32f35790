"""Outlets read by their list pages."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.generic import GenericSite
from spiders.base.site import Ask, Harvest


class ListPages(GenericSite):
    """Cards with a link and, on good days, a date; then the following page."""

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The first list pages; the visit pages on as far as it needs to."""
        return self.list_pages()

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The cards of a list page."""
        return self.find_on_page(response, now)
