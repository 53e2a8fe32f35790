"""Checks the chain of days and every row it tells of, without opening a capture."""

from collections.abc import Iterator
from pathlib import Path

from storage.capture_rows import COLUMNS, CaptureRow
from storage.connection import Connection
from storage.differences import Difference, first_difference
from storage.ledger import day_digest, day_text, days_begun, head_line
from storage.ledger_lines import (
    CAPTURE_WORDS,
    DECISION_FIELDS,
    capture_line,
    decision_line,
    due_entries,
    edition_line,
    period_line,
    publication_line,
)
from storage.periods import check_closings
from storage.rollups import wrongly_added_up
from storage.times import to_text
from text.clock import now

_PUBLICATION_WORDS = (
    "kind", "id", "capture", "day", "a field of the row", "mentions", "topics", "url",
)  # fmt: skip


def check_chain(connection: Connection, folder: Path) -> Iterator[Difference]:
    """Every day's lines against its file and against the digest the next day's file holds."""
    days = days_begun(connection)
    before = digest = ""
    for day in days:
        text = day_text(connection, day)
        head, _, _ = text.partition("\n")
        wanted = head_line(day, before, digest)
        if head != wanted:
            yield Difference(f"ledger day {day}", "digest of the day before", head, wanted)
        yield from _check_file(folder / f"{day}.txt", day, text.encode())
        before, digest = day, day_digest(connection, day)
    for path in sorted(folder.glob("*.txt")):
        if path.stem not in days:
            yield Difference(f"ledger file {path.name}", "day", "a file", "none", str(path))
    stray = connection.execute(
        "SELECT number, day, line FROM ledger WHERE day NOT IN"
        " (SELECT key FROM ledger WHERE kind = 'day') ORDER BY number"
    )
    for row in stray:
        yield Difference(f"ledger line {row['number']}", "day", row["day"], "a day of the chain")


def _check_file(path: Path, day: str, text: bytes) -> Iterator[Difference]:
    what = f"ledger file {path.name}"
    if not path.exists():
        yield Difference(what, "file", "missing", f"{len(text)} bytes", str(path))
        return
    there = path.read_bytes()
    at = first_difference(there, text)
    if at < 0:
        return
    line = text[:at].count(b"\n")
    kept = (there.split(b"\n")[line : line + 1] or [b""])[0].decode("utf-8", "replace")
    said = (text.split(b"\n")[line : line + 1] or [b""])[0].decode("utf-8", "replace")
    yield Difference(
        f"{what} and table ledger, day {day}, line {line + 1}", "line", kept, said, str(path), at
    )


def check_rows(connection: Connection) -> Iterator[Difference]:
    """Every row that the chain tells of, as it is now, against its last line."""
    yield from _check_captures(connection)
    yield from _check_publications(connection)
    yield from _check_keyed(connection, "decision", "decisions", "id")
    yield from _check_editions(connection)
    yield from _check_read_days(connection)
    yield from _check_states(connection)
    yield from _check_periods(connection)
    yield from check_closings(connection)
    yield from _check_coverage(connection)


def untold(connection: Connection) -> list[str]:
    """Rows that came since the ledger was last told, as "decision 12"."""
    return [f"{entry.kind} {entry.key}" for entry in due_entries(connection, to_text(now()))]


def _check_captures(connection: Connection) -> Iterator[Difference]:
    told = {}
    for row in connection.execute("SELECT key, line FROM ledger WHERE kind = 'capture'"):
        told[int(row["key"])] = row["line"]
    newest = max(told, default=0)
    for row in connection.execute(f"SELECT {COLUMNS} FROM captures ORDER BY id"):  # noqa: S608
        capture = CaptureRow(**dict(row))
        what = f"capture {capture.id}"
        said = told.pop(capture.id, None)
        if said is None:
            if capture.id < newest:
                yield Difference(what, "row", "a row", "none: the ledger does not tell of it")
        elif capture_line(capture) != said:
            yield from _by_words(what, CAPTURE_WORDS, capture_line(capture), said)
    for number, line in sorted(told.items()):
        yield Difference(f"capture {number}", "row", "missing", line)


def _check_publications(connection: Connection) -> Iterator[Difference]:
    told = {
        row["key"].split()[0]: row["line"]
        for row in connection.execute(
            "SELECT key, line FROM ledger WHERE kind = 'publication' ORDER BY number"
        )
    }
    for row in connection.execute("SELECT * FROM publications ORDER BY id"):
        line = told.pop(row["id"], None)
        if line is None:
            # told of by nobody yet; whether it is what its capture holds is found by recomputing
            continue
        now_line = publication_line(connection, row)
        if now_line != line:
            yield from _by_words(f"publication {row['id']}", _PUBLICATION_WORDS, now_line, line)
    for identity, line in sorted(told.items()):
        yield Difference(f"publication {identity}", "row", "missing", line)


