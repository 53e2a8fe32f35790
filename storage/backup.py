"""Copies of the ledger and its captures: made while it is written to, checked, brought back.

A backup folder holds a dated copy of the ledger for each time it was made, and one copy of the
captures, which only ever grow: a later backup adds what came since.
"""

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storage.capture_check import check_capture
from storage.capture_rows import COLUMNS, CaptureRow
from storage.captures import CaptureFolder
from storage.chain_check import check_chain
from storage.connection import Connection
from storage.database import open_database
from storage.differences import Difference
from storage.ledger import FOLDER, write_files
from storage.sqlite import open_sqlite
from text.clock import TASHKENT

LEDGERS = "ledgers"
CAPTURES = "captures"
CHECKED = "checked.json"
"""Up to which byte the copy of each capture file was found sound."""

KEPT = 8
"""Latest copies of the ledger that are kept, beside the first of every month."""

PIECE = 1 << 20
ROOM = 64 * 1024 * 1024
"""Bytes that must stay free on the disk of the backup."""


class NoBackup(RuntimeError):
    """A backup cannot be made or brought back; the message says why and what to do."""


@dataclass(slots=True)
class Copied:
    """What was copied, and what is not as it should be."""

    ledger: Path
    captures: int = 0
    """Captures that the ledger names."""
    added: int = 0
    """Bytes of captures that came since the last backup."""
    differences: list[Difference] = field(default_factory=list)


