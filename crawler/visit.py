"""One visit of one outlet: asks its listings, reads what is new, ends every address once."""

import json
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from crawler.answers import fetched_of, led_home, reason_of, refusal, unread
from crawler.middlewares.safe_addresses import UnsafeAddress
from crawler.observed import Observed
from crawler.visit_plan import Desk, Ending, Page, Plan
from pipelines.accept import Refused, choose_moment
from pipelines.article import Article, SharedPage
from pipelines.canonical import UnusableAddress, canonical_url
from spiders.addressing import address_of, version_key
from spiders.base.bounds import TooMuch, readable
from spiders.base.layout import is_challenge
from spiders.base.site import Ask, Harvest, Post, Site
from storage.addresses import Address
from storage.captures import Fetched
from storage.outlets import Outlet
from storage.records import Found, Outcome, Reading
from storage.times import to_text
from storage.visits import Tally, Validators
from text.clock import now, tashkent_day

BREAKER = 12
"""Articles in a row that cannot be fetched, after which a visit is broken off."""

DEEPEST_INDEX = 4
"""Indexes of sitemaps inside one another that are followed; two is what sites have."""

PAGES_A_DAY = 60
"""Pages of one list followed for each day asked for; the busiest list has some 20 a day."""

MOST_LISTINGS = 3000
"""Listings asked for in one visit; a back-fill of years is asked in ranges."""

ASKED_AT_ONCE = 32
"""Articles of a visit that are asked for and not ended; thousands more wait as bare addresses."""

COPIES = 3
"""Addresses of one visit that may carry the same title and text; more are no publications."""


