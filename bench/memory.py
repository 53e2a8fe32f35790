"""Memory of a night over its length: must stay under 400 MB for 20 000 pages and not grow.

    python bench/memory.py [--pages 20000]

The newsroom replica is not counted. Prints the memory of the program's processes together at every
tenth of the night, and a line through its second half (MB per 1 000 pages).
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.replica_night import played_registry

NOW = "2026-10-31T22:00:00+05:00"
DAYS = 30
VERSIONS = 1.8
"""Pages to an article: its language versions."""


def main() -> None:
    """Run one long night and print its memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        per_day = str(int(options.pages / DAYS / VERSIONS))
        command = [sys.executable, "-m", "replica", "--port", "0", "--now", NOW,
                   "--days", str(DAYS), "--per-day", per_day, "--no-quirks"]  # fmt: skip
        replica = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            assert replica.stdout is not None
            _watch(folder, json.loads(replica.stdout.readline()))
        finally:
            replica.terminate()
            replica.wait(timeout=30)


def _watch(folder: Path, told: dict[str, object]) -> None:
    registry = folder / "outlets"
    registry.mkdir()
    played_registry(registry, set(told["outlets"]))  # type: ignore[call-overload]
    environment = os.environ | {
        "YORITISH_REPLICA": f"http://127.0.0.1:{told['port']}",
        "YORITISH_NOW": NOW,
        "YORITISH_OUTLETS": str(registry),
    }
    since = (date.fromisoformat(NOW[:10]) - timedelta(days=DAYS - 1)).isoformat()
    database = folder / "night.db"
    night = subprocess.Popen(
        [sys.executable, "-m", "crawler", "--db", str(database), "nightly", "--json",
         "--since", since],
        env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    seen: list[tuple[int, float]] = []
    began = time.monotonic()
    while night.poll() is None:
        time.sleep(1)
        memory = resident(night.pid)
        if memory:
            seen.append((_kept(database), memory))
    pages = seen[-1][0]
    print(f"{pages} pages kept in {time.monotonic() - began:.0f} s, exit code {night.returncode}")
    for tenth in range(1, 11):
        at = next((m for n, m in seen if n >= pages * tenth / 10), seen[-1][1])
        print(f"  after {pages * tenth // 10:>6}: {at:.0f} MB")
    half = [(n, m) for n, m in seen if n >= pages / 2]
    mean_n = sum(n for n, _ in half) / len(half)
    mean_m = sum(m for _, m in half) / len(half)
    spread = sum((n - mean_n) ** 2 for n, _ in half) or 1
    slope = sum((n - mean_n) * (m - mean_m) for n, m in half) / spread
    print(f"  highest {max(m for _, m in seen):.0f} MB; second half {slope * 1000:+.1f} MB/1000")


def resident(pid: int) -> float:
    """MB of the night's processes together; what they hold in common is counted once (PSS)."""
    return sum(_share(one) for one in [pid, *_children(pid)])


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(one) for one in text.split()]


def _share(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next((line for line in text.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) / 1024


def _kept(database: Path) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        return int(connection.execute("SELECT count(*) FROM publications").fetchone()[0])
    except sqlite3.OperationalError:
        # the night has not made its tables yet
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    main()
