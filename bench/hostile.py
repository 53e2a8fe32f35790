"""A night on every kind of bad response at once: outcomes, time and memory.

    python bench/hostile.py [--timeout 3]

Prints how many kinds there are, each that ended otherwise than its table says, the night's time
and the highest memory (RSS) of its process. Exit code 1 where anything differs.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from replica.hostile import REGISTRY, expected_outcomes, expected_visits, running_hostile
from replica.hostile.outlets import at_articles

NOW = "2026-10-31T22:00:00+05:00"


@dataclass
class HostileNight:
    """How the night on all kinds ended."""

    kinds: int
    seconds: float
    megabytes: float
    wrong: list[str] = field(default_factory=list)


MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
sys.stderr.write(chr(10) + str(peak))
sys.exit(code)
"""
"""Runs a command and writes its highest memory (KB) last: a process of its own, so that it is the
memory of that command and of no other that was run before it."""


def run(folder: Path, timeout: float = 3.0) -> HostileNight:
    """Run the night in a folder and compare it with the table."""
    registry = folder / "outlets"
    registry.mkdir()
    (registry / "hostile.toml").write_text(REGISTRY(), encoding="utf-8")
    database = folder / "hostile.db"
    with running_hostile() as (origin, studio):
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, sys.executable, "-m", "crawler", "--db",
             str(database), "nightly", "--json", "--timeout", str(timeout)],
            env=os.environ | {
                "YORITISH_REPLICA": origin, "YORITISH_NOW": NOW, "YORITISH_OUTLETS": str(registry),
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.monotonic() - began
        asked = [line.path for line in studio.log.lines]
    peak = int(done.stderr.rpartition("\n")[2]) / 1024
    kinds = len(at_articles()) + len(expected_visits())
    night = HostileNight(kinds, seconds, peak)
    if done.returncode not in {0, 1} or "Traceback" in done.stderr:
        night.wrong.append(f"exit code {done.returncode}: {done.stderr[-2000:]}")
        return night
    night.wrong += _wrong(database, json.loads(done.stdout)["visits"])
    night.wrong += [f"asked for {path}" for path in asked if "admin" in path or "passwd" in path]
    return night


def _wrong(database: Path, visits: list[dict[str, Any]]) -> list[str]:
    ledger = sqlite3.connect(database)
    rows = {row[0]: row for row in ledger.execute("SELECT url, outcome, reason FROM addresses")}
    texts = dict(ledger.execute("SELECT url, title || ' ' || body FROM publications"))
    ledger.close()
    wrong = []
    for url, outcome in expected_outcomes().items():
        row = rows.get(url, (url, "not found", ""))
        if row[1] != outcome:
            wrong.append(f"{url}: {row[1]} ({row[2][:120]}), not {outcome}")
    for host, fault in at_articles().items():
        row, text = rows.get(f"https://{host}/news/bad"), texts.get(f"https://{host}/news/bad", "")
        if fault.holds and fault.holds not in text:
            wrong.append(f"{host}: {fault.holds!r} is not in {text[:120]!r}")
        if fault.reason and row and fault.reason not in row[2]:
            wrong.append(f"{host}: {fault.reason!r} is not in {row[2]!r}")
    ended = {visit["outlet"]: visit for visit in visits}
    for host, (state, words) in expected_visits().items():
        visit = ended[host]
        if visit["state"] != state or words not in " ".join(visit["problems"]):
            wrong.append(f"{host}: {visit['state']} {visit['problems']}, not {state} {words}")
    return wrong


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timeout", type=float, default=3.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        night = run(Path(folder), options.timeout)
    for line in night.wrong:
        print(line)
    print(
        f"{night.kinds} kinds at once: {night.seconds:.0f} s, highest memory "
        f"{night.megabytes:.0f} MB, {len(night.wrong)} otherwise than expected"
    )
    return 1 if night.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
