"""Checks capture files byte for byte against the rows that name them."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from storage.capture_rows import COLUMNS, CaptureRow
from storage.captures import CaptureFolder, DamagedCapture
from storage.connection import Connection
from storage.differences import Difference
from storage.times import from_text, to_text
from storage.warc import UNREADABLE, read_record
from text.clock import day_start


def check_captures(
    connection: Connection, captures: CaptureFolder, first: date, last: date
) -> Iterator[Difference]:
    """Every record fetched on the days first..last (Tashkent): its bytes, address, time, status."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM captures WHERE fetched_at >= ? AND fetched_at < ?"  # noqa: S608
        " ORDER BY file, position",
        (to_text(day_start(first)), to_text(day_start(last + timedelta(days=1)))),
    )
    for row in rows:
        yield from check_capture(captures, CaptureRow(**dict(row)))


def check_capture(captures: CaptureFolder, row: CaptureRow) -> Iterator[Difference]:
    """One record's bytes against its row."""
    what, file = f"capture {row.id}", str(captures.folder / row.file)
    try:
        raw = captures.raw(row.file, row.position, row.length)
    except DamagedCapture as error:
        yield Difference(what, "file", "missing", row.record, file, row.position)
        del error
        return
    record = hashlib.sha256(raw).hexdigest()
    if row.record and record != row.record:
        yield Difference(what, "record", record, row.record, file, row.position)
    try:
        fetched, told = read_record(raw)
    except UNREADABLE as error:
        yield Difference(what, "content", str(error), "a whole record", file, row.position)
        return
    body = hashlib.sha256(fetched.body).hexdigest()
    found = {
        "sha256": told if row.refers else body,
        "url": fetched.url,
        "status": str(fetched.status),
        "mime": fetched.mime,
        "fetched_at": to_text(from_text(fetched.fetched_at.isoformat())),
    }
    for name, value in found.items():
        kept = str(getattr(row, name))
        if kept != value:
            yield Difference(what, name, kept, value, file, row.position)


def check_files(connection: Connection, captures: CaptureFolder) -> Iterator[Difference]:
    """Every capture file: no byte that no row names, none named twice, none missing at its end."""
    ends: dict[str, int] = {}
    rows = connection.execute(
        "SELECT id, file, position, length FROM captures ORDER BY file, position"
    )
    for row in rows:
        file = row["file"]
        end = ends.get(file, 0)
        if row["position"] != end:
            path = str(captures.folder / file)
            said = "named twice" if row["position"] < end else "named by no capture"
            yield Difference(
                f"capture file {file}", "bytes", said, f"capture {row['id']} at {end}", path,
                min(end, row["position"]),
            )  # fmt: skip
        ends[file] = max(end, row["position"] + row["length"])
    for file in captures.files():
        there = captures.folder / file
        size, end = captures.size(file), ends.pop(file, 0)
        if size != end and (end or not captures.unnamed_is_nothing):
            yield Difference(
                f"capture file {file}", "length", str(size), str(end), str(there), min(size, end)
            )
    for file, end in sorted(ends.items()):
        yield Difference(
            f"capture file {file}", "file", "missing", f"{end} bytes", str(captures.folder / file)
        )
