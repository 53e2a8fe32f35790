"""Sends every request to the newsroom replica when it stands in for the real sites."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from crawler.replica_origin import replica_origin


class ToReplica(HTTP11DownloadHandler):
    """Asks the replica's origin: the original host goes in ``Host``, its scheme in
    ``X-Forwarded-Proto``; the response carries the original address. Nothing above this layer
    (delays, robots.txt, redirects, spiders) sees any other address than the real one.
    """

    async def download_request(self, request: Request) -> Response:
        """Fetch a real address from the replica."""
        parts = urlsplit(request.url)
        target = replica_origin() + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        asked = request.replace(url=target)
        asked.headers["Host"] = parts.netloc
        asked.headers["X-Forwarded-Proto"] = parts.scheme
        response = await super().download_request(asked)
        return response.replace(url=request.url)
