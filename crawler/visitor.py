"""A process that visits outlets: takes them from the night one by one and says how each went."""

import asyncio
import contextlib
import ctypes
import logging
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.reactor import install_reactor
from twisted.python.failure import Failure

from crawler import resolver
from crawler.heap import give_back
from crawler.night_plan import FIRST_DAYS, NightPlan
from crawler.settings import visit_settings
from crawler.visit import VisitSpider
from crawler.visit_plan import Desk, Ending, Plan
from crawler.watch import watch_visit
from pipelines.accept import EARLIEST
from pipelines.keep import Unwritten, keep_ending
from spiders import site_for
from spiders.selector_check import Selector
from storage.addresses import Ended, known_addresses, unsettled
from storage.alarms import keep_lines
from storage.captures import CaptureFolder
from storage.connection import Connection as Ledger
from storage.connection import LedgerFault
from storage.database import UnusableDatabase, open_database
from storage.location import Location, captures_folder
from storage.outlets import Outlet
from storage.records import Found
from storage.registry import Registry
from storage.revisits import due_revisits, note_revisits
from storage.times import to_text
from storage.visits import (
    Tally,
    begin_visit,
    end_visit,
    keep_validators,
    listing_validators,
    next_since,
    read_through,
)
from storage.writer import LedgerStopped, LedgerWriter
from text.clock import now, tashkent_day
from text.folding import remember

logger = logging.getLogger(__name__)

WORDS_REMEMBERED = 9_000
"""Words whose folded key is kept, of two generations each: more would cost a night's memory."""

