"""The listings of one visit: which are asked for, and what is kept of them for the next visit."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from scrapy.http import Request, Response, TextResponse

from crawler.visit_plan import Plan
from spiders.base.bounds import readable
from spiders.base.layout import is_challenge
from spiders.base.site import Ask, Harvest, Site
from storage.visits import Validators
from text.clock import now, tashkent_day

DEEPEST_INDEX = 4
"""Indexes of sitemaps inside one another that are followed; two is what sites have."""

PAGES_A_DAY = 60
"""Pages of one list followed for each day asked for; the busiest list has some 20 a day."""

MOST_LISTINGS = 3000
"""Listings asked for in one visit; a back-fill of years is asked in ranges."""


class VisitListings:
    """Asks for each listing once and within bounds, and reads what its answer says."""

    def __init__(
        self,
        site: Site,
        plan: Plan,
        validators: Mapping[str, Validators],
        callbacks: tuple[Callable[..., Any], Callable[..., Any]],
        problem: Callable[[str], None],
        look: Callable[[TextResponse], None],
    ) -> None:
        """``callbacks`` take an answer and a failure; ``validators`` are the last visit's.

        ``problem`` is told what goes wrong, ``look`` sees every page before it is read.
        """
        self.site, self.plan, self.validators = site, plan, validators
        self._callback, self._errback = callbacks
        self._problem, self._look = problem, look
        self.read = 0
        """Listings that were read, those that had not changed among them."""
        self.reach: date | None = None
        """The day (Tashkent) down to which all listings that end by themselves go."""
        self.new_validators: dict[str, Validators] = {}
        """For the next visit."""
        self._asked: set[str] = set()
        self._without_end = False

    def request(self, ask: Ask, shown: set[str] | None = None, hops: int = 0) -> Iterator[Request]:
        """The request for a listing; none where it was asked for, or where there is no end."""
        key = _key(ask)
        if key in self._asked:
            return
        days = (self.plan.until - self.plan.since).days + 1
        deepest = DEEPEST_INDEX if ask.when == "always" else PAGES_A_DAY * (days + 1)
        if hops > deepest or len(self._asked) >= MOST_LISTINGS:
            if not self._without_end:
                self._without_end = True
                self._problem(f"listings without end: not asked for {ask.url[:200]}")
            return
        self._asked.add(key)
        headers = dict(ask.headers)
        validators = self.validators.get(key)
        if validators is not None and not self.plan.walk_back:
            if validators.etag:
                headers["If-None-Match"] = validators.etag
            if validators.last_modified:
                headers["If-Modified-Since"] = validators.last_modified
        headers |= self.site.credentials(ask.url)
        yield Request(
            ask.url, headers=headers, callback=self._callback, errback=self._errback,
            cb_kwargs={"ask": ask, "shown": set() if shown is None else shown, "hops": hops},
            dont_filter=True,
            meta={"kind": "listing", "dont_obey_robotstxt": not self.site.obeys_robots(ask.url)},
        )  # fmt: skip

    def unchanged(self, ask: Ask) -> Iterator[Ask]:
        """Note that a listing has not changed since the last visit; those it led to then."""
        self.read += 1
        validators = self.validators[_key(ask)]
        self.new_validators[_key(ask)] = validators
        self._reached(date.fromisoformat(validators.reach) if validators.reach else None)
        for url, headers, language in json.loads(validators.more):
            yield Ask(url, headers, language)

    def harvest(self, response: Response, ask: Ask) -> Harvest:
        """What a listing names; it is remembered for the next visit.

        Raises:
            Exception: whatever a site's reader raises; ValueError for a challenge page.
        """
        if not isinstance(response, TextResponse):
            # compressed sitemaps come as plain bytes
            response = TextResponse(
                response.url, body=response.body, headers=response.headers, encoding="utf-8",
                request=response.request,
            )  # fmt: skip
        if is_challenge(response.body):
            raise ValueError("a challenge page came in its place")
        self._look(response)
        harvest = self.site.find(readable(response.replace()), now())
        self.read += 1
        self._remember(response, ask, harvest)
        self._reached(tashkent_day(harvest.reach) if harvest.reach else None)
        return harvest

    def let_go(self) -> None:
        """Forget what was asked for."""
        self._asked.clear()

    def _remember(self, response: Response, ask: Ask, harvest: Harvest) -> None:
        etag = (response.headers.get("ETag") or b"").decode("latin-1")
        modified = (response.headers.get("Last-Modified") or b"").decode("latin-1")
        if etag or modified:
            more = [
                (x.url, dict(x.headers), x.language) for x in harvest.more if x.when == "always"
            ]
            reach = harvest.reach and tashkent_day(harvest.reach).isoformat()
            self.new_validators[_key(ask)] = Validators(
                etag, modified, json.dumps(more), reach or ""
            )

    def _reached(self, reach: date | None) -> None:
        if reach is not None:
            self.reach = max(self.reach or reach, reach)


def _key(ask: Ask) -> str:
    headers = json.dumps(dict(ask.headers), sort_keys=True) if ask.headers else ""
    return f"{ask.url} {headers}".strip()
