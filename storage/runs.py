"""What the scheduler ran, by the moment it was due."""

from dataclasses import dataclass
from datetime import datetime

from storage.connection import Connection
from storage.times import to_text


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job; instants as stored (UTC), ``ended_at`` "" while it runs."""

    job: str
    due: str
    started_at: str
    ended_at: str
    state: str
    note: str


def begin_run(connection: Connection, job: str, due: datetime, at: datetime) -> int:
    """Note that a job has begun, and return the run's number."""
    cursor = connection.execute(
        "INSERT INTO runs (job, due, started_at) VALUES (?,?,?) RETURNING id",
        (job, to_text(due), to_text(at)),
    )
    return int(cursor.fetchone()[0])


def end_run(connection: Connection, run: int, state: str, note: str, at: datetime) -> None:
    """Note how it ended: well, partly or failed."""
    connection.execute(
        "UPDATE runs SET ended_at = ?, state = ?, note = ? WHERE id = ?",
        (to_text(at), state, note[:500], run),
    )


def has_run(connection: Connection, job: str, due: datetime) -> bool:
    """Whether a job has run for the moment it was due, or for a later one."""
    row = connection.execute(
        "SELECT 1 FROM runs WHERE job = ? AND due >= ? AND state <> 'running' LIMIT 1",
        (job, to_text(due)),
    ).fetchone()
    return row is not None


def has_ever_run(connection: Connection, job: str) -> bool:
    """Whether a job was ever begun."""
    row = connection.execute("SELECT 1 FROM runs WHERE job = ? LIMIT 1", (job,)).fetchone()
    return row is not None


def last_runs(connection: Connection, most: int = 20) -> list[Run]:
    """The latest runs, the newest first."""
    rows = connection.execute(
        "SELECT job, due, started_at, ended_at, state, note FROM runs ORDER BY id DESC LIMIT ?",
        (most,),
    )
    return [Run(**dict(row)) for row in rows]
