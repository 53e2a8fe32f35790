"""How much of an answer is taken: by what is asked for, before and after unpacking."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.base.bounds import MOST_PAGE_BYTES
from spiders.base.xml_text import LARGEST

MOST_ROBOTS_BYTES = 512 * 1024
"""Of a robots.txt so much is read (RFC 9309 asks for at least 500 KiB)."""

LONGEST_ROBOTS_LINE = 2_000
"""Bytes; a longer rule is passed over."""


class Bounds:
    """Tells the downloader how much to take: articles 4 MB, listings 24 MB, robots.txt 2 MB."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Bounds":  # noqa: ARG003
        """For one visit."""
        return cls()

    def process_request(self, request: Request) -> None:
        """Set the bound of a request."""
        kind = request.meta.get("kind")
        sizes = {"article": MOST_PAGE_BYTES, "listing": LARGEST}
        request.meta["download_maxsize"] = sizes.get(str(kind), 4 * MOST_ROBOTS_BYTES)

    def process_response(self, request: Request, response: Response) -> Response:
        """Cut a robots.txt to what is read of one."""
        if request.meta.get("kind") or not request.url.endswith("/robots.txt"):
            return response
        return response.replace(body=bounded_robots(response.body))


def bounded_robots(body: bytes) -> bytes:
    """The rules of a robots.txt that are read: whole lines of its beginning, no page of HTML."""
    if body.lstrip()[:1] == b"<":
        # a page in place of the file says nothing
        return b""
    lines = body[:MOST_ROBOTS_BYTES].splitlines()
    if len(body) > MOST_ROBOTS_BYTES:
        lines = lines[:-1]
    return b"\n".join(line for line in lines if len(line) <= LONGEST_ROBOTS_LINE)
