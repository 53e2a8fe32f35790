"""Nights as a person runs them: the program as a process, against a newsroom replica."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from replica import NewsroomPlan, RunningNewsroom, running
from tools.replica_night import played_registry


@dataclass(slots=True)
class Ran:
    """How the program ended."""

    code: int
    said: str
    """Standard output."""
    complained: str
    """Standard error."""

    @property
    def json(self) -> Any:
        """What it printed, as data."""
        return json.loads(self.said)


@dataclass(slots=True)
class Office:
    """One office machine: its folder, its ledger, and the newsroom it reads."""

    folder: Path
    newsroom: RunningNewsroom

    @property
    def database(self) -> Path:
        """The ledger."""
        return self.folder / "yoritish.db"

    @property
    def environment(self) -> Mapping[str, str]:
        """What the program finds in its environment: the replica and its clock."""
        registry = self.folder / "outlets"
        if not registry.exists():
            registry.mkdir()
            played_registry(registry, set(self.newsroom.studio.sites))
        return os.environ | {
            "YORITISH_REPLICA": self.newsroom.origin,
            "YORITISH_NOW": self.newsroom.studio.plan.now.isoformat(),
            "YORITISH_OUTLETS": str(registry),
        }

    @property
    def since(self) -> str:
        """First day of the newsroom's days."""
        plan = self.newsroom.studio.plan
        return (plan.now.date() - timedelta(days=plan.days - 1)).isoformat()

    def command(self, *words: str) -> list[str]:
        """The program's command line."""
        return [sys.executable, "-m", "crawler", "--db", str(self.database), *words]

    def run(self, *words: str) -> Ran:
        """Run a command to its end."""
        done = subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True,
            encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def night(self, *words: str) -> Ran:
        """A night over all the newsroom's days, its report as JSON."""
        return self.run("nightly", "--json", "--since", self.since, *words)


Run = Callable[..., Ran]


@contextmanager
def office(folder: Path, plan: NewsroomPlan) -> Iterator[Office]:
    """An office that reads a newsroom played for it."""
    with running(plan) as newsroom:
        yield Office(folder, newsroom)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in a folder of its own, its ledger ``yoritish.db`` there; in this process."""

    def run(folder: Path, *words: str, environment: Mapping[str, str] | None = None) -> Ran:
        settings = {"YORITISH_NOW": "2026-10-31T22:00:00+05:00"} | dict(environment or {})
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["yoritish", "--db", f"{folder}/yoritish.db", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return run
