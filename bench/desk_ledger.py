"""A ledger of up to a million synthetic publications, for measuring what the desk reads.

    python bench/desk_ledger.py big.db --publications 100000

The texts are the replica's; they are analysed as a night analyses them and kept by the ledger's own
writer of publications that have no page (`storage.publications.keep_unread`). What a night would
take longest for is taken from what the newsroom knows of itself instead: language versions and
stories. Everything is synthetic.
"""

import argparse
import random
import sys
import time
from calendar import monthrange
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from sqlite3 import Connection

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.analysis import analyse
from pipelines.counting import counting_rules
from replica.newsroom import Newsroom
from replica.plan import TASHKENT, NewsroomPlan
from replica.profiles import Profile
from replica.sites.played import SITES
from spiders import readers
from storage.database import keep_fit, open_database, transaction
from storage.decisions import Said, decide
from storage.publications import keep_unread, rows_of
from storage.records import DateSource, Owner, Publication
from storage.registry import Registry, load_registry
from storage.rollups import add_up
from storage.visits import keep_outlets

PER_DAY = 160
"""Articles a day of one invented newsroom; several newsrooms make up the day."""
MONTHS = tuple(date(2025 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(12))
"""November 2025 to October 2026."""
DECIDED = 0.02
"""Share of appearances on which somebody decided."""

Made = list[tuple[Publication, str, str]]
"""Publications with the event they tell and the address of the version that counts ("")."""


def registry() -> Registry:
    """The program's own outlets."""
    return load_registry(Path(__file__).parent.parent / "crawler" / "outlets", readers())


def month_of(work: tuple[int, date]) -> Made:
    """What one newsroom (by seed) publishes in a month, analysed."""
    seed, first = work
    days = monthrange(first.year, first.month)[1]
    last = first + timedelta(days=days - 1)
    now = datetime(last.year, last.month, last.day, 23, 59, tzinfo=TASHKENT)
    outlets = registry()
    profiles: list[Profile] = [
        site.profile for site in SITES.values() if site.profile.id in outlets
    ]
    newsroom = Newsroom(NewsroomPlan(seed=seed, days=days, per_day=PER_DAY, now=now), profiles)
    made: Made = []
    for articles in newsroom.articles.values():
        for n, article in enumerate(articles):
            counted = ""
            for tag in article.tags:
                text = newsroom.version(article, tag)
                url = f"https://{article.outlet}/{seed}/{first:%Y%m}/{n}/{tag}"
                one = _publication(outlets, article.outlet, url, text.title,
                                   "\n\n".join(text.paragraphs), article.published)  # fmt: skip
                made.append((one, f"{seed}/{article.event.id}", counted))
                counted = counted or one.id
    return made


def _publication(
    outlets: Registry, outlet: str, url: str, title: str, body: str, published: datetime
) -> Publication:
    medium = outlets[outlet]
    found = analyse(title, body, url=url, country=medium.country)
    return Publication(
        outlet, url, title, body, published.astimezone(UTC), DateSource.PAGE,
        published.astimezone(TASHKENT).date(), published.astimezone(UTC),
        language=found.language, script=found.script, folded_title=found.folded_title,
        folded_body=found.folded_body, owner=found.owner, main=found.main,
        region=found.region or medium.region, mentions=found.mentions, topics=found.topics,
    )  # fmt: skip


def make(path: Path, wanted: int, processes: int) -> int:
    """Write a ledger of at least so many publications; returns how many there are."""
    kept = 0
    began = time.monotonic()
    with closing(open_database(path)) as ledger:
        ledger.execute("PRAGMA synchronous = OFF")
        ledger.execute("PRAGMA cache_size = -400000")
        keep_outlets(ledger, registry())
        with get_context("spawn").Pool(processes) as pool:
            for made in pool.imap(month_of, _work(wanted)):
                with transaction(ledger):
                    _keep(ledger, made)
                kept += len(made)
                rate = kept / (time.monotonic() - began)
                print(f"{kept} publications, {rate:.0f}/s", flush=True)
                if kept >= wanted:
                    pool.terminate()
                    break
        keep_fit(ledger)
        add_up(ledger, counting_rules())
    return kept


def _work(wanted: int) -> Iterator[tuple[int, date]]:
    # months in turn, so that a small ledger too has all of them
    for seed in range(1, 2 + wanted // (PER_DAY * 365)):
        for month in MONTHS:
            yield seed, month


def _keep(ledger: Connection, made: Made) -> None:
    dice = random.Random(len(made))
    origins: dict[str, str] = {}
    for one, event, counted in sorted(made, key=lambda row: (row[2] != "", row[0].published_at)):
        keep_unread(ledger, rows_of(one))
        if counted:
            ledger.execute("UPDATE publications SET version_of = ? WHERE id = ?", (counted, one.id))
        if one.owner not in {Owner.OWN, Owner.BOTH}:
            continue
        story = origins.setdefault(event, one.id)
        ledger.execute(
            'INSERT INTO story_members (publication_id, story, relation, "of", similarity)'
            " VALUES (?,?,?,?,1.0)",
            (one.id, story, "origin" if story == one.id else "reprint", ""),
        )
        if not counted and dice.random() < DECIDED:
            said = Said("Synthetic Person", "bench", one.first_seen_at)
            decide(ledger, one.id, "counts", dice.choice(("yes", "yes", "no")), said)


def main() -> None:
    """Make it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--publications", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    print(make(options.database, options.publications, options.processes))


if __name__ == "__main__":
    main()
