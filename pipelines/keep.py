"""Keep: a row, its mentions and topics, its story, its outcome, and the page as captured."""

import sqlite3
from dataclasses import replace
from datetime import datetime

from pipelines.article import Article
from pipelines.reprints import story_rules
from storage.addresses import Ended, end_address
from storage.captures import CaptureFolder, Fetched
from storage.publications import keep, mark_gone
from storage.records import Outcome, Owner, Publication
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

    def settle(self, connection: sqlite3.Connection) -> None:
        """Tie all that were added, inside the caller's transaction."""
        if self._entries:
            entries, self._entries = self._entries, []
            tie_all(connection, entries, story_rules())


def concerns_ministry(publication: Publication, *, owned: bool) -> bool:
    """Whether a publication is an appearance by the rules: the ministry's own, or names it."""
    return owned or publication.owner in {Owner.OWN, Owner.BOTH}


def keep_capture(
    connection: sqlite3.Connection, captures: CaptureFolder, outlet: str, fetched: Fetched
) -> int:
    """Keep a page as fetched and return the number of its capture."""
    kept = captures.keep(fetched)
    cursor = connection.execute(
        "INSERT INTO captures (outlet, url, fetched_at, status, mime, sha256, file, position,"
        " length) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            outlet, fetched.url, to_text(fetched.fetched_at), fetched.status, fetched.mime,
            kept.sha256, kept.file, kept.position, kept.length,
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def keep_article(
    connection: sqlite3.Connection, captures: CaptureFolder, article: Article, untied: Untied
) -> Outcome:
    """Keep an article that passed all stages; counts its outcome in the visit's balance.

    Runs inside the writer's transaction; the caller settles ``untied`` before its end.
    """
    publication = article.accepted
    outlet = article.outlet
    outcome, group = keep(connection, publication, lambda: _captured(connection, captures, article))
    if group and article.fingerprint is not None:
        member = Member(
            publication.id,
            to_text(publication.published_at),
            publication.day.isoformat(),
            article.counted_at.owned,
            publication.language,
            article.counted_at.id,
        )
        untied.add(Entry(member, article.fingerprint, group - {publication.id}))
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


def _captured(connection: sqlite3.Connection, captures: CaptureFolder, article: Article) -> int:
    """The capture of an article's page; a listing that shows several whole is kept once."""
    page = article.page
    if page is not None and page.capture:
        return page.capture
    number = keep_capture(connection, captures, article.outlet.id, article.fetched)
    if page is not None:
        page.capture = number
    return number


def keep_ending(
    connection: sqlite3.Connection,
    captures: CaptureFolder,
    ended: Ended,
    fetched: Fetched | None,
    at: datetime,
) -> None:
    """Keep how an address ended that became no publication, with its page if there is one."""
    if fetched is not None and fetched.body:
        capture = keep_capture(connection, captures, ended.outlet, fetched)
        ended = replace(ended, capture=capture)
    if ended.outcome is Outcome.GONE:
        mark_gone(connection, ended.outlet, ended.url)
    end_address(connection, ended, at)


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
