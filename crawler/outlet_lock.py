"""A visit's own lock on its outlet: whatever the queue believes, no two visit one host at once.

It is held by the connection of the process that visits, and is free in the moment it dies. A visit
whose lock is lost (the database was restarted, the network is cut) ends itself at once: the
database lets go of a lost connection later than the visit notices.
"""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from storage.location import PostgresUrl

LOOK = 0.5
"""Seconds between looks at whether the lock is still held."""

VISIT_LOG = """
CREATE TABLE IF NOT EXISTS yoritish_visit_log (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host text NOT NULL,
    machine text NOT NULL,
    process bigint NOT NULL,
    began timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended timestamptz
)
"""
"""Who held which host from when to when by the database's clock; ``seen``: the last sign of life of
one that ended without a word."""

NOTICED = 15_000
"""Milliseconds after which a visit knows that the network is cut."""

FREED = (30, 10, 3)
"""Seconds after which the database asks a silent connection, between askings, and their number."""

LOST = 75
"""Exit code of a visit whose lock was lost (EX_TEMPFAIL)."""


@contextmanager
def outlet_lock(url: PostgresUrl, host: str, patience: float) -> Iterator[bool]:
    """Hold the lock of a host; False where another held it for ``patience`` seconds.

    The process ends with :data:`LOST` when the lock is lost meanwhile.
    """
    connection = psycopg.connect(
        url, autocommit=True, connect_timeout=10, tcp_user_timeout=NOTICED, keepalives_idle=5,
        keepalives_interval=3, keepalives_count=3, application_name="yoritish outlet",
    )  # fmt: skip
    with closing(connection):
        for name, value in zip(("idle", "interval", "count"), FREED, strict=True):
            connection.execute(f"SET tcp_keepalives_{name} = {value}".encode())
        if not _taken(connection, _key(host), patience):
            yield False
            return
        number = _begun(connection, host)
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(connection, number, ended), daemon=True)
        watch.start()
        try:
            yield True
        finally:
            ended.set()
            watch.join()
            connection.execute(
                "UPDATE yoritish_visit_log SET ended = clock_timestamp() WHERE number = %s",
                (number,),
            )
            # said, not left to the connection's end, which the server notices a moment later
            connection.execute("SELECT pg_advisory_unlock(%s)", (_key(host),))


def _taken(connection: "psycopg.Connection[Any]", key: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()
        if row is not None and row[0]:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(min(1.0, patience / 10))


def _begun(connection: "psycopg.Connection[Any]", host: str) -> int:
    row = connection.execute(
        "INSERT INTO yoritish_visit_log (host, machine, process) VALUES (%s, %s, %s)"
        " RETURNING number",
        (host, os.uname().nodename, os.getpid()),
    ).fetchone()
    return int(row[0]) if row else 0


def _watch(connection: "psycopg.Connection[Any]", number: int, ended: threading.Event) -> None:
    while not ended.wait(LOOK):
        try:
            connection.execute(
                "UPDATE yoritish_visit_log SET seen = clock_timestamp() WHERE number = %s",
                (number,),
            )
        except psycopg.Error:
            if ended.is_set():
                return
            # nothing is tidied up: what is committed is sound, and the lock may be another's soon
            os._exit(LOST)


def _key(host: str) -> int:
    return int.from_bytes(hashlib.blake2b(host.encode(), digest_size=8).digest(), signed=True)
