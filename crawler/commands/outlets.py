"""``yoritish outlets``: the registry, with each outlet's last visit and health."""

from collections import Counter
from typing import Annotated

import typer

from crawler.commands import outlets_check, outlets_try
from crawler.screen import show_table, write_json
from crawler.session import Session
from reports.tables import Table
from storage.alarms import open_alarms
from storage.database import open_database
from storage.location import is_there
from storage.outlets import Outlet
from storage.times import from_text
from text.clock import TASHKENT

app = typer.Typer(
    help="The registry with each outlet's last visit and health; `outlets check` looks closer,"
    " `outlets try` looks at one that is not in it.",
    invoke_without_command=True, rich_markup_mode=None,
)  # fmt: skip
app.command("check")(outlets_check.check)
app.command("try")(outlets_try.try_outlet)


@app.callback()
def outlets(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show the registry: channel, languages, how each outlet is read, last visit and health."""
    if context.invoked_subcommand:
        return
    session: Session = context.obj
    visits = _last_visits(session)
    alarms = _alarms(session)
    due = {one.id for one in session.registry.visited()}
    rows = [
        _row(one, visits.get(one.id, {}), alarms[one.id], off=one.id not in due)
        for one in session.registry
    ]
    if json:
        write_json(rows)
        return
    visited = len(session.registry.visited())
    headings = ["Outlet", "Name", "Channel", "Country", "Languages", "Read by", "Last visit",
                "Health"]  # fmt: skip
    table = Table(
        "Outlets",
        headings,
        [False] * len(headings),
        [
            [
                str(row["id"]), str(row["name"]), str(row["channel"]), str(row["country"]),
                ", ".join(str(row["languages"]).split()), str(row["read"]), str(row["last_visit"]),
                str(row["health"]),
            ]
            for row in rows
        ],
        [f"{len(rows)} outlets, {visited} of them visited every night"],
    )  # fmt: skip
    show_table(table)


def _row(outlet: Outlet, visit: dict[str, str], alarms: int, *, off: bool) -> dict[str, object]:
    channel = f"{outlet.channel}/{outlet.subchannel}" if outlet.subchannel else outlet.channel
    last = ""
    if visit:
        last = from_text(visit["started_at"]).astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M")
    return {
        "id": outlet.id,
        "name": outlet.name,
        "url": outlet.url,
        "channel": channel,
        "country": outlet.country,
        "region": outlet.region,
        "tier": outlet.tier,
        "languages": " ".join(outlet.languages),
        "read": outlet.read,
        "last_visit": last,
        "health": _health(outlet, visit, alarms, off=off),
        "alarms": alarms,
        "unverified": outlet.unverified,
    }


def _health(outlet: Outlet, visit: dict[str, str], alarms: int, *, off: bool) -> str:
    if outlet.read == "none":
        return "not visited: comes by import"
    if off:
        return "switched off by the office"
    health = "never visited"
    if visit:
        error = f": {visit['error'][:80]}" if visit["error"] else ""
        health = f"{visit['state'].replace('_', ' ')}{error}"
    if alarms:
        health = f"{alarms} alarm{'s' if alarms > 1 else ''} (`yoritish alarms`); {health}"
    return f"{health} (unverified)" if outlet.unverified else health


def _alarms(session: Session) -> Counter[str]:
    if not is_there(session.database):
        return Counter()
    with session.ledger() as ledger:
        return Counter(alarm.outlet for alarm in open_alarms(ledger))


def _last_visits(session: Session) -> dict[str, dict[str, str]]:
    if not is_there(session.database):
        return {}
    ledger = open_database(session.database, read_only=True)
    try:
        rows = ledger.execute(
            "SELECT outlet, started_at, state, error FROM visits"
            " WHERE id IN (SELECT max(id) FROM visits GROUP BY outlet)"
        )
        return {row["outlet"]: dict(row) for row in rows}
    finally:
        ledger.close()
