"""Refuses addresses a visit has no business at: other hosts, private networks."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.replica_origin import replica_origin
from crawler.resolver import is_public


class UnsafeAddress(IgnoreRequest):
    """A page or a redirect led to an address that is not the outlet's."""


class SafeAddresses:
    """Keeps a visit on its outlet's hosts, wherever redirects and listings point.

    A host name of the outlet that resolves to a private or loopback address is refused too (by
    ``crawler.resolver``, before it is connected to; here once more, by who answered): what is
    fetched is hostile, and an office network must not be read through it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._replica = bool(replica_origin())

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SafeAddresses":
        """For one visit."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a request that leaves the outlet.

        Raises:
            UnsafeAddress: another scheme or host than the outlet's.
        """
        outlet = self._crawler.spider.outlet  # type: ignore[union-attr]
        allowed = outlet.allowed_hosts
        try:
            parts = urlsplit(request.url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise UnsafeAddress(f"{request.url[:200]}: {error}") from error
        if parts.username or parts.password or port not in {None, 80, 443, outlet.port}:
            raise UnsafeAddress(f"credentials or a port of its own: {request.url[:200]}")
        if parts.scheme not in {"http", "https"} or host not in allowed:
            raise UnsafeAddress(f"leads away from the outlet, to {request.url[:200]}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse what was answered from inside a network.

        Raises:
            UnsafeAddress: the answering machine's address is not a public one.
        """
        address = response.ip_address
        if address is None or self._replica:
            return response
        if not is_public(str(address)):
            raise UnsafeAddress(f"{request.url[:200]} is served from {address}, not public")
        return response
