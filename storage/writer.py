"""The one writer: takes changes from the crawl and commits them in short transactions."""

import asyncio
import contextlib
import fcntl
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from storage.capture_rows import committed_end, put_tails_aside
from storage.capture_store import open_captures
from storage.captures import CaptureFolder
from storage.connection import Connection, LedgerFault
from storage.database import begin, open_database
from storage.ledger import last_day
from storage.location import Location, PostgresUrl

BATCH = 30
"""Changes in one transaction: enough to spare the disk, few enough to lose little in a crash."""

LINGER = 0.5
"""Seconds that a change may wait for others to be written with, unless somebody waits for it."""

WAITING = 40
"""Changes that may wait; past this the crawl pauses, so that memory does not grow."""

PATIENCE = 600.0
"""Seconds to wait for another process that holds the database, before the crawl is given up."""

Answer = TypeVar("Answer")
Change = Callable[[Connection, CaptureFolder], object]


class LedgerStopped(RuntimeError):
    """The ledger cannot be written any more (a full disk, a lost folder); says why."""


@dataclass(slots=True)
class _Job:
    change: Change
    answer: "Future[Any] | None" = None
    takes_room: bool = True


class LedgerWriter:
    """Writes to the ledger from one thread, in the order changes are put.

    Captures are on disk before the rows that name them are committed. Another process may hold
    the database for a while: the crawl then waits, up to :data:`PATIENCE`.
    """

    def __init__(
        self,
        database: Location,
        captures: Path,
        settle: Callable[[Connection], object] = lambda _: None,
    ) -> None:
        """``settle`` is called before each commit, and before a change that somebody waits for:
        for work that is cheaper done for many."""
        self._connection = open_database(database)
        # SQLite lets writers race: who has just written would mostly be the next to write;
        # PostgreSQL's lock is given in the order it was asked for
        self._turn = (
            None
            if isinstance(database, PostgresUrl)
            else database.with_name(f"{database.name}.turn").open("w", encoding="ascii")
        )
        self._settle = settle
        self._captures = open_captures(
            folder=captures, committed=lambda file: committed_end(self._connection, file)
        )
        put_tails_aside(self._captures, last_day(self._connection))
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._room = threading.BoundedSemaphore(WAITING)
        self._failure = ""
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    async def put(self, change: Change) -> None:
        """Hand over a change; waits while too many wait already.

        Raises:
            LedgerStopped: writing has failed.
        """
        while not self._room.acquire(blocking=False):
            self._check()
            await asyncio.sleep(0.005)
        self._check()
        self._jobs.put(_Job(change))

    def put_small(self, change: Change) -> None:
        """Hand over a change without waiting for room: an outcome, not a page."""
        self._jobs.put(_Job(change, takes_room=False))

    def do(self, action: Callable[[Connection], Answer]) -> Answer:
        """Do something after all changes put so far, commit, and return its answer.

        Raises:
            LedgerStopped: writing has failed.
        """
        return self._ask(action).result()

    async def done(self, action: Callable[[Connection], Answer]) -> Answer:
        """As :meth:`do`, without blocking the event loop."""
        return await asyncio.wrap_future(self._ask(action))

    def close(self) -> None:
        """Commit what was put and close the files.

        Raises:
            LedgerStopped: writing has failed.
        """
        self._jobs.put(None)
        self._thread.join()
        self._check()

    def _ask(self, action: Callable[[Connection], Answer]) -> "Future[Answer]":
        self._check()
        answer: Future[Answer] = Future()
        self._room.acquire()
        self._jobs.put(_Job(lambda connection, _: action(connection), answer))
        return answer

    def _check(self) -> None:
        if self._failure:
            raise LedgerStopped(self._failure)

    def _run(self) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                jobs = self._gathered(job)
                for one in jobs:
                    self._leave(one)
                try:
                    if not self._failure:
                        self._write(jobs)
                except Exception as error:  # noqa: BLE001 - kept, and raised to every caller
                    self._fail(error)
                if self._failure:
                    self._refuse(jobs)
        finally:
            with contextlib.suppress(OSError):
                self._captures.close()
            self._connection.close()
            if self._turn is not None:
                self._turn.close()

    def _write(self, jobs: list[_Job]) -> None:
        answers: list[tuple[Future[Any], object]] = []
        with self._in_turn():
            begin(self._connection, PATIENCE)
            for job in jobs:
                if job.answer is not None:
                    # asked of what was put before it
                    self._settle(self._connection)
                result = job.change(self._connection, self._captures)
                if job.answer is not None:
                    answers.append((job.answer, result))
            self._settle(self._connection)
            self._captures.flush()
            self._connection.execute("COMMIT")
        for answer, result in answers:
            answer.set_result(result)

    @contextlib.contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One of the night's writers after another; the system frees the turn of one that died."""
        if self._turn is None:
            yield
            return
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def _gathered(self, first: _Job) -> list[_Job]:
        """Changes to be written together; another process may write while they are waited for."""
        jobs = [first]
        deadline = time.monotonic() + LINGER
        while len(jobs) < BATCH and jobs[-1].answer is None:
            try:
                following = self._jobs.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if following is None:
                self._jobs.put(None)
                break
            jobs.append(following)
        return jobs

    def _leave(self, job: _Job) -> None:
        if job.takes_room:
            self._room.release()

    def _fail(self, error: Exception) -> None:
        self._failure = f"the ledger cannot be written: {error}; what was committed is safe"
        self._captures.forget()
        with contextlib.suppress(sqlite3.Error, LedgerFault):
            self._connection.execute("ROLLBACK")

    def _refuse(self, jobs: list[_Job]) -> None:
        for job in jobs:
            if job.answer is not None:
                job.answer.set_exception(LedgerStopped(self._failure))
