"""A PostgreSQL ledger of many publications: counts, lists, searches, and writing while they run.

    python bench/scale.py --publications 100000 300000 1000000

One ledger grows from size to size, synthetic (see ``bench/scale_ledger.py``). The server is as
Debian sets it up, with a quarter of the memory for its buffers; while rows are made it need not
keep them through a crash (``fsync=off``), while it is measured it must.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import psycopg

from bench.scale_ledger import OUTLETS, grow
from pipelines.counting import counting_rules
from storage.appearances import Selection
from storage.connection import Connection
from storage.counts import count
from storage.database import keep_fit, open_database, transaction
from storage.listing import Arrangement, page, totals
from storage.location import PostgresUrl
from storage.postgresql import set_numbers
from storage.publications import keep_all
from storage.records import DateSource, Mention, Owner, Publication, Topic
from storage.rollups import add_up
from storage.writer import BATCH
from text.query import read_query
from tools.throwaway_postgresql import Cluster, server_seconds

ROUNDS = 40
MONTH = Selection(date(2026, 9, 1), date(2026, 9, 30))
YEAR = Selection(date(2026, 1, 1), date(2026, 12, 31))
SETTINGS = ("shared_buffers=2GB", "work_mem=64MB", "maintenance_work_mem=512MB",
            "max_wal_size=4GB", "effective_cache_size=8GB")  # fmt: skip
MAKING = ("fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")


def measured(what: str, act: Callable[[], object], server: int) -> None:
    """Print the median of so many rounds and the 95th percentile in milliseconds, and how much of
    it the server (its first process's number) worked: the rest were others on the machine.
    """
    act()
    times = []
    before = server_seconds(server)
    for _ in range(ROUNDS):
        began = time.monotonic()
        act()
        times.append(1000 * (time.monotonic() - began))
    worked = 1000 * (server_seconds(server) - before) / ROUNDS
    times.sort()
    print(
        f"  {what}: {times[len(times) // 2]:.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms;"
        f" the server's CPU {worked:.1f} ms",
        flush=True,
    )


def read(ledger: Connection, server: int) -> None:
    """What the desk asks of a ledger."""
    rules = counting_rules()

    def measure(what: str, act: Callable[[], object]) -> None:
        measured(what, act, server)

    for by in ("day", "channel", "unit"):
        measure(f"counts of a month by {by}", lambda by=by: count(ledger, rules, MONTH, by))
    measure("totals of the list of a month", lambda: totals(ledger, rules, MONTH))
    measure("first page of the list of a month", lambda: page(ledger, rules, MONTH))
    folded = Arrangement("newest", fold=True)
    measure("the same folded into stories", lambda: page(ledger, rules, MONTH, folded))
    # one text in 500; a phrase; two words; all texts
    for query in ("so77x", '"so77x so78x"', "so77x so4242x", "so7"):
        found = Selection(YEAR.first, YEAR.last, find=read_query(query, YEAR.last))
        measure(f"first page of a year's list for {query}", lambda f=found: page(ledger, rules, f))
        measure(f"totals of a year's list for {query}", lambda f=found: totals(ledger, rules, f))
    measure("counts of a year by channel", lambda: count(ledger, rules, YEAR, "channel"))


def written(url: PostgresUrl, first: int, seconds: float) -> int:
    """Print how many publications a second one writer keeps while counts are read without pause.

    ``first`` is the number of the first of them; returns that of the next. Beside the mean of all
    seconds those of each third: what is read from the disk is in memory the next time.
    """
    stop = threading.Event()
    times: list[float] = []

    def reading() -> None:
        with closing(open_database(url, read_only=True)) as ledger:
            while not stop.is_set():
                began = time.monotonic()
                count(ledger, counting_rules(), MONTH, "day")
                times.append(1000 * (time.monotonic() - began))

    reader = threading.Thread(target=reading)
    reader.start()
    number, began = first, time.monotonic()
    thirds = [0, 0, 0]
    with closing(open_database(url)) as ledger:
        while (gone := time.monotonic() - began) < seconds:
            with transaction(ledger):
                some = [_publication(number + n) for n in range(BATCH)]
                keep_all(ledger, some, lambda places: [None] * len(places))  # type: ignore[list-item]
                number += BATCH
                thirds[int(3 * gone / seconds)] += BATCH
    rate = (number - first) / (time.monotonic() - began)
    stop.set()
    reader.join()
    parts = ", ".join(f"{3 * part / seconds:.0f}" for part in thirds)
    print(f"  written while reading: {rate:.0f} publications/s by one writer ({parts}); counts"
          f" meanwhile p95 {sorted(times)[int(0.95 * len(times))]:.0f} ms;"
          f" load of the machine {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    return number


def _publication(number: int) -> Publication:
    # what comes in is of today and yesterday
    at = datetime(2026, 9, 29 + number % 2, 9, number % 60, tzinfo=UTC)
    # one word of its own: two of one text and one outlet would be versions of each other
    words = " ".join([f"so{(number * 31 + k * 97) % 20000}x" for k in range(119)] + [f"n{number}x"])
    outlet, own = f"outlet{number % OUTLETS + 1}", number % 10 == 0
    return Publication(
        outlet, f"https://{outlet}.example/new/{number}", words[:60], words, at, DateSource.PAGE,
        at.date(), at, language="uz", script="Latn", folded_title=words[:60], folded_body=words,
        owner=Owner.OWN if own else Owner.NONE,
        mentions=[Mention("unit1", Owner.OWN, "body", 0, 5, "so", "synthetic")] if own else [],
        topics=[Topic("topic1", ("so",), 2.0)],
    )  # fmt: skip


def main() -> None:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, nargs="+", default=[100_000, 300_000])
    parser.add_argument("--words", type=int, default=120, help="of each text")
    parser.add_argument("--seconds", type=float, default=20, help="of writing")
    options = parser.parse_args()
    cluster = Cluster(settings=(*SETTINGS, *MAKING))
    try:
        url, number = cluster.new_database(), 0
        open_database(url).close()
        for wanted in sorted(options.publications):
            cluster.restart((*SETTINGS, *MAKING))
            began = time.monotonic()
            grow(url, wanted, options.words)
            with closing(open_database(url)) as ledger:
                set_numbers(ledger)  # type: ignore[arg-type]
                keep_fit(ledger)
            seconds = time.monotonic() - began
            with psycopg.connect(url) as server:
                size = server.execute("SELECT pg_database_size(current_database())").fetchall()
                may = server.execute("SELECT count(*) FROM coverage").fetchall()
            said = f"{wanted} publications, {may[0][0]} of them may count"
            print(f"{said}: {size[0][0] / 1e9:.2f} GB, made in {seconds:.0f} s", flush=True)
            cluster.restart(SETTINGS)
            with closing(open_database(url)) as ledger:
                began = time.monotonic()
                days = add_up(ledger, counting_rules())
                print(f"  {days} days added up in {time.monotonic() - began:.0f} s", flush=True)
                ledger.execute("VACUUM ANALYZE rollup")
            with closing(open_database(url, read_only=True)) as ledger:
                read(ledger, cluster.pid)
            number = written(url, number, options.seconds)
    finally:
        cluster.remove()


if __name__ == "__main__":
    main()
