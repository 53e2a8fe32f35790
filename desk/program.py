"""The program, run beside the desk: what reads files or visits outlets is a process of its own.

A page that somebody waits for does neither; and a hostile file that takes its process down takes
nothing else with it.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

SECONDS = 600
"""How long a command may take that somebody waits for."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; ``said`` is its standard output, ``complained`` the other."""

    code: int
    said: str
    complained: str


def run_program(*words: str, seconds: int = SECONDS) -> Ended:
    """Run a command of the program on the desk's ledger, to its end.

    Words are handed over as they are: no shell reads them.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, words apart
            _command(words), capture_output=True, text=True, encoding="utf-8", errors="replace",
            timeout=seconds, check=False, stdin=subprocess.DEVNULL, env=_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Ended(124, "", f"stopped after {seconds} s")
    return Ended(done.returncode, done.stdout, done.stderr)


def start_program(log: Path, *words: str) -> int:
    """Begin a command and go on; what it says goes into a file. Returns its process number."""
    with log.open("wb") as stream:
        begun = subprocess.Popen(  # noqa: S603 - our own program, words apart
            _command(words), stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True, env=_environment(),
        )  # fmt: skip
    return begun.pid


def is_running(process: int) -> bool:
    """Whether a process that was begun still runs."""
    try:
        ended, _ = os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        return Path(f"/proc/{process}").exists()
    return ended == 0


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "crawler", *words]


def _environment() -> dict[str, str]:
    # an address may hold a password: it is not for the list of processes
    return os.environ | {"YORITISH_DB": str(settings.LEDGER)}
