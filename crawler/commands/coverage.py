"""``yoritish coverage``: the rows behind a number."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from crawler.commands.coverage_check import coverage_check, coverage_lists_command
from crawler.screen import show_table, write_csv, write_json
from crawler.session import Session, read_period
from pipelines.counting import counting_rules
from reports.count_tables import appearance_table
from reports.labels import check_language
from storage.appearances import Selection
from storage.listing import Arrangement, every_line
from text.clock import now, tashkent_day
from text.query import read_query


class SortBy(StrEnum):
    """The orders of a list."""

    NEWEST = "newest"
    RELEVANCE = "relevance"
    OLDEST = "oldest"
    OUTLET = "outlet"
    REGION = "region"
    CHANNEL = "channel"


app = typer.Typer(
    help="The coverage list: the rows behind any number; the lists that departments send.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def coverage() -> None:
    """The coverage list: the rows behind any number; the lists that departments send."""


app.command("check")(coverage_check)
app.command("lists")(coverage_lists_command)


@app.command("list")
def coverage_list(
    context: typer.Context,
    day: Annotated[str, typer.Option(help="A day (2026-10-31, today, yesterday).")] = "",
    month: Annotated[str, typer.Option(help="A month (2026-10).")] = "",
    year: Annotated[str, typer.Option(help="A year (2026).")] = "",
    channel: Annotated[str, typer.Option(help="internet, internet/own, television …")] = "",
    outlet: Annotated[str, typer.Option(help="An outlet's id.")] = "",
    region: Annotated[str, typer.Option(help="A region (UZ-SA), or none.")] = "",
    unit: Annotated[str, typer.Option(help="A unit's id, as `counts --by unit` shows it.")] = "",
    topic: Annotated[str, typer.Option(help="A topic, as `counts --by topic` shows it.")] = "",
    find: Annotated[
        str, typer.Option("--find", metavar="QUERY", help="What to find; see docs/query.md.")
    ] = "",
    shown_in: Annotated[
        str, typer.Option("--language", help="Language of the texts: uz, uz-Cyrl, ru …")
    ] = "",
    main: Annotated[
        bool | None, typer.Option("--main/--passing", help="About the ministry, or in passing.")
    ] = None,
    judged: Annotated[
        bool | None, typer.Option("--decided/--undecided", help="Whether a person decided on it.")
    ] = None,
    sort: Annotated[SortBy, typer.Option(help="In which order.")] = SortBy.OLDEST,
    stories: Annotated[
        bool, typer.Option("--stories", help="One line for a story, its earliest appearance.")
    ] = False,
    foreign: Annotated[bool, typer.Option("--foreign", help="Foreign media only.")] = False,
    domestic: Annotated[bool, typer.Option("--domestic", help="Without foreign media.")] = False,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print as CSV.")] = False,
) -> None:
    """List the appearances of a period; their number is the count's."""
    session: Session = context.obj
    first, last = read_period(day, month, year)
    if outlet:
        outlet = session.registry[outlet].id
    selection = Selection(
        first, last, channel=channel, outlet=outlet, region=region, unit=unit, topic=topic,
        language=shown_in, main=main, judged=judged,
        find=read_query(find, tashkent_day(now())) if find else None,
        foreign=True if foreign else False if domestic else None,
    )  # fmt: skip
    shown = check_language(language)
    arranged = Arrangement(sort.value, stories)
    with session.ledger() as ledger:
        lines = every_line(ledger, counting_rules(), selection, arranged)
        rows = [line.appearance for line in lines]
    if json:
        write_json([asdict(row) for row in rows])
        return
    table = appearance_table(rows, shown, first.isoformat(), last.isoformat())
    if csv:
        write_csv(table)
    else:
        show_table(table)