def _check_keyed(
    connection: Connection, kind: str, table: str, column: str
) -> Iterator[Difference]:
    rows = {
        str(row[column]): row
        for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    }
    lines = connection.execute("SELECT key, line FROM ledger WHERE kind = ?", (kind,))
    for told in lines.fetchall():
        row = rows.get(told["key"])
        what = f"{kind} {told['key']}"
        if row is None:
            yield Difference(what, "row", "missing", told["line"])
        elif decision_line(row) != told["line"]:
            words = ("kind", "id", *DECISION_FIELDS)
            yield from _by_words(what, words, decision_line(row), told["line"])


def _check_editions(connection: Connection) -> Iterator[Difference]:
    rows = {
        f"{row['publication']} {row['replaced_at']}": row
        for row in connection.execute("SELECT * FROM editions")
    }
    lines = connection.execute("SELECT key, line FROM ledger WHERE kind = 'edition'")
    for told in lines.fetchall():
        row = rows.get(told["key"])
        kept = edition_line(row) if row else "missing"
        if kept != told["line"]:
            yield Difference(f"edition {told['key']}", "title or body", kept, told["line"])


def _check_read_days(connection: Connection) -> Iterator[Difference]:
    rows = {
        f"{row['outlet']} {row['day']}": row["state"]
        for row in connection.execute("SELECT outlet, day, state FROM read_days")
    }
    told = {}
    lines = connection.execute("SELECT key FROM ledger WHERE kind = 'read' ORDER BY number")
    for line in lines.fetchall():
        name, _, state = line["key"].rpartition(" ")
        told[name] = state
    for name, state in sorted(told.items()):
        kept = rows.get(name, "missing")
        if kept != state:
            yield Difference(f"read day {name}", "state", kept, state)


def _check_states(connection: Connection) -> Iterator[Difference]:
    gone = {
        row["key"]: row["line"].rpartition(" ")[2]
        for row in connection.execute(
            "SELECT key, line FROM ledger WHERE kind = 'state' ORDER BY number"
        )
    }
    for row in connection.execute("SELECT id, state FROM publications ORDER BY id"):
        said = gone.get(row["id"])
        if said is not None and said != row["state"]:
            yield Difference(f"publication {row['id']}", "state", row["state"], said)


def _check_periods(connection: Connection) -> Iterator[Difference]:
    rows = {row["period"]: row for row in connection.execute("SELECT * FROM periods")}
    lines = connection.execute("SELECT key, line FROM ledger WHERE kind = 'period'")
    for told in lines.fetchall():
        row = rows.get(told["key"])
        what = f"period {told['key']}"
        if row is None:
            yield Difference(what, "row", "missing", told["line"])
        elif period_line(row) != told["line"]:
            words = ("kind", "period", "closed_at", "sha256")
            yield from _by_words(what, words, period_line(row), told["line"])


def _check_coverage(connection: Connection) -> Iterator[Difference]:
    """What counts and lists are read from, against the tables it is made of."""
    for table, made in (
        ("coverage", "coverage_now"),
        ("coverage_units", _BY_ROW.format(kind="unit")),
        ("coverage_topics", _BY_ROW.format(kind="topic")),
    ):
        for one, other, kept, found in (
            (table, made, "a row", "no such row"), (made, table, "no such row", "a row"),
        ):  # fmt: skip
            rows = connection.execute(
                f"SELECT row FROM (SELECT * FROM {one} EXCEPT SELECT * FROM {other}) a"  # noqa: S608
                " ORDER BY row LIMIT 100"
            ).fetchall()
            for (number,) in rows:
                name = connection.execute(
                    "SELECT id FROM publications WHERE row = ?", (number,)
                ).fetchone()
                what = f"publication {name[0]}" if name else f"row {number}"
                yield Difference(what, table, kept, found)
    for kind, day, key in wrongly_added_up(connection):
        yield Difference(f"{day} by {kind} {key}".rstrip(), "rollup", "a sum", "another sum")


_BY_ROW = (
    "(SELECT DISTINCT p.row, n.{kind} FROM counted_{kind}s n"
    " JOIN publications p ON p.id = n.publication) made"
)


def _by_words(what: str, words: tuple[str, ...], kept: str, said: str) -> Iterator[Difference]:
    for name, one, other in zip(words, kept.split(" "), said.split(" "), strict=False):
        if one != other:
            yield Difference(what, name, one, other)
