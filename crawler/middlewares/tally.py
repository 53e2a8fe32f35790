"""Counts a visit's requests and bytes as they pass to and from the network."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response


class TallyRequests:
    """Adds to the visit's tally: every request sent, articles apart, every byte received."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "TallyRequests":
        """For one visit."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Count a request."""
        tally = self._crawler.spider.tally  # type: ignore[union-attr]
        tally.requests += 1
        if request.meta.get("kind") == "article":
            tally.article_requests += 1

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Count a response's bytes."""
        self._crawler.spider.tally.bytes += len(response.body)  # type: ignore[union-attr]
        return response
