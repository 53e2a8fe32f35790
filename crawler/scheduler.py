"""Keeps a timetable: runs what is due, catches up once on what was missed, ends on request.

The schedule library keeps the hours; the ledger keeps what was done, so that neither a restart nor
a clock that jumps back runs a job twice for the same moment.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime

import schedule

from crawler.timetable import DAYS, Job
from storage.database import open_database, transaction
from storage.location import Location
from storage.runs import begin_run, end_run, has_ever_run, has_run

LONGEST_WAIT = 30.0
"""Seconds between two looks at the clock: it may be set, and the machine may sleep."""

RunState = tuple[str, str]
"""How a job ended (well, partly, failed), and a line about it."""


class Scheduler:
    """One timetable on one ledger.

    Args:
        run: does a job for the moment it was due, and says how it ended.
        now: the present instant, aware.
        told: is called with every job that did not end well, for the operator.
    """

    def __init__(
        self,
        database: Location,
        jobs: Sequence[Job],
        run: Callable[[Job, datetime], RunState],
        now: Callable[[], datetime],
        told: Callable[[Job, RunState], None] = lambda _job, _state: None,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._run = run
        self._now = now
        self._told = told
        self.stopped = threading.Event()
        self._plan = schedule.Scheduler()
        for job in jobs:
            every = self._plan.every()
            days = every.day if job.weekday is None else getattr(every, DAYS[job.weekday])
            days.at(job.at).do(self._due, job)

    def catch_up(self) -> None:
        """Run each job that was due while nothing ran, once however often it was missed.

        A job that never ran is not missed, but for the night: a new office wants its first. Of
        several light visits that were missed one is enough.
        """
        now = self._now()
        latest: dict[str, Job] = {}
        for job in self._jobs:
            if job.name not in latest or job.last_due(now) > latest[job.name].last_due(now):
                latest[job.name] = job
        for job in latest.values():
            with closing(open_database(self._database)) as ledger:
                new = not has_ever_run(ledger, job.key)
                done = has_run(ledger, job.key, job.last_due(now))
            if not done and (not new or job.name == "night") and not self.stopped.is_set():
                self._due(job)

    def step(self) -> float:
        """Run what is due now; returns the seconds until the next job."""
        self._plan.run_pending()
        idle = self._plan.idle_seconds
        return LONGEST_WAIT if idle is None else max(0.0, idle)

    def keep(self) -> None:
        """Catch up, then keep the timetable until :attr:`stopped` is set."""
        self.catch_up()
        while not self.stopped.is_set():
            self.stopped.wait(min(self.step() + 0.1, LONGEST_WAIT))

    def _due(self, job: Job) -> None:
        if self.stopped.is_set():
            return
        due = job.last_due(self._now())
        with closing(open_database(self._database)) as ledger:
            if has_run(ledger, job.key, due):
                return
            with transaction(ledger):
                run = begin_run(ledger, job.key, due, self._now())
        try:
            state = self._run(job, due)
        except Exception as error:  # noqa: BLE001 - one job's failure must not end the schedule
            state = ("failed", f"{type(error).__name__}: {error}")
        if not self.stopped.is_set():
            # what was stopped half-way is caught up by the next start
            with closing(open_database(self._database)) as ledger, transaction(ledger):
                end_run(ledger, run, *state, self._now())
        if state[0] != "well":
            self._told(job, state)


def use_tashkent_time() -> None:
    """Let this process's local time be Tashkent's: the schedule library counts in local time."""
    os.environ["TZ"] = "Asia/Tashkent"
    time.tzset()
