"""The chain of days: which line stands in which day's file, and what ties a file to the one before.

A line is never changed or taken back. It stands in the file of the day it is about, as long as that
day is the last one begun; what comes later for an earlier day stands in the file that is open then.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from storage.connection import Connection
from storage.database import transaction
from storage.ledger_lines import Entry, due_entries
from storage.times import from_text, to_text
from text.clock import tashkent_day

HEAD = "yoritish-ledger 1"
"""What a day's file begins with: the form of its lines."""

FOLDER = "ledger"
"""Where the files of days lie, inside the folder of captures."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was added to the chain; ``changed`` names files that somebody else changed."""

    lines: int
    day: str
    sha256: str
    changed: list[str]


def seal(connection: Connection, captures: Path, at: datetime, rules: str = "") -> Sealed:
    """Tell the ledger of all that came since it was last told, and write the files of days.

    Outside a transaction. What a stopped program left untold is told by the next. ``rules`` are
    the words of the line that says by which rules it came; told when they are others than before.

    Raises:
        OSError: a file cannot be written; the chain in the database is complete all the same.
    """
    with transaction(connection):
        lines = add_lines(connection, at, rules)
    changed = write_files(connection, captures / FOLDER)
    day = last_day(connection)
    return Sealed(lines, day, day_digest(connection, day) if day else "", changed)


def add_lines(connection: Connection, at: datetime, rules: str = "") -> int:
    """Add the lines that are due; inside the caller's transaction. Returns how many rows."""
    entries = due_entries(connection, to_text(at))
    if rules and entries and f"rules {rules}" != rules_told(connection):
        # before what came by them
        entries.insert(0, Entry(entries[0].at, "rules", 0, "rules", f"rules {rules}"))
    days = set(days_begun(connection))
    opened = last_day(connection)
    ahead = bool(opened) and tashkent_day(at) < date.fromisoformat(opened)
    for entry in entries:
        day = tashkent_day(from_text(entry.at)).isoformat()
        # a clock that ran ahead may have begun a day that is still to come
        if day not in days and (day > opened or ahead):
            _begin(connection, day, opened)
            days.add(day)
            opened = day
        _add(connection, opened, entry)
    return len(entries)


def rules_told(connection: Connection, until: str = "") -> str:
    """The last line that says by which rules rows came, up to a day's file (ISO); "" for none."""
    row = connection.execute(
        "SELECT line FROM ledger WHERE kind = 'rules' AND (? = '' OR day <= ?)"
        " ORDER BY number DESC LIMIT 1",
        (until, until),
    ).fetchone()
    return str(row[0]) if row else ""


def last_day(connection: Connection) -> str:
    """The day whose file is open (ISO); "" before the first."""
    row = connection.execute("SELECT day FROM ledger ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def days_begun(connection: Connection) -> list[str]:
    """The days of the chain, in its order."""
    rows = connection.execute("SELECT key FROM ledger WHERE kind = 'day' ORDER BY number")
    return [row[0] for row in rows]


def day_text(connection: Connection, day: str) -> str:
    """A day's file as the database has it."""
    rows = connection.execute("SELECT line FROM ledger WHERE day = ? ORDER BY number", (day,))
    return "".join(f"{row[0]}\n" for row in rows)


def day_digest(connection: Connection, day: str) -> str:
    """SHA-256 of a day's file: what ``sha256sum`` prints for it."""
    return hashlib.sha256(day_text(connection, day).encode()).hexdigest()


def head_line(day: str, before: str, digest: str) -> str:
    """The first line of a day's file: the day before in the chain, and its file's SHA-256."""
    return f"{HEAD} day {day} after {before or '-'} {digest or '-'}"


def write_files(connection: Connection, folder: Path) -> list[str]:
    """Write the files of days that are missing or not yet whole.

    A file that says something else than the database is left as it is, for `verify` to name;
    returns the names of such files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for day in reversed(days_begun(connection)):
        path = folder / f"{day}.txt"
        text = day_text(connection, day).encode()
        there = path.read_bytes() if path.exists() else b""
        if there == text:
            # only the last one written can be cut short
            break
        if text.startswith(there):
            _write(path, text)
        else:
            changed.append(path.name)
    return changed


def _begin(connection: Connection, day: str, before: str) -> None:
    digest = day_digest(connection, before) if before else ""
    _add(connection, day, Entry("", "day", 0, day, head_line(day, before, digest)))


def _add(connection: Connection, day: str, entry: Entry) -> None:
    connection.execute(
        "INSERT INTO ledger (day, kind, key, line) VALUES (?,?,?,?)",
        (day, entry.kind, entry.key, entry.line),
    )


def _write(path: Path, text: bytes) -> None:
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
