"""What a person sees of a night: progress while it runs, its table when it has ended."""

import logging
import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.commands.alarms import alarm_as_json
from crawler.night_plan import NightPlan, NightReport, VisitReport
from crawler.patience import patiently
from crawler.screen import say, show_table, write_json
from crawler.session import Session
from pipelines.counting import counting_rules
from reports.count_tables import count_table
from reports.digest import alarm_line
from reports.tables import Table
from storage.alarms import Alarm, alarms_between
from storage.appearances import Selection
from storage.counts import CountTable, count
from storage.records import Outcome
from text.clock import now

NEW = (Outcome.STORED, Outcome.CHANGED)
LOST = (
    Outcome.FETCH_FAILED, Outcome.BLOCKED, Outcome.PARSE_FAILED, Outcome.REJECTED,
    Outcome.REFUSED_ROBOTS, Outcome.PAYWALLED,
)  # fmt: skip


class NightScreen:
    """Progress on stderr, the night's table on stdout."""

    def __init__(self, session: Session, plan: NightPlan, *, json: bool) -> None:
        self._session = session
        self._json = json
        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=self._console, disable=session.quiet or json,
            # no thread of its own: the night's processes part from this one
            transient=True, auto_refresh=False,
        )  # fmt: skip
        self._task = self._progress.add_task("outlets visited", total=len(plan.outlets))
        level = logging.INFO if session.verbose else logging.ERROR
        logging.basicConfig(
            level=level, format="%(message)s", handlers=[RichHandler(console=self._console)]
        )
        for chatty in ("scrapy", "asyncio", "twisted", "trafilatura", "htmldate"):
            logging.getLogger(chatty).setLevel(level if session.verbose else logging.CRITICAL)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def waiting(self) -> None:
        """Draw the progress again."""
        self._progress.refresh()

    def visited(self, visit: VisitReport) -> None:
        """Note that an outlet's visit has ended."""
        self._progress.advance(self._task)
        if self._session.verbose:
            say(f"{visit.outlet.id}: {visit.state}, {visit.tally.balance}")

    def show(self, report: NightReport) -> None:
        """Print how the night went and what it counted."""
        report.visits.sort(key=lambda visit: visit.outlet.id)
        alarms, well = self._alarms(report)
        if self._json:
            write_json(night_as_json(report) | {"alarms": [alarm_as_json(one) for one in alarms]})
        elif not self._session.quiet:
            show_table(visits_table(report))
            self._show_counts(report)
        for visit in report.visits:
            if visit.state != "complete":
                problems = "; ".join(visit.problems[:3]) or "no reason given"
                say(f"yoritish: {visit.outlet.id}: {visit.state}: {problems}")
        for alarm in alarms:
            say(f"yoritish: alarm: {alarm_line(alarm, 'en')}")
        for alarm in well:
            say(f"yoritish: well again: {alarm.outlet} {alarm.line} {alarm.field}")
        if report.stopped:
            say(f"yoritish: the night ended early: {report.stopped}")
        sys.stdout.flush()

    def _alarms(self, report: NightReport) -> tuple[list[Alarm], list[Alarm]]:
        """Opened and closed by this night's visits."""

        def asked() -> tuple[list[Alarm], list[Alarm]]:
            with self._session.ledger() as ledger:
                return alarms_between(ledger, report.started, now())

        return patiently(asked)

    def _show_counts(self, report: NightReport) -> None:
        selection = Selection(report.since, report.until)

        def counted() -> CountTable:
            with self._session.ledger() as ledger:
                return count(ledger, counting_rules(), selection, "channel")

        show_table(count_table(patiently(counted), "en"))


def visits_table(report: NightReport) -> Table:
    """The night's table: one row per outlet, its addresses by what became of them."""
    headings = [
        "Outlet", "Visit", "Found", "New", "Versions", "Known", "Not articles", "Out of range",
        "Gone", "Lost", "Requests", "Articles asked", "MB",
    ]  # fmt: skip
    rows = [_visit_row(visit) for visit in report.visits]
    well = sum(visit.state == "complete" for visit in report.visits)
    note = f"{well} of {len(report.visits)} outlets were read completely"
    title = f"Night of {report.since} – {report.until}"
    return Table(title, headings, [False, False, *[True] * 11], rows, [note])


def night_as_json(report: NightReport) -> dict[str, object]:
    """The night for other programs."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "stopped": report.stopped,
        "visits": [
            {
                "outlet": visit.outlet.id,
                "state": visit.state,
                "found": visit.tally.found,
                "balance": visit.tally.balance,
                "requests": visit.tally.requests,
                "article_requests": visit.tally.article_requests,
                "not_modified": visit.tally.not_modified,
                "bytes": visit.tally.bytes,
                "problems": visit.problems,
            }
            for visit in report.visits
        ],
    }


def _visit_row(visit: VisitReport) -> list[str]:
    tally, balance = visit.tally, visit.tally.balance
    figures = [
        tally.found,
        sum(balance.get(outcome, 0) for outcome in NEW),
        balance.get(Outcome.LANGUAGE_VERSION, 0),
        balance.get(Outcome.KNOWN, 0) + balance.get(Outcome.UNCHANGED, 0),
        balance.get(Outcome.NOT_ARTICLE, 0),
        balance.get(Outcome.OUT_OF_RANGE, 0),
        balance.get(Outcome.GONE, 0),
        sum(balance.get(outcome, 0) for outcome in LOST),
        tally.requests,
        tally.article_requests,
    ]
    size = f"{tally.bytes / 1e6:.1f}"
    return [visit.outlet.id, visit.state, *[str(figure) for figure in figures], size]
