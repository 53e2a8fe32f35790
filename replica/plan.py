"""What newsroom is wanted: how many days, how much a day, whose sites, which of them fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

TASHKENT = ZoneInfo("Asia/Tashkent")

DEFAULT_NOW = datetime(2026, 10, 31, 22, 0, tzinfo=TASHKENT)
"""The instant the pages are rendered for unless another is given (``YORITISH_NOW`` must agree)."""

FaultKind = Literal["500", "hang", "garbage", "redirect_loop"]
FAULTS: tuple[FaultKind, ...] = ("500", "hang", "garbage", "redirect_loop")


RedesignKind = Literal[
    "renamed_classes", "date_moved", "body_in_script", "new_list", "empty_bodies", "wrong_dates",
    "language_switched", "empty_titles", "stale_feed", "silent_language", "redirects_home",
    "challenge", "log_in", "pay_wall", "teasers", "new_addresses",
]  # fmt: skip
REDESIGNS: tuple[RedesignKind, ...] = get_args(RedesignKind)
"""Ways in which a site changes from one day to the next without saying so."""


class UnusablePlan(ValueError):
    """A plan that cannot be played; the message says which part and what would do."""


@dataclass(frozen=True, slots=True)
class NewsroomPlan:
    """A newsroom to play. The same plan gives the same bytes, whenever and wherever.

    A later ``now`` with the same ``seed`` is the same world later: what was published stays, what
    was to be edited or deleted in between is edited or deleted.
    """

    seed: int = 7
    days: int = 30
    now: datetime = DEFAULT_NOW
    per_day: int = 200
    """Articles a day over all outlets together, about; language versions come on top."""
    outlets: tuple[str, ...] = ()
    """Ids of the outlets to play; empty: all."""
    faults: Mapping[str, FaultKind] = field(default_factory=dict)
    redesigns: Mapping[str, RedesignKind] = field(default_factory=dict)
    """Outlets that have changed in some way."""
    articles: Path | None = None
    """Given texts (JSONL of id, title, text, date) to serve instead of invented ones …"""
    articles_as: str = ""
    """… in the structure of this outlet."""
    quirks: bool = True
    """Whether sites also misbehave as real ones do: deletions, 429, slow hosts, stubs."""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise UnusablePlan(f"now {self.now} has no zone; add +05:00")
        if self.days < 1 or self.per_day < 1:
            raise UnusablePlan("days and per_day must be at least 1")
        for outlet, fault in self.faults.items():
            if fault not in FAULTS:
                raise UnusablePlan(f"fault {outlet}={fault}: one of {', '.join(FAULTS)}")
        for outlet, kind in self.redesigns.items():
            if kind not in REDESIGNS:
                raise UnusablePlan(f"redesign {outlet}={kind}: one of {', '.join(REDESIGNS)}")
        if bool(self.articles) != bool(self.articles_as):
            raise UnusablePlan("articles and the outlet to serve them as go together")
