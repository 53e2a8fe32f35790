"""``yoritish import``: what is not on the internet, from the office's own tables."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.screen import say
from crawler.session import BadOption, Session
from pipelines.import_file import Row, read_table
from pipelines.import_kinds import Kind, kind_named, kinds
from pipelines.import_rows import Reader, RefusedRow
from reports.import_tables import RefusedRows, write_template
from storage.activities import Activity, keep_activity
from storage.database import open_database, transaction
from storage.imports import begin_import, end_import, keep_imported, keep_medium
from storage.outlets import Outlet, Registry
from storage.visits import keep_outlets
from text.clock import now

SHOWN = 10
"""Refused rows printed; the workbook has them all."""


class RowsRefused(RuntimeError):
    """Some rows cannot be kept, so nothing was; the message says where they are listed."""


@dataclass(slots=True)
class _Done:
    added: int = 0
    known: int = 0
    refused: int = 0


def import_table(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="An Excel (.xlsx) or CSV file with one row an item.")
    ] = None,
    kind: Annotated[str, typer.Option(help=f"What the rows are: {', '.join(kinds())}.")] = "",
    template: Annotated[
        str, typer.Option("--template", metavar="KIND", help="Write an empty table to fill in.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where the template or refused rows go.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Keep the good rows though others are refused.")
    ] = False,
    person: Annotated[str, typer.Option(help="Who imports.")] = "",
) -> int:
    """Keep the rows of a table: television, radio, print, internet, foreign items, press events,
    statements, programmes, author's shows.

    Headings may stand in any order, alphabet and language. A row that cannot be kept is returned in
    a copy of the table with the reason beside it, and then nothing is kept, unless --partial. The
    same file again adds nothing. Exit code 1: some rows were refused and the others kept.
    """
    session: Session = context.obj
    if template:
        path = out or Path(f"{template}.xlsx")
        write_template(path, kind_named(template))
        say(f"written: {path}")
        return 0
    if file is None:
        raise BadOption("name the file to import, or --template KIND for an empty table")
    if not kind:
        raise BadOption(f"say what the rows are: --kind {', '.join(kinds())}")
    wanted = kind_named(kind)
    refused = out or file.with_name(f"{file.stem}-refused.xlsx")
    if refused.resolve() == file.resolve():
        raise BadOption(f"--out {refused} is the file that is imported; name another")
    done = _imported(session, file, wanted, refused, person, partial=partial)
    if not session.quiet:
        say(f"{done.added} added, {done.known} known already, {done.refused} refused")
    if done.refused:
        say(f"yoritish: the refused rows, with the reasons: {refused}")
    return 1 if done.refused else 0


def _imported(
    session: Session, file: Path, kind: Kind, refused: Path, person: str, *, partial: bool
) -> _Done:
    at = now()
    reader = Reader(kind, file.name, at, _ByHost(session.registry))
    # what cannot be read at all is said before the ledger is touched
    rows = read_table(file, kind)
    bar = Progress(
        TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True, disable=session.quiet,
    )  # fmt: skip
    with closing(open_database(session.database)) as ledger, bar:
        task = bar.add_task("rows", total=None)
        with transaction(ledger):
            if not ledger.execute("SELECT 1 FROM outlets LIMIT 1").fetchone():
                keep_outlets(ledger, session.registry)
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            number = begin_import(ledger, file.name, digest, kind.id, person, at)
            done = _Done()
            with _refusals(refused, kind) as copy:
                for row in rows:
                    reason = _kept(ledger, reader, row, number, done)
                    if reason:
                        done.refused += 1
                        copy.note(row, reason)
                        if done.refused <= SHOWN:
                            say(f"yoritish: {_where(file, row)}: {reason}")
                    bar.advance(task)
            if done.refused and not partial:
                raise RowsRefused(
                    f"{file}: {done.refused} of {done.refused + done.added + done.known} rows "
                    f"cannot be kept, so none was; they are in {refused} with the reasons; mend "
                    "them, or keep the others with --partial"
                )
            end_import(ledger, number, done.added, done.known, done.refused)
    return done


def _kept(ledger: sqlite3.Connection, reader: Reader, row: Row, number: int, done: _Done) -> str:
    """Keep a row; the reason why not, or ""."""
    met = len(reader.media)
    try:
        one = reader.read(row)
    except RefusedRow as error:
        return str(error)
    for medium in list(reader.media.values())[met:]:
        keep_medium(
            ledger, medium.id, medium.name, medium.channel, medium.subchannel, medium.country
        )
    if isinstance(one, Activity):
        new = keep_activity(ledger, one, number)
    else:
        new = keep_imported(ledger, one, number, row.sheet, row.number)
    done.added += new
    done.known += not new
    return ""


class _Copy:
    """The workbook of refused rows, begun with the first of them."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self.path, self.kind = path, kind
        self.book: RefusedRows | None = None

    def note(self, row: Row, reason: str) -> None:
        """Copy a refused row."""
        self.book = self.book or RefusedRows(self.path, self.kind)
        self.book.add(row.sheet, row.number, row.cells, reason)


@contextlib.contextmanager
def _refusals(path: Path, kind: Kind) -> Iterator[_Copy]:
    copy = _Copy(path, kind)
    try:
        yield copy
    finally:
        if copy.book is not None:
            copy.book.close()


class _ByHost:
    """The registry's outlet at a host name."""

    def __init__(self, registry: Registry) -> None:
        self._outlets: dict[str, Outlet | None] = {}
        for outlet in registry:
            for host in outlet.allowed_hosts:
                # a host of several outlets (t.me) tells none of them
                self._outlets[host] = None if host in self._outlets else outlet

    def __call__(self, host: str) -> Outlet | None:
        """The outlet, or None."""
        return self._outlets.get(host)


def _where(file: Path, row: Row) -> str:
    sheet = f", sheet {row.sheet!r}" if row.sheet else ""
    return f"{file.name}{sheet}, row {row.number}"
