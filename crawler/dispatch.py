"""The night by workers: defers a visit for every outlet and follows how they end."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

import psycopg
from procrastinate import exceptions

from crawler.night_plan import NightPlan, VisitReport
from crawler.patience import patiently
from crawler.visit_queue import defer_visits, give_up_waiting, open_queue, open_visits
from storage.connection import LedgerFault, UnusableDatabase
from storage.location import PostgresUrl
from storage.outlets import Outlet
from storage.postgresql import PostgresConnection
from storage.registry import Registry
from storage.visits import Tally

LOOK = 0.5
"""Seconds between looks at the queue."""

_GONE = (psycopg.OperationalError, psycopg.InterfaceError, exceptions.ConnectorException)

NOBODY = "no worker visited it; is one running (`yoritish worker`)?"


class DispatchedNight:
    """The visits of a night as workers make them, wherever they run."""

    def __init__(
        self, place: PostgresUrl, registry: Registry, plan: NightPlan,
        lacking: Mapping[str, str], asked: Sequence[str],
    ) -> None:  # fmt: skip
        self._place, self._registry, self._plan = place, registry, plan
        self._lacking, self._asked = lacking, asked
        self.stopped = ""
        self.gave_up = ""

    def visits(self, waiting: Callable[[], None]) -> Iterator[VisitReport]:
        """Have every outlet visited; reports come as the visits end.

        Raises:
            UnusableDatabase: it cannot be reached when the night begins, not for minutes; later it
                is waited for.
        """
        for outlet in self._plan.outlets:
            if outlet.id in self._lacking:
                yield VisitReport(outlet, "not_read", Tally(), [self._lacking[outlet.id]])
        wanted = [one for one in self._plan.outlets if one.id not in self._lacking]
        before = patiently(self._last_visit, _GONE, waiting)
        # whoever was deferred before the database went away waits already
        left = patiently(lambda: defer_visits(self._place, wanted, self._words), _GONE, waiting)
        connection = patiently(lambda: open_queue(self._place), _GONE, waiting)
        while left:
            try:
                waits = open_visits(connection)
                ended = [task for task in left if task not in waits]
                reports = [self._report(connection, left[task], before) for task in ended]
                if self._asked:
                    self.stopped = self.stopped or f"stopped by {self._asked[0]}"
                    # again and again: a worker that is stopped as well puts its visits back
                    give_up_waiting(connection, list(left))
            except (LedgerFault, UnusableDatabase):
                # restarted: the visits go on when it is back
                connection.close()
                waiting()
                time.sleep(2 * LOOK)
                connection = self._again(connection)
                continue
            for task in ended:
                del left[task]
            yield from reports
            waiting()
            time.sleep(LOOK)
        connection.close()

    def _last_visit(self) -> int:
        """The number of the newest visit there is."""
        with closing(open_queue(self._place)) as connection:
            return int(
                connection.execute("SELECT coalesce(max(id), 0) FROM visits").fetchall()[0][0]
            )

    def _again(self, connection: PostgresConnection) -> PostgresConnection:
        try:
            return open_queue(self._place)
        except (LedgerFault, UnusableDatabase):
            return connection

    def _words(self, outlet: Outlet) -> dict[str, object]:
        plan = self._plan
        since, until = plan.spans.get(outlet.id, (plan.since, plan.until))
        return {
            "since": since.isoformat() if since else "",
            "until": until.isoformat() if until else "",
            "operator": plan.operator, "answer": plan.timeout, "limit": plan.limit,
        }  # fmt: skip

    def _report(self, connection: PostgresConnection, outlet: str, before: int) -> VisitReport:
        rows = connection.execute(
            "SELECT * FROM visits WHERE outlet = ? AND id > ? ORDER BY id DESC LIMIT 1",
            (outlet, before),
        ).fetchall()
        if not rows:
            state = "not_read" if self.stopped else "failed"
            return VisitReport(self._registry[outlet], state, Tally(), [self.stopped or NOBODY])
        row = rows[0]
        tally = Tally(
            row["requests"], row["article_requests"], row["not_modified"], row["bytes"],
            row["found"], json.loads(row["balance"]),
        )  # fmt: skip
        # what still runs when its task has ended has died, and was tried often enough
        state = "cut_off" if row["state"] == "running" else row["state"]
        problems = [row["error"]] if row["error"] else []
        return VisitReport(self._registry[outlet], state, tally, problems)
