"""The articles of one visit that wait to be asked for, a bounded number of them at once."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from scrapy.http import Request

from spiders.base.site import Site
from storage.records import Found

ASKED_AT_ONCE = 32
"""Articles of a visit that are asked for and not ended; thousands more wait as bare addresses."""


class WaitingArticles:
    """Addresses in the order in which they were found, and how many of them are asked for."""

    def __init__(
        self, site: Site, callbacks: tuple[Callable[..., Any], Callable[..., Any]]
    ) -> None:
        """``callbacks`` take an answer and a failure."""
        self.site = site
        self._callback, self._errback = callbacks
        self._waiting: deque[tuple[str, Found, bool]] = deque()
        self._asked_for: set[str] = set()

    def add(self, url: str, found: Found, *, version: bool) -> Iterator[Request]:
        """Put an address at the end; the requests that are due."""
        self._waiting.append((url, found, version))
        yield from self.due()

    def ended(self, url: str) -> None:
        """An article has ended: the next is due."""
        self._asked_for.discard(url)

    def due(self) -> Iterator[Request]:
        """Requests for those that wait, as many as may be asked for now."""
        while self._waiting and len(self._asked_for) < ASKED_AT_ONCE:
            url, found, version = self._waiting.popleft()
            self._asked_for.add(url)
            ask = self.site.ask(found)
            headers = dict(ask.headers) | dict(self.site.credentials(ask.url))
            yield Request(
                ask.url, headers=headers, callback=self._callback, errback=self._errback,
                dont_filter=True, priority=10, cb_kwargs={"url": url, "version": version},
                meta={
                    "kind": "article", "url": url,
                    "dont_obey_robotstxt": not self.site.obeys_robots(ask.url),
                },
            )  # fmt: skip

    def let_go(self) -> None:
        """Forget all."""
        self._waiting.clear()
        self._asked_for.clear()
