"""What a night is asked to do and how it went."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from storage.outlets import Outlet
from storage.visits import Tally
from text.clock import now

if TYPE_CHECKING:
    from spiders.selector_check import Selector

SIDE_BY_SIDE = 8
"""Outlets visited at once, over all processes, while each is asked politely."""

MOST_PROCESSES = 4
"""Processes that visit, unless more are asked for: past these the one ledger is what they wait
for."""

FIRST_DAYS = 2
"""Days before today that an outlet's first visit reads, unless asked for more."""


@dataclass(slots=True)
class NightPlan:
    """What to visit. ``since`` None: each outlet from the last day it was read completely."""

    outlets: Sequence[Outlet]
    since: date | None = None
    until: date | None = None
    limit: int = 0
    operator: str = ""
    timeout: float = 30.0
    side_by_side: int = SIDE_BY_SIDE
    processes: int = 0
    """Processes that visit; 0: one for each core of the machine, at most four."""
    by_workers: bool = False
    """Whether workers make the visits (`yoritish worker`), wherever they run."""
    spans: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    """Days to read of some outlets, both included, whatever ``since`` and ``until`` say."""
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Canonical addresses to read of some outlets, by id, and nothing else of those."""

    look_closely: bool = False
    """Whether to note which selectors find nothing on the list pages: for a try-out."""

    def shares(self, visits: int) -> int:
        """Between how many processes so many visits are shared."""
        wanted = self.processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        return max(1, min(wanted, visits, self.side_by_side))


@dataclass(slots=True)
class VisitReport:
    """How one outlet's visit ended."""

    outlet: Outlet
    state: str
    tally: Tally
    problems: list[str] = field(default_factory=list)
    silent: "list[Selector]" = field(default_factory=list)
    """Selectors that found nothing on any list page, where they were looked at closely."""


@dataclass(slots=True)
class NightReport:
    """How a night ended; ``stopped`` says why it ended early, if it did."""

    since: date
    until: date
    visits: list[VisitReport] = field(default_factory=list)
    stopped: str = ""
    started: datetime = field(default_factory=now)

    @property
    def well(self) -> bool:
        """Whether every outlet was read completely."""
        return not self.stopped and all(
            visit.state in {"complete", "not_read"} for visit in self.visits
        )
