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

import psycopg

from storage.location import PostgresUrl

LOOK = 2.0
"""Seconds between looks at whether the lock is still held."""

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
        taken = _taken(connection, _key(host), patience)
        ended = threading.Event()
        if taken:
            threading.Thread(target=_watch, args=(connection, ended), daemon=True).start()
        try:
            yield taken
        finally:
            ended.set()


def _taken(connection: "psycopg.Connection[tuple[bool]]", key: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()
        if row is not None and row[0]:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(min(1.0, patience / 10))


def _watch(connection: "psycopg.Connection[tuple[bool]]", ended: threading.Event) -> None:
    while not ended.wait(LOOK):
        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            if ended.is_set():
                return
            # nothing is tidied up: what is committed is sound, and the lock may be another's soon
            os._exit(LOST)


def _key(host: str) -> int:
    return int.from_bytes(hashlib.blake2b(host.encode(), digest_size=8).digest(), signed=True)
