"""One visit in a process of its own: it can be ended, and dies with its worker."""

import asyncio
import logging
import multiprocessing
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

import psycopg

from crawler.night_plan import NightPlan
from crawler.outlet_lock import outlet_lock
from crawler.visit_queue import VisitFailed, WorkerStops, host_of
from crawler.visitor import GaveUp, Stopped, Visited, visit_outlets
from storage.connection import LedgerFault, UnusableDatabase
from storage.database import open_database, transaction
from storage.location import PostgresUrl
from storage.registry import Registry
from storage.visits import cut_off_visits
from text.clock import now

PATIENCE = 20.0
"""Seconds to wait for a visit that is believed dead to let go of its outlet."""

ENDING = 60.0
"""Seconds a visit is given to end soundly once it was asked to."""

READ = frozenset({"complete", "incomplete"})
"""States after which a visit has done what it could."""

_context = multiprocessing.get_context("forkserver")


def prepare() -> None:
    """Have what a visit needs loaded once, for all processes that are made for visits."""
    _context.set_forkserver_preload(["crawler.lone_visit", "crawler.visit_server"])
    # it loads while nothing waits yet
    forkserver.ensure_running()


@dataclass(slots=True)
class LoneVisits:
    """A worker's visits.

    ``longest`` is how many seconds one may take.
    """

    place: PostgresUrl
    longest: float
    patience: float = PATIENCE
    _running: set[ForkServerProcess] = field(default_factory=set)
    _stopping: bool = False

    async def visit(self, plan: NightPlan, registry: Registry) -> str:
        """Visit the plan's one outlet; returns the visit's state.

        Raises:
            WorkerStops: the worker was asked to end meanwhile.
            VisitFailed: it failed, took too long, or its process died.
        """
        (outlet,) = plan.outlets
        ours, theirs = _context.Pipe()
        process = _context.Process(
            target=_visit_alone, args=(self.place, registry, plan, self.patience, theirs)
        )
        await asyncio.to_thread(process.start)
        theirs.close()
        self._running.add(process)
        try:
            ours.send(outlet.id)
            ours.send(None)
            said = await asyncio.wait_for(asyncio.to_thread(_heard, ours), self.longest)
        except TimeoutError:
            raise VisitFailed(f"{outlet.id}: took more than {self.longest:.0f} seconds") from None
        finally:
            if process.is_alive():
                process.kill()
            await asyncio.to_thread(process.join)
            self._running.discard(process)
        return self._judged(outlet.id, said, process.exitcode)

    def stop(self) -> None:
        """Ask all visits to end soundly."""
        self._stopping = True
        for process in self._running:
            process.terminate()

    def kill(self) -> None:
        """End all visits at once: the database is gone, and with it their locks."""
        for process in self._running:
            process.kill()

    def _judged(self, outlet: str, said: list[Any], code: int | None) -> str:
        stopped = next((word for word in said if isinstance(word, Stopped)), None)
        gave_up = next((word for word in said if isinstance(word, GaveUp)), None)
        visited = next((word for word in said if isinstance(word, Visited)), None)
        if self._stopping:
            raise WorkerStops(f"{outlet}: the worker was asked to end")
        if gave_up is not None or stopped is not None:
            raise VisitFailed(f"{outlet}: {(gave_up or stopped).reason}")  # type: ignore[union-attr]
        if visited is None:
            raise VisitFailed(f"{outlet}: the process of the visit ended (code {code})")
        if visited.state not in READ:
            raise VisitFailed(f"{outlet}: {visited.state}: {'; '.join(visited.problems)}"[:1000])
        return visited.state


def _heard(pipe: Connection) -> list[Any]:
    """All that a process says, until it ends."""
    words = []
    try:
        while True:
            words.append(pipe.recv())
    except (EOFError, OSError):
        return words


def _visit_alone(
    place: PostgresUrl, registry: Registry, plan: NightPlan, patience: float, wanted: Connection
) -> None:
    for chatty in ("scrapy", "asyncio", "twisted", "trafilatura", "htmldate"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    (outlet,) = plan.outlets
    try:
        with outlet_lock(place, host_of(outlet), patience) as taken:
            if not taken:
                wanted.send(GaveUp("another visit of this host goes on"))
                return
            with closing(open_database(place)) as ledger, transaction(ledger):
                # nobody else visits it: what is said to be running has died
                cut_off_visits(ledger, now(), outlet.id)
            visit_outlets(place, registry, plan, wanted)
    except (psycopg.Error, LedgerFault, UnusableDatabase) as error:
        wanted.send(GaveUp(f"the database is gone: {' '.join(str(error).split())[:300]}"))
