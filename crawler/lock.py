"""One night at a time on one ledger."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another night is writing to this ledger."""


@contextmanager
def night_lock(database: Path) -> Iterator[None]:
    """Hold the ledger's lock; it is released by the system even when the program is killed.

    Raises:
        AlreadyRunning: with the number of the process that holds it.
    """
    path = database.with_name(database.name + ".lock")
    with path.open("a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise AlreadyRunning(
                f"another night is running on {database} (process {holder}); "
                "wait for it, or stop it with SIGTERM"
            ) from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield
