"""``yoritish coverage``: the rows behind a number."""

from dataclasses import asdict
from typing import Annotated

import typer

from crawler.commands.coverage_check import coverage_check, coverage_lists_command
from crawler.screen import show_table, write_csv, write_json
from crawler.session import Session, read_period
from pipelines.counting import counting_rules
from reports.count_tables import appearance_table
from reports.labels import check_language
from storage.appearances import Selection, list_appearances
from storage.search import words_query

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
    words: Annotated[str, typer.Option(help="Words in title or text, in any alphabet.")] = "",
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
        words=words_query(words) if words else "",
        foreign=True if foreign else False if domestic else None,
    )  # fmt: skip
    shown = check_language(language)
    with session.ledger() as ledger:
        rows = list(list_appearances(ledger, counting_rules(), selection))
    if json:
        write_json([asdict(row) for row in rows])
        return
    table = appearance_table(rows, shown, first.isoformat(), last.isoformat())
    if csv:
        write_csv(table)
    else:
        show_table(table)
