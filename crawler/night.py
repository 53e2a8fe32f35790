"""The night: visits many outlets side by side and writes what they bring to the ledger."""

import asyncio
import logging
import signal
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.reactor import install_reactor

from crawler import resolver
from crawler.heap import spare_memory
from crawler.settings import visit_settings
from crawler.visit import VisitSpider
from crawler.visit_plan import Desk, Ending, Plan
from crawler.watch import watch_visit
from pipelines.keep import Untied, keep_ending
from pipelines.regrouping import regroup_ledger
from spiders import site_for
from storage.addresses import Ended, known_addresses, unsettled
from storage.alarms import keep_lines
from storage.captures import CaptureFolder
from storage.database import keep_fit, open_database
from storage.ledger import seal
from storage.outlets import Outlet, Registry
from storage.revisits import due_revisits, note_revisits
from storage.times import to_text
from storage.visits import (
    Tally,
    begin_visit,
    cut_off_visits,
    end_visit,
    keep_outlets,
    keep_validators,
    listing_validators,
    next_since,
    read_through,
)
from storage.writer import LedgerStopped, LedgerWriter
from text.clock import now, tashkent_day

logger = logging.getLogger(__name__)

SIDE_BY_SIDE = 12
"""Outlets visited at once: enough to keep one core busy while each is asked politely."""

AT_ONE_HOST = 1
"""Outlets of one host (channels of t.me) visited at once: four at once were answered with 502."""

FIRST_DAYS = 2
"""Days before today that an outlet's first visit reads, unless asked for more."""


@dataclass(slots=True)
class NightPlan:
    """What to visit. ``since`` None: each outlet from the last day it was read completely."""

    outlets: Sequence[Outlet]
    since: date | None = None
    until: date | None = None
    limit: int = 0
    operator: str = ""
    timeout: float = 30.0
    side_by_side: int = SIDE_BY_SIDE
    spans: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    """Days to read of some outlets, both included, whatever ``since`` and ``until`` say."""


@dataclass(slots=True)
class VisitReport:
    """How one outlet's visit ended."""

    outlet: Outlet
    state: str
    tally: Tally
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class NightReport:
    """How a night ended; ``stopped`` says why it ended early, if it did."""

    since: date
    until: date
    visits: list[VisitReport] = field(default_factory=list)
    stopped: str = ""
    started: datetime = field(default_factory=now)

    @property
    def well(self) -> bool:
        """Whether every outlet was read completely."""
        return not self.stopped and all(
            visit.state in {"complete", "not_read"} for visit in self.visits
        )


def captures_folder(database: Path) -> Path:
    """Where the captures of a ledger lie: ``captures`` beside the file, by its name."""
    return database.with_name(f"{database.stem}.captures")


def run_night(
    database: Path,
    registry: Registry,
    plan: NightPlan,
    progress: Callable[[VisitReport], None] = lambda _: None,
) -> NightReport:
    """Visit the plan's outlets and return how it went. Blocks; at most one per process.

    The ledger is sound whenever this ends, also by a signal: what was read is committed in short
    transactions, and a visit counts as complete only when all its addresses ended.

    Raises:
        UnusableDatabase: the ledger cannot be opened.
        LedgerStopped: the ledger could not be written any more.
    """
    spare_memory()
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    import twisted.internet.reactor as installed
    from twisted.internet.defer import Deferred

    reactor: Any = installed
    resolver.install(reactor)

    night = _Night(database, registry, plan, progress)
    outcome: list[NightReport | BaseException] = []

    def keep(result: Any) -> None:
        outcome.append(getattr(result, "value", result))
        reactor.stop()

    def begin() -> None:
        Deferred.fromFuture(asyncio.ensure_future(night.run())).addBoth(keep)

    reactor.callWhenRunning(begin)
    reactor.run(installSignalHandlers=False)
    result = outcome[0]
    if isinstance(result, BaseException):
        raise result
    return result


