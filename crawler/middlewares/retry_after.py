"""Waits as long as an outlet asks (429 and 503 with ``Retry-After``) before asking again."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

LONGEST_WAIT = 120.0
"""Seconds; an outlet that wants more is left for the next visit."""

MOST_WAITS = 3
"""Times one address is waited for."""

SLOWER = 1.5
"""Factor by which the delay between requests grows each time an outlet asks for patience."""

SLOWEST = 10.0
"""Seconds between requests beyond which a slowed visit is not slowed further."""


class RetryAfter:
    """Waits, and asks that host less often for the rest of the visit."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RetryAfter":
        """For one visit."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Pass a response on, or wait and give the request again."""
        if response.status not in {429, 503}:
            return response
        seconds = wait_seconds((response.headers.get("Retry-After") or b"").decode("latin-1"))
        waits = request.meta.get("waits", 0)
        if seconds is None or seconds > LONGEST_WAIT or waits >= MOST_WAITS:
            return response
        slow_down(self._crawler, request)
        await asyncio.sleep(seconds)
        again = request.copy()
        again.meta["waits"] = waits + 1
        again.dont_filter = True
        return again


def slow_down(crawler: Crawler, request: Request) -> None:
    """Ask this request's host less often for the rest of the visit."""
    engine = crawler.engine
    slot = engine.downloader.slots.get(str(request.meta.get("download_slot"))) if engine else None
    if slot is not None:
        slot.delay = min(slot.delay * SLOWER, SLOWEST)


def wait_seconds(header: str) -> float | None:
    """Seconds that a ``Retry-After`` header asks for (a number or an HTTP date); None if none."""
    header = header.strip()
    if header.isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
