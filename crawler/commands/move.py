"""``yoritish move``: copies a ledger into another database and verifies every row."""

from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn

from crawler.lock import night_lock
from crawler.screen import say, write_json
from crawler.session import Session
from storage.capture_check import check_capture
from storage.capture_rows import COLUMNS, CaptureRow
from storage.capture_store import open_captures
from storage.captures import CaptureFolder
from storage.connection import Connection
from storage.database import open_database
from storage.location import is_there, location, shown
from storage.moving import CannotMove, move_ledger


def move(
    context: typer.Context,
    source: Annotated[
        str, typer.Option("--from", metavar="LEDGER", help="A file or postgresql://…")
    ],
    target: Annotated[
        str, typer.Option("--to", metavar="LEDGER", help="An empty one: postgresql://… or a file.")
    ],
    captures: Annotated[
        bool,
        typer.Option(help="Read every capture too and compare it with its digest."),
    ] = True,
    json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> int:
    """Copy a ledger into another database, compare every row, and keep the copy only if equal.

    Captures stay where they are; each that the ledger names is read and checked. Exit code 1: a
    capture is missing or damaged (each is named), as it was before.
    """
    session: Session = context.obj
    ours, theirs = location(source), location(target)
    if not is_there(ours):
        raise CannotMove(f"{shown(ours)}: no ledger here")
    with (
        night_lock(ours),
        closing(open_database(ours, read_only=True)) as old,
        closing(open_database(theirs)) as new,
        Progress(
            TextColumn("{task.description}"), TextColumn("{task.completed} rows"),
            console=Console(stderr=True), transient=True, disable=session.quiet,
        ) as bar,
    ):  # fmt: skip
        task = bar.add_task("copied", total=None)
        moved = move_ledger(
            old, new, lambda name, rows: bar.update(task, description=name, advance=rows)
        )
        folder = open_captures(ours)
        wrong = list(_damaged(new, folder)) if captures else []
    if json:
        write_json([{"table": one.table, "rows": one.rows, "sha256": one.sha256} for one in moved])
    else:
        for one in moved:
            say(f"{one.table}: {one.rows} rows, sha256 {one.sha256[:16]}")
        say(f"moved: {sum(one.rows for one in moved)} rows, every one equal")
    for line in wrong:
        say(line)
    return 1 if wrong else 0


def _damaged(ledger: Connection, folder: CaptureFolder) -> list[str]:
    rows = ledger.execute(f"SELECT {COLUMNS} FROM captures ORDER BY id")  # noqa: S608
    return [
        str(difference)
        for row in rows
        for difference in check_capture(folder, CaptureRow(**dict(row)))
    ]
