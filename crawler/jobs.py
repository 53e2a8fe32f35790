"""What the scheduler does: each job is the program itself, run as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.notify import send
from crawler.scheduler import RunState
from crawler.timetable import Job, Timetable
from storage.location import Location, PostgresUrl
from text.clock import tashkent_day

LONGEST = 20 * 3600
"""Seconds after which a job is ended: the next night must not wait for it."""

ENDING = 180
"""Seconds a job is given to end by itself when it is asked to."""

STATES = {0: "well", 1: "partly"}


class Jobs:
    """Runs jobs one after another, and passes on the request to end."""

    def __init__(self, database: Location, timetable: Timetable) -> None:
        self._database = database
        self._timetable = timetable
        self._running: subprocess.Popen[str] | None = None

    def run(self, job: Job, due: datetime) -> RunState:
        """Do a job for the moment it was due."""
        command = [sys.executable, "-m", "crawler", "--quiet"]
        words = words_of(job, due, self._timetable)
        if words[0] == "nightly" and isinstance(self._database, PostgresUrl):
            words.append("--by-workers")
        code, said = self._process([*command, *words])
        lines = [line for line in said.splitlines() if line.strip()]
        return STATES.get(code, "failed"), lines[-1] if lines else ""

    def end(self) -> None:
        """Ask what is running to end; it keeps what it has read."""
        if self._running is not None:
            self._running.terminate()

    def _process(self, command: Sequence[str]) -> tuple[int, str]:
        # by the environment: a command's words can be read by everybody on the machine
        place = os.environ | {"YORITISH_DB": str(self._database)}
        with subprocess.Popen(  # noqa: S603 - the program itself, words from the timetable
            command, env=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", errors="replace",
        ) as process:  # fmt: skip
            self._running = process
            try:
                _, said = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.terminate()
                try:
                    _, said = process.communicate(timeout=ENDING)
                except subprocess.TimeoutExpired:
                    process.kill()
                    _, said = process.communicate()
                said += "\nended after twenty hours"
            finally:
                self._running = None
            return process.returncode, said


def words_of(job: Job, due: datetime, timetable: Timetable) -> list[str]:
    """The words of the command a job is."""
    if job.name == "night":
        return ["nightly"]
    if job.name == "light":
        return ["nightly", "--light"]
    if job.name == "digest":
        day = tashkent_day(due) - timedelta(days=1)
        languages = [word for one in timetable.languages for word in ("--in", one)]
        return ["digest", "--day", day.isoformat(), "--send", *languages]
    return ["backup", *([timetable.backup_to] if timetable.backup_to else [])]


def tell_operator(job: Job, state: RunState) -> None:
    """Send word of a job that failed; one that ended partly is in the digest."""
    if state[0] == "failed":
        send(f"Yoritish: {job.name} failed", state[1] or "no reason given")
