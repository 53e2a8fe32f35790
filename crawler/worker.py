"""A worker: takes visits from the queue, as many at once as it may, until it is asked to end."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import procrastinate
import psycopg
from procrastinate import exceptions

from crawler.lone_visit import LoneVisits, prepare
from crawler.night_plan import NightPlan
from crawler.patience import patiently
from crawler.session import registry_now
from crawler.visit_queue import FIRST_WAIT, QUEUES, STALLED, bring_back, open_queue, worker_app
from storage.connection import LedgerFault, UnusableDatabase
from storage.location import PostgresUrl
from storage.registry import Registry

logger = logging.getLogger(__name__)

LONGEST = 3.25 * 3600
"""Seconds of the longest visit, a little more than the crawl's own bound."""

AGAIN = (1.0, 30.0)
"""Seconds to wait for a database that is gone, the first time and at most."""

_GONE = (psycopg.Error, exceptions.ConnectorException, LedgerFault, UnusableDatabase, OSError)


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """What a worker does.

    ``stalled``: seconds of silence after which another worker's visits are taken over.
    """

    queues: Sequence[str] = QUEUES
    concurrency: int = 2
    longest: float = LONGEST
    first_wait: float = FIRST_WAIT
    stalled: float = STALLED
    until_empty: bool = False
    """End when nothing waits, instead of waiting for more."""


def work(place: PostgresUrl, shipped: Registry, plan: WorkerPlan) -> None:
    """Visit what the queue holds. Blocks until SIGTERM or SIGINT; survives the database's restarts.

    ``shipped`` are the program's outlets; the office's own are looked up for every visit.

    Raises:
        UnusableDatabase: the ledger cannot be opened at the beginning.
    """
    open_queue(place).close()
    prepare()
    asyncio.run(_Work(place, shipped, plan).run())


class _Work:
    def __init__(self, place: PostgresUrl, shipped: Registry, plan: WorkerPlan) -> None:
        self.place, self.shipped, self.plan = place, shipped, plan
        self.visits = LoneVisits(place, plan.longest)
        self.stopped = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Work, and begin anew whenever the database comes back."""
        loop = asyncio.get_running_loop()
        # a visit has a thread that listens to its process
        loop.set_default_executor(ThreadPoolExecutor(2 * self.plan.concurrency + 4))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        wait = AGAIN[0]
        while not self.stopped.is_set():
            began = loop.time()
            try:
                await self._work()
            except _GONE as error:
                logger.warning("the database is gone: %s", " ".join(str(error).split())[:300])
            if self.plan.until_empty:
                return
            # visits go on without the lock of their outlet no longer than this
            self.visits.kill()
            wait = AGAIN[0] if loop.time() - began > AGAIN[1] else min(2 * wait, AGAIN[1])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopped.wait(), wait)

    def stop(self) -> None:
        """End: visits end soundly, and others go on with them."""
        self.stopped.set()
        self.visits.stop()
        if self.running is not None:
            self.running.cancel()

    async def visit(
        self, *, outlet: str, since: str = "", until: str = "", operator: str = "",
        answer: float = 30.0, limit: int = 0,
    ) -> str:  # fmt: skip
        """A task of the queue; ``answer``: seconds to wait for an outlet's answer."""
        registry = await asyncio.to_thread(
            patiently, lambda: registry_now(self.place, self.shipped)
        )
        days = [date.fromisoformat(day) if day else None for day in (since, until)]
        plan = NightPlan(
            [registry[outlet]], days[0], days[1], limit=limit, operator=operator,
            timeout=answer, side_by_side=1, processes=1,
        )  # fmt: skip
        return await self.visits.visit(plan, registry)

    async def _work(self) -> None:
        app = worker_app(self.place, self.visit, self.plan.first_wait)
        async with app.open_async():
            self.running = asyncio.ensure_future(
                app.run_worker_async(
                    queues=list(self.plan.queues),
                    concurrency=self.plan.concurrency,
                    name=f"{os.uname().nodename}-{os.getpid()}",
                    install_signal_handlers=False,
                    wait=not self.plan.until_empty,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=self.plan.stalled / 3,
                    stalled_worker_timeout=self.plan.stalled,
                )
            )
            bringing = asyncio.ensure_future(self._bring_back(app))
            try:
                await self.running
            except asyncio.CancelledError:
                if not self.stopped.is_set():
                    raise
            finally:
                bringing.cancel()
                self.running = None

    async def _bring_back(self, app: procrastinate.App) -> None:
        """Look after the visits of workers that died, as every worker does."""
        while True:
            with contextlib.suppress(*_GONE):
                if brought := await bring_back(app, self.plan.stalled):
                    logger.warning("%d visits of workers that died begin again", brought)
            await asyncio.sleep(self.plan.stalled / 3)
