"""``yoritish spread``: who carried the ministry's releases of a day, a month or a year."""

from typing import Annotated

import typer

from crawler.commands.story import as_json
from crawler.screen import show_table, write_csv, write_json
from crawler.session import Session, read_period
from reports.labels import check_language
from reports.story_tables import spread_table
from storage.spread import releases


def spread(
    context: typer.Context,
    day: Annotated[str, typer.Option(help="A day (2026-10-31, today, yesterday).")] = "",
    month: Annotated[str, typer.Option(help="A month (2026-10).")] = "",
    year: Annotated[str, typer.Option(help="A year (2026).")] = "",
    carried: Annotated[
        bool, typer.Option("--carried", help="Only releases that another outlet carried.")
    ] = False,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print as CSV.")] = False,
) -> None:
    """Show each of the ministry's releases with who carried it: after how long, how much of the
    text, in which language, under which headline.
    """
    session: Session = context.obj
    first, last = read_period(day, month, year)
    words = check_language(language)
    with session.ledger() as ledger:
        found = [one for one in releases(ledger, first, last) if one.outlets or not carried]
    if json:
        write_json([as_json(one) for one in found])
        return
    table = spread_table(found, words, f"{first} – {last}")
    if csv:
        write_csv(table)
    else:
        show_table(table)
