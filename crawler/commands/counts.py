"""``yoritish counts``: appearances and unique stories of a day, a month or a year."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from crawler.screen import show_table, write_csv, write_json
from crawler.session import Session, read_period
from pipelines.counting import counting_rules
from reports.count_tables import count_table
from reports.labels import check_language
from storage.appearances import Selection
from storage.counts import CountTable, count


class By(StrEnum):
    """What a count is grouped by."""

    CHANNEL = "channel"
    OUTLET = "outlet"
    REGION = "region"
    UNIT = "unit"
    TOPIC = "topic"
    DAY = "day"


def counts(
    context: typer.Context,
    day: Annotated[str, typer.Option(help="A day (2026-10-31, today, yesterday).")] = "",
    month: Annotated[str, typer.Option(help="A month (2026-10).")] = "",
    year: Annotated[str, typer.Option(help="A year (2026).")] = "",
    by: Annotated[By, typer.Option(help="What the rows are.")] = By.CHANNEL,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print as CSV.")] = False,
) -> None:
    """Count appearances and unique stories, and say how completely the days were read."""
    session: Session = context.obj
    first, last = read_period(day, month, year)
    words = check_language(language)
    with session.ledger() as ledger:
        table = count(ledger, counting_rules(), Selection(first, last), by.value)
    if json:
        write_json(_as_json(table))
        return
    shown = count_table(table, words)
    if csv:
        write_csv(shown)
    else:
        show_table(shown)


def _as_json(table: CountTable) -> dict[str, object]:
    return {
        "first": table.first.isoformat(),
        "last": table.last.isoformat(),
        "by": table.by,
        "rows": [asdict(row) for row in table.rows],
        "total": asdict(table.total),
        "days": [asdict(day) | {"state": day.state} for day in table.days],
    }