def back_up(
    database: Path,
    captures: Path,
    folder: Path,
    at: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Copied:
    """Copy a ledger and the captures it names, while others may write, and check the copy.

    Args:
        database: the ledger.
        captures: its folder of captures.
        folder: where backups are kept; made when it is not there.
        at: the present instant, by which the copy is named.
        progress: is called with the bytes of captures copied.

    Raises:
        NoBackup: the folder is another ledger's, or the disk has too little room.
        OSError: the folder cannot be written.
    """
    (folder / LEDGERS).mkdir(parents=True, exist_ok=True)
    (folder / CAPTURES).mkdir(exist_ok=True)
    _needs_room(folder, database.stat().st_size)
    copy = folder / LEDGERS / f"{at.astimezone(TASHKENT):%Y-%m-%dT%H%M%S}.db"
    _copy_ledger(database, copy)
    with closing(open_database(copy, read_only=True)) as ledger:
        done = Copied(copy)
        done.differences += _check_ledger(ledger)
        checked = _Checked(folder / CHECKED)
        _copy_captures(ledger, captures, folder / CAPTURES, done, progress, checked)
        write_files(ledger, folder / CAPTURES / FOLDER)
        done.differences += check_chain(ledger, folder / CAPTURES / FOLDER)
    if not done.differences:
        _thin_out(folder / LEDGERS, copy)
    return done


def bring_back(
    folder: Path,
    database: Path,
    captures: Path,
    day: str = "",
    progress: Callable[[int], None] = lambda _: None,
) -> Copied:
    """Make a ledger and its captures again from a backup, where there is none, and check both.

    Args:
        folder: a backup folder.
        database: where the ledger is to lie; nothing may be there.
        captures: where its captures are to lie; nothing may be there.
        day: of which day's copy (ISO), or its whole name; "" for the latest.
        progress: is called with the bytes of captures copied.

    Raises:
        NoBackup: there is no such copy, something is there already, or too little room.
        OSError: something cannot be read or written.
    """
    for place in (database, captures):
        if place.exists():
            raise NoBackup(f"{place} is there already; move it away or name another with --db")
    copy = _copy_of(folder, day)
    _needs_room(database.parent, copy.stat().st_size)
    fresh, beside = (
        database.with_name(f"{database.name}.restoring"),
        captures.with_name(f"{captures.name}.restoring"),
    )
    fresh.unlink(missing_ok=True)
    shutil.copyfile(copy, fresh)
    done = Copied(database)
    with closing(open_database(fresh)) as ledger:
        done.differences += _check_ledger(ledger)
        beside.mkdir(exist_ok=True)
        _copy_captures(ledger, folder / CAPTURES, beside, done, progress, _Checked(None))
        write_files(ledger, beside / FOLDER)
        done.differences += check_chain(ledger, beside / FOLDER)
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    beside.rename(captures)
    fresh.rename(database)
    for rest in ("-wal", "-shm"):
        fresh.with_name(fresh.name + rest).unlink(missing_ok=True)
    return done


def copies(folder: Path) -> list[Path]:
    """The copies of the ledger in a backup folder, the oldest first."""
    return sorted((folder / LEDGERS).glob("????-??-??T??????.db"))


def _copy_of(folder: Path, day: str) -> Path:
    found = [one for one in copies(folder) if one.stem.startswith(day)]
    if not found:
        there = ", ".join(one.stem for one in copies(folder)[-5:]) or "none"
        raise NoBackup(f"{folder}: no backup of {day or 'any day'}; there are: {there}")
    return found[-1]


def _copy_ledger(database: Path, copy: Path) -> None:
    fresh = copy.with_name(f"{copy.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with (
            closing(open_sqlite(database, read_only=True)) as source,
            closing(sqlite3.connect(fresh, isolation_level=None)) as target,
        ):
            # in one go: in a write-ahead log nobody who writes has to wait for it
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _on_disk(fresh)
        fresh.rename(copy)
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise NoBackup(
                f"{copy.parent}: the disk is full; the older backups are kept"
            ) from error
        raise
    finally:
        for rest in ("", "-wal", "-shm", "-journal"):
            fresh.with_name(fresh.name + rest).unlink(missing_ok=True)


def _check_ledger(ledger: Connection) -> Iterator[Difference]:
    for (said,) in ledger.execute("PRAGMA integrity_check").fetchall():
        if said != "ok":
            yield Difference("ledger", "integrity", str(said), "ok")
    for row in ledger.execute("PRAGMA foreign_key_check").fetchall():
        yield Difference(f"ledger {row[0]}", "reference", f"row {row[1]}", f"a row of {row[2]}")


def _copy_captures(
    ledger: Connection,
    source: Path,
    target: Path,
    done: Copied,
    progress: Callable[[int], None],
    checked: "_Checked",
) -> None:
    files = ledger.execute(
        "SELECT file, max(position + length) AS ends, count(*) AS number FROM captures"
        " GROUP BY file ORDER BY file"
    ).fetchall()
    there = {row["file"]: _size(target / row["file"]) for row in files}
    _needs_room(target, sum(max(0, row["ends"] - there[row["file"]]) for row in files))
    for row in files:
        file, end, begin = row["file"], int(row["ends"]), there[row["file"]]
        done.captures += row["number"]
        if begin > end:
            raise NoBackup(
                f"{target / file} holds more than this ledger knows of: it is another ledger's, or "
                "this one was brought back from an older copy; choose another folder"
            )
        since = min(checked.until.get(file, 0), begin)
        if since == end:
            continue
        if begin > since:
            # a copy that was cut off half-way, or found damaged: kept as far as it is sound
            begin = _sound_until(ledger, CaptureFolder(target), file, since, begin)
        if begin < end and not (source / file).exists():
            done.differences.append(
                Difference(f"capture file {file}", "file", "missing", f"{end} bytes",
                           str(source / file))
            )  # fmt: skip
            continue
        if begin < end:
            _append(source / file, target / file, begin, end, progress)
            done.added += end - begin
        wrong = list(_check_records(ledger, CaptureFolder(target), file, since))
        done.differences += wrong
        if not wrong:
            checked.say(file, end)


class _Checked:
    """Remembers, in a file beside the copies, how much of them was checked."""

    def __init__(self, path: Path | None) -> None:
        """None: nothing was checked, and nothing is remembered."""
        self._path = path
        self.until: dict[str, int] = {}
        if path is not None and path.exists():
            # where it cannot be read all is checked again
            with contextlib.suppress(ValueError):
                told = json.loads(path.read_text(encoding="utf-8", errors="replace"))
                self.until = {str(file): int(end) for file, end in dict(told).items()}

    def say(self, file: str, end: int) -> None:
        """A file's copy is sound up to this byte."""
        self.until[file] = end
        if self._path is not None:
            fresh = self._path.with_name(f"{self._path.name}.new")
            fresh.write_text(json.dumps(self.until, indent=0), encoding="utf-8")
            _on_disk(fresh)
            fresh.rename(self._path)


def _sound_until(
    ledger: Connection, captures: CaptureFolder, file: str, since: int, begin: int
) -> int:
    """Where the last whole and sound record of a copy ends, none before it being damaged."""
    rows = ledger.execute(
        f"SELECT {COLUMNS} FROM captures WHERE file = ? AND position >= ?"  # noqa: S608
        " AND position + length <= ? ORDER BY position",
        (file, since, begin),
    )
    for row in rows.fetchall():
        if any(check_capture(captures, CaptureRow(**dict(row)))):
            break
        since = row["position"] + row["length"]
    return since


def _append(
    source: Path, target: Path, begin: int, end: int, progress: Callable[[int], None]
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    with source.open("rb") as read, target.open("r+b") as written:
        read.seek(begin)
        written.truncate(begin)
        written.seek(begin)
        left = end - begin
        while left > 0 and (piece := read.read(min(PIECE, left))):
            written.write(piece)
            left -= len(piece)
            progress(len(piece))
        written.flush()
        os.fsync(written.fileno())


def _check_records(
    ledger: Connection, captures: CaptureFolder, file: str, begin: int
) -> Iterator[Difference]:
    rows = ledger.execute(
        f"SELECT {COLUMNS} FROM captures WHERE file = ? AND position + length > ?"  # noqa: S608
        " ORDER BY position",
        (file, begin),
    )
    for row in rows.fetchall():
        yield from check_capture(captures, CaptureRow(**dict(row)))


def _thin_out(folder: Path, latest: Path) -> None:
    """Take away copies of the ledger that are neither among the latest nor a month's first."""
    every = sorted(folder.glob("????-??-??T??????.db"))
    first: dict[str, Path] = {}
    for one in every:
        first.setdefault(one.stem[:7], one)
    for one in every[:-KEPT]:
        if one != first[one.stem[:7]] and one != latest:
            one.unlink()


def _needs_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + ROOM:
        raise NoBackup(
            f"{folder}: {free >> 20} MB are free, {(size + ROOM) >> 20} MB are needed; "
            "free some room or choose another disk"
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _on_disk(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
