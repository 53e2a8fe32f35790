"""Keep: a row, its mentions and topics, its story, its outcome, and the page as captured."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipelines.article import Article
from pipelines.reprints import story_rules
from storage.addresses import Ended, end_address, found_to_text
from storage.capture_rows import keep_capture
from storage.captures import CaptureFolder, Fetched
from storage.connection import Connection
from storage.publications import keep, mark_gone
from storage.records import Found, Outcome, Owner, Publication
from storage.revisits import plan_revisit
from storage.stories import Entry, Member, tie_all
from storage.times import to_text


class Untied:
    """Publications kept in a transaction that are not in their stories yet.

    Many at once are tied several times faster than one by one; they are tied before the commit.
    """

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Have a publication tied by the next :meth:`settle`."""
        self._entries.append(entry)

    def settle(self, connection: Connection) -> None:
        """Tie all that were added, inside the caller's transaction."""
        if self._entries:
            entries, self._entries = self._entries, []
            tie_all(connection, entries, story_rules())


def concerns_ministry(publication: Publication, *, owned: bool) -> bool:
    """Whether a publication is an appearance by the rules: the ministry's own, or names it."""
    return owned or publication.owner in {Owner.OWN, Owner.BOTH}


def keep_article(
    connection: Connection, captures: CaptureFolder, article: Article, untied: Untied
) -> Outcome:
    """Keep an article that passed all stages; counts its outcome in the visit's balance.

    Runs inside the writer's transaction; the caller settles ``untied`` before its end.
    """
    publication = article.accepted
    outlet = article.outlet
    outcome, group = keep(connection, publication, lambda: _captured(connection, captures, article))
    entry = entry_of(article, group)
    if group and entry is not None:
        untied.add(entry)
    said = _ended(article, outcome)
    end_address(connection, said, publication.first_seen_at)
    if article.found_url != article.url:
        alias = f"leads to {article.url}"
        end_address(
            connection,
            Ended(
                outlet.id, article.found_url, Outcome.KNOWN, alias, said.day, said.modified,
                publication=publication.id,
            ),
            publication.first_seen_at,
        )  # fmt: skip
    if outcome in {Outcome.STORED, Outcome.LANGUAGE_VERSION} and concerns_ministry(
        publication, owned=outlet.owned
    ):
        plan_revisit(connection, outlet.id, article.url, publication.first_seen_at)
    article.endings[outcome] += 1
    return outcome


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


def _captured(connection: Connection, captures: CaptureFolder, article: Article) -> int:
    """The capture of an article's page; a listing that shows several whole is kept once."""
    if article.capture:
        return article.capture
    page, outlet = article.page, article.outlet.id
    if page is None:
        said = note(article.found_url, article.found, version=article.is_version)
        return keep_capture(connection, captures, outlet, replace(article.fetched, note=said))
    # no note: each of the publications that stand on it says its own address
    page.capture = page.capture or keep_capture(connection, captures, outlet, article.fetched)
    return page.capture


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