class VisitSpider(scrapy.Spider):
    """The one Scrapy spider: runs any site description."""

    name = "visit"

    def __init__(self, outlet: Outlet, site: Site, plan: Plan, desk: Desk) -> None:
        super().__init__()
        self.outlet = outlet
        self.site = site
        self.plan = plan
        self.desk = desk
        self.tally = Tally()
        self.known_again = 0
        self.endings: Counter[str] = Counter()
        """Outcomes other than known; only the writer's thread counts here."""
        self.new_validators: dict[str, Validators] = {}
        self.problems: list[str] = []
        self.listings_read = 0
        self.reach: date | None = None
        self._seen: set[str] = set()
        self._fresh: set[str] = set()
        """Of those, what this visit is the first to read and is not known to be out of range."""
        self._open: dict[str, tuple[Found, Page | None]] = {}
        self._waiting: deque[tuple[str, Found, bool]] = deque()
        self._asked_for: set[str] = set()
        self._asked: set[str] = set()
        self._failures_in_a_row = 0
        self._articles = 0
        self._limited = False
        self._without_end = False
        self._texts: Counter[int] = Counter()
        self.observed = Observed()
        self.looked_again: dict[str, bool] = {}
        """Publications looked at again, and whether they could be read."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listens to how the stages end an article: stored, refused or broken."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._kept, signals.item_scraped)
        crawler.signals.connect(spider._refused, signals.item_dropped)
        crawler.signals.connect(spider._broken, signals.item_error)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """First what earlier visits could not fetch, then the listings."""
        lacking = self.site.lacks()
        if lacking:
            self._problem(f"not read: {lacking}")
            return
        for request in self._take(self.desk.unsettled, None):
            yield request
        for found in self.desk.revisits:
            if found.url not in self._seen:
                self._seen.add(found.url)
                self.looked_again[found.url] = False
                for request in self._begin(found, found.url, None, version=True):
                    yield request
        listings = self.site.listings(self.plan.since, self.plan.until)
        for ask in listings if self.plan.listings else ():
            for request in self._listing(ask):
                yield request

    # --- listings -----------------------------------------------------------------------------

    def _listing(self, ask: Ask, shown: set[str] | None = None, hops: int = 0) -> Iterator[Request]:
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
        validators = self.desk.validators.get(key)
        if validators is not None and not self.plan.walk_back:
            if validators.etag:
                headers["If-None-Match"] = validators.etag
            if validators.last_modified:
                headers["If-Modified-Since"] = validators.last_modified
        headers |= self.site.credentials(ask.url)
        yield Request(
            ask.url, headers=headers, callback=self.parse_listing, errback=self.listing_failed,
            cb_kwargs={"ask": ask, "shown": set() if shown is None else shown, "hops": hops},
            dont_filter=True,
            meta={"kind": "listing", "dont_obey_robotstxt": not self.site.obeys_robots(ask.url)},
        )  # fmt: skip

    def parse_listing(
        self, response: Response, ask: Ask, shown: set[str], hops: int
    ) -> Iterator[Request | Article]:
        """Take the addresses a listing names; follow it where that brings something new."""
        if response.status == 304:
            self.tally.not_modified += 1
            self.listings_read += 1
            validators = self.desk.validators[_key(ask)]
            self.new_validators[_key(ask)] = validators
            self._reached(date.fromisoformat(validators.reach) if validators.reach else None)
            for url, headers, language in json.loads(validators.more):
                yield from self._listing(Ask(url, headers, language))
            return
        if response.status in {404, 410} and ask.optional:
            self.listings_read += 1
            return
        if response.status != 200:
            self._problem(f"listing {ask.url}: {self.site.explained(response)}")
            return
        try:
            harvest = self._harvest(response)
        except Exception as error:  # noqa: BLE001 - a site's fault must not stop the night
            self._problem(f"listing {ask.url}: {type(error).__name__}: {error}")
            return
        self.listings_read += 1
        self._remember(response, ask, harvest)
        self._reached(tashkent_day(harvest.reach) if harvest.reach else None)
        for following in harvest.more:
            if following.when == "always":
                yield from self._listing(following, hops=hops + 1)
        page = Page(
            [following for following in harvest.more if following.when == "new"], shown, hops + 1,
            useful=harvest.thinned,
        )  # fmt: skip
        if harvest.problem:
            self._problem(f"listing {ask.url}: {harvest.problem}")
        yield from self._take(harvest.found, page)
        yield from self._take_posts(harvest.posts, page, response)
        yield from self._follow(page)

    def listing_failed(self, failure: Any) -> None:
        """A listing that could not be fetched makes the visit incomplete."""
        self._problem(f"listing {failure.request.url}: {reason_of(failure)}")

    def _harvest(self, response: Response) -> Harvest:
        if not isinstance(response, TextResponse):
            # compressed sitemaps come as plain bytes
            response = TextResponse(
                response.url, body=response.body, headers=response.headers, encoding="utf-8",
                request=response.request,
            )  # fmt: skip
        if is_challenge(response.body):
            raise ValueError("a challenge page came in its place")
        if self.plan.look_closely:
            self.observed.look(self.outlet, response.replace())
        return self.site.find(readable(response.replace()), now())

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

    def _follow(self, page: Page) -> Iterator[Request]:
        if page.open or not page.useful or self._limited:
            return
        more, page.more = page.more, []
        for ask in more:
            yield from self._listing(ask, page.shown, page.hops)

    def _problem(self, text: str) -> None:
        self.problems.append(text)
        self.logger.info("%s: %s", self.outlet.id, text)

    # --- addresses ----------------------------------------------------------------------------

    def _take(
        self, found: Iterable[Found], page: Page | None, *, version: bool = False
    ) -> Iterator[Request]:
        fresh: dict[str, Found] = {}
        for one in found:
            try:
                url = canonical_url(self.site.canonical(one.url), self.outlet)
            except UnusableAddress:
                continue
            if url not in self._seen:
                self._seen.add(url)
                fresh[url] = one
            elif page is not None and url in self._fresh and url not in page.shown:
                # another listing brought it first: this one may go on where that one ends
                page.useful = True
            if page is not None:
                page.shown.add(url)
        known = self.desk.known(fresh)
        for url, one in fresh.items():
            address = known.get(url)
            if address is not None and self._may_pass(one, address):
                self._pass_by(one, address, page)
            elif self._limited:
                self._seen.discard(url)
            else:
                yield from self._begin(one, url, page, version=version)

    def _take_posts(
        self, posts: Iterable[Post], page: Page, response: Response
    ) -> Iterator[Article]:
        """Posts stand on their listing whole: they are read from it, and asked for nowhere."""
        fetched = self._fetched(response)
        shared = SharedPage()
        ready: list[Article] = []
        for post in posts:
            url = canonical_url(self.site.canonical(post.found.url), self.outlet)
            if url in self._seen:
                continue
            self._seen.add(url)
            address = self.desk.known([url]).get(url)
            if address is not None and self._may_pass(post.found, address):
                self._pass_by(post.found, address, page)
                continue
            self.tally.found += 1
            outcome = self._outcome_unread(post.found, url, page, version=False)
            if outcome is None and post.reading.gone:
                outcome = Outcome.GONE, "hidden by its author", ""
            if outcome is None and not post.reading.is_article:
                outcome = Outcome.NOT_ARTICLE, "no text of its own", ""
            if outcome is not None:
                ending = Ending(self.outlet.id, url, post.found, *outcome)
                self.desk.end(ending, self.endings)
                continue
            page.open += 1
            self._open[url] = (post.found, page)
            ready.append(Article(
                outlet=self.outlet, found=post.found, found_url=url, url=url,
                reading=post.reading, fetched=fetched, since=self.plan.since,
                until=self.plan.until, endings=self.endings, page=shared,
                medium=self._medium(post.medium),
            ))  # fmt: skip
        yield from ready

    def _fetched(self, response: Response) -> Fetched:
        return replace(fetched_of(response), body=self.site.without_secrets(response.body))

    def _medium(self, outlet: str) -> Outlet | None:
        return self.desk.medium(outlet) if outlet else None

    def _may_pass(self, found: Found, address: Address) -> bool:
        if not address.settled:
            return False
        if address.outcome is Outcome.OUT_OF_RANGE and address.day:
            return not self._in_range(date.fromisoformat(address.day))
        if found.mark:
            return found.mark == address.mark
        read = {Outcome.STORED, Outcome.LANGUAGE_VERSION, Outcome.CHANGED, Outcome.UNCHANGED}
        if found.modified is None or not address.modified or address.outcome not in read:
            return True
        return to_text(found.modified) <= address.modified

    def _pass_by(self, found: Found, address: Address, page: Page | None) -> None:
        self.tally.found += 1
        self.known_again += 1
        if page is not None and self.plan.walk_back:
            day = address.day and date.fromisoformat(address.day)
            if not day and found.published is not None:
                day = tashkent_day(found.published)
            page.useful = page.useful or not day or day >= self.plan.since

    def _begin(
        self, found: Found, url: str, page: Page | None, *, version: bool
    ) -> Iterator[Request]:
        self.tally.found += 1
        outcome = self._outcome_unread(found, url, page, version=version)
        if outcome is not None:
            self.desk.end(Ending(self.outlet.id, url, found, *outcome), self.endings)
            return
        if page is not None:
            page.open += 1
        self._fresh.add(url)
        self._open[url] = (found, page)
        self._articles += 1
        if self.plan.limit and self._articles >= self.plan.limit:
            self._limited = True
            self._problem(f"limited to {self.plan.limit} articles")
        self._waiting.append((url, found, version))
        yield from self._due()

    def _due(self) -> Iterator[Request]:
        while self._waiting and len(self._asked_for) < ASKED_AT_ONCE:
            url, found, version = self._waiting.popleft()
            self._asked_for.add(url)
            ask = self.site.ask(found)
            headers = dict(ask.headers) | dict(self.site.credentials(ask.url))
            yield Request(
                ask.url, headers=headers, callback=self.parse_article,
                errback=self.article_failed, dont_filter=True, priority=10,
                cb_kwargs={"url": url, "version": version},
                meta={
                    "kind": "article", "url": url,
                    "dont_obey_robotstxt": not self.site.obeys_robots(ask.url),
                },
            )  # fmt: skip

    def _outcome_unread(
        self, found: Found, url: str, page: Page | None, *, version: bool
    ) -> tuple[Outcome, str, str] | None:
        if url.split("/")[2] not in self.outlet.allowed_hosts:
            return Outcome.NOT_ARTICLE, "leads to another site", ""
        if not self.site.is_article(url):
            return Outcome.NOT_ARTICLE, "no article by its address", ""
        if found.published is None or version:
            return None
        day = tashkent_day(found.published)
        if page is not None and day >= self.plan.since:
            # the list has not come to its end: the following page is needed
            page.useful = True
        if not self._in_range(day):
            return Outcome.OUT_OF_RANGE, f"published on {day}", day.isoformat()
        return None

    def _in_range(self, day: date) -> bool:
        return self.plan.since <= day <= self.plan.until

    # --- articles -----------------------------------------------------------------------------

    def parse_article(
        self, response: Response, url: str, version: bool
    ) -> Iterator[Article | Request]:
        """Read a page, hand the article to the stages, take the language versions it names."""
        found, _ = self._open[url]
        fetched = self._fetched(response)
        ended = unread(response, fetched)
        if ended is not None and response.status != 200:
            ended = self.site.refused(response) or ended[0], self.site.explained(response)
        if response.status == 200:
            self._failures_in_a_row = 0
        if ended is not None or not isinstance(response, TextResponse):
            self._end(url, *(ended or (Outcome.NOT_ARTICLE, "no page")))
            return
        try:
            # of a copy: what was parsed goes as soon as it is read, not when all is written
            reading = self.site.read(response.replace(), fetched.fetched_at, url)
            alternates = [Found(a, language=tag) for tag, a in reading.alternates.items()]
            address = address_of(self.site, self.outlet, reading, fetched, url)
        except TooMuch as error:
            self._end(url, Outcome.REJECTED, str(error), fetched=fetched)
            return
        except Exception as error:  # noqa: BLE001 - a site's fault must not stop the night
            reason = f"{type(error).__name__}: {error}"
            outcome = Outcome.BLOCKED if is_challenge(response.body) else Outcome.PARSE_FAILED
            self._end(url, outcome, reason, fetched=fetched)
            return
        refused = refusal(reading) or led_home(response, url)
        if refused is not None:
            self._end(url, *refused, fetched=fetched, reading=reading)
            return
        if address != url and address in self._seen:
            self._end(url, Outcome.KNOWN, f"leads to {address}")
            return
        if self._is_one_copy_more(reading):
            self._end(url, Outcome.KNOWN, f"title and text stand at {COPIES} addresses already")
            return
        self._seen.add(address)
        moment, _ = choose_moment(found, reading, fetched.fetched_at)
        yield Article(
            outlet=self.outlet, found=found, found_url=url, url=address, reading=reading,
            fetched=fetched, since=self.plan.since, until=self.plan.until, is_version=version,
            version_key=version_key(self.site, self.outlet, address, reading.alternates.values()),
            endings=self.endings, medium=self._medium(self.site.medium(reading)),
        )  # fmt: skip
        if version or self._in_range(tashkent_day(moment)):
            yield from self._take(alternates, None, version=True)

    def _is_one_copy_more(self, reading: Reading) -> bool:
        """Whether so many addresses gave this very text: one article under ever new parameters."""
        key = hash((reading.title, reading.body))
        self._texts[key] += 1
        return self._texts[key] > COPIES

    def article_failed(self, failure: Any) -> None:
        """An article that could not be fetched, or that robots.txt keeps us from."""
        url = failure.request.meta["url"]
        if failure.check(UnsafeAddress):
            self._end(url, Outcome.NOT_ARTICLE, reason_of(failure))
        elif failure.check(IgnoreRequest) and "robots.txt" in str(failure.value):
            self._end(url, Outcome.REFUSED_ROBOTS, reason_of(failure))
        elif failure.check(DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(failure.value):
            self._end(url, Outcome.REJECTED, f"too large to be an article: {reason_of(failure)}")
        else:
            self._end(url, Outcome.FETCH_FAILED, reason_of(failure))

    # --- endings ------------------------------------------------------------------------------

    def _end(
        self, url: str, outcome: Outcome, reason: str, day: str = "",
        fetched: Fetched | None = None, reading: Reading | None = None,
    ) -> None:  # fmt: skip
        found, _ = self._open[url]
        if outcome is Outcome.OUT_OF_RANGE:
            self._fresh.discard(url)
        if url in self.looked_again and outcome is not Outcome.GONE:
            # what was read before stands; it is tried again tomorrow
            self.known_again += 1
        else:
            self.looked_again.update({url: True} if url in self.looked_again else {})
            ending = Ending(self.outlet.id, url, found, outcome, reason[:500], day, fetched)
            self.desk.end(ending, self.endings)
            self.observed.note(found, url, outcome, reading)
        self._settle(url, useful=False)
        if outcome in {Outcome.FETCH_FAILED, Outcome.BLOCKED}:
            self._failures_in_a_row += 1
            if self._failures_in_a_row == BREAKER:
                self._problem(f"broken off after {BREAKER} articles in a row failed: {reason}")
                self._stop()

    def _settle(self, url: str, *, useful: bool) -> None:
        _, page = self._open.pop(url)
        self._asked_for.discard(url)
        self._ask_further(self._due())
        if page is None:
            return
        page.open -= 1
        page.useful = page.useful or useful
        self._ask_further(self._follow(page))

    def _ask_further(self, requests: Iterable[Request]) -> None:
        engine = self.crawler.engine
        if engine is not None:
            for request in requests:
                engine.crawl(request)

    def _stop(self) -> None:
        import asyncio

        engine = self.crawler.engine
        if engine is not None:
            self._stopping = asyncio.ensure_future(engine.close_spider_async(reason="broken_off"))

    def _kept(self, item: Article) -> None:
        if item.found_url in self.looked_again:
            self.looked_again[item.found_url] = True
        else:
            tag = item.accepted.language_tag
            self.observed.note(item.found, item.found_url, "kept", item.reading, tag)
        self._settle(item.found_url, useful=True)

    def _refused(self, item: Article, exception: Exception) -> None:
        if isinstance(exception, Refused):
            keep = exception.outcome is not Outcome.OUT_OF_RANGE
            self._end(
                item.found_url, exception.outcome, exception.reason, exception.day,
                item.fetched if keep else None, item.reading,
            )  # fmt: skip
        else:
            self._end(item.found_url, Outcome.REJECTED, str(exception), fetched=item.fetched)

    def _broken(self, item: Article, failure: Failure) -> None:
        reason = f"{type(failure.value).__name__}: {failure.value}"
        self._end(item.found_url, Outcome.REJECTED, reason, fetched=item.fetched)

    def _closed(self, reason: str) -> None:
        if reason not in {"finished", "broken_off"}:
            self._problem(f"stopped: {reason}")
        for url in list(self._open):
            found, _ = self._open.pop(url)
            why = f"the visit was broken off ({reason})"
            ending = Ending(self.outlet.id, url, found, Outcome.FETCH_FAILED, why)
            self.desk.end(ending, self.endings)

    def verdict(self) -> str:
        """How the visit ended: complete, incomplete or failed (not one listing was read)."""
        if not self.plan.listings:
            return "incomplete" if self.problems else "complete"
        if not self.listings_read:
            return "failed"
        if not self.tally.found and not self.tally.not_modified:
            self._problem("no address in any listing: the site may have changed its layout")
        lost = self.endings[Outcome.FETCH_FAILED] + self.endings[Outcome.BLOCKED]
        if lost:
            self._problem(f"{lost} articles could not be fetched")
        return "incomplete" if self.problems else "complete"

    def let_go(self) -> None:
        """Forget the visit's addresses: the framework holds its spider for longer than that."""
        for held in (
            self._seen, self._fresh, self._asked, self._texts, self._open, self._waiting,
            self._asked_for,
        ):  # fmt: skip
            held.clear()


def _key(ask: Ask) -> str:
    headers = json.dumps(dict(ask.headers), sort_keys=True) if ask.headers else ""
    return f"{ask.url} {headers}".strip()
