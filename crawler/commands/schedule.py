"""``yoritish schedule``: the long-running scheduler."""

import signal
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from crawler.jobs import Jobs, tell_operator
from crawler.lock import schedule_lock
from crawler.screen import say, show_table
from crawler.session import Session
from reports.tables import Table
from storage.database import open_database
from storage.runs import last_runs
from storage.times import from_text
from text.clock import TASHKENT, now


def schedule(
    context: typer.Context,
    timetable: Annotated[
        Path | None,
        typer.Option(envvar="YORITISH_SCHEDULE", help="TOML file with a [schedule] table."),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Only print the latest runs.")] = False,
) -> int:
    """Keep the timetable: nightly and light visits, digest, backup; until SIGTERM.

    Runs that were missed while the machine was off are caught up once. Times are Tashkent's.
    """
    from crawler.scheduler import Scheduler, use_tashkent_time
    from crawler.timetable import jobs_of, read_timetable

    session: Session = context.obj
    if show:
        _show(session)
        return 0
    kept = read_timetable(timetable)
    # a wrong registry is said now, not at night
    say(f"{len(session.registry.visited())} outlets to visit")
    use_tashkent_time()
    jobs = Jobs(session.database, kept)
    with schedule_lock(session.database):
        open_database(session.database).close()
        scheduler = Scheduler(session.database, jobs_of(kept), jobs.run, now, tell_operator)

        def stop(*_: object) -> None:
            scheduler.stopped.set()
            jobs.end()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        for job in jobs_of(kept):
            say(f"{job.at}  {job.name}")
        scheduler.keep()
    say("stopped")
    return 0


def _show(session: Session) -> None:
    with closing(open_database(session.database, read_only=True)) as ledger:
        rows = [
            [
                run.job, _here(run.due), _here(run.started_at), _here(run.ended_at), run.state,
                run.note,
            ]
            for run in last_runs(ledger)
        ]  # fmt: skip
    headings = ["Job", "Due", "Began", "Ended", "State", "Note"]
    show_table(Table("Latest runs", headings, [False] * 6, rows))


def _here(text: str) -> str:
    return from_text(text).astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M") if text else ""
