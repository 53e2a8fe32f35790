"""``yoritish quotes``: who of the ministry was quoted, where and how often."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from crawler.screen import say, show_table, write_csv, write_json
from crawler.session import Session, read_period
from pipelines.counting import counting_rules
from pipelines.quotes import find_quotes
from reports.labels import check_language, label
from reports.tables import Table
from storage.appearances import Selection, counting_sql
from storage.connection import Connection
from storage.database import open_database, transaction
from storage.quotes import Spoken, keep_quotes, speakers
from storage.records import Mention, Owner, Quote
from text.numbers import format_number

BATCH = 500
"""Publications that are read again in one transaction: a night may write between two."""


def quotes(
    context: typer.Context,
    day: Annotated[str, typer.Option(help="A day (2026-10-31, today, yesterday).")] = "",
    month: Annotated[str, typer.Option(help="A month (2026-10).")] = "",
    year: Annotated[str, typer.Option(help="A year (2026).")] = "",
    outlet: Annotated[str, typer.Option(help="At one outlet, by its id.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Find them anew: for what an older program kept.")
    ] = False,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print as CSV.")] = False,
) -> None:
    """Count who of the ministry speaks in the appearances of a period, by person and office."""
    session: Session = context.obj
    first, last = read_period(day, month, year)
    words = check_language(language)
    selection = Selection(first, last, outlet=outlet)
    if again:
        with closing(open_database(session.database)) as ledger:
            read = _find_again(ledger, selection)
        if not json and not csv:
            say(f"read again: {read}")
    with session.ledger() as ledger:
        told = speakers(ledger, counting_rules(), selection)
    if json:
        write_json([asdict(one) for one in told])
        return
    headings = ["who speaks", "unit", "appearances", "quotes", "in their own words", "outlets"]
    rows = [_row(one, words) for one in told]
    table = Table("", headings, [False, False, True, True, True, True], rows, [])
    if csv:
        write_csv(table)
    else:
        show_table(table)


def _row(one: Spoken, language: str) -> list[str]:
    numbers = (one.publications, one.quotes, one.direct, one.outlets)
    unit = label("unit", one.unit, check_language(language))
    return [one.speaker or "–", unit, *map(format_number, numbers)]


def _find_again(ledger: Connection, selection: Selection) -> int:
    """Find the quotes of a selection's appearances anew; returns of how many."""
    sql, values = counting_sql(counting_rules(), selection)
    ids = [row[0] for row in ledger.execute(f"SELECT c.publication {sql}", values)]
    for start in range(0, len(ids), BATCH):
        with transaction(ledger):
            keep_quotes(ledger, ((one, _found(ledger, one)) for one in ids[start : start + BATCH]))
    return len(ids)


def _found(ledger: Connection, publication: str) -> list[Quote]:
    body = ledger.execute("SELECT body FROM publications WHERE id = ?", (publication,)).fetchone()
    mentions = [
        Mention(row["unit"], Owner(row["owner"]), row["field"], row["start"], row["end"],
                row["text"], row["rule"])
        for row in ledger.execute(
            'SELECT unit, owner, field, "start", "end", text, rule FROM mentions'
            " WHERE publication = ? ORDER BY position",
            (publication,),
        )
    ]  # fmt: skip
    return find_quotes(body[0], mentions)
