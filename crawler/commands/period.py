"""``yoritish period``: close a month, half-year or year, and see what changed since."""

from contextlib import closing as closed_at_end
from dataclasses import asdict
from typing import Annotated, Any

import typer

from crawler.screen import say, show_table, write_json
from crawler.session import Session
from pipelines.counting import counting_rules
from reports.closed_period import holes_of, period_table
from reports.labels import check_language
from reports.report import make_report
from storage.database import open_database, transaction
from storage.periods import (
    CannotClose,
    Closing,
    adjustments,
    close,
    closing,
    closings,
    digest_of,
    freeze,
    read_period_name,
)
from storage.times import to_text
from text.clock import now

app = typer.Typer(
    help="Close a month, half-year or year; see a closed one and its adjustments.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[
    str, typer.Argument(metavar="PERIOD", help="A month (2026-10), half-year (2026-H1) or year.")
]


@app.callback()
def period() -> None:
    """Close a month, half-year or year; see a closed one and its adjustments."""


@app.command("close")
def period_close(
    context: typer.Context,
    name: Name,
    person: Annotated[str, typer.Option(help="Who closes it.")] = "",
    confirmed_by: Annotated[
        str, typer.Option("--confirmed-by", help="Who confirms it: another person.")
    ] = "",
    reason: Annotated[str, typer.Option(help="A note kept with it.")] = "",
    with_holes: Annotated[
        bool, typer.Option("--with-holes", help="Close it though some days were not read whole.")
    ] = False,
) -> None:
    """Freeze a period's figures; what is found later appears as adjustments.

    A period is closed once and for good, when it is over and its days were read completely. A
    half-year or year closes the months in it that are still open.
    """
    session: Session = context.obj
    wanted, rules = read_period_name(name), counting_rules()
    with session.ledger() as ledger:
        holes = holes_of(ledger, wanted)
    if holes and not with_holes:
        raise CannotClose(
            f"{wanted.name}: {holes} of its days were not read completely; `yoritish nightly"
            " --fill-holes` reads them, --with-holes closes it all the same"
        )
    with closed_at_end(open_database(session.database)) as ledger, transaction(ledger):
        freeze(ledger, rules, wanted, at := now())
        figures = make_report(ledger, rules, wanted.first, wanted.last).values
        made = close(ledger, rules, wanted, figures, at, person, confirmed_by, reason)
    say(f"{made.period} is closed; SHA-256 {made.sha256}")


@app.command("show")
def period_show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[PERIOD]", help="2026-10, 2026-H1 or 2026; none: all closed.")
    ] = "",
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """Show closed periods, or one with its figures and adjustments.

    Exit code 1: the frozen figures or rows are not what was closed.
    """
    session: Session = context.obj
    words = check_language(language)
    with session.ledger() as ledger:
        if not name:
            known = closings(ledger)
            if json:
                write_json([_as_json(one) for one in known])
            for one in [] if json else known:
                day = f"{one.closed_at:%Y-%m-%d}"
                print(f"{one.period}  {day}  {one.person}  {one.figures['total']}  {one.sha256}")
            if not known:
                say("no period is closed yet")
            return 0
        wanted = read_period_name(name)
        made = closing(ledger, wanted.name)
        if made is None:
            raise CannotClose(f"{wanted.name} is not closed; `yoritish period close` closes it")
        untouched = digest_of(ledger, made) == made.sha256
        found = adjustments(ledger, counting_rules(), wanted)
    if json:
        rows = [asdict(one) for one in found]
        write_json(_as_json(made) | {"untouched": untouched, "adjustments": rows})
    else:
        show_table(period_table(made, found, words))
    if not untouched:
        say(f"yoritish: {made.period}: figures or rows are not those that were closed")
    return 0 if untouched else 1


def _as_json(one: Closing) -> dict[str, Any]:
    return asdict(one) | {
        "first": one.first.isoformat(), "last": one.last.isoformat(),
        "closed_at": to_text(one.closed_at),
    }  # fmt: skip
