"""``yoritish coverage check``: a verdict on every row of a list that a department sends."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawler.addressed import Addressed, visit_addresses
from crawler.claimed import placed_rows
from crawler.screen import say, show_table, write_json
from crawler.session import BadOption, Session, read_period
from crawler.visit_options import Operator, Timeout
from pipelines.claim_files import is_workbook, read_claims
from pipelines.claims import Claim
from pipelines.counting import counting_rules
from pipelines.verdicts import Judge
from reports.checked_list import said_of, summary, verdict_word
from reports.checked_workbook import write_anew, write_beside
from reports.labels import Language, check_language
from reports.tables import Table
from storage.connection import Connection
from storage.coverage_lists import (
    ListRow,
    Verdict,
    coverage_lists,
    keep_list,
    keep_verdicts,
    replace_list,
)
from storage.database import open_database, transaction
from storage.visits import keep_outlets
from text.clock import now

Period = tuple[date, date] | None


def coverage_check(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="LIST", help="Excel, CSV, Word, or a text with links.")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The workbook with the verdicts.")
    ] = None,
    day: Annotated[str, typer.Option(help="The day the list is for.")] = "",
    month: Annotated[str, typer.Option(help="The month the list is for (2026-10).")] = "",
    year: Annotated[str, typer.Option(help="The year the list is for (2026).")] = "",
    replaces: Annotated[
        int, typer.Option(help="Number of the list of which this is the mended form.")
    ] = 0,
    person: Annotated[str, typer.Option(help="Who checks.")] = "",
    offline: Annotated[
        bool, typer.Option("--offline", help="Visit nothing; say what the ledger knows.")
    ] = False,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "uz-Cyrl",
    json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
    operator: Operator = "",
    timeout: Timeout = 30.0,
) -> int:
    """Give a verdict on every claimed appearance of a list, visiting what is not known yet.

    Writes the same workbook with the verdicts beside its rows and a sheet with the sum by
    department. The same file again goes on where it stopped. Exit code 1: some rows are not
    checked yet.
    """
    session: Session = context.obj
    shown = check_language(language)
    period = read_period(day, month, year) if day or month or year else None
    target = out or file.with_name(f"{file.stem}-checked.xlsx")
    if target.resolve() == file.resolve():
        raise BadOption(f"--out {target} is the list itself; name another")
    if target.suffix.lower() != ".xlsx":
        raise BadOption(f"--out {target}: the verdicts are written as .xlsx")
    # what cannot be read is said before the ledger is touched
    claims = read_claims(file, now())
    number, rows = _begun(session, file, claims, period, person, replaces)
    visited = Addressed()
    if not offline:
        wanted = _unknown(session, number, rows, period)
        visited = visit_addresses(session, wanted, operator=operator, timeout=timeout)
    with closing(open_database(session.database)) as ledger:
        rows = _judged(ledger, number, rows, period, visited, offline=offline)
        with transaction(ledger):
            keep_verdicts(ledger, number, rows, now())
        _show(ledger, session, number, rows, shown, json=json)
        _write(ledger, file, target, claims, number, rows, shown)
    say(f"yoritish: list {number}, with the verdicts: {target}")
    left = sum(row.verdict is None for row in rows)
    if left:
        why = visited.stopped or "not visited"
        say(f"yoritish: {left} rows are not checked yet ({why}); the same command goes on")
    return 1 if left else 0


def coverage_lists_command(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show the lists that were checked, with their numbers."""
    session: Session = context.obj
    with session.ledger() as ledger:
        lists = coverage_lists(ledger)
    if json:
        write_json([asdict(one) for one in lists])
        return
    rows = [
        [
            str(one.id), one.name, f"{one.first} – {one.last}" if one.first else "", one.person,
            one.added_at[:10], str(one.replaced_by or ""),
        ]
        for one in lists
    ]  # fmt: skip
    headings = ["Number", "List", "Period", "By", "Added", "Replaced by"]
    show_table(Table("Coverage lists", headings, [True, *[False] * 4, True], rows))


def _begun(
    session: Session, file: Path, claims: Sequence[Claim], period: Period, person: str,
    replaces: int,
) -> tuple[int, list[ListRow]]:  # fmt: skip
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with closing(open_database(session.database)) as ledger, transaction(ledger):
        if not ledger.execute("SELECT 1 FROM outlets LIMIT 1").fetchone():
            keep_outlets(ledger, session.registry)
        rows = placed_rows(ledger, session.registry, claims, period)
        number = keep_list(ledger, file.name, digest, person, period, rows, now())
        if replaces:
            replace_list(ledger, replaces, number)
    return number, rows


def _judge(ledger: Connection, number: int, period: Period) -> Judge:
    first, last = (one.isoformat() for one in period) if period else ("", "")
    return Judge(ledger, counting_rules(), number, first, last)


def _unknown(
    session: Session, number: int, rows: Sequence[ListRow], period: Period
) -> dict[str, list[str]]:
    wanted: dict[str, dict[str, None]] = {}
    with session.ledger() as ledger:
        judge = _judge(ledger, number, period)
        for row in rows:
            if judge.unknown(row):
                wanted.setdefault(row.outlet, {})[row.url] = None
    return {outlet: list(urls) for outlet, urls in wanted.items()}


def _judged(
    ledger: Connection, number: int, rows: Sequence[ListRow], period: Period,
    visited: Addressed, *, offline: bool,
) -> list[ListRow]:  # fmt: skip
    judged = _judge(ledger, number, period).judge(rows)
    if offline or visited.stopped:
        return judged
    # the visit is over and brought no word of it: the outlet as a whole could not be read
    return [
        replace(
            row, verdict=Verdict.NOT_REACHABLE,
            reason=f"outlet_not_read: {visited.problems.get(row.outlet, 'no answer')}",
        )
        if row.verdict is None
        else row
        for row in judged
    ]  # fmt: skip


def _show(
    ledger: Connection, session: Session, number: int, rows: Sequence[ListRow],
    language: Language, *, json: bool,
) -> None:  # fmt: skip
    if json:
        said = said_of(ledger, number, rows, language)
        write_json([asdict(one.row) | {"explanation": one.cells[2]} for one in said])
    elif not session.quiet:
        show_table(summary(rows, language))
        counts = Counter(verdict_word(row, language) for row in rows)
        for word, count in counts.most_common():
            say(f"{count:>6}  {word}")


def _write(
    ledger: Connection, file: Path, target: Path, claims: Sequence[Claim], number: int,
    rows: Sequence[ListRow], language: Language,
) -> None:  # fmt: skip
    said = said_of(ledger, number, rows, language)
    if is_workbook(file):
        headed: Mapping[str, int] = {claim.sheet: claim.headed for claim in claims}
        write_beside(file, target, said, headed, language)
    else:
        write_anew(target, said, language)
