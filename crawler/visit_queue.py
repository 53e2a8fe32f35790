"""The queue of visits that many machines share: Procrastinate's tasks in the ledger's PostgreSQL.

A task is one visit of one outlet. Its lock is the outlet's host, so that an outlet (and a host that
has many, as t.me) is asked by one worker at a time. What is known to go wrong with such queues, and
what is done about it:

- the task that brings back others' stalled tasks stalls itself (Procrastinate's issue 1408): here
  it is no task; every worker does it by itself;
- a worker's row is gone, or another process has taken its place, and its tasks are never found
  (issue 1518): a task without a living worker counts as stalled, and a worker's number is never
  given twice;
- a queueing lock makes it impossible to put a task back while another of its kind waits, and it
  stands as running for ever (issues 1446, 1543): no queueing locks; the night looks itself whether
  a visit waits already;
- a task that waits for its next attempt holds up all later ones of its lock: it gives way to them
  by its priority;
- a worker that is believed dead goes on: the visit itself holds a lock of the database as long as
  it runs (:mod:`crawler.outlet_lock`).
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import procrastinate
from procrastinate import exceptions, jobs, retry

from crawler.outlet_lock import VISIT_LOG
from storage.location import PostgresUrl
from storage.outlets import Outlet
from storage.postgresql import PostgresConnection, open_postgresql

VISIT = "visit"
OWN, OTHERS = "own", "visits"
"""Queues: the ministry's own outlets, and all others."""
QUEUES = (OWN, OTHERS)

MOST_ATTEMPTS = 5
"""Attempts at a visit; then it has failed, and the next night tries again."""

FIRST_WAIT = 60.0
"""Seconds before the second attempt; each further one waits four times as long."""

STALLED = 30.0
"""Seconds without a sign of life after which a worker's visits are given to others."""

LATER = 1000
"""By how much a further attempt gives way to first ones."""

KEPT_HOURS = 72
"""Hours for which ended tasks stay to be looked at."""

_SCHEMA_LOCK = 0x59525434

Visit = Callable[..., Awaitable[str]]


class VisitFailed(RuntimeError):
    """A visit that is to be tried again; the message says why."""


class WorkerStops(VisitFailed):
    """The worker was asked to end: another one goes on at once."""


class _Later(retry.BaseRetryStrategy):
    """Further attempts ever later, and after all first ones."""

    def __init__(self, first_wait: float) -> None:
        self._first_wait = first_wait

    def get_retry_decision(
        self, *, exception: BaseException, job: jobs.Job
    ) -> retry.RetryDecision | None:
        if isinstance(exception, WorkerStops):
            return retry.RetryDecision(retry_at=datetime.now(UTC), priority=job.priority)
        if job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        wait = timedelta(seconds=self._first_wait * 4**job.attempts)
        return retry.RetryDecision(
            retry_at=datetime.now(UTC) + wait,
            priority=job.priority % LATER - LATER,
        )


def worker_app(url: PostgresUrl, visit: Visit, first_wait: float = FIRST_WAIT) -> procrastinate.App:
    """What a worker runs: ``visit`` is called with a task's words."""
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4)
    )
    app.task(name=VISIT, retry=_Later(first_wait))(visit)
    return app


def open_queue(url: PostgresUrl) -> PostgresConnection:
    """The ledger with the queue's tables in it, made when need be.

    Raises:
        UnusableDatabase: it cannot be reached.
    """
    connection = open_postgresql(url)
    connection.execute("SELECT pg_advisory_lock(?)", (_SCHEMA_LOCK,))
    try:
        there = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchall()
        if there[0][0] is None:
            app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=url))
            with app.open():
                app.schema_manager.apply_schema()
        connection.execute(VISIT_LOG)
    finally:
        connection.execute("SELECT pg_advisory_unlock(?)", (_SCHEMA_LOCK,))
    return connection


def defer_visits(
    url: PostgresUrl, outlets: list[Outlet], words: Callable[[Outlet], dict[str, object]]
) -> dict[int, str]:
    """Have outlets visited by whatever workers there are; returns ids of outlets by task.

    An outlet whose visit waits or runs already gets no second one. The ministry's own come first,
    then by tier.
    """
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=url))
    app.task(name=VISIT)(lambda **_: None)
    connection = open_queue(url)
    try:
        connection.execute(
            "DELETE FROM procrastinate_jobs j WHERE status IN ('succeeded', 'failed', 'cancelled',"
            " 'aborted') AND NOT EXISTS (SELECT 1 FROM procrastinate_events e"
            " WHERE e.job_id = j.id AND e.at > now() - make_interval(hours => ?))",
            (KEPT_HOURS,),
        )
        waiting = {outlet: task for task, outlet in open_visits(connection).items()}
        deferred = {}
        with app.open():
            for outlet in outlets:
                task = waiting.get(outlet.id)
                if task is None:
                    task = app.configure_task(
                        VISIT,
                        lock=host_of(outlet),
                        queue=OWN if outlet.owned else OTHERS,
                        priority=30 if outlet.owned else max(0, 20 - 5 * outlet.tier),
                    ).defer(outlet=outlet.id, **words(outlet))  # type: ignore[arg-type]
                deferred[task] = outlet.id
        return deferred
    finally:
        connection.close()


def open_visits(connection: PostgresConnection) -> dict[int, str]:
    """Visits that wait or run: ids of outlets by task."""
    rows = connection.execute(
        "SELECT id, args->>'outlet' FROM procrastinate_jobs"
        " WHERE task_name = ? AND status IN ('todo', 'doing')",
        (VISIT,),
    )
    return {int(row[0]): str(row[1]) for row in rows}


def give_up_waiting(connection: PostgresConnection, tasks: list[int]) -> None:
    """Take visits that nobody has begun off the queue."""
    connection.executemany(
        "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = ? AND status = 'todo'",
        [(task,) for task in tasks],
    )


async def bring_back(app: procrastinate.App, stalled: float = STALLED) -> int:
    """Give visits of workers that gave no sign of life to others; returns how many.

    A visit that ended its workers again and again is given up.
    """
    brought = 0
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(task_name=VISIT, seconds_since_heartbeat=stalled):
        try:
            if job.attempts + 1 >= MOST_ATTEMPTS:
                await manager.finish_job(job, jobs.Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(job, retry_at=datetime.now(UTC))
                brought += 1
        except exceptions.ConnectorException:
            # another worker has brought it back in this moment
            continue
    return brought


def host_of(outlet: Outlet) -> str:
    """The host that an outlet is read at: what is asked by one at a time."""
    return urlsplit(outlet.url).hostname or outlet.id
