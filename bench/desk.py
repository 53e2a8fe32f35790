"""What the desk reads, with ten people at once while a night is writing: median and p95.

    python bench/desk_ledger.py big.db --publications 100000
    python bench/desk.py big.db [--seconds 60] [--people 10] [--pause 1.0] [--no-writer]

Each person is a thread with a connection of its own, as in the desk's server, and asks one thing
after another from the list below, with a pause of 0 to 2 × ``--pause`` seconds between. A list is
asked as the desk asks it: a page of 50 and its totals. The writer is another process that keeps new
synthetic publications in transactions of 30, as a night does. Bar: 200 ms at the median, 500 ms at
p95 (issue "press desk", measured 2).
"""

import argparse
import multiprocessing
import random
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk_ledger import month_of
from pipelines.counting import counting_rules
from storage.appearances import Grouping, Selection
from storage.counts import count
from storage.database import open_database, transaction
from storage.filters import Filters, arrangement_of, selection_of
from storage.held_rows import held
from storage.listing import page, totals
from storage.publications import keep_unread, rows_of
from text.clock import day_start

TODAY = date(2026, 10, 31)
Ask = Callable[[Connection, random.Random], object]


def listed(**said: str) -> Ask:
    """A page of a list, the second one every third time, and its totals."""
    filters = Filters(**said)
    selection, arrangement = selection_of(filters, TODAY), arrangement_of(filters)

    def ask(ledger: Connection, dice: random.Random) -> object:
        with held(ledger, selection) as asked:
            first = page(ledger, counting_rules(), asked, arrangement)
            counted = totals(ledger, counting_rules(), asked)
        if first.following and dice.random() < 0.33:
            with held(ledger, selection) as asked:
                page(ledger, counting_rules(), asked, arrangement, first.following)
                totals(ledger, counting_rules(), asked)
        return counted

    return ask


def charted(period: str, by: Grouping, **narrowed: str) -> Ask:
    """The counts behind a chart."""
    selection = selection_of(replace(Filters(**narrowed), period=period), TODAY)

    def ask(ledger: Connection, _: random.Random) -> object:
        return count(ledger, counting_rules(), selection, by)

    return ask


ASKED: dict[str, Ask] = {
    "list: a month": listed(),
    "list: a day": listed(period="2026-10-14"),
    "list: the year": listed(period="year"),
    "list: all days": listed(period="all"),
    "list: month, channel": listed(channel="internet/own"),
    "list: year, outlet": listed(period="year", outlet="kun.uz"),
    "list: year, region": listed(period="year", region="UZ-SA"),
    "list: year, unit": listed(period="year", unit="road_safety"),
    "list: year, topic": listed(period="year", topic="drugs"),
    "list: year, language": listed(period="year", language="uz-Cyrl"),
    "list: year, main": listed(period="year", about="main"),
    "list: year, passing": listed(period="year", about="passing"),
    "list: year, decided": listed(period="year", decided="decided"),
    "list: year, earned, by outlet": listed(period="year", origin="earned", sort="outlet"),
    "list: month, stories": listed(fold="stories"),
    "list: year, stories": listed(period="year", fold="stories"),
    "search: rare word, year": listed(period="year", find="киберфирибгар"),
    "search: common word, year": listed(period="year", find="ички ишлар"),
    "search: common word, month": listed(find="ички ишлар"),
    "search: phrase, year": listed(period="year", find='"ички ишлар вазирлиги"'),
    "search: title and without, year": listed(period="year", find="title:ёнғин -пожар"),
    "search: any of, year": listed(period="year", find="наркотик | гиёҳванд | narcotics"),
    "chart: month by day": charted("month", "day"),
    "chart: year by day": charted("year", "day"),
    "chart: year by channel": charted("year", "channel"),
    "chart: year by region": charted("year", "region"),
    "chart: year by outlet": charted("year", "outlet"),
    "chart: year by topic": charted("year", "topic"),
    "chart: year by unit": charted("year", "unit"),
    "chart: month by topic": charted("month", "topic"),
}


def writes(
    path: Path, over: "multiprocessing.synchronize.Event", kept: "multiprocessing.Value"
) -> None:  # type: ignore[valid-type]
    """Keep new publications of the last two days, 30 at a time, until told to stop."""
    made = month_of((9_999, date(2026, 10, 1)))
    for number, (one, _, _) in enumerate(made):
        late = (TODAY - one.day).days - number % 2
        one.day += timedelta(days=late)
        one.published_at += timedelta(days=late)
    with closing(open_database(path)) as ledger:
        stamp = int(time.time())
        for first in range(0, len(made), 30):
            if over.is_set():
                return
            with transaction(ledger):
                for one, _, counted in made[first : first + 30]:
                    one.url = f"{one.url}/{stamp}"
                    if not counted:
                        keep_unread(ledger, rows_of(one))
            kept.value += 30
            time.sleep(0.3)


def measure(path: Path, seconds: float, people: int, pause: float) -> dict[str, list[float]]:
    """Seconds that each thing took, by its name."""
    took: dict[str, list[float]] = {name: [] for name in ASKED}
    until = time.monotonic() + seconds

    def person(number: int) -> None:
        dice = random.Random(number)
        names = list(ASKED)
        with closing(open_database(path, read_only=True)) as ledger:
            while time.monotonic() < until:
                dice.shuffle(names)
                for name in names:
                    time.sleep(dice.uniform(0, 2 * pause))
                    began = time.perf_counter()
                    ASKED[name](ledger, dice)
                    took[name].append(time.perf_counter() - began)
                    if time.monotonic() >= until:
                        return

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--no-writer", action="store_true")
    options = parser.parse_args()
    with closing(open_database(options.database, read_only=True)) as ledger:
        rows = ledger.execute("SELECT count(*) FROM publications").fetchone()[0]
        every = Selection(date.min, date.max)
        print(f"{rows} publications, {totals(ledger, counting_rules(), every)}")
        month = Selection(TODAY - timedelta(days=30), TODAY)
        print(f"of them in the last month {totals(ledger, counting_rules(), month)}")
        print(f"clock set to {day_start(TODAY):%Y-%m-%d}")
    context = multiprocessing.get_context("spawn")
    over, kept = context.Event(), context.Value("i", 0)
    writer = context.Process(target=writes, args=(options.database, over, kept))
    if not options.no_writer:
        writer.start()
        while not kept.value:
            time.sleep(0.1)
    took = measure(options.database, options.seconds, options.people, options.pause)
    over.set()
    if not options.no_writer:
        writer.join()
        print(f"meanwhile {kept.value} publications were written")
    print(f"{'asked':<34}{'times':>6}{'median':>9}{'p95':>9}  ms")
    for name, values in took.items():
        if values:
            print(
                f"{name:<34}{len(values):>6}{median(values) * 1000:>9.0f}{p95(values) * 1000:>9.0f}"
            )
    every_value = [value for values in took.values() for value in values]
    print(f"{'all':<34}{len(every_value):>6}{median(every_value) * 1000:>9.0f}"
          f"{p95(every_value) * 1000:>9.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
