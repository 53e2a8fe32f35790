"""Keeps to the limits that an API tells in its headers: slower, then not at all till next visit."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.middlewares.retry_after import slow_down
from spiders.base.graph_api import usage_of

SLOW_FROM, STOP_FROM = 75, 95
"""Percent of a limit: from the one a visit asks less often, from the other no more."""


class LimitNearlyUsed(IgnoreRequest):
    """Not asked for: the rest of the limit is left to people."""


class UsageLimits:
    """Reads the Graph API's usage headers; answers without them pass unseen."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._used = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "UsageLimits":
        """For one visit."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:  # noqa: ARG002
        """Refuse a request where the limit is nearly used.

        Raises:
            LimitNearlyUsed: with the share that is used.
        """
        if self._used >= STOP_FROM:
            raise LimitNearlyUsed(
                f"{self._used} % of the limit of calls is used; the next visit goes on"
            )

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember how much is used."""
        self._used = usage_of(response).percent
        if self._used >= SLOW_FROM:
            slow_down(self._crawler, request)
        return response
