"""Publications, stories and counts of a period, made again from the captures and compared."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

from pipelines import regrouping
from pipelines.accept import Refused
from pipelines.article import Article
from pipelines.counting import counting_rules
from pipelines.fingerprints import fingerprint
from pipelines.grouping import open_index
from pipelines.keep import entry_of
from pipelines.reprints import story_rules
from pipelines.stages import reprints_stage
from spiders.replaying import article_from
from storage.addresses import found_from_text
from storage.appearances import GROUPINGS, Selection
from storage.capture_check import check_capture
from storage.capture_rows import CaptureRow, capture_row, read_capture
from storage.captures import CaptureFolder, DamagedCapture
from storage.connection import Connection
from storage.counts import Count, count
from storage.differences import Difference
from storage.earlier_ties import take_over
from storage.lone_outlets import keep_lone
from storage.publications import keep
from storage.records import Owner
from storage.registry import Registry
from storage.shadow import (
    Wanted,
    copy_publication,
    differences,
    period_publications,
    prepare,
    versions_and_stories,
    wanted,
)
from storage.stories import Entry, Member, tie_all
from storage.times import from_text
from storage.visits import keep_outlets
from text.clock import tashkent_day

BATCH = 500
"""Publications put into stories together."""


@dataclass(slots=True)
class Recomputed:
    """How much was made again from captures; ``copied``: taken over, for stories alone."""

    publications: int = 0
    captures: int = 0
    copied: int = 0
    without_capture: int = 0
    entries: list[Entry] = field(default_factory=list)


def recompute(
    connection: Connection,
    captures: CaptureFolder,
    registry: Registry,
    first: date,
    last: date,
    progress: Callable[[int], object] = lambda _: None,
) -> Iterator[Difference | Recomputed]:
    """Make a period's publications again and yield what differs; at the end how much was made.

    Text, day, mentions, topics and language versions come from the captures of the period's
    publications. What lies around the period and may share a story with it is taken from its rows,
    which the chain answers for.
    """
    done = Recomputed()
    with closing(open_index()) as shadow:
        prepare(shadow, connection)
        keep_outlets(shadow, registry)
        for row in connection.execute("SELECT id FROM outlets WHERE id LIKE 'page.%'"):
            keep_lone(shadow, registry[row["id"]])
        ids = period_publications(connection, first, last)
        versions, beside = versions_and_stories(
            connection, ids, first, last, story_rules().reprint_days
        )
        for one in wanted(connection, [*ids, *sorted(versions)]):
            yield from _make_again(connection, shadow, captures, registry, one, done, first, last)
            progress(1)
        _copy_others(connection, shadow, beside, done)
        _tie(shadow, done, everything=True)
        newest = connection.execute("SELECT max(day) FROM fingerprints").fetchone()[0]
        if newest is not None:
            take_over(connection, shadow, newest - regrouping.JUDGED_AGAIN + 1, story_rules())
        yield from differences(connection, shadow, ids)
        yield from _outlets(connection, shadow)
        yield from _counts(connection, shadow, first, last)
    yield done


def _make_again(
    connection: Connection,
    shadow: Connection,
    captures: CaptureFolder,
    registry: Registry,
    one: Wanted,
    done: Recomputed,
    first: date,
    last: date,
) -> Iterator[Difference]:
    what = f"publication {one.id}"
    if one.outlet not in registry:
        yield Difference(what, "outlet", one.outlet, "no outlet of the registry")
        return
    if not one.captures:
        if registry[one.outlet].channel == "internet":
            yield Difference(what, "capture", "none", "a capture: it is an internet publication")
            return
        copy_publication(shadow, connection, one.id)
        done.without_capture += 1
        done.entries += _entries(shadow, [one.id])
        return
    group: set[str] = set()
    for number in one.captures:
        try:
            row = capture_row(connection, number)
            if not first <= tashkent_day(from_text(row.fetched_at)) <= last:
                # those of the days themselves are checked with their files
                yield from check_capture(captures, row)
            article = _article(connection, captures, registry, one, row)
        except DamagedCapture as error:
            yield Difference(
                what, "capture", str(error), f"capture {number}, whole",
                str(captures.folder / row.file), row.position,
            )  # fmt: skip
            return
        except (LookupError, Refused, ValueError) as error:
            yield Difference(what, "capture", f"capture {number}: {error}", "an article")
            return
        made = article.accepted
        if made.id != one.id:
            yield Difference(what, "id", f"{one.id} {one.url}", f"{made.id} {made.url}")
            return
        _, touched = keep(shadow, made, lambda number=number: number)  # type: ignore[misc]
        group |= touched
        done.captures += 1
    done.publications += 1
    entry = entry_of(article, group)
    if entry is not None:
        done.entries.append(entry)
    _tie(shadow, done)


def _article(
    connection: Connection,
    captures: CaptureFolder,
    registry: Registry,
    one: Wanted,
    row: CaptureRow,
) -> Article:
    visited = registry[row.outlet]
    article = article_from(
        visited,
        read_capture(connection, captures, row.id),
        address=one.url,
        found=found_from_text(one.url, one.address_found),
        medium=None if one.outlet == visited.id else registry[one.outlet],
    )
    if article.accepted.image and not one.image:
        # kept before pictures were: its ties were made without
        article.accepted.image = ""
        reprints_stage(article)
    return article


def _copy_others(
    connection: Connection, shadow: Connection, ids: set[str], done: Recomputed
) -> None:
    for one in sorted(ids):
        copy_publication(shadow, connection, one)
        done.copied += 1
        done.entries += _entries(shadow, [one])
        _tie(shadow, done)


def _entries(shadow: Connection, ids: list[str]) -> Iterator[Entry]:
    for one in ids:
        row = shadow.execute(
            "SELECT p.*, o.owned FROM publications p JOIN outlets o ON o.id = p.outlet"
            " WHERE p.id = ?",
            (one,),
        ).fetchone()
        if row is None or not (row["owned"] or row["owner"] in {Owner.OWN, Owner.BOTH}):
            continue
        member = Member(
            one, row["published_at"], row["day"], bool(row["owned"]), row["language"],
            row["outlet"],
        )  # fmt: skip
        made = fingerprint(
            row["title"], row["body"], row["folded_title"], row["folded_body"], row["image"]
        )
        versions = shadow.execute(
            "SELECT id FROM publications WHERE outlet = ? AND id <> ?"
            " AND (version_of = ? OR id = ? OR (version_of = ? AND version_of <> ''))",
            (row["outlet"], one, one, row["version_of"], row["version_of"]),
        )
        yield Entry(member, made, [version[0] for version in versions])


def _tie(shadow: Connection, done: Recomputed, *, everything: bool = False) -> None:
    if done.entries and (everything or len(done.entries) >= BATCH):
        entries, done.entries = done.entries, []
        tie_all(shadow, entries, story_rules())


def _outlets(connection: Connection, shadow: Connection) -> Iterator[Difference]:
    made = {row["id"]: row for row in shadow.execute("SELECT * FROM outlets")}
    for row in connection.execute("SELECT * FROM outlets ORDER BY id"):
        again = made.get(row["id"])
        if again is None:
            continue
        for name in row.keys():  # noqa: SIM118
            if row[name] != again[name]:
                yield Difference(f"outlet {row['id']}", name, str(row[name]), str(again[name]))


def _counts(
    connection: Connection, shadow: Connection, first: date, last: date
) -> Iterator[Difference]:
    rules, selection = counting_rules(), Selection(first, last, closed=False)
    for by in GROUPINGS:
        kept = count(connection, rules, selection, by)
        again = count(shadow, rules, selection, by)
        rows = {row.key: row for row in again.rows}
        for row in [*kept.rows, kept.total]:
            other = again.total if row is kept.total else rows.pop(row.key, _none(row.key))
            yield from _of_count(by, row, other)
        for row in rows.values():
            yield from _of_count(by, _none(row.key), row)


def _none(key: str) -> Count:
    return Count(key, 0, 0, 0, 0, 0, 0)


def _of_count(by: str, kept: Count, again: Count) -> Iterator[Difference]:
    for name in ("appearances", "stories", "owned", "release", "earned", "foreign"):
        one, other = getattr(kept, name), getattr(again, name)
        if one != other:
            yield Difference(f"count by {by}, {kept.key}", name, str(one), str(other))
