"""``yoritish backup`` and ``yoritish restore``: copies of the ledger and its captures."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from crawler.screen import say
from crawler.session import Session
from storage.backup import Copied, NoBackup, back_up, bring_back
from storage.location import PostgresUrl, captures_folder
from text.clock import now

SHOWN = 20
"""Differences printed; their number is always said."""


def backup(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(help="Where backups are kept; YORITISH.backup beside the ledger."),
    ] = None,
) -> int:
    """Copy the ledger and what was captured since the last time, and check the copy.

    Others may write meanwhile. The latest eight copies of the ledger are kept, and the first of
    every month; captures only ever grow. Exit code 1: something is damaged; it is named, and no
    older copy is taken away.
    """
    session: Session = context.obj
    database = _file_of(session)
    if not database.exists():
        raise NoBackup(f"{database}: no ledger here yet; run `yoritish nightly` first")
    target = folder or database.with_suffix(".backup")
    with _bar(session) as bar:
        task = bar.add_task("captures", total=None)
        done = back_up(
            database, captures_folder(database), target, now(),
            lambda size: bar.advance(task, size),
        )  # fmt: skip
    return _said(session, done, f"kept: {done.ledger}")


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that `yoritish backup` made.")],
    day: Annotated[
        str, typer.Option(help="The copy of this day (2026-10-31); the latest if not given.")
    ] = "",
) -> int:
    """Bring a ledger back from a backup to where --db says, and check it; never over another.

    Exit code 1: it was brought back, and something in it is damaged; each line names what.
    """
    session: Session = context.obj
    database = _file_of(session)
    with _bar(session) as bar:
        task = bar.add_task("captures", total=None)
        done = bring_back(
            folder, database, captures_folder(database), day,
            lambda size: bar.advance(task, size),
        )  # fmt: skip
    return _said(session, done, f"brought back: {done.ledger}")


def _file_of(session: Session) -> Path:
    if isinstance(session.database, PostgresUrl):
        raise NoBackup(
            f"{session.database.shown}: a PostgreSQL ledger is backed up by PostgreSQL's own tools"
            " (docs/scale.md); or copy it into a file with `yoritish move`"
        )
    return session.database


def _bar(session: Session) -> Progress:
    return Progress(
        TextColumn("{task.description}"), DownloadColumn(), TransferSpeedColumn(),
        console=Console(stderr=True), transient=True, disable=session.quiet,
    )  # fmt: skip


def _said(session: Session, done: Copied, line: str) -> int:
    if not session.quiet:
        say(f"{line}; {done.captures} captures, {done.added / 1e6:.1f} MB of them copied")
    for difference in done.differences[:SHOWN]:
        say(f"yoritish: {difference}")
    if len(done.differences) > SHOWN:
        say(f"yoritish: … and {len(done.differences) - SHOWN} more differences")
    return 1 if done.differences else 0