SPARED_EVERY = 5.0
"""Seconds between returns of free memory to the system."""

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal a process gets when the one that began it has died."""

NOT_BEGUN = "not_begun"
"""Of a visit that was handed over when its process was about to end."""


@dataclass(frozen=True, slots=True)
class Visited:
    """How one outlet's visit ended, as the night is told."""

    outlet: str
    state: str
    """A state of the visits table, or :data:`NOT_BEGUN`."""
    tally: Tally = field(default_factory=Tally)
    problems: list[str] = field(default_factory=list)
    silent: list[Selector] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The process cannot go on: the ledger cannot be written. ``reason`` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The process was asked to end before its visits were done."""

    reason: str


def visit_outlets(
    database: Location, registry: Registry, plan: NightPlan, wanted: Connection
) -> None:
    """Visit the outlets whose ids come through a pipe, side by side, until None comes.

    Answers each with a :class:`Visited`. Ends soundly on SIGTERM and SIGINT; dies with the process
    that began it, whose lock on the ledger it shares.
    """
    _die_with_parent()
    remember(WORDS_REMEMBERED)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    import twisted.internet.reactor as installed
    from twisted.internet.defer import Deferred

    reactor: Any = installed
    resolver.install(reactor)

    def ended(result: Any) -> None:
        if isinstance(result, Failure):
            logger.error("a process of the night failed: %s", result.getTraceback())
            _say(wanted, GaveUp(f"{type(result.value).__name__}: {result.value}"))
        reactor.stop()

    def begin() -> None:
        visits = _Visits(database, registry, plan, wanted)
        Deferred.fromFuture(asyncio.ensure_future(visits.run())).addBoth(ended)

    reactor.callWhenRunning(begin)
    reactor.run(installSignalHandlers=False)


def _say(pipe: Connection, word: "Visited | GaveUp | Stopped") -> None:
    # a night that is gone needs no answer
    with contextlib.suppress(BrokenPipeError):
        pipe.send(word)


def _die_with_parent() -> None:
    # elsewhere the closed pipe tells the same a little later
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


async def _spare_memory() -> None:
    while True:
        await asyncio.sleep(SPARED_EVERY)
        give_back()


class _Visits:
    def __init__(
        self, database: Location, registry: Registry, plan: NightPlan, wanted: Connection
    ) -> None:
        self.database = database
        self.registry = registry
        self.plan = plan
        self.wanted = wanted
        self.until = plan.until or tashkent_day(now())
        self.unwritten = Unwritten()
        self.runner = AsyncCrawlerRunner()
        self.stopped = ""
        self.last = asyncio.Event()
        self.running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Visit until told that there is no more."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, f"stopped by {number.name}")
        try:
            self.writer = LedgerWriter(
                self.database, captures_folder(self.database), self.unwritten.settle
            )
            self.reader = open_database(self.database, read_only=True)
        except (UnusableDatabase, LedgerFault, OSError, sqlite3.Error) as error:
            _say(self.wanted, GaveUp(str(error)))
            return
        loop.add_reader(self.wanted.fileno(), self._take)
        sparing = asyncio.ensure_future(_spare_memory())
        try:
            await self.last.wait()
            while self.running:
                await asyncio.wait(self.running)
        finally:
            sparing.cancel()
            loop.remove_reader(self.wanted.fileno())
            self.reader.close()
            try:
                await asyncio.to_thread(self.writer.close)
            except LedgerStopped as error:
                _say(self.wanted, GaveUp(str(error)))

    def _take(self) -> None:
        try:
            while self.wanted.poll():
                outlet = self.wanted.recv()
                if outlet is None:
                    self.last.set()
                    return
                if self.stopped:
                    _say(self.wanted, Visited(outlet, NOT_BEGUN))
                    continue
                task = asyncio.ensure_future(self._visit(self.registry[outlet]))
                self.running.add(task)
                task.add_done_callback(self.running.discard)
        except (EOFError, OSError):
            self._stop("the night that began this process is gone")
            self.last.set()

    def _stop(self, reason: str) -> None:
        if not self.stopped:
            self.stopped = reason
            _say(self.wanted, Stopped(reason))
            self._stopping = asyncio.ensure_future(self._end_visits())

    async def _end_visits(self) -> None:
        """Stop every visit once it runs: one that is stopped while it starts would never end."""
        while self.running:
            for crawler in list(self.runner.crawlers):
                if crawler.crawling and crawler.engine is not None and crawler.engine.running:
                    await crawler.stop_async()
            await asyncio.sleep(0.05)

    async def _visit(self, outlet: Outlet) -> None:
        try:
            visited = await self._visited(outlet)
        except LedgerStopped as error:
            _say(self.wanted, GaveUp(str(error)))
            self._stop(str(error))
            visited = Visited(outlet.id, "failed", problems=[str(error)])
        except Exception as error:  # one outlet never stops the night
            logger.exception("%s: the visit failed", outlet.id)
            visited = Visited(
                outlet.id, "failed", problems=[f"{type(error).__name__}: {error}"[:300]]
            )
        _say(self.wanted, visited)

    async def _addressed(self, outlet: Outlet, urls: Sequence[str]) -> Visited:
        """Read single addresses: no visit of days, so none of them is settled by it."""
        plan = Plan(EARLIEST.date(), self.until, walk_back=False, listings=False)
        desk = Desk(
            known=lambda asked: known_addresses(self.reader, outlet.id, asked), end=self._end,
            validators={}, unsettled=[Found(url) for url in urls], revisits=[], writer=self.writer,
            unwritten=self.unwritten, medium=self.registry.__getitem__,
        )  # fmt: skip
        spider = await self._crawled(outlet, plan, desk)
        # everything is written once this is answered
        await self.writer.done(lambda _: None)
        spider.tally.balance = dict(spider.endings)
        spider.let_go()
        return Visited(outlet.id, spider.verdict(), spider.tally, spider.problems)

    async def _crawled(self, outlet: Outlet, plan: Plan, desk: Desk) -> VisitSpider:
        crawler = Crawler(
            VisitSpider, visit_settings(outlet, self.plan.operator, self.plan.timeout)
        )
        await self.runner.crawl(crawler, outlet=outlet, site=site_for(outlet), plan=plan, desk=desk)
        return crawler.spider  # type: ignore[return-value]

    async def _visited(self, outlet: Outlet) -> Visited:
        if outlet.id in self.plan.addresses:
            return await self._addressed(outlet, self.plan.addresses[outlet.id])
        started = now()
        since = self.plan.since or next_since(self.reader, outlet.id, self.until, FIRST_DAYS)
        since, until = self.plan.spans.get(outlet.id, (min(since, self.until), self.until))
        plan = Plan(
            since, until, limit=self.plan.limit,
            walk_back=not read_through(self.reader, outlet.id, since, until),
            look_closely=self.plan.look_closely,
        )  # fmt: skip
        number = await self.writer.done(
            lambda connection: begin_visit(connection, outlet, since, until, started)
        )
        desk = Desk(
            known=lambda urls: known_addresses(self.reader, outlet.id, urls),
            end=self._end,
            validators={} if plan.walk_back else listing_validators(self.reader, outlet.id),
            unsettled=unsettled(self.reader, outlet.id),
            revisits=[] if plan.limit else due_revisits(self.reader, outlet.id, started),
            writer=self.writer,
            unwritten=self.unwritten,
            medium=self.registry.__getitem__,
        )
        return await self._close(number, outlet, await self._crawled(outlet, plan, desk))

    async def _close(self, number: int, outlet: Outlet, spider: VisitSpider) -> Visited:
        # everything the visit put is written once this is answered, so its balance is whole
        await self.writer.done(lambda _: None)
        spider.tally.balance = dict(spider.endings)
        if spider.known_again:
            spider.tally.balance["known"] = (
                spider.tally.balance.get("known", 0) + spider.known_again
            )
        state = spider.verdict()
        error = "; ".join(spider.problems)[:2000]
        ended = now()

        def close(connection: Ledger) -> None:
            end_visit(connection, number, state, error, spider.tally, ended, spider.listings.reach)
            lines = spider.observed.lines
            keep_lines(connection, number, {n: (one.counts, one.bad) for n, one in lines.items()})
            note_revisits(connection, outlet.id, spider.looked_again, ended)
            watch_visit(connection, number, lines, ended)
            if state == "complete":
                keep_validators(connection, outlet.id, spider.listings.new_validators)

        await self.writer.done(close)
        spider.let_go()
        return Visited(outlet.id, state, spider.tally, spider.problems, spider.observed.silent())

    def _end(self, ending: Ending, endings: Counter[str]) -> None:
        modified = ending.found.modified
        ended = Ended(
            ending.outlet, ending.url, ending.outcome, ending.reason, ending.day,
            to_text(modified) if modified else "", ending.found,
        )  # fmt: skip
        at = now()

        def change(connection: Ledger, captures: CaptureFolder) -> None:
            if self.unwritten.holds(ended.url):
                # it ends after what was put before it
                self.unwritten.settle(connection)
            keep_ending(connection, captures, ended, ending.fetched, at)
            endings[ended.outcome] += 1

        self.writer.put_small(change)
