"""One visit of one outlet: asks its listings, reads what is new, ends every address once."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from crawler.answers import fetched_of, led_home, reason_of, refusal, unfetched, unread
from crawler.observed import Observed
from crawler.visit_articles import WaitingArticles
from crawler.visit_listings import VisitListings
from crawler.visit_plan import Desk, Ending, Page, Plan, may_pass
from pipelines.accept import Refused, choose_moment
from pipelines.article import Article, SharedPage
from pipelines.canonical import UnusableAddress, canonical_url
from spiders.addressing import address_of, version_key
from spiders.base.bounds import TooMuch
from spiders.base.layout import is_challenge
from spiders.base.site import Ask, Post, Site
from storage.addresses import Address
from storage.captures import Fetched
from storage.outlets import Outlet
from storage.records import Found, Outcome, Reading
from storage.visits import Tally
from text.clock import tashkent_day

BREAKER = 12
"""Articles in a row that cannot be fetched, after which a visit is broken off."""

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
        self.problems: list[str] = []
        self.listings = VisitListings(
            site, plan, desk.validators, (self.parse_listing, self.listing_failed), self._problem,
            self._look,
        )  # fmt: skip
        self._articles = WaitingArticles(site, (self.parse_article, self.article_failed))
        self._seen: set[str] = set()
        self._fresh: set[str] = set()
        """Of those, what this visit is the first to read and is not known to be out of range."""
        self._open: dict[str, tuple[Found, Page | None]] = {}
        self._failures_in_a_row = 0
        self._begun = 0
        self._limited = False
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
        asks = self.site.listings(self.plan.since, self.plan.until)
        for ask in asks if self.plan.listings else ():
            for request in self.listings.request(ask):
                yield request

    # --- listings -----------------------------------------------------------------------------

    def parse_listing(
        self, response: Response, ask: Ask, shown: set[str], hops: int
    ) -> Iterator[Request | Article]:
        """Take the addresses a listing names; follow it where that brings something new."""
        if response.status == 304:
            self.tally.not_modified += 1
            for following in self.listings.unchanged(ask):
                yield from self.listings.request(following)
            return
        if response.status in {404, 410} and ask.optional:
            self.listings.read += 1
            return
        if response.status != 200:
            self._problem(f"listing {ask.url}: {self.site.explained(response)}")
            return
        try:
            harvest = self.listings.harvest(response, ask)
        except Exception as error:  # noqa: BLE001 - a site's fault must not stop the night
            self._problem(f"listing {ask.url}: {type(error).__name__}: {error}")
            return
        for following in harvest.more:
            if following.when == "always":
                yield from self.listings.request(following, hops=hops + 1)
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

    def _look(self, page: TextResponse) -> None:
        if self.plan.look_closely:
            self.observed.look(self.outlet, page.replace())

    def _follow(self, page: Page) -> Iterator[Request]:
        if page.open or not page.useful or self._limited:
            return
        more, page.more = page.more, []
        for ask in more:
            yield from self.listings.request(ask, page.shown, page.hops)

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
            if address is not None and may_pass(one, address, self.plan):
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
            if address is not None and may_pass(post.found, address, self.plan):
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
        self._begun += 1
        if self.plan.limit and self._begun >= self.plan.limit:
            self._limited = True
            self._problem(f"limited to {self.plan.limit} articles")
        yield from self._articles.add(url, found, version=version)

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
        if not self.plan.holds(day):
            return Outcome.OUT_OF_RANGE, f"published on {day}", day.isoformat()
        return None

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
        if version or self.plan.holds(tashkent_day(moment)):
            yield from self._take(alternates, None, version=True)

    def _is_one_copy_more(self, reading: Reading) -> bool:
        """Whether so many addresses gave this very text: one article under ever new parameters."""
        key = hash((reading.title, reading.body))
        self._texts[key] += 1
        return self._texts[key] > COPIES

    def article_failed(self, failure: Any) -> None:
        """An article that could not be fetched, or that robots.txt keeps us from."""
        self._end(failure.request.meta["url"], *unfetched(failure))

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
        self._articles.ended(url)
        self._ask_further(self._articles.due())
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
        if not self.listings.read:
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
            self._seen, self._fresh, self._texts, self._open,
        ):  # fmt: skip
            held.clear()
        self.listings.let_go()
        self._articles.let_go()