class _Night:
    def __init__(
        self,
        database: Path,
        registry: Registry,
        plan: NightPlan,
        progress: Callable[[VisitReport], None],
    ) -> None:
        self.database = database
        self.plan = plan
        self.progress = progress
        # a ledger of an older version has no fingerprints yet: new texts would find no old ones
        with closing(open_database(database)) as ledger:
            regroup_ledger(ledger)
        self.untied = Untied()
        self.writer = LedgerWriter(database, captures_folder(database), self.untied.settle)
        self.registry = registry
        # what the office has not opened to the program is not due: it makes no day a hole
        self.lacking = {o.id: why for o in registry.visited() if (why := site_for(o).lacks())}
        self.hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(AT_ONE_HOST)
        )
        self.writer.do(lambda connection: keep_outlets(connection, registry, self.lacking))
        self.writer.do(lambda connection: cut_off_visits(connection, now()))
        self.reader = open_database(database)
        self.reader.execute("PRAGMA query_only = ON")
        self.runner = AsyncCrawlerRunner()
        self.stopped = ""

    async def run(self) -> NightReport:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, f"stopped by {number.name}")
        until = self.plan.until or tashkent_day(now())
        report = NightReport(self.plan.since or until - timedelta(days=FIRST_DAYS), until)
        places = asyncio.Semaphore(self.plan.side_by_side)
        # the ministry's own first, then by tier: what matters most is read if the night is cut
        order = sorted(self.plan.outlets, key=lambda o: (not o.owned, o.tier, o.id))
        try:
            visits = [self._visit_in_turn(outlet, until, places) for outlet in order]
            for done in asyncio.as_completed(visits):
                visit = await done
                if visit is not None:
                    report.visits.append(visit)
                    self.progress(visit)
        finally:
            self.reader.close()
            await asyncio.to_thread(self.writer.close)
        report.stopped = self.stopped
        await asyncio.to_thread(self._seal)
        if any(visit.tally.article_requests for visit in report.visits) and not self.stopped:
            await asyncio.to_thread(self._keep_fit)
        return report

    def _seal(self) -> None:
        with closing(open_database(self.database)) as ledger:
            sealed = seal(ledger, captures_folder(self.database), now())
        for name in sealed.changed:
            logger.warning("ledger file %s was changed; `yoritish verify --all` says where", name)

    def _keep_fit(self) -> None:
        with closing(open_database(self.database)) as ledger:
            keep_fit(ledger)

    def _stop(self, reason: str) -> None:
        self.stopped = reason
        self._stopping = asyncio.ensure_future(self._end_visits())

    async def _end_visits(self) -> None:
        """Stop every visit once it runs: one that is stopped while it starts would never end."""
        while self.runner.crawlers:
            for crawler in list(self.runner.crawlers):
                if crawler.crawling and crawler.engine is not None and crawler.engine.running:
                    await crawler.stop_async()
            await asyncio.sleep(0.05)

    async def _visit_in_turn(
        self, outlet: Outlet, until: date, places: asyncio.Semaphore
    ) -> VisitReport | None:
        if outlet.id in self.lacking:
            return VisitReport(outlet, "not_read", Tally(), [self.lacking[outlet.id]])
        async with self.hosts[urlsplit(outlet.url).hostname or ""], places:
            if self.stopped:
                return None
            try:
                return await self._visit(outlet, until)
            except LedgerStopped as error:
                if not self.stopped:
                    self._stop(str(error))
                raise

    async def _visit(self, outlet: Outlet, until: date) -> VisitReport:
        started = now()
        since = self.plan.since or next_since(self.reader, outlet.id, until, FIRST_DAYS)
        since, until = self.plan.spans.get(outlet.id, (min(since, until), until))
        plan = Plan(
            since, until, limit=self.plan.limit,
            walk_back=not read_through(self.reader, outlet.id, since, until),
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
            untied=self.untied,
            medium=self.registry.__getitem__,
        )
        crawler = Crawler(
            VisitSpider, visit_settings(outlet, self.plan.operator, self.plan.timeout)
        )
        await self.runner.crawl(crawler, outlet=outlet, site=site_for(outlet), plan=plan, desk=desk)
        return await self._close(number, outlet, crawler.spider)  # type: ignore[arg-type]

    async def _close(self, number: int, outlet: Outlet, spider: VisitSpider) -> VisitReport:
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

        def close(connection: sqlite3.Connection) -> None:
            end_visit(connection, number, state, error, spider.tally, ended, spider.reach)
            lines = spider.observed.lines
            keep_lines(connection, number, {n: (one.counts, one.bad) for n, one in lines.items()})
            note_revisits(connection, outlet.id, spider.looked_again, ended)
            watch_visit(connection, number, lines, ended)
            if state == "complete":
                keep_validators(connection, outlet.id, spider.new_validators)

        await self.writer.done(close)
        return VisitReport(outlet, state, spider.tally, spider.problems)

    def _end(self, ending: Ending, endings: Counter[str]) -> None:
        modified = ending.found.modified
        ended = Ended(
            ending.outlet, ending.url, ending.outcome, ending.reason, ending.day,
            to_text(modified) if modified else "", ending.found,
        )  # fmt: skip
        at = now()

        def change(connection: sqlite3.Connection, captures: CaptureFolder) -> None:
            keep_ending(connection, captures, ended, ending.fetched, at)
            endings[ended.outcome] += 1

        self.writer.put_small(change)
