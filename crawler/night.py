"""The night: shares the outlets out to processes that visit them, and writes its end."""

import logging
import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.heap import spare_memory
from crawler.held_in_common import load_for_visits
from crawler.night_plan import FIRST_DAYS, NightPlan, NightReport, VisitReport
from crawler.patience import patiently
from crawler.visitor import NOT_BEGUN, GaveUp, Stopped, Visited, visit_outlets
from pipelines.counting import counting_rules
from pipelines.learnt import apply_models
from pipelines.regrouping import learn_and_tie, regroup_ledger
from pipelines.rule_files import rules_in_force
from spiders import site_for
from storage.database import keep_fit, open_database, transaction
from storage.ledger import seal
from storage.location import Location, PostgresUrl, captures_folder
from storage.lone_outlets import keep_lone
from storage.outlets import Outlet
from storage.registry import Registry
from storage.rollups import add_up
from storage.standing_rules import apply_rules
from storage.visits import Tally, cut_off_visits, keep_outlets
from storage.writer import LedgerStopped
from text.clock import now, tashkent_day

if TYPE_CHECKING:
    from crawler.dispatch import DispatchedNight

logger = logging.getLogger(__name__)

AT_ONE_HOST = 1
"""Outlets of one host (channels of t.me) visited at once: four at once were answered with 502."""

LOOK = 0.25
"""Seconds between looks at whether somebody asked the night to end."""

LONGEST_END = 120.0
"""Seconds a process is given to end by itself once there is nothing left for it."""


