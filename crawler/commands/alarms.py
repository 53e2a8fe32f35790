"""``yoritish alarms``: outlets that are not as usual."""

from contextlib import closing
from typing import Annotated

import typer

from crawler.screen import say, show_table, write_json
from crawler.session import BadOption, Session
from reports.digest import BARE, NUMBERS
from reports.tables import Table
from storage.alarms import Alarm, alarms_between, close_alarm, open_alarms
from storage.database import open_database, transaction
from storage.times import from_text
from text.clock import TASHKENT, day_start, now
from text.numbers import format_number


def alarms(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    accept: Annotated[
        int, typer.Option(help="Number of an alarm: it stays so, learn anew what is usual.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """Show the alarms that are open: outlet, language, field, first bad address.

    Exit code 1 when there are any.
    """
    session: Session = context.obj
    if accept:
        with closing(open_database(session.database)) as ledger, transaction(ledger):
            if not close_alarm(ledger, accept, now(), accepted=True):
                raise BadOption(f"--accept {accept}: no open alarm has this number")
        say(f"accepted; what is usual is learnt anew from alarm {accept} on")
        return 0
    with session.ledger() as ledger:
        if every:
            found, _ = alarms_between(ledger, day_start(now().date().replace(year=2000)), now())
        else:
            found = open_alarms(ledger)
    if json:
        write_json([alarm_as_json(one) for one in found])
    else:
        show_table(_table(found))
    return 1 if any(not one.closed_at for one in found) else 0


def alarm_as_json(alarm: Alarm) -> dict[str, object]:
    """An alarm for other programs."""
    return {
        "id": alarm.id, "outlet": alarm.outlet, "language": alarm.line, "field": alarm.field,
        "opened_at": alarm.opened_at, "usual": alarm.usual, "seen": alarm.seen, "url": alarm.url,
        "closed_at": alarm.closed_at, "accepted": alarm.accepted,
    }  # fmt: skip


def _table(found: list[Alarm]) -> Table:
    headings = ["No.", "Outlet", "Language", "Field", "Usually", "Seen", "First address", "Opened",
                "Closed"]  # fmt: skip
    rows = [
        [
            str(one.id), one.outlet, one.line or "all", one.field, _figure(one, one.usual),
            _figure(one, one.seen), one.url, _here(one.opened_at),
            "accepted" if one.accepted else _here(one.closed_at),
        ]
        for one in found
    ]  # fmt: skip
    return Table("Alarms", headings, [False] * len(headings), rows)


def _figure(alarm: Alarm, value: float) -> str:
    if alarm.field in BARE:
        return ""
    if alarm.field in NUMBERS:
        return format_number(round(value))
    return f"{round(100 * value)} %"


def _here(text: str) -> str:
    return from_text(text).astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M") if text else ""
