"""A night by workers on PostgreSQL: its speed with one, two and four, and what 20 deaths do to it.

    python bench/workers.py --workers 1 2 4
    python bench/workers.py --deaths 20 --restarts 5

The newsroom is the replica's; all news are synthetic. Every night's rows are compared with those of
a night of one machine on SQLite. The server is PostgreSQL with its usual settings, but for
``synchronous_commit`` as it is by default: what is committed is on disk.
"""

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import psycopg

from replica import NewsroomPlan, RunningNewsroom, running
from storage.database import open_database
from storage.location import Location, PostgresUrl
from tools.replica_night import played_registry
from tools.throwaway_postgresql import Cluster, server_seconds

OUTLETS = (
    "gov.uz", "iiv.uz", "uza.uz", "kun.uz", "gazeta.uz", "xabar.uz", "xs.uz", "yuz.uz", "nuz.uz",
    "qalampir.uz",
)  # fmt: skip
ROWS = (
    "SELECT id, outlet, url, title, body, language, day, owner, region, version_of, state"
    " FROM publications ORDER BY id",
    "SELECT publication_id, story, relation FROM story_members ORDER BY publication_id",
    "SELECT publication, unit, position FROM mentions ORDER BY publication, position",
    "SELECT publication, topic FROM topics ORDER BY publication, topic",
    "SELECT outlet, url, outcome FROM addresses ORDER BY outlet, url",
    "SELECT outlet, day, state FROM read_days ORDER BY outlet, day",
)
OVERLAPS = (
    "SELECT count(*) FROM yoritish_visit_log a JOIN yoritish_visit_log b ON a.host = b.host"
    " AND a.number < b.number AND b.began < coalesce(a.ended, a.seen)"
)


class Office:
    """Runs the program's commands against one newsroom and one ledger."""

    def __init__(self, folder: Path, newsroom: RunningNewsroom, place: Location) -> None:
        self.folder, self.newsroom, self.place = folder, newsroom, place
        registry = folder / "outlets"
        registry.mkdir()
        played_registry(registry, set(newsroom.studio.sites))
        plan = newsroom.studio.plan
        self.since = (plan.now.date() - timedelta(days=plan.days - 1)).isoformat()
        self.environment: Mapping[str, str] = os.environ | {
            "YORITISH_DB": str(place),
            "YORITISH_CAPTURES": str(folder / "captures"),
            "YORITISH_REPLICA": newsroom.origin,
            "YORITISH_NOW": plan.now.isoformat(),
            "YORITISH_OUTLETS": str(registry),
        }

    def begin(self, *words: str) -> "subprocess.Popen[bytes]":
        """Begin a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "crawler", "--quiet", *words], env=self.environment,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def rows(self) -> list[list[tuple[object, ...]]]:
        """All that is compared."""
        with closing(open_database(self.place, read_only=True)) as ledger:
            return [[tuple(row) for row in ledger.execute(query)] for query in ROWS]


def alone(newsroom: RunningNewsroom) -> tuple[list[list[tuple[object, ...]]], float]:
    """The rows of a night of one machine on SQLite, and its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), newsroom, Path(folder) / "yoritish.db")
        began = time.monotonic()
        code = office.begin("nightly", "--since", office.since).wait()
        seconds = time.monotonic() - began
        if code:
            raise SystemExit(f"the night on SQLite ended with {code}")
        return office.rows(), seconds


