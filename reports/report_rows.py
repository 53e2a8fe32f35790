"""The rows behind a report's figures: each row once, and the parts that a figure adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from reports.report import KEYS, Report
from storage.activities import Activity, list_activities
from storage.appearances import Appearance, CountingRules, Selection, list_appearances
from storage.connection import Connection

ACTIVITIES = {
    "leadership": ("event", "leadership", "held"), "region": ("event", "region", "held"),
    "statements": ("statement", "", ""), "programmes": ("programme", "", ""),
    "shows": ("show", "", ""), "planned leadership": ("event", "leadership", "planned"),
    "planned region": ("event", "region", "planned"),
}  # fmt: skip
"""Kind, level and state of the activities that a figure counts."""

BEFORE = "before "
"""Begins the key of a figure of the period before."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows first..last of a list (from 0, both included), of one outlet where ``name`` says so."""

    name: str
    first: int
    last: int

    @property
    def rows(self) -> int:
        """How many."""
        return self.last - self.first + 1


@dataclass(slots=True)
class Behind:
    """Rows in the order in which those of one figure stand together as far as they can."""

    appearances: list[Appearance]
    activities: list[Activity]
    parts: dict[str, list[Part]] = field(default_factory=dict)
    """Of a figure's key; parts of activities are rows of ``activities``."""

    def counted(self, key: str) -> int:
        """How many rows stand behind a figure."""
        return sum(part.rows for part in self.parts.get(key, []))


def rows_behind(connection: Connection, rules: CountingRules, report: Report) -> Behind:
    """All that a report counts, and what of it each figure counts.

    Figures of the period before have keys that begin with "before "; its rows follow the others.
    """
    behind = Behind([], [])
    shown = {one.story for one in report.top_stories}
    for before, (first, last) in (("", (report.first, report.last)), (BEFORE, report.before)):
        found = list_appearances(connection, rules, Selection(first, last), with_units=False)
        for number, one in enumerate(sorted(found, key=_order), len(behind.appearances)):
            behind.appearances.append(one)
            for key in _keys(one, shown):
                if not before or key in KEYS:
                    _add(behind.parts.setdefault(before + key, []), number, one.outlet_name)
        activities = _activities(connection, first, last)
        for number, activity in enumerate(activities, len(behind.activities)):
            behind.activities.append(activity)
            for key, said in ACTIVITIES.items():
                if said == (activity.kind, activity.level, activity.state):
                    _add(behind.parts.setdefault(before + key, []), number, "")
    return behind


def counts_activities(key: str) -> bool:
    """Whether a figure counts press events and the like, and not appearances."""
    return key.removeprefix(BEFORE) in ACTIVITIES


def keys_of_tables(report: Report) -> list[list[str]]:
    """The keys of the figures of each of the report's tables, row by row."""
    return [
        [one.key for one in report.figures],
        [f"origin {row.key}" for row in report.by_origin],
        [f"region {row.key}" for row in report.by_region],
        [f"outlet {row.key}" for _, row in report.by_outlet],
        [f"story {one.story}" for one in report.top_stories],
        [],
    ]


def _order(one: Appearance) -> tuple[object, ...]:
    """Rows of one figure stand together: foreign media last, then by channel, outlet, region."""
    place = {"official": 0, "own": 1}.get(one.subchannel, 2)
    return (
        one.foreign, one.channel, place, one.outlet, one.origin, one.region, one.day,
        one.published_at, one.url,
    )  # fmt: skip


def _keys(one: Appearance, stories: set[str]) -> list[str]:
    region = f"region {one.region or 'none'}"
    keys = [f"outlet {one.outlet}", f"origin {one.origin}"]
    if one.foreign:
        return [*keys, "foreign"]
    keys += ["total", one.channel, region]
    if one.channel == "internet":
        keys.append(one.subchannel if one.subchannel in {"official", "own"} else "other")
    if one.story in stories:
        keys.append(f"story {one.story}")
    return keys


def _add(parts: list[Part], number: int, name: str) -> None:
    """Put a row to the part that ends before it, or begin another."""
    if parts and parts[-1].last == number - 1:
        before = parts[-1]
        parts[-1] = Part(before.name if before.name == name else "", before.first, number)
    else:
        parts.append(Part(name, number, number))


def _activities(connection: Connection, first: date, last: date) -> list[Activity]:
    kinds: Iterable[str] = dict.fromkeys(kind for kind, _, _ in ACTIVITIES.values())
    found = [one for kind in kinds for one in list_activities(connection, kind, first, last)]
    order = list(ACTIVITIES.values())
    return sorted(found, key=lambda one: order.index((one.kind, one.level, one.state)))
