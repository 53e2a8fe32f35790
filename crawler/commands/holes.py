"""``yoritish holes``: days of outlets that were not read completely."""

from datetime import timedelta
from typing import Annotated

import typer

from crawler.screen import show_table, write_json
from crawler.session import Session, read_range
from reports.tables import Table
from storage.news_of_day import Hole
from storage.news_of_day import holes as find_holes
from text.clock import now, tashkent_day

DAYS = 30
"""Days back that are looked at unless asked for more."""


def holes(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="First day (2026-10-31); 30 days ago.")] = "",
    until: Annotated[str, typer.Option(help="Last day; yesterday.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """List the holes: days of an outlet that no visit has read completely.

    `yoritish nightly --fill-holes` visits just those again. Exit code 1 when there are any.
    """
    session: Session = context.obj
    found = holes_between(session, since, until)
    if json:
        write_json(
            [
                {"outlet": one.outlet, "day": one.day.isoformat(), "visit": one.state,
                 "error": one.error}
                for one in found
            ]
        )  # fmt: skip
    else:
        rows = [
            [one.day.isoformat(), one.outlet, one.state.replace("_", " ") or "never visited",
             one.error[:100]]
            for one in found
        ]  # fmt: skip
        headings = ["Day", "Outlet", "Last visit", "Why"]
        show_table(Table("Holes", headings, [False] * 4, rows, [f"{len(rows)} holes"]))
    return 1 if found else 0


def holes_between(session: Session, since: str, until: str) -> list[Hole]:
    """The holes of some days; of the last thirty, today left out, where none are given."""
    first, last = read_range(since, until)
    today = tashkent_day(now())
    last = last or today - timedelta(days=1)
    with session.ledger() as ledger:
        return find_holes(ledger, first or last - timedelta(days=DAYS - 1), last)
