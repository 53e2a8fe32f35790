"""A try-out of an outlet: visited as a night would, into a ledger that is thrown away afterwards.

Nothing of it is less careful than a night: robots.txt, delays, bounds, public addresses only.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from scrapy.http import HtmlResponse, Request

from crawler.night import run_night
from crawler.night_plan import NightPlan, VisitReport
from spiders.selector_check import Selector, found_on, selectors_of
from storage.capture_store import open_captures
from storage.captures import DamagedCapture
from storage.connection import Connection
from storage.database import open_database
from storage.location import CAPTURES_VARIABLE
from storage.outlets import Outlet
from storage.pages_kept import latest_pages
from storage.registry import Registry
from text.clock import now, tashkent_day

DAYS = 400
"""Days back that a try-out reads: what it finds is to be seen, however seldom the outlet writes."""

LIST_PAGES = 2
"""Pages of a list that are asked for at most."""

FIRST_LETTERS = 300
"""Letters of a text that are shown."""


@dataclass(frozen=True, slots=True)
class TriedItem:
    """A publication as a night would keep it; ``text`` is the beginning of its body."""

    title: str
    day: str
    date_source: str
    url: str
    language: str
    names_ministry: bool
    text: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """Addresses that ended without a publication, by outcome and reason; ``url`` is one of them."""

    outcome: str
    reason: str
    addresses: int
    url: str


@dataclass(frozen=True, slots=True)
class TriedOut:
    """What a night would read of an outlet, and what stands in its way."""

    found: int
    """Addresses that its feed or list names."""
    items: list[TriedItem]
    not_read: list[NotRead]
    silent: list[Selector]
    """Selectors that found nothing, on any list page or any article page."""
    problems: list[str]

    @property
    def reads(self) -> bool:
        """Whether a night would read anything."""
        return bool(self.items)


def try_out(outlet: Outlet, limit: int, operator: str = "", timeout: float = 30.0) -> TriedOut:
    """Visit an outlet once, read at most ``limit`` of its articles, and keep nothing.

    To be run by a process of its own, as every night.

    Raises:
        LedgerStopped: the passing ledger could not be written (a full disk).
    """
    tried = outlet.model_copy(
        update={
            "listings": tuple(
                one.model_copy(update={"pages": min(one.pages, LIST_PAGES)})
                for one in outlet.listings
            )
        }
    )
    today = tashkent_day(now())
    plan = NightPlan(
        [tried], today - timedelta(days=DAYS), today, limit=limit, operator=operator,
        timeout=timeout, processes=1, look_closely=True,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="yoritish-try-") as folder, _captures_beside():
        database = Path(folder) / "tried.db"
        report = run_night(database, Registry({tried.id: tried}), plan)
        (visit,) = report.visits
        with closing(open_database(database, read_only=True)) as ledger:
            return _told(ledger, database, tried, visit)


@contextmanager
def _captures_beside() -> Iterator[None]:
    """Have captures lie beside the ledger, wherever the office keeps those of its own."""
    kept = os.environ.pop(CAPTURES_VARIABLE, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[CAPTURES_VARIABLE] = kept


def _told(ledger: Connection, database: Path, outlet: Outlet, visit: VisitReport) -> TriedOut:
    items = [
        TriedItem(
            row["title"], row["day"], row["date_source"], row["url"], row["language"],
            row["owner"] in {"own", "both"}, " ".join(row["body"].split())[:FIRST_LETTERS],
        )
        for row in ledger.execute(
            "SELECT title, day, date_source, url, language, owner, body FROM publications"
            " ORDER BY published_at DESC, url"
        )
    ]  # fmt: skip
    not_read = [
        NotRead(*row)
        for row in ledger.execute(
            "SELECT outcome, reason, count(*), min(url) FROM addresses"
            " WHERE outcome NOT IN ('stored', 'language_version') GROUP BY outcome, reason"
            " ORDER BY 3 DESC, 1, 2 LIMIT 20"
        )
    ]
    # that it was limited is the try-out's own doing
    problems = [one for one in visit.problems if not one.startswith("limited to")]
    silent = [*visit.silent, *_silent_on_pages(ledger, database, outlet)]
    return TriedOut(visit.tally.found, items, not_read, silent, problems)


def _silent_on_pages(ledger: Connection, database: Path, outlet: Outlet) -> list[Selector]:
    """The selectors that found nothing on any of the article pages that were captured."""
    wanted = [one for one in selectors_of(outlet) if one.place.startswith("layout")]
    seen: dict[Selector, bool] = {}
    folder = open_captures(database)
    for page in latest_pages(ledger, outlet.id, 50):
        try:
            kept = folder.read(page.file, page.position, page.length, page.sha256)
        except DamagedCapture:
            # it was written a moment ago: what it shows is shown by the others
            continue
        response = HtmlResponse(
            kept.url, headers=dict(kept.headers), body=kept.body, request=Request(kept.url)
        )
        for one, there in found_on(response, wanted).items():
            seen[one] = there or seen.get(one, False)
    return [replace(one, place="article") for one, there in seen.items() if not there]
