"""The one writer: in order, in short transactions, and honest when it cannot write."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from storage.captures import CaptureFolder
from storage.connection import Connection
from storage.database import open_database
from storage.location import Location
from storage.writer import LedgerStopped, LedgerWriter

OUTLET = "INSERT INTO outlets VALUES (?,'A','https://a','internet','','UZ','',1,'ru','x',FALSE,FALSE,TRUE,'')"


def number_of_outlets(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM outlets").fetchone()[0])


def test_changes_are_written_in_order_and_seen_by_readers(place: Location, tmp_path: Path) -> None:
    writer = LedgerWriter(place, tmp_path / "captures")

    async def put_many() -> int:
        for number in range(1000):
            await writer.put(lambda c, _, n=number: c.execute(OUTLET, (f"o{n:04d}",)))
        return await writer.done(number_of_outlets)

    assert asyncio.run(put_many()) == 1000
    assert number_of_outlets(open_database(place, read_only=True)) == 1000
    writer.close()


def test_a_failed_change_stops_the_writer_and_loses_nothing_committed(
    place: Location, tmp_path: Path
) -> None:
    writer = LedgerWriter(place, tmp_path / "captures")
    writer.do(lambda connection: connection.execute(OUTLET, ("a",)))

    def disk_full(connection: Connection, _: CaptureFolder) -> None:
        connection.execute(OUTLET, ("b",))
        raise sqlite3.OperationalError("database or disk is full")

    async def put() -> None:
        await writer.put(disk_full)
        await writer.done(number_of_outlets)

    with pytest.raises((LedgerStopped, sqlite3.OperationalError), match="full"):
        asyncio.run(put())
    with pytest.raises(LedgerStopped, match="what was committed is safe"):
        writer.close()
    assert number_of_outlets(open_database(place, read_only=True)) == 1
