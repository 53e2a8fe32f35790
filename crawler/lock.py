"""One night and one scheduler at a time on one ledger."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crawler.patience import patiently
from storage.location import Location, PostgresUrl, shown

NIGHT, SCHEDULE = 0x59525432, 0x59525433
"""Advisory locks of a PostgreSQL ledger ("YRT2", "YRT3")."""


class AlreadyRunning(RuntimeError):
    """Another night or scheduler has this ledger."""


@contextmanager
def night_lock(database: Location) -> Iterator[None]:
    """Hold the ledger's lock; it is released by the system even when the program is killed.

    Raises:
        AlreadyRunning: with the number of the process that holds it.
    """
    with _lock(database, ".lock", NIGHT, f"another night is running on {shown(database)}"):
        yield


@contextmanager
def schedule_lock(database: Location) -> Iterator[None]:
    """Be the one scheduler of a ledger, as :func:`night_lock`.

    Raises:
        AlreadyRunning: with the number of the process that is it.
    """
    held = f"another scheduler keeps {shown(database)}"
    with _lock(database, ".schedule.lock", SCHEDULE, held):
        yield


@contextmanager
def _lock(database: Location, ending: str, key: int, held: str) -> Iterator[None]:
    if isinstance(database, PostgresUrl):
        from storage.postgresql import held_by_one

        with ExitStack() as stack:
            if not patiently(lambda: stack.enter_context(held_by_one(database, key))):
                raise AlreadyRunning(f"{held} (on this machine or another); wait for it")
            yield
        return
    with _file_lock(database.with_name(database.name + ending), held):
        yield


@contextmanager
def _file_lock(path: Path, held: str) -> Iterator[None]:
    with path.open("a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise AlreadyRunning(
                f"{held} (process {holder}); wait for it, or stop it with SIGTERM"
            ) from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield
