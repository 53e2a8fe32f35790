"""``python -m replica``: serve the newsroom until SIGTERM."""

import argparse
import asyncio
import json
import signal
import sys
from datetime import datetime
from pathlib import Path

from replica.plan import DEFAULT_NOW, FAULTS, FaultKind, NewsroomPlan, UnusablePlan
from replica.running import Studio
from replica.server import listen
from replica.truth import write_truth


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m replica", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument(
        "--now", default=DEFAULT_NOW.isoformat(), help="ISO instant with zone (%(default)s)"
    )
    parser.add_argument("--per-day", type=int, default=200, help="articles a day, all outlets")
    parser.add_argument("--outlets", default="", help="ids, comma-separated; all if not given")
    parser.add_argument("--truth", type=Path, help="write the truth here (JSONL)")
    parser.add_argument(
        "--fault", action="append", default=[], metavar="OUTLET=KIND", help="|".join(FAULTS)
    )
    parser.add_argument("--articles", type=Path, help="given texts (JSONL: id, title, text, date)")
    parser.add_argument("--as", dest="articles_as", default="", help="… served as this outlet's")
    parser.add_argument("--no-quirks", action="store_true", help="nothing deleted, edited, slow")
    parser.add_argument("--ready-file", type=Path, help="write the ready line here too")
    return parser


def plan_of(given: argparse.Namespace) -> NewsroomPlan:
    """The plan of a command line.

    Raises:
        UnusablePlan: with what is wrong.
    """
    faults: dict[str, FaultKind] = {}
    for entry in given.fault:
        outlet, _, kind = entry.partition("=")
        faults[outlet] = kind
    try:
        now = datetime.fromisoformat(given.now)
    except ValueError as error:
        raise UnusablePlan(f"--now {given.now!r} is not an ISO instant") from error
    return NewsroomPlan(
        seed=given.seed, days=given.days, now=now, per_day=given.per_day,
        outlets=tuple(name for name in given.outlets.split(",") if name), faults=faults,
        articles=given.articles, articles_as=given.articles_as, quirks=not given.no_quirks,
    )  # fmt: skip


def announce(line: str, ready_file: Path | None) -> None:
    """Say that it listens: on stdout, and in a file for those who cannot read that."""
    print(line, flush=True)
    if ready_file is not None:
        ready_file.write_text(line + "\n", encoding="utf-8")


async def serve(studio: Studio, port: int, ready_file: Path | None) -> None:
    """Serve until SIGTERM or SIGINT."""
    server = await listen(studio.answer, studio.log, port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stop.set)
    ready = json.dumps(
        {
            "port": server.sockets[0].getsockname()[1],
            "now": studio.newsroom.now.isoformat(),
            "outlets": list(studio.sites),
        }
    )
    announce(ready, ready_file)
    await stop.wait()
    server.close()


def main(words: list[str] | None = None) -> int:
    """Run the command; the exit code."""
    given = arguments().parse_args(words)
    try:
        studio = Studio(plan_of(given))
        if given.truth is not None:
            write_truth(studio.truth, given.truth)
        asyncio.run(serve(studio, given.port, given.ready_file))
    except (UnusablePlan, OSError) as error:
        print(f"replica: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
