"""``yoritish verify``: make a period's numbers again from the captures and list what differs."""

from dataclasses import asdict
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from crawler.screen import say, write_json
from crawler.session import BadOption, Session, read_period
from crawler.verifying import Verified, verify
from storage.location import captures_folder
from storage.shadow import extent

SHOWN = 200
"""Differences shown on a terminal; --json prints all."""


def verify_command(
    context: typer.Context,
    day: Annotated[str, typer.Option(help="A day (2026-10-31, today, yesterday).")] = "",
    month: Annotated[str, typer.Option(help="A month (2026-10).")] = "",
    year: Annotated[str, typer.Option(help="A year (2026).")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="All that the ledger holds, whatever its day.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """Make text, mentions and counts again from the captures alone and list every difference.

    The chain of days and the rows it tells of are always checked whole. Exit code 1 when anything
    differs: each line names the row and field, or the file and byte.
    """
    session: Session = context.obj
    if everything and (day or month or year):
        raise BadOption("--all takes no --day, --month or --year")
    period = None if everything else read_period(day, month, year)
    began = monotonic()
    bar = Progress(console=Console(stderr=True), transient=True, disable=session.quiet or json)
    with session.ledger() as ledger, bar:
        task = bar.add_task("made again", total=None)
        done = verify(
            ledger, captures_folder(session.database), session.registry,
            *(period or extent(ledger)),
            lambda number: bar.advance(task, number),
        )  # fmt: skip
    if json:
        write_json(_as_json(done))
    else:
        _show(done, monotonic() - began, quiet=session.quiet)
    return 1 if done.differences else 0


def _show(done: Verified, seconds: float, *, quiet: bool) -> None:
    for difference in done.differences[:SHOWN]:
        print(difference)
    if len(done.differences) > SHOWN:
        say(f"… and {len(done.differences) - SHOWN} more; --json prints all")
    if quiet:
        return
    if done.rules_changed:
        say(
            f"changed since the period was read: {', '.join(done.rules_changed)}; what is made "
            "again by other rules may differ for that reason alone"
        )
    if done.untold:
        say(
            f"{len(done.untold)} rows came since the ledger was last told of any "
            f"({', '.join(done.untold[:5])} …); the next night tells of them"
        )
    say(
        f"{done.days} days of the chain, {done.publications} publications made again from "
        f"{done.captures} captures in {seconds:.0f} s; {done.without_capture} without a page; "
        f"{len(done.differences)} differences"
    )
    if done.day:
        say(f"last day {done.day}, SHA-256 {done.sha256}")


def _as_json(done: Verified) -> dict[str, object]:
    return asdict(done) | {"first": done.first.isoformat(), "last": done.last.isoformat()}
