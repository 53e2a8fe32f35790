"""Dialogues about what proves the rows: captures, the chain of days, a shadow; and the database."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from unittest.mock import patch

import pytest

from storage.capture_check import check_captures, check_files
from storage.capture_rows import capture_row, committed_end, keep_capture, read_capture
from storage.captures import CaptureFolder, Fetched
from storage.chain_check import check_chain, check_rows, untold
from storage.connection import LedgerFault
from storage.database import begin, give_room, keep_fit, open_database, snapshot, transaction
from storage.decisions import decide
from storage.ledger import (
    FOLDER,
    add_lines,
    day_digest,
    day_text,
    days_begun,
    last_day,
    rules_told,
    seal,
    write_files,
)
from storage.ledger_lines import (
    MENTION_FIELDS,
    due_entries,
    last_line,
    publication_line,
    rows_of,
)
from storage.location import captures_folder, is_there, shown
from storage.moving import ledger_tables, move_ledger
from storage.pages_kept import latest_pages, pages_before
from storage.publications import keep, mark_gone
from storage.records import Publication
from storage.runs import begin_run, last_runs
from storage.shadow import (
    copy_publication,
    copy_rows,
    differences,
    extent,
    period_publications,
    prepare,
    versions_and_stories,
    wanted,
)
from storage.sqlite import open_sqlite
from storage.times import to_text
from storage.visits import keep_outlets
from storage.writer import LedgerWriter
from tests.storage.contract.office import (
    AT,
    FIRST,
    LAST,
    LATER,
    OTHER,
    REGISTRY,
    RELEASE,
    SAID,
    Office,
    told,
)


def _fetched(one: Publication, hours: int = 0) -> Fetched:
    at = one.first_seen_at + timedelta(hours=hours)
    return Fetched(one.url, at, 200, (), one.body.encode(), "text/html")


def _captured(office: Office) -> tuple[CaptureFolder, list[Publication]]:
    """Three publications with their captures; two have one body, one was edited."""
    captures = CaptureFolder(office.folder, lambda file: committed_end(office.ledger, file))
    made = [told("/a", RELEASE), told("/b", RELEASE, 8, outlet="xabar.uz"), told("/c", OTHER, 9)]
    edited = told("/c", OTHER + " Yangi.", 9)
    edited.first_seen_at += timedelta(hours=20)
    with patch("uuid.uuid4", iter(range(9)).__next__), transaction(office.ledger):
        for one in (*made, edited):
            page = _fetched(one)
            keep(
                office.ledger, one,
                lambda o=one, p=page: keep_capture(office.ledger, captures, o.outlet, p),  # type: ignore[misc]
            )  # fmt: skip
    captures.flush()
    return captures, made


def captured(office: Office) -> Iterator[object]:
    """Captures, their rows and their bytes."""
    captures, made = _captured(office)
    ledger = office.ledger
    yield [capture_row(ledger, n) for n in range(1, 5)]
    yield [read_capture(ledger, captures, n).body for n in range(1, 5)]
    with pytest.raises(LookupError):
        capture_row(ledger, 99)
    yield latest_pages(ledger, "kun.uz", 5), pages_before(ledger, "kun.uz", to_text(AT), 1)
    captures.close()
    file = capture_row(ledger, 1).file
    yield committed_end(ledger, file), committed_end(ledger, "none")
    yield list(check_captures(ledger, captures, FIRST, LAST)), list(check_files(ledger, captures))
    path = office.folder / file
    path.write_bytes(path.read_bytes()[:-9] + b"tampered!!")
    yield list(check_captures(ledger, captures, FIRST, LAST)), list(check_files(ledger, captures))
    yield extent(ledger), [one.id for one in made]


def chained(office: Office) -> Iterator[object]:
    """The chain of days, told and checked, and what tampering shows."""
    captures, made = _captured(office)
    ledger = office.ledger
    captures.close()
    decide(ledger, made[0].id, "counts", "no", SAID)
    yield untold(ledger), due_entries(ledger, to_text(AT)), last_day(ledger)
    sealed = seal(ledger, office.folder, AT, "rules 1")
    yield sealed, seal(ledger, office.folder, AT, "rules 1").lines, rules_told(ledger)
    yield days_begun(ledger), last_day(ledger), day_text(ledger, sealed.day)
    yield day_digest(ledger, sealed.day), last_line(ledger, "decision", "1")
    mark_gone(ledger, "kun.uz", made[0].url)
    with transaction(ledger):
        yield add_lines(ledger, LATER, "rules 2"), rules_told(ledger, sealed.day)
    folder = office.folder / FOLDER
    yield write_files(ledger, folder), list(check_chain(ledger, folder)), list(check_rows(ledger))
    row = ledger.execute("SELECT * FROM publications WHERE id = ?", (made[0].id,)).fetchone()
    yield publication_line(ledger, row)
    yield rows_of(ledger, "mentions", MENTION_FIELDS, made[0].id, "position")
    ledger.execute("UPDATE publications SET body = 'boshqa' WHERE id = ?", (made[1].id,))
    ledger.execute("UPDATE decisions SET person = 'boshqa'")
    last = max(folder.glob("*.txt"))
    last.write_text(last.read_text(encoding="utf-8") + "x", encoding="utf-8")
    yield list(check_chain(ledger, folder)), list(check_rows(ledger)), write_files(ledger, folder)


def shadowed(office: Office) -> Iterator[object]:
    """A second ledger in which publications are made again and compared."""
    captures, made = _captured(office)
    ledger = office.ledger
    captures.close()
    ids = [one.id for one in made]
    yield period_publications(ledger, FIRST, LAST), list(wanted(ledger, [*ids, "none"]))
    yield [sorted(some) for some in versions_and_stories(ledger, ids[:1], FIRST, LAST, 3)]
    decide(ledger, ids[0], "counts", "no", SAID)
    with closing(open_sqlite(office.folder / "shadow.db")) as shadow:
        prepare(shadow, ledger)
        copy_rows(shadow, ledger, "outlets")
        for one in ids:
            copy_publication(shadow, ledger, one)
        yield list(differences(ledger, shadow, ids))
        shadow.execute("UPDATE publications SET title = 'boshqa' WHERE id = ?", (ids[1],))
        shadow.execute("DELETE FROM mentions WHERE publication = ?", (ids[2],))
        yield list(differences(ledger, shadow, ids))
        yield shadow.execute("SELECT * FROM decisions").fetchall()


def moved(office: Office) -> Iterator[object]:
    """The whole ledger in a file, every row of it equal."""
    _captured(office)[0].close()
    with closing(open_sqlite(office.folder / "copy.db")) as copy:
        yield move_ledger(office.ledger, copy)
        for table in ledger_tables():
            yield copy.execute(table.select()).fetchall()


def opened(office: Office) -> Iterator[object]:
    """The database itself: transactions, one moment, upkeep, a reader."""
    ledger = office.ledger
    yield is_there(office.place), bool(shown(office.place)), bool(captures_folder(office.place))
    give_room(ledger)
    keep_fit(ledger)
    with suppress(ZeroDivisionError), transaction(ledger):
        begin_run(ledger, "night", AT, AT)
        raise ZeroDivisionError
    yield last_runs(ledger)
    begin(ledger, 5.0)
    begin_run(ledger, "night", AT, AT)
    with closing(open_database(office.place, read_only=True)) as reader:
        yield last_runs(reader)
        with snapshot(reader) as seen:
            yield last_runs(seen)
            ledger.execute("COMMIT")
            yield last_runs(seen)
        yield [(run.job, run.due) for run in last_runs(reader)]
        with pytest.raises((sqlite3.OperationalError, LedgerFault)):
            begin_run(reader, "night", AT, AT)


def written(office: Office) -> Iterator[object]:
    """The one writer: changes in order, and the answers to what is asked."""
    with closing(LedgerWriter(office.place, office.folder / "captures")) as writer:
        writer.do(lambda ledger: keep_outlets(ledger, REGISTRY))

        async def put() -> object:
            for n in range(70):
                await writer.put(lambda ledger, _, n=n: begin_run(ledger, f"job {n}", AT, AT))
            writer.put_small(lambda ledger, _: begin_run(ledger, "small", AT, AT))
            return await writer.done(lambda ledger: last_runs(ledger, 100))

        yield asyncio.run(put())
        yield writer.do(lambda ledger: len(last_runs(ledger, 99)))


DIALOGUES = (captured, chained, shadowed, moved, opened, written)
