"""``yoritish import``: what is not on the internet, from the office's own tables."""

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.row_readers import read_rows
from crawler.screen import say
from crawler.session import BadOption, Session
from pipelines.import_file import Row, read_table
from pipelines.import_kinds import Kind, kind_named, kinds
from pipelines.import_rows import Medium, Reader
from reports.import_tables import RefusedRows, write_template
from storage.activities import Activity, keep_activity
from storage.connection import Connection
from storage.database import give_room, open_database, transaction
from storage.imports import begin_import, end_import, keep_imported, keep_medium
from storage.outlets import Outlet
from storage.publications import PublicationRows
from storage.registry import Registry
from storage.visits import keep_outlets
from text.clock import now

SHOWN = 10
"""Refused rows printed; the workbook has them all."""

SHOWN_EVERY = 200
"""Rows after which the bar moves: to move it for each takes as long as to keep one."""


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
    with ExitStack() as stack:
        read = read_rows(rows, reader, stack)
        ledger = stack.enter_context(closing(open_database(session.database)))
        stack.enter_context(bar)
        task = bar.add_task("rows", total=None)
        give_room(ledger)
        with transaction(ledger):
            if not ledger.execute("SELECT 1 FROM outlets LIMIT 1").fetchone():
                keep_outlets(ledger, session.registry)
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            number = begin_import(ledger, file.name, digest, kind.id, person, at)
            keeper = _Keeper(ledger, number)
            done = keeper.done
            with _refusals(refused, kind) as copy:
                for row, made, medium, refusal in read:
                    reason = refusal or keeper.keep(row, made, medium)
                    if reason:
                        done.refused += 1
                        copy.note(row, reason)
                        if done.refused <= SHOWN:
                            say(f"yoritish: {_where(file, row)}: {reason}")
                    if (done.added + done.known + done.refused) % SHOWN_EVERY == 0:
                        bar.advance(task, SHOWN_EVERY)
            if done.refused and not partial:
                raise RowsRefused(
                    f"{file}: {done.refused} of {done.refused + done.added + done.known} rows "
                    f"cannot be kept, so none was; they are in {refused} with the reasons; mend "
                    "them, or keep the others with --partial"
                )
            end_import(ledger, number, done.added, done.known, done.refused)
    return done


class _Keeper:
    """Keeps the rows of one import."""

    def __init__(self, ledger: Connection, number: int) -> None:
        self.ledger, self.number, self.done = ledger, number, _Done()
        self._rows: dict[str, int] = {}
        self._media: set[str] = set()

    def keep(self, row: Row, made: PublicationRows | Activity | None, medium: Medium | None) -> str:
        """Keep what a row says; the reason why not, or ""."""
        if made is None:
            return ""
        before = self._rows.setdefault(made.id, row.number)
        if before != row.number:
            return f"the same as row {before}; if it went out twice, give the time"
        if medium is not None and medium.id not in self._media:
            self._media.add(medium.id)
            keep_medium(
                self.ledger, medium.id, medium.name, medium.channel, medium.subchannel,
                medium.country,
            )  # fmt: skip
        if isinstance(made, Activity):
            new = keep_activity(self.ledger, made, self.number)
        else:
            new = keep_imported(self.ledger, made, self.number, row.sheet, row.number)
        self.done.added += new
        self.done.known += not new
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
