"""One night and one scheduler at a time on one ledger."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another night or scheduler has this ledger."""


@contextmanager
def night_lock(database: Path) -> Iterator[None]:
    """Hold the ledger's lock; it is released by the system even when the program is killed.

    Raises:
        AlreadyRunning: with the number of the process that holds it.
    """
    with _lock(
        database.with_name(database.name + ".lock"), f"another night is running on {database}"
    ):
        yield


@contextmanager
def schedule_lock(database: Path) -> Iterator[None]:
    """Be the one scheduler of a ledger, as :func:`night_lock`.

    Raises:
        AlreadyRunning: with the number of the process that is it.
    """
    path = database.with_name(database.name + ".schedule.lock")
    with _lock(path, f"another scheduler keeps {database}"):
        yield


@contextmanager
def _lock(path: Path, held: str) -> Iterator[None]:
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
