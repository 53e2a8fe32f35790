"""Visits single addresses by the path of a night, and shows how far it is."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.lock import night_lock
from crawler.night import run_night
from crawler.night_plan import NightPlan
from crawler.session import Session
from storage.addresses import known_addresses
from storage.database import open_database

LOOKS = 4
"""The night looks up so often between two looks of ours at what has ended."""


@dataclass(slots=True)
class Addressed:
    """How visits of addresses ended: why an outlet's could not be read, by its id."""

    problems: dict[str, str] = field(default_factory=dict)
    stopped: str = ""


def visit_addresses(
    session: Session,
    wanted: Mapping[str, Sequence[str]],
    *,
    operator: str = "",
    timeout: float = 30.0,
) -> Addressed:
    """Read addresses (canonical, by outlet id) that the ledger does not know yet.

    As in a night: the outlets' robots.txt, delays and bounds are kept, what is read is captured
    and kept; no day is settled by it. Asks nobody anything where there is nothing to read.

    Raises:
        AlreadyRunning: a night is running on this ledger.
        LedgerStopped: the ledger could not be written any more.
    """
    if not wanted:
        return Addressed()
    plan = NightPlan(
        [session.registry[one] for one in wanted], operator=operator, timeout=timeout,
        addresses=wanted,
    )  # fmt: skip
    with night_lock(session.database), _Bar(session, wanted) as bar:
        report = run_night(
            session.database, session.registry, plan, waiting=bar.look
        )  # fmt: skip
    said = {
        visit.outlet.id: "; ".join(visit.problems[:3]) for visit in report.visits if visit.problems
    }
    return Addressed(said, report.stopped)


class _Bar:
    """Addresses that have ended, of all that are asked for."""

    def __init__(self, session: Session, wanted: Mapping[str, Sequence[str]]) -> None:
        self._wanted = wanted
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=Console(stderr=True), disable=session.quiet,
            # no thread of its own: the night's processes part from this one
            transient=True, auto_refresh=False,
        )  # fmt: skip
        self._task = self._progress.add_task(
            "addresses read", total=sum(len(urls) for urls in wanted.values())
        )
        self._database = session.database
        self._looks = 0
        self._before = self._attempts()

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def look(self) -> None:
        """Draw the progress again."""
        self._looks += 1
        if self._looks % LOOKS:
            return
        ended = sum(1 for one, tries in self._attempts().items() if tries > self._before[one])
        self._progress.update(self._task, completed=ended, refresh=True)

    def _attempts(self) -> dict[tuple[str, str], int]:
        tries: dict[tuple[str, str], int] = {}
        with closing(open_database(self._database, read_only=True)) as ledger:
            for outlet, urls in self._wanted.items():
                known = known_addresses(ledger, outlet, urls)
                for url in urls:
                    tries[outlet, url] = known[url].attempts if url in known else 0
        return tries
