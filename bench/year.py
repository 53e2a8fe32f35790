"""A simulated year through the timetable: the counts must equal the truth, the memory stay flat.

    python bench/year.py [--days 2] [--per-day 350] [--months 12]

A clock turned by hand moves the scheduler through each month's first days; for the rest of the
month the machine is off, so that every month begins with a catching-up. Each job is the program as
a process of its own against the newsroom replica, which shows what was published up to then. After
each month its `yoritish counts --by day` is compared with the replica's truth, so that a run that
is stopped tells of the months before; at the end each row with its row. ``--days 31`` plays whole
months.
"""

import argparse
import copy
import datetime as dt
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import schedule

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.memory import resident
from bench.night_truth import Row, differences, expected
from crawler.jobs import Jobs
from crawler.scheduler import RunState, Scheduler, use_tashkent_time
from crawler.timetable import Job, Timetable, jobs_of
from replica import NewsroomPlan
from replica.newsroom import Newsroom
from replica.plan import TASHKENT
from replica.profiles import Profile
from storage.database import open_database
from tools.replica_night import played_registry

replica_running: Any = importlib.import_module("replica.running")

FIRST = date(2026, 9, 1)
OUTLETS = ("iiv.uz", "uza.uz", "kun.uz", "xabar.uz", "qalampir.uz", "gazeta.uz")
VERSIONS = 1.8
"""Publications to an article: its language versions."""


class Year(Newsroom):
    """Everything of the year, of which only the first days of each month are played."""

    days = 2

    def _day(self, day: date) -> None:
        if day.day <= self.days:
            super()._day(day)


class Office:
    """The machine: its clock, its ledger, its scheduler, and the newsroom of the moment."""

    def __init__(self, folder: Path, plan: NewsroomPlan) -> None:
        self.folder, self.plan, self.at = folder, plan, plan.now
        self.database = folder / "yoritish.db"
        self.whole: Year | None = None
        self.memory: list[tuple[datetime, float]] = []
        self.seconds = 0.0
        """Of all nights of the month."""
        self.ended: Counter[str] = Counter()
        self.truth: list[Row] = []
        timetable = Timetable(light=(), digest="", backup_to=str(folder / "backup"))
        self.jobs, self.job_list = Jobs(self.database, timetable), jobs_of(timetable)
        registry = folder / "outlets"
        registry.mkdir()
        played_registry(registry, set(OUTLETS))
        os.environ["YORITISH_OUTLETS"] = str(registry)
        replica_running.Newsroom = self.newsroom
        scheduling: Any = schedule
        scheduling.datetime = self._shown()

    def newsroom(self, plan: NewsroomPlan, profiles: Sequence[Profile]) -> Newsroom:
        """The year's newsroom as it is at the plan's moment; made once."""
        if self.whole is None:
            self.whole = Year(self.plan, profiles)
        seen = copy.copy(self.whole)
        seen.now = plan.now.astimezone(TASHKENT)
        seen.articles = {
            # what others took up on a day that is not played is left out
            outlet: [
                a for a in articles if a.published <= seen.now and a.published.day <= Year.days
            ]
            for outlet, articles in self.whole.articles.items()
        }
        return seen

    def month(self, first: date, days: int) -> None:
        """Switch the machine on at noon of the first; off on the morning after the last day."""
        self.at = datetime(first.year, first.month, 1, 12, tzinfo=TASHKENT)
        scheduler = Scheduler(self.database, self.job_list, self._run, lambda: self.at)
        scheduler.catch_up()
        for _ in range(days * 24 * 6 - 9 * 6):
            self.at += timedelta(minutes=10)
            scheduler.step()
        rows = replica_running.Studio(self._plan()).truth
        self.truth += expected(rows, first, first + timedelta(days=days - 1))

    def _plan(self) -> NewsroomPlan:
        return NewsroomPlan(
            days=1, per_day=self.plan.per_day, outlets=OUTLETS, now=self.at, quirks=False
        )

    def _run(self, job: Job, due: datetime) -> RunState:
        with replica_running.running(self._plan()) as newsroom:
            os.environ |= {
                "YORITISH_REPLICA": newsroom.origin, "YORITISH_NOW": self.at.isoformat(),
            }  # fmt: skip
            highest, over = [0.0], threading.Event()
            watch = threading.Thread(target=self._watch, args=(highest, over))
            watch.start()
            began = time.monotonic()
            state = self.jobs.run(job, due)
            self.seconds += (time.monotonic() - began) * (job.name == "night")
            over.set()
            watch.join()
        self.ended[f"{job.name} {state[0]}"] += 1
        if state[0] != "well":
            print(f"{job.name} of {due:%Y-%m-%d}: {state[0]}: {state[1]}", flush=True)
        if job.name == "night":
            self.memory.append((due, highest[0]))
        return state

    def _watch(self, highest: list[float], over: threading.Event) -> None:
        while not over.wait(0.25):
            process = self.jobs._running
            if process is not None:
                highest[0] = max(highest[0], resident(process.pid))

    def _shown(self) -> SimpleNamespace:
        office = self

        class Shown(dt.datetime):
            @classmethod
            def now(cls, tz: object = None) -> dt.datetime:  # type: ignore[override] # noqa: ARG003
                return office.at.astimezone(TASHKENT).replace(tzinfo=None)

        names = {name: getattr(dt, name) for name in dir(dt) if not name.startswith("_")}
        return SimpleNamespace(**(names | {"datetime": Shown}))


