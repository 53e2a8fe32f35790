"""Nights without a redesign, which must raise no alarm, and one night of each kind of redesign.

    python bench/alarms.py [--nights 60] [--learnt 28]

True nights against the newsroom replica (two outlets, three languages and scripts, with deletions,
edits, 429 and 503 as ever): every night is `yoritish nightly` at 22:00 of its day. After so many
nights as ``--learnt`` says the ledger is copied, and each kind of redesign befalls a copy on the
following night. Then `nightly` runs once more on the site as it was: the alarms must close.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from replica import NewsroomPlan, running
from replica.plan import REDESIGNS, TASHKENT
from tools.replica_night import played_registry

FIRST = datetime(2026, 9, 1, 22, 0, tzinfo=TASHKENT)
OUTLETS = ("aniq.uz", "nuz.uz")
PER_DAY = 44

AT = {"new_list": ("aniq.uz",), "new_addresses": ("aniq.uz",), "stale_feed": ("nuz.uz",),
      "silent_language": ("nuz.uz",), "language_switched": ("nuz.uz",)}  # fmt: skip
"""Outlets at which a kind can be played; both where it is not said."""

FIELDS = {
    "renamed_classes": {"title selector", "body selector"}, "date_moved": {"date"},
    "body_in_script": {"body"}, "new_list": {"listing", "volume"}, "empty_bodies": {"body"},
    "wrong_dates": {"out_of_range", "date", "volume"}, "language_switched": {"language", "volume"},
    "empty_titles": {"title", "title selector"}, "stale_feed": {"volume"},
    "silent_language": {"volume", "language"}, "redirects_home": {"gone"},
    "challenge": {"blocked"}, "log_in": {"paywalled"}, "pay_wall": {"paywalled"},
    "teasers": {"length"}, "new_addresses": {"volume"},
}  # fmt: skip
"""By what each kind is to be named (one of these fields)."""


@dataclass
class Told:
    """What one redesign raised."""

    kind: str
    outlet: str
    raised: list[tuple[str, str, str]] = field(default_factory=list)
    """Line, field and first bad address."""
    closed: bool = False

    @property
    def well(self) -> bool:
        """Whether the outlet and a right field were named the same night."""
        return any(name in FIELDS[self.kind] for _, name, _ in self.raised)


def night(folder: Path, number: int, redesigns: dict[str, str] | None = None) -> None:
    """One night, the ``number``-th from the first."""
    plan = NewsroomPlan(
        seed=11, days=number + 4, per_day=PER_DAY, outlets=OUTLETS,
        now=FIRST + timedelta(days=number), redesigns=redesigns or {},  # type: ignore[arg-type]
    )  # fmt: skip
    registry = folder / "outlets"
    if not registry.exists():
        registry.mkdir()
        played_registry(registry, set(OUTLETS))
    with running(plan) as newsroom:
        done = subprocess.run(
            [sys.executable, "-m", "crawler", "--db", str(folder / "yoritish.db"), "nightly",
             "--json"],
            env=os.environ | {
                "YORITISH_REPLICA": newsroom.origin, "YORITISH_NOW": plan.now.isoformat(),
                "YORITISH_OUTLETS": str(registry),
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr[-2000:])
    json.loads(done.stdout)


def alarms(folder: Path) -> list[tuple[str, str, str, str, str]]:
    """Outlet, line, field, address and closing of every alarm of a ledger."""
    with closing(sqlite3.connect(folder / "yoritish.db")) as ledger:
        return ledger.execute(
            "SELECT outlet, line, field, url, closed_at FROM alarms ORDER BY id"
        ).fetchall()


def quiet_nights(folder: Path, nights: int, learnt: int, copy: Path) -> list[tuple[str, ...]]:
    """So many nights without a redesign; the ledger is copied on the way. Returns the alarms."""
    for number in range(nights):
        night(folder, number)
        if number + 1 == learnt:
            shutil.copytree(folder, copy)
    return list(alarms(folder))


def redesigns(copy: Path, learnt: int, kinds: Sequence[str] = REDESIGNS) -> Iterator[Told]:
    """Each kind of redesign on a copy of the ledger, and the night after it on the old site."""
    for kind in kinds:
        for outlet in AT.get(kind, OUTLETS):
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch) / "office"
                shutil.copytree(copy, folder)
                before = len(alarms(folder))
                night(folder, learnt, {outlet: kind})
                told = Told(kind, outlet)
                raised = alarms(folder)[before:]
                told.raised = [(line, name, url) for where, line, name, url, _ in raised
                               if where == outlet]  # fmt: skip
                night(folder, learnt + 1)
                told.closed = all(closed for *_, closed in alarms(folder)[before:])
                yield told


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=60)
    parser.add_argument("--learnt", type=int, default=28)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        office, copy = Path(scratch) / "office", Path(scratch) / "copy"
        office.mkdir()
        false = quiet_nights(office, options.nights, options.learnt, copy)
        print(f"{options.nights} nights without a redesign: {len(false)} alarms", flush=True)
        for alarm in false:
            print("  ", *alarm)
        every = []
        for told in redesigns(copy, options.learnt):
            every.append(told)
            raised = "; ".join(f"{name} {line or 'whole'} {url}" for line, name, url in told.raised)
            after = "" if told.closed else " (still open the night after)"
            said = "told" if told.well else "NOT TOLD"
            print(f"{said}  {told.kind} at {told.outlet}: {raised}{after}", flush=True)
    kinds = {told.kind for told in every}
    well = {kind for kind in kinds if all(told.well for told in every if told.kind == kind)}
    closed = sum(told.closed for told in every)
    print(
        f"{len(well)} of {len(kinds)} kinds told the same night ({len(every)} redesigns), "
        f"{closed} of {len(every)} well again the night after; {time.monotonic() - began:.0f} s"
    )
    return 0 if well == kinds and not false else 1


if __name__ == "__main__":
    sys.exit(main())
