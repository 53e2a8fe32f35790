"""A night against the newsroom replica: starts it, runs ``yoritish nightly``, stops it.

The ledger is ``replica.db`` in the working directory, so that the real one is never touched; the
registry holds only the outlets that the replica plays, so that the day's completeness is theirs.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

OUTLETS = Path(__file__).parent.parent / "crawler" / "outlets"


def main() -> int:
    """Run the night; the exit code is that of ``yoritish nightly``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--now", required=True, help="the replica's clock, ISO with zone")
    parser.add_argument("--days", required=True, help="days of news it makes")
    parser.add_argument("--since", required=True, help="first day the night reads")
    parser.add_argument("--db", default="replica.db")
    parser.add_argument("--outlets", default="", help="ids, comma-separated; all if not given")
    parser.add_argument("--truth", default="", help="write what the replica knows here (JSONL)")
    options = parser.parse_args()
    command = [sys.executable, "-m", "replica", "--port", "0", "--now", options.now]
    command += ["--days", options.days]
    if options.outlets:
        command += ["--outlets", options.outlets]
    if options.truth:
        command += ["--truth", options.truth]
    replica = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        if replica.stdout is None or not (line := replica.stdout.readline()):
            sys.stderr.write("yoritish: the replica did not start\n")
            return 2
        return _night(json.loads(line), options.db, options.since)
    finally:
        replica.terminate()
        replica.wait(timeout=30)


def _night(told: dict[str, object], database: str, since: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        played = told["outlets"]
        if not isinstance(played, list):
            raise TypeError("the replica did not say which outlets it plays")
        played_registry(Path(folder), {str(name) for name in played})
        environment = os.environ | {
            "YORITISH_REPLICA": f"http://127.0.0.1:{told['port']}",
            "YORITISH_NOW": str(told["now"]),
            "YORITISH_OUTLETS": folder,
            # any name is a token there; the real one stays here
            "YORITISH_FACEBOOK_TOKEN": "synthetic-token",
        }
        command = [sys.executable, "-m", "crawler", "--db", database, "nightly", "--since", since]
        return subprocess.call(command, env=environment)


def played_registry(folder: Path, played: set[str]) -> None:
    """Copy the registry's entries of some outlets, as they are, into a folder."""
    for path in sorted(OUTLETS.glob("*.toml")):
        tables = re.split(r"(?m)^(?=\[\")", path.read_text(encoding="utf-8"))
        # broadcasters are not visited, but what is found elsewhere may be theirs
        kept = [
            t for t in tables
            if (m := re.match(r'\["([^"]+)"\]', t)) and (m[1] in played or m[1].startswith("tv."))
        ]  # fmt: skip
        if kept:
            (folder / path.name).write_text("".join(kept), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
