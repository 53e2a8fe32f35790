"""Keep: a row, its mentions and topics, its story, its outcome, and the page as captured."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipelines.article import Article
from pipelines.reprints import story_rules
from storage.addresses import Ended, end_address, end_addresses, found_to_text
from storage.capture_rows import keep_capture, keep_captures
from storage.captures import CaptureFolder, Fetched
from storage.connection import Connection
from storage.publications import keep_all, mark_gone
from storage.read_terms import ReadTerms
from storage.records import Found, Outcome, Owner, Publication
from storage.revisits import plan_revisits
from storage.stories import Entry, Member, tie_all
from storage.times import to_text


class Unwritten:
    """Articles that were handed to the writer and are not written yet.

    Many at once are kept in a few statements, and tied several times faster than one by one; they
    are written before the commit. Only the writer's thread uses it.
    """

    def __init__(self) -> None:
        self._articles: list[Article] = []
        self._captures: CaptureFolder | None = None
        # a transaction that fails is the writer's last: what was read needs no forgetting
        self._read = ReadTerms()

    def add(self, captures: CaptureFolder, article: Article) -> None:
        """Have an article kept by the next :meth:`settle`, its page in ``captures``."""
        self._captures = captures
        self._articles.append(article)

    def holds(self, url: str) -> bool:
        """Whether an article found at an address, or that leads to it, waits."""
        return any(url in {one.url, one.found_url} for one in self._articles)

    def settle(self, connection: Connection) -> None:
        """Keep all that were added and tie them, inside the caller's transaction."""
        if self._articles and self._captures is not None:
            articles, self._articles = self._articles, []
            keep_articles(connection, self._captures, articles, self._read)


def concerns_ministry(publication: Publication, *, owned: bool) -> bool:
    """Whether a publication is an appearance by the rules: the ministry's own, or names it."""
    return owned or publication.owner in {Owner.OWN, Owner.BOTH}


def keep_articles(
    connection: Connection,
    captures: CaptureFolder,
    articles: Sequence[Article],
    read: ReadTerms | None = None,
) -> None:
    """Keep articles that passed all stages; counts their outcomes in their visits' balances.

    Runs inside the writer's transaction; ``read`` as for :func:`storage.stories.tie_all`.
    """
    kept = keep_all(
        connection, [article.accepted for article in articles],
        lambda places: _captured(connection, captures, [articles[place] for place in places]),
    )  # fmt: skip
    endings: list[tuple[Ended, datetime]] = []
    seen: list[tuple[str, str, datetime]] = []
    entries: list[Entry] = []
    for article, (outcome, group) in zip(articles, kept, strict=True):
        publication, outlet = article.accepted, article.outlet
        at = publication.first_seen_at
        said = _ended(article, outcome)
        endings.append((said, at))
        if article.found_url != article.url:
            alias = f"leads to {article.url}"
            led = Ended(
                outlet.id, article.found_url, Outcome.KNOWN, alias, said.day, said.modified,
                publication=publication.id,
            )  # fmt: skip
            endings.append((led, at))
        if outcome in {Outcome.STORED, Outcome.LANGUAGE_VERSION} and concerns_ministry(
            publication, owned=outlet.owned
        ):
            seen.append((outlet.id, article.url, at))
        entry = entry_of(article, group)
        if group and entry is not None:
            entries.append(entry)
        article.endings[outcome] += 1
    end_addresses(connection, endings)
    if seen:
        plan_revisits(connection, seen)
    if entries:
        tie_all(connection, entries, story_rules(), read)


def entry_of(article: Article, group: set[str]) -> Entry | None:
    """An article as its story takes it; None where it concerns nobody we count.

    ``group`` are the ids of its language versions.
    """
    if article.fingerprint is None:
        return None
    publication, outlet = article.accepted, article.counted_at
    member = Member(
        publication.id, to_text(publication.published_at), publication.day.isoformat(),
        outlet.owned, publication.language, outlet.id,
    )  # fmt: skip
    return Entry(member, article.fingerprint, group - {publication.id})


def _captured(
    connection: Connection, captures: CaptureFolder, articles: Sequence[Article]
) -> list[int]:
    """The captures of articles' pages; a listing that shows several whole is kept once."""
    pages: list[tuple[str, Fetched]] = []
    places: dict[int, int] = {}
    for article in articles:
        page, outlet = article.page, article.outlet.id
        if article.capture or (page is not None and page.capture):
            continue
        # no note with a listing: each of the publications that stand on it says its own address
        whole = article.fetched
        if page is None:
            said = note(article.found_url, article.found, version=article.is_version)
            whole = replace(article.fetched, note=said)
        if id(page or article) not in places:
            places[id(page or article)] = len(pages)
            pages.append((outlet, whole))
    numbers = keep_captures(connection, captures, pages) if pages else []
    for article in articles:
        place = places.get(id(article.page or article))
        if place is not None and article.page is not None:
            article.page.capture = numbers[place]
    return [
        article.capture or (article.page.capture if article.page is not None else 0)
        or numbers[places[id(article)]]
        for article in articles
    ]  # fmt: skip


def keep_ending(
    connection: Connection,
    captures: CaptureFolder,
    ended: Ended,
    fetched: Fetched | None,
    at: datetime,
) -> None:
    """Keep how an address ended that became no publication, with its page if there is one."""
    if fetched is not None and fetched.body:
        fetched = replace(fetched, note=note(ended.url, ended.found))
        capture = keep_capture(connection, captures, ended.outlet, fetched)
        ended = replace(ended, capture=capture)
    if ended.outcome is Outcome.GONE:
        mark_gone(connection, ended.outlet, ended.url)
    end_address(connection, ended, at)


def note(address: str, found: Found | None, *, version: bool = False) -> dict[str, Any]:
    """What is kept with a capture, so that it can be read again without the ledger."""
    said: dict[str, Any] = {"address": address, "found": json.loads(found_to_text(found))}
    return said | ({"version": True} if version else {})


def _ended(article: Article, outcome: Outcome) -> Ended:
    modified = article.found.modified
    publication = article.accepted
    return Ended(
        outlet=article.outlet.id,
        url=article.url,
        outcome=outcome,
        day=publication.day.isoformat(),
        modified=to_text(modified) if modified else "",
        found=article.found,
        publication=publication.id,
    )
