"""What captures cost: the night's speed with them against the same night without.

    python bench/captures.py [--days 6] [--per-day 300] [--rounds 3]

One run: the newsroom replica as a process of its own; nights with captures and nights whose
captures are neither packed nor written take turns. Prints the share of the best of each (bar 0.85)
and the bytes per publication.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.night import NOW, OUTLETS
from tools.replica_night import played_registry


def main() -> None:
    """Time both and print the share."""
    if len(sys.argv) > 1 and sys.argv[1] == "--without":
        _without_captures(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=6)
    parser.add_argument("--per-day", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        _measure(Path(name), options)


def _measure(folder: Path, options: argparse.Namespace) -> None:
    command = [
        sys.executable, "-m", "replica", "--port", "0", "--now", NOW, "--days", str(options.days),
        "--per-day", str(options.per_day), "--outlets", OUTLETS, "--no-quirks",
    ]  # fmt: skip
    replica = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert replica.stdout is not None
        told = json.loads(replica.stdout.readline())
        registry = folder / "outlets"
        registry.mkdir()
        played_registry(registry, set(OUTLETS.split(",")))
        environment = os.environ | {
            "YORITISH_REPLICA": f"http://127.0.0.1:{told['port']}",
            "YORITISH_NOW": NOW,
            "YORITISH_OUTLETS": str(registry),
        }
        since = (date.fromisoformat(NOW[:10]) - timedelta(days=options.days - 1)).isoformat()
        # the replica makes its pages when they are first asked for
        _night(folder / "warm.db", environment, since, captures=True)
        speeds: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(options.rounds):
            for captures in (True, False):
                database = folder / f"{turn}-{captures}.db"
                speeds[captures].append(_night(database, environment, since, captures=captures))
        share = max(speeds[True]) / max(speeds[False])
        print(f"share, best of {options.rounds}: {share:.2f} (bar 0.85)")
        _size(folder / "0-True.captures", folder / "0-True.db")
    finally:
        replica.terminate()
        replica.wait(timeout=30)


def _night(database: Path, environment: Any, since: str, *, captures: bool) -> float:
    words = ["--db", str(database), "nightly", "--json", "--since", since]
    program = ["-m", "crawler"] if captures else [__file__, "--without"]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *program, *words], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    articles = sum(visit["article_requests"] for visit in json.loads(done.stdout)["visits"])
    print(f"{'with' if captures else 'without'} captures: {articles / took:.0f} pages/s")
    return articles / took


def _without_captures(words: list[str]) -> None:
    """The program with captures that are digested, as ever, but neither packed nor written."""
    import hashlib

    from crawler import cli
    from storage.captures import CaptureFolder, Kept

    def keep(_: CaptureFolder, fetched: Any, first: Any = None, digest: str = "") -> Kept:
        del first
        return Kept("none", 0, 0, digest or hashlib.sha256(fetched.body).hexdigest())

    CaptureFolder.keep = keep  # type: ignore[method-assign]
    sys.argv = ["yoritish", *words]
    cli.main()


def _size(captures: Path, database: Path) -> None:
    import sqlite3

    kept = sum(path.stat().st_size for path in captures.rglob("*.warc.gz"))
    connection = sqlite3.connect(database)
    number, pages = connection.execute(
        "SELECT (SELECT count(*) FROM publications), (SELECT count(*) FROM captures)"
    ).fetchone()
    print(
        f"{kept / number / 1000:.1f} KB of captures and"
        f" {database.stat().st_size / number / 1000:.1f} KB of ledger per publication"
        f" ({number} publications, {pages} captures)"
    )


if __name__ == "__main__":
    main()