def run_night(
    database: Location,
    registry: Registry,
    plan: NightPlan,
    progress: Callable[[VisitReport], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> NightReport:
    """Visit the plan's outlets and return how it went. Blocks; at most one per process.

    The visits are shared between processes, each with a writer of its own: the ledger is sound
    whenever this ends, also by a signal, and one process that dies takes only its visits with it.
    A visit counts as complete only when all its addresses ended. ``waiting`` is called a few times
    a second.

    Raises:
        UnusableDatabase: the ledger cannot be opened.
        LedgerStopped: the ledger could not be written any more.
    """
    spare_memory()
    began = now()
    until = plan.until or tashkent_day(now())
    report = NightReport(plan.since or until - timedelta(days=FIRST_DAYS), until)
    # what the office has not opened to the program is not due: it makes no day a hole
    lacking = {o.id: why for o in registry.visited() if (why := site_for(o).lacks())}

    def begin() -> None:
        with closing(open_database(database)) as ledger:
            # a ledger of an older version has no fingerprints yet: new texts would find no old ones
            regroup_ledger(ledger)
            with transaction(ledger):
                keep_outlets(ledger, registry, lacking)
                for outlet in plan.outlets:
                    keep_lone(ledger, outlet)
                if not plan.by_workers:
                    cut_off_visits(ledger, now())

    patiently(begin, waiting=waiting)
    with _asked_to_end() as asked:
        night = _visits_of(database, registry, plan, lacking, asked)
        for visit in night.visits(waiting):
            report.visits.append(visit)
            progress(visit)
    report.stopped = night.stopped
    if night.gave_up:
        raise LedgerStopped(night.gave_up)
    patiently(lambda: _conclude(database, plan, report, began), waiting=waiting)
    return report


def _conclude(database: Location, plan: NightPlan, report: NightReport, began: datetime) -> None:
    """What is done once, when all visits have ended: it may be done again."""
    with closing(open_database(database)) as ledger:
        with transaction(ledger):
            if not (plan.by_workers and report.stopped):
                # of processes that died in the middle of a visit
                cut_off_visits(ledger, now())
            # before the models: what a person ruled out is not for them to judge
            apply_rules(ledger, now())
            apply_models(ledger, now())
        if not report.stopped:
            learn_and_tie(ledger, began)
        sealed = seal(ledger, captures_folder(database), now(), rules_in_force())
        for name in sealed.changed:
            logger.warning("ledger file %s was changed; `yoritish verify --all` says where", name)
        if any(visit.tally.article_requests for visit in report.visits) and not report.stopped:
            keep_fit(ledger)
            add_up(ledger, counting_rules())


@contextmanager
def _asked_to_end() -> Iterator[list[str]]:
    """Collects the names of signals that ask the night to end, instead of dying by them."""
    asked: list[str] = []

    def note(number: int, _: FrameType | None) -> None:
        asked.append(signal.Signals(number).name)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _visits_of(
    database: Location, registry: Registry, plan: NightPlan, lacking: Mapping[str, str],
    asked: list[str],
) -> "_Night | DispatchedNight":  # fmt: skip
    if plan.by_workers and isinstance(database, PostgresUrl):
        # loaded only where it is used, as all that comes with the queue
        from crawler.dispatch import DispatchedNight

        return DispatchedNight(database, registry, plan, lacking, asked)
    return _Night(database, registry, plan, lacking, asked)


@dataclass(slots=True, eq=False)
class _Visitor:
    """A process that visits, and the outlets it has now."""

    process: ForkProcess
    pipe: Connection
    has: set[str] = field(default_factory=set)


class _Night:
    def __init__(
        self,
        database: Location,
        registry: Registry,
        plan: NightPlan,
        lacking: Mapping[str, str],
        asked: list[str],
    ) -> None:
        self.database = database
        self.registry = registry
        self.plan = plan
        self.lacking = lacking
        self.asked = asked
        # the ministry's own first, then by tier: what matters most is read if the night is cut
        self.left = sorted(
            (o for o in plan.outlets if o.id not in lacking),
            key=lambda o: (not o.owned, o.tier, o.id),
        )
        self.hosts: Counter[str] = Counter()
        self.visitors: list[_Visitor] = []
        self.stopped = ""
        self.gave_up = ""

    def visits(self, waiting: Callable[[], None]) -> Iterator[VisitReport]:
        """Have every outlet visited; reports come as the visits end."""
        for outlet in self.plan.outlets:
            if outlet.id in self.lacking:
                yield VisitReport(outlet, "not_read", Tally(), [self.lacking[outlet.id]])
        shares = self.plan.shares(len(self.left))
        places = -(-self.plan.side_by_side // shares)
        if self.left:
            load_for_visits(self.left[0])
        try:
            while self.left or any(visitor.has for visitor in self.visitors):
                while self.left and len(self.visitors) < shares:
                    self.visitors.append(self._begin())
                self._hand_out(places)
                yield from self._answers()
                waiting()
                if self.asked and not self.stopped:
                    self._stop(f"stopped by {self.asked[0]}")
        finally:
            self._end()

    def _begin(self) -> _Visitor:
        ours, theirs = multiprocessing.Pipe()
        others = [visitor.pipe for visitor in self.visitors]

        def begin() -> None:
            # a pipe that others hold too would never be seen closed
            for pipe in (ours, *others):
                pipe.close()
            visit_outlets(self.database, self.registry, self.plan, theirs)

        process = multiprocessing.get_context("fork").Process(target=begin, name="visitor")
        process.start()
        theirs.close()
        return _Visitor(process, ours)

    def _hand_out(self, places: int) -> None:
        for outlet in list(self.left):
            least = min(self.visitors, key=lambda visitor: len(visitor.has))
            if len(least.has) >= places:
                return
            host = _host(outlet)
            if self.hosts[host] >= AT_ONE_HOST:
                continue
            self.left.remove(outlet)
            self.hosts[host] += 1
            least.has.add(outlet.id)
            try:
                least.pipe.send(outlet.id)
            except OSError:
                # it has died: its pipe says so when it is read
                return

    def _answers(self) -> Iterator[VisitReport]:
        pipes = {visitor.pipe: visitor for visitor in self.visitors}
        for pipe in wait(list(pipes), timeout=LOOK):
            visitor = pipes[pipe]  # type: ignore[index]
            try:
                said = visitor.pipe.recv()
            except (EOFError, OSError):
                yield from self._buried(visitor)
                continue
            if isinstance(said, Visited):
                report = self._visited(visitor, said)
                if said.state != NOT_BEGUN:
                    yield report
            elif isinstance(said, Stopped):
                self._stop(said.reason)
            elif isinstance(said, GaveUp):
                self.gave_up = self.gave_up or said.reason
                self._stop(said.reason)

    def _visited(self, visitor: _Visitor, said: Visited) -> VisitReport:
        outlet = self.registry[said.outlet]
        visitor.has.discard(said.outlet)
        self.hosts[_host(outlet)] -= 1
        return VisitReport(outlet, said.state, said.tally, said.problems, said.silent)

    def _buried(self, visitor: _Visitor) -> Iterator[VisitReport]:
        """The visits of a process that is gone."""
        self.visitors.remove(visitor)
        visitor.process.join(LONGEST_END)
        code = visitor.process.exitcode
        why = f"the process that visited it ended (code {code}); the next night reads it again"
        for name in sorted(visitor.has):
            yield self._visited(visitor, Visited(name, "cut_off", Tally(), [why]))

    def _stop(self, reason: str) -> None:
        if self.stopped:
            return
        self.stopped = reason
        self.left.clear()
        for visitor in self.visitors:
            visitor.process.terminate()

    def _end(self) -> None:
        for visitor in self.visitors:
            try:
                visitor.pipe.send(None)
            except OSError:
                continue
        for visitor in self.visitors:
            self._last_words(visitor)
            visitor.process.join(LONGEST_END)
            if visitor.process.is_alive():
                visitor.process.kill()
                visitor.process.join()
            visitor.pipe.close()

    def _last_words(self, visitor: _Visitor) -> None:
        """What a process says while it writes its last: that it could not."""
        while visitor.pipe.poll(LONGEST_END):
            try:
                said = visitor.pipe.recv()
            except (EOFError, OSError):
                return
            if isinstance(said, GaveUp):
                self.gave_up = self.gave_up or said.reason


def _host(outlet: Outlet) -> str:
    return urlsplit(outlet.url).hostname or ""
