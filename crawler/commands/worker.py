"""``yoritish worker``: visits outlets for a night that many machines share."""

import logging
from typing import Annotated

import typer

from crawler.screen import say
from crawler.session import BadOption, Session
from storage.location import PostgresUrl, captures_folder

FIRST_WAIT, STALLED, LONGEST = 60.0, 30.0, 11_700.0


def worker(
    context: typer.Context,
    queue: Annotated[
        list[str] | None,
        typer.Option(help="Only this queue: own or visits; may be given several times."),
    ] = None,
    concurrency: Annotated[
        int, typer.Option(min=1, max=256, help="Visits at once; each is a process of its own.")
    ] = 2,
    longest: Annotated[float, typer.Option(min=1, help="Seconds a visit may take.")] = LONGEST,
    first_wait: Annotated[
        float,
        typer.Option(min=0, help="Seconds before the second attempt; each waits 4 times longer."),
    ] = FIRST_WAIT,
    stalled: Annotated[
        float, typer.Option(min=3, help="Seconds of silence after which a worker is dead.")
    ] = STALLED,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="End when no visit waits.")
    ] = False,
) -> int:
    """Take visits from the queue of a PostgreSQL ledger, until SIGTERM.

    Any number of workers on any number of machines; they share the captures' folder
    (YORITISH_CAPTURES). One that dies has its visits finished by others.
    """
    from crawler.visit_queue import QUEUES
    from crawler.worker import WorkerPlan, work

    session: Session = context.obj
    if not isinstance(session.database, PostgresUrl):
        raise BadOption("a worker needs a ledger that machines share: --db postgresql://…")
    for one in queue or []:
        if one not in QUEUES:
            raise BadOption(f"--queue {one!r} is none; there are {', '.join(QUEUES)}")
    logging.basicConfig(
        level=logging.INFO if session.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(message)s",
    )
    # how each visit ended is in the ledger, and that the database is gone is said once
    for chatty in ("procrastinate", "psycopg"):
        logging.getLogger(chatty).setLevel(logging.INFO if session.verbose else logging.CRITICAL)
    if not session.quiet:
        folder = captures_folder(session.database)
        say(f"{len(session.registry.visited())} outlets; captures in {folder}")
    work(
        session.database, session.shipped,
        WorkerPlan(
            tuple(queue or QUEUES), concurrency, longest, first_wait, stalled, until_empty
        ),
    )  # fmt: skip
    return 0
