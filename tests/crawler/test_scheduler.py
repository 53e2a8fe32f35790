"""The timetable under a clock of its own: what runs when, once, and after what was missed."""

import datetime as dt
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import schedule

from crawler.scheduler import RunState, Scheduler
from crawler.timetable import BrokenTimetable, Job, Timetable, jobs_of, read_timetable
from storage.database import open_database
from storage.runs import last_runs
from text.clock import TASHKENT

MONDAY = datetime(2026, 11, 2, 6, 0, tzinfo=TASHKENT)


class Clock:
    """A clock that is turned by hand; the schedule library reads it too."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it shows."""
        return self.at

    def patched(self) -> SimpleNamespace:
        """What the schedule library imports as ``datetime``."""
        clock = self

        class Shown(dt.datetime):
            @classmethod
            def now(cls, tz: object = None) -> dt.datetime:  # type: ignore[override]
                return clock.at.astimezone(TASHKENT).replace(tzinfo=None)

        names = {name: getattr(dt, name) for name in dir(dt) if not name.startswith("_")}
        return SimpleNamespace(**(names | {"datetime": Shown}))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday, six in the morning."""
    shown = Clock(MONDAY)
    monkeypatch.setattr(schedule, "datetime", shown.patched())
    return shown


class Office:
    """A scheduler whose jobs only say that they ran."""

    def __init__(self, database: Path, clock: Clock, timetable: Timetable | None = None) -> None:
        self.database, self.clock = database, clock
        self.ran: list[tuple[str, datetime]] = []
        self.told: list[tuple[str, RunState]] = []
        self.state: RunState | Exception = ("well", "")
        self.timetable = timetable or Timetable(light=("12:00", "18:00"), backup_to="/backups")
        self.start()

    def start(self) -> None:
        """As after the machine was switched on."""
        self.scheduler = Scheduler(
            self.database, jobs_of(self.timetable), self._run, self.clock.now,
            lambda job, state: self.told.append((job.name, state)),
        )  # fmt: skip
        self.scheduler.catch_up()

    def _run(self, job: Job, due: datetime) -> RunState:
        self.ran.append((job.name, due.astimezone(TASHKENT)))
        if isinstance(self.state, Exception):
            raise self.state
        return self.state

    def pass_hours(self, hours: float) -> None:
        """Let time pass, a minute at a time."""
        for _ in range(int(hours * 60)):
            self.clock.at += timedelta(minutes=1)
            self.scheduler.step()

    def names(self) -> list[str]:
        """What ran, with its hour."""
        return [f"{name} {due:%a %H:%M}" for name, due in self.ran]


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Office:
    """An office that was just installed."""
    return Office(tmp_path / "yoritish.db", clock)


def test_a_day_and_a_week_of_the_timetable(office: Office) -> None:
    assert office.names() == ["night Mon 00:40"], "a new office begins with its night"
    office.ran.clear()
    office.pass_hours(26)
    assert office.names() == [
        "digest Mon 07:30", "light Mon 12:00", "light Mon 18:00", "night Tue 00:40",
        "digest Tue 07:30",
    ]  # fmt: skip
    office.pass_hours(24 * 6)
    assert [name for name in office.names() if "backup" in name] == ["backup Sun 03:30"]
    assert sum(name.startswith("night") for name in office.names()) == 7


def test_what_was_missed_is_caught_up_once(office: Office) -> None:
    office.pass_hours(20)
    office.clock.at += timedelta(days=5)
    office.ran.clear()
    office.start()
    assert sorted(office.names()) == ["digest Sat 07:30", "light Sat 18:00", "night Sun 00:40"]
    office.start()
    assert len(office.ran) == 3, "starting again runs nothing twice"


def test_a_machine_that_slept_runs_each_job_once(office: Office) -> None:
    office.ran.clear()
    office.clock.at += timedelta(days=3, hours=4)
    office.scheduler.step()
    assert len(office.ran) == len({name for name, _ in office.ran}) + 1, "light has two hours"
    assert sum(name == "night" for name, _ in office.ran) == 1


def test_a_clock_that_jumps_back_runs_nothing_twice(office: Office) -> None:
    office.pass_hours(30)
    before = list(office.ran)
    office.clock.at -= timedelta(hours=20)
    office.start()
    office.pass_hours(20)
    assert office.ran == before


def test_a_failure_is_told_and_not_fatal(office: Office) -> None:
    office.state = RuntimeError("no network")
    office.pass_hours(20)
    assert ("night", ("failed", "RuntimeError: no network")) in office.told
    office.state = ("partly", "kun.uz: incomplete")
    office.pass_hours(24)
    assert office.told[-1][1] == ("partly", "kun.uz: incomplete")
    ledger = open_database(office.database, read_only=True)
    assert {run.state for run in last_runs(ledger, 50)} == {"well", "failed", "partly"}
    ledger.close()


def test_a_stopped_job_is_caught_up_by_the_next_start(office: Office) -> None:
    office.pass_hours(10)
    office.ran.clear()

    def stop(job: Job, due: datetime) -> RunState:
        office.scheduler.stopped.set()
        return ("failed", "ended by SIGTERM")

    office.scheduler._run = stop  # type: ignore[method-assign]
    office.pass_hours(10)
    assert office.ran == []
    office.start()
    assert office.names() == ["night Tue 00:40", "light Mon 18:00"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('night = "25:00"', "night"), ('backup = "funday 03:30"', "funday"),
        ("colour = 1", "colour"), ('light = ["9"]', "light"), ("night = ", "line 2"),
    ],
)  # fmt: skip
def test_a_wrong_timetable_names_the_field(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "yoritish.toml"
    path.write_text(f"[schedule]\n{text}\n", encoding="utf-8")
    with pytest.raises(BrokenTimetable, match=words):
        read_timetable(path)


def _scheduler(folder: Path) -> subprocess.Popen[str]:
    import sys

    registry = folder / "outlets"
    registry.mkdir(exist_ok=True)
    (registry / "one.toml").write_text(
        '["a.uz"]\nname = "A"\nurl = "https://a.uz"\nlanguages = ["ru"]\nread = "feed"\n'
        'feeds = [{ url = "https://a.uz/rss" }]\n', encoding="utf-8",
    )  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "crawler", "--db", str(folder / "yoritish.db"), "schedule"],
        env=os.environ | {
            "YORITISH_OUTLETS": str(registry), "YORITISH_REPLICA": "http://127.0.0.1:9",
        },
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def first(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A scheduler of its own process that has begun."""
    process = _scheduler(tmp_path)
    deadline = time.monotonic() + 30
    lock = tmp_path / "yoritish.db.schedule.lock"
    while time.monotonic() < deadline and not (lock.exists() and lock.read_text()):
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait()


def test_one_scheduler_at_a_time_that_ends_when_asked(
    tmp_path: Path, first: subprocess.Popen[str]
) -> None:
    second = _scheduler(tmp_path)
    _, complained = second.communicate(timeout=30)
    assert second.returncode == 2
    assert f"process {first.pid}" in complained
    first.send_signal(signal.SIGTERM)
    _, complained = first.communicate(timeout=60)
    assert first.returncode == 0
    assert "stopped" in complained