def counted_wrong(office: Office, months: Sequence[date]) -> tuple[int, list[str]]:
    """Appearances of all months as the program counts them, and the days it counts wrongly."""
    groups = {(r["version_group"], r["day"]) for r in office.truth if r["owner"] in {"own", "both"}}
    true = Counter(day for _, day in groups)
    total, wrong = 0, []
    for month in months:
        words = ["counts", "--month", f"{month:%Y-%m}", "--by", "day", "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "crawler", "--db", str(office.database), *words],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        table: Any = json.loads(done.stdout)
        total += table["total"]["appearances"]
        counted = {row["key"]: row["appearances"] for row in table["rows"]}
        for day in sorted({*counted, *(d for d in true if d.startswith(f"{month:%Y-%m}"))}):
            if counted.get(day, 0) != true[day]:
                wrong.append(f"{day}: {counted.get(day, 0)} counted, {true[day]} true")
    return total, wrong


def main() -> int:
    """Play the year; the exit code says whether the counts were right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=2, help="days played of each month")
    parser.add_argument("--per-day", type=int, default=350, help="publications a day")
    parser.add_argument("--months", type=int, default=12)
    options = parser.parse_args()
    use_tashkent_time()
    Year.days = options.days
    months = [date(2026 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(options.months)]
    last = months[-1] + timedelta(
        days=min(options.days, monthrange(months[-1].year, months[-1].month)[1])
    )
    plan = NewsroomPlan(
        days=(last - FIRST).days + 1, per_day=round(options.per_day / VERSIONS), outlets=OUTLETS,
        now=datetime(last.year, last.month, last.day, 12, tzinfo=TASHKENT), quirks=False,
    )  # fmt: skip
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name), plan)
        total, wrong = 0, list[str]()
        for month in months:
            before, nights = len(office.truth), len(office.memory)
            office.seconds = 0.0
            office.month(month, min(options.days, monthrange(month.year, month.month)[1]))
            highest = max(mb for due, mb in office.memory if due.month == month.month)
            counted, of_month = counted_wrong(office, [month])
            total, wrong = total + counted, wrong + of_month
            print(
                f"{month:%Y-%m}: {len(office.truth) - before} publications, {counted} appearances,"
                f" {len(of_month)} days wrong {of_month[:3]}; highest {highest:.0f} MB,"
                f" {office.seconds / (len(office.memory) - nights):.1f} s a night",
                flush=True,
            )
        with closing(open_database(office.database, read_only=True)) as ledger:
            rows = differences(ledger, office.truth)
    print(*wrong[:20], *rows[:20], sep="\n")
    half = len(office.memory) // 2
    halves = [[mb for _, mb in part] for part in (office.memory[:half], office.memory[half:])]
    print(
        f"{options.months} months of {options.days} days, {len(office.truth)} publications,"
        f" jobs: {dict(office.ended)}; {total} appearances counted, {len(wrong)} days wrong,"
        f" {len(rows)} rows differ; highest memory of a night, mean of the first half"
        f" {sum(halves[0]) / len(halves[0]):.0f} MB, of the second"
        f" {sum(halves[1]) / len(halves[1]):.0f} MB; {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong or rows else 0


if __name__ == "__main__":
    sys.exit(main())
