"""Verification: the chain, the rows it tells of, the captures, and what is made from them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.rule_files import rules_in_force
from spiders.recomputing import Recomputed, recompute
from storage.capture_check import check_captures, check_files
from storage.capture_store import open_captures
from storage.chain_check import check_chain, check_rows, untold
from storage.connection import Connection
from storage.differences import Difference
from storage.ledger import FOLDER, day_digest, days_begun, last_day, rules_told
from storage.registry import Registry


@dataclass(slots=True)
class Verified:
    """What was verified and what differs. ``untold`` are rows since the ledger was last told."""

    first: date
    last: date
    differences: list[Difference] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    days: int = 0
    captures: int = 0
    publications: int = 0
    without_capture: int = 0
    day: str = ""
    sha256: str = ""
    """Of the file of the last day, by which all the days before it are known."""
    rules_changed: list[str] = field(default_factory=list)
    """Rule files that are others now than when the period's rows came (and "program")."""


def verify(
    connection: Connection,
    captures: Path,
    registry: Registry,
    first: date,
    last: date,
    progress: Callable[[int], object] = lambda _: None,
) -> Verified:
    """Verify the whole chain and a period's captures, publications, stories and counts.

    The days first..last are Tashkent days: of publication for what is made again, of fetching for
    records that are checked byte for byte.
    """
    folder = open_captures(folder=captures)
    done = Verified(first, last)
    day = last_day(connection)
    done.days, done.day = len(days_begun(connection)), day
    done.sha256 = day_digest(connection, day) if day else ""
    done.untold = untold(connection)
    done.rules_changed = _changed(rules_told(connection, last.isoformat()), rules_in_force())
    checks: list[Iterator[Difference | Recomputed]] = [
        check_chain(connection, captures / FOLDER),
        check_rows(connection),
        check_files(connection, folder),
        check_captures(connection, folder, first, last),
        recompute(connection, folder, registry, first, last, progress),
    ]
    for check in checks:
        for one in check:
            if isinstance(one, Recomputed):
                done.publications, done.captures = one.publications, one.captures
                done.without_capture = one.without_capture
            else:
                done.differences.append(one)
    return done


def _changed(told: str, now: str) -> list[str]:
    if not told:
        return []
    program, *then = told.removeprefix("rules ").split(" ")
    current, *files = now.split(" ")
    changed = sorted({one.partition("=")[0] for one in {*then} ^ {*files}})
    return [*(["program"] if program != current else []), *changed]