def shared(
    newsroom: RunningNewsroom, cluster: Cluster, number: int
) -> tuple[list[list[tuple[object, ...]]], float, float]:
    """The rows of a night by so many workers, its seconds, and the database's CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), newsroom, cluster.new_database())
        made = [office.begin("worker", "--concurrency", "2") for _ in range(number)]
        time.sleep(6)  # the workers' own start is no part of the night
        before, began = server_seconds(cluster.pid), time.monotonic()
        code = office.begin("nightly", "--by-workers", "--since", office.since).wait()
        seconds, spent = time.monotonic() - began, server_seconds(cluster.pid) - before
        for one in made:
            one.send_signal(signal.SIGTERM)
        for one in made:
            one.wait()
        if code:
            raise SystemExit(f"the night by {number} workers ended with {code}")
        return office.rows(), seconds, spent


def deaths(newsroom: RunningNewsroom, cluster: Cluster, kills: int, restarts: int) -> None:
    """Nights in which workers are killed and the database restarted, until so many have died."""
    dice = random.Random(1)
    wanted, _ = alone(newsroom)
    with tempfile.TemporaryDirectory() as folder:
        place = cluster.new_database()
        office = Office(Path(folder), newsroom, place)
        words = ("worker", "--concurrency", "2", "--stalled", "4", "--first-wait", "1")
        night = office.begin("nightly", "--by-workers", "--since", office.since)
        made = [office.begin(*words) for _ in range(3)]
        killed = restarted = nights = 0
        began = time.monotonic()
        while killed < kills or restarted < restarts:
            time.sleep(dice.uniform(2, 5))
            if night.poll() is not None:
                # one that ended well is begun from nothing again, one that did not goes on
                nights += night.returncode in {0, 1}
                if night.returncode == 0:
                    _empty(place)
                night = office.begin("nightly", "--by-workers", "--since", office.since)
            # as a service manager does
            made = [one if one.poll() is None else office.begin(*words) for one in made]
            if restarted < restarts and dice.random() < restarts / (kills + restarts):
                cluster.stop("immediate")
                time.sleep(dice.uniform(0.5, 2))
                cluster.start()
                restarted += 1
            elif killed < kills:
                place_of = dice.randrange(len(made))
                made[place_of].kill()
                made[place_of].wait()
                made[place_of] = office.begin(*words)
                killed += 1
        night.wait()
        last = office.begin("nightly", "--by-workers", "--since", office.since).wait()
        for one in made:
            one.send_signal(signal.SIGTERM)
        for one in made:
            one.wait()
        with psycopg.connect(place) as connection:
            logged = connection.execute("SELECT count(*) FROM yoritish_visit_log").fetchall()
            cut = connection.execute(
                "SELECT count(*) FROM yoritish_visit_log WHERE ended IS NULL"
            ).fetchall()
            twice = connection.execute(OVERLAPS).fetchall()
        print(
            f"{killed} workers killed, {restarted} restarts of the database in"
            f" {time.monotonic() - began:.0f} s; {nights} nights ended meanwhile; visits begun"
            f" {logged[0][0]}, cut off {cut[0][0]}, of one host at once {twice[0][0]}; the night"
            f" after ended with {last}; rows {'equal' if office.rows() == wanted else 'DIFFER'}"
        )


def _empty(place: PostgresUrl) -> None:
    """Have the next night read everything again: its visits are to be killed too."""
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("DELETE FROM read_days")
        connection.execute("DELETE FROM listings")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, nargs="*", default=[])
    parser.add_argument("--deaths", type=int, default=0)
    parser.add_argument("--restarts", type=int, default=0)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--per-day", type=int, default=120)
    options = parser.parse_args()
    plan = NewsroomPlan(days=options.days, per_day=options.per_day, outlets=OUTLETS)
    cluster = Cluster(settings=("synchronous_commit=on",))
    try:
        with running(plan) as newsroom:
            if options.workers:
                wanted, seconds = alone(newsroom)
                number = len(wanted[0])
                print(f"SQLite, one machine: {number} publications, {seconds:.1f} s,"
                      f" {number / seconds:.0f}/s")  # fmt: skip
                for workers in options.workers:
                    rows, seconds, spent = shared(newsroom, cluster, workers)
                    same = "equal" if rows == wanted else "DIFFER"
                    print(f"PostgreSQL, {workers} workers of 2 visits: {seconds:.1f} s,"
                          f" {number / seconds:.0f}/s, {spent:.1f} s of it the database's CPU;"
                          f" rows {same}", flush=True)  # fmt: skip
            if options.deaths or options.restarts:
                deaths(newsroom, cluster, options.deaths, options.restarts)
    finally:
        cluster.remove()
    print(f"children's CPU {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s")


if __name__ == "__main__":
    main()
