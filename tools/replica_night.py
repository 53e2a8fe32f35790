"""A night against the newsroom replica: starts it, runs ``yoritish nightly``, compares, stops it.

The ledger is ``replica.db`` in the working directory, so that the real one is never touched.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Run the night; the exit code is that of ``yoritish nightly``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--now", required=True)
    parser.add_argument("--days", required=True)
    parser.add_argument("--since", required=True)
    parser.add_argument("--db", default="replica.db")
    options = parser.parse_args()
    ready = Path(tempfile.mkdtemp()) / "ready.json"
    replica = subprocess.Popen(
        [
            sys.executable, "-m", "replica", "--port", "0", "--now", options.now,
            "--days", options.days, "--ready-file", str(ready),
        ],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        if replica.stdout is None or not (line := replica.stdout.readline()):
            sys.stderr.write("yoritish: the replica did not start\n")
            return 2
        told = json.loads(line)
        environment = os.environ | {
            "YORITISH_REPLICA": f"http://127.0.0.1:{told['port']}",
            "YORITISH_NOW": told["now"],
        }
        outlets = [word for one in told["outlets"] for word in ("--outlet", one)]
        command = [sys.executable, "-m", "crawler", "--db", options.db, "nightly"]
        command += ["--since", options.since, *outlets]
        return subprocess.call(command, env=environment)
    finally:
        replica.terminate()
        replica.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
