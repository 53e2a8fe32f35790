"""``yoritish nightly``: crawl what is new everywhere, analyse, count, print the night's table."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from crawler.commands.holes import holes_between
from crawler.lock import night_lock
from crawler.night import run_night
from crawler.night_plan import NightPlan
from crawler.night_screen import NightScreen
from crawler.patience import patiently
from crawler.screen import say
from crawler.session import BadOption, Session, read_range
from crawler.visit_options import Operator, Timeout
from storage.location import PostgresUrl
from storage.news_of_day import Hole
from storage.outlets import Outlet


def nightly(
    context: typer.Context,
    outlet: Annotated[
        list[str] | None, typer.Option(help="Only this outlet; may be given several times.")
    ] = None,
    since: Annotated[str, typer.Option(help="First day to read (2026-10-31, yesterday).")] = "",
    until: Annotated[str, typer.Option(help="Last day to read; today if not given.")] = "",
    light: Annotated[
        bool, typer.Option("--light", help="Only own outlets and those of tier 1: for day-time.")
    ] = False,
    fill_holes: Annotated[
        bool,
        typer.Option("--fill-holes", help="Visit again just the days that were not read whole."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the night as JSON.")] = False,
    operator: Operator = "",
    timeout: Timeout = 30.0,
    processes: Annotated[
        int,
        typer.Option(
            min=0,
            max=64,
            envvar="YORITISH_PROCESSES",
            help="Processes that visit; 0: one for each core, at most four.",
        ),
    ] = 0,
    by_workers: Annotated[
        bool,
        typer.Option("--by-workers", help="Let the workers of a PostgreSQL ledger visit."),
    ] = False,
) -> int:
    """Crawl what is new everywhere, analyse it, count it and print the night's table.

    Exit code 0: every outlet was read completely; 1: some were not (the table says which); 2: the
    night could not run.
    """
    session: Session = context.obj
    # a database that is just being restarted does not cost the night
    registry = patiently(lambda: session.registry)
    chosen = [registry[one] for one in outlet or []] or registry.visited()
    if light:
        chosen = [one for one in chosen if one.owned or one.tier == 1]
    spans = None
    if fill_holes:
        spans = spans_of(holes_between(session, since, until))
        chosen = [one for one in chosen if one.id in spans]
        if not chosen:
            say("no holes")
            return 0
        since = until = ""
    return visit(
        session, chosen, since, until, json=json, operator=operator, timeout=timeout, spans=spans,
        processes=processes, by_workers=by_workers,
    )  # fmt: skip


def spans_of(holes: list[Hole]) -> dict[str, tuple[date, date]]:
    """For each outlet with holes the days from its first to its last."""
    spans: dict[str, tuple[date, date]] = {}
    for hole in holes:
        first, last = spans.get(hole.outlet, (hole.day, hole.day))
        spans[hole.outlet] = (min(first, hole.day), max(last, hole.day))
    return spans


def visit(
    session: Session,
    outlets: list[Outlet],
    since: str,
    until: str,
    *,
    json: bool = False,
    limit: int = 0,
    operator: str = "",
    timeout: float = 30.0,
    spans: Mapping[str, tuple[date, date]] | None = None,
    processes: int = 0,
    by_workers: bool = False,
) -> int:
    """Visit outlets and show how it went; returns the exit code."""
    if by_workers and not isinstance(session.database, PostgresUrl):
        raise BadOption("--by-workers needs a ledger that machines share: --db postgresql://…")
    first, last = read_range(since, until)
    plan = NightPlan(
        outlets, first, last, limit=limit, operator=operator, timeout=timeout,
        spans=spans or {}, processes=processes, by_workers=by_workers,
    )  # fmt: skip
    with night_lock(session.database), NightScreen(session, plan, json=json) as screen:
        report = run_night(session.database, session.registry, plan, screen.visited, screen.waiting)
    screen.show(report)
    return 0 if report.well else 1
