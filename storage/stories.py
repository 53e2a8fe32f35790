"""Stories: components of publications tied by reprint, language version or event.

Whether two publications are tied depends on those two alone, and a story is what the ties
connect: the stories are the same whatever order publications came in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from storage import postings
from storage.candidates import candidates, indexed
from storage.components import regroup
from storage.connection import Connection
from storage.dictionary import Meanings
from storage.fingerprint import Fingerprint
from storage.judgement import (
    Known,
    judge,
)
from storage.likeness import DIFFERENT
from storage.read_terms import ReadTerms
from storage.story_rules import StoryRules


@dataclass(frozen=True, slots=True)
class Member:
    """A publication as its story needs it: instants as stored text, day as ISO text.

    ``outlet`` is "" where it is not known.
    """

    publication: str
    published_at: str
    day: str
    owned: bool
    language: str
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication to be put into its story.

    ``versions`` are its language versions at the same outlet; they are of its story.
    """

    member: Member
    fingerprint: Fingerprint
    versions: Iterable[str] = field(default=())


def tie(
    connection: Connection,
    member: Member,
    fingerprint: Fingerprint,
    rules: StoryRules,
    versions: Iterable[str] = (),
) -> str:
    """As :func:`tie_all` for one publication; returns the story's id."""
    tie_all(connection, [Entry(member, fingerprint, versions)], rules)
    return str(
        connection.execute(
            "SELECT story FROM story_members WHERE publication_id = ?", (member.publication,)
        ).fetchone()[0]
    )


def tie_all(
    connection: Connection,
    entries: Sequence[Entry],
    rules: StoryRules,
    read: ReadTerms | None = None,
) -> None:
    """Put publications into their stories, anew where a text changed.

    Many at once are looked up together, which is several times faster than one by one. Runs
    inside the caller's transaction and never commits.

    Args:
        connection: the ledger.
        entries: the publications; of one that is given twice the last text counts.
        rules: thresholds.
        read: what the same writer has read before of the publications about, for the next time;
            the caller throws it away with a transaction that fails.
    """
    entries = list({entry.member.publication: entry for entry in entries}.values())
    touched: set[str] = set()
    for entry in entries:
        touched |= untie(connection, entry.member.publication)
        touched.add(entry.member.publication)
    added = [_keep(connection, entry) for entry in entries]
    for kind in (postings.SHINGLES, postings.EVENTS, postings.FACTS):
        postings.add(
            connection, kind, [(o.row, o.day, indexed(o.fingerprint, kind)) for o in added]
        )
    links = _compared(connection, added, rules, read)
    for entry in entries:
        publication = entry.member.publication
        for version in entry.versions:
            if version != publication and _is_known(connection, version):
                a, b = sorted((publication, version))
                links.append((a, b, "version", 1.0))
    connection.executemany(
        "INSERT INTO links (a, b, relation, similarity) VALUES (?,?,?,?)"
        " ON CONFLICT (a, b) DO UPDATE SET relation = excluded.relation,"
        " similarity = excluded.similarity WHERE excluded.relation = 'version'",
        links,
    )
    regroup(connection, touched, rules)


def untie(connection: Connection, publication: str) -> set[str]:
    """Take a publication out of the index and off its ties; returns those it was tied to.

    They are not regrouped.
    """
    known = connection.execute(
        "DELETE FROM fingerprints WHERE publication = ? RETURNING row", (publication,)
    ).fetchall()
    if not known:
        return set()
    connection.executemany("DELETE FROM fresh WHERE row = ?", [(row[0],) for row in known])
    gone = connection.execute(
        "DELETE FROM links WHERE a = ? OR b = ? RETURNING a, b", (publication, publication)
    ).fetchall()
    connection.execute("DELETE FROM story_members WHERE publication_id = ?", (publication,))
    return {one for pair in gone for one in pair} - {publication}


def forget_all(connection: Connection) -> None:
    """Empty the index and take all publications out of their stories."""
    for table in ("fingerprints", "fresh", "segments", "blocks", "links", "story_members"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608


def _keep(connection: Connection, entry: Entry) -> Known:
    member, fingerprint = entry.member, entry.fingerprint
    day = date.fromisoformat(member.day).toordinal()
    cursor = connection.execute(
        "INSERT INTO fingerprints (publication, outlet, day, published_at, owned, language,"
        " packed, shingles) VALUES (?,?,?,?,?,?,?,?) RETURNING row",
        (
            member.publication, member.outlet, day, member.published_at, member.owned,
            member.language, fingerprint.pack(), len(fingerprint.shingles),
        ),
    )  # fmt: skip
    return Known(
        cursor.fetchone()[0], member.publication, member.outlet, day, member.language,
        fingerprint,
    )  # fmt: skip


def _compared(
    connection: Connection, added: Sequence[Known], rules: StoryRules, read: ReadTerms | None
) -> list[tuple[str, str, str, float]]:
    """The links of new publications to one another and to all that were there."""
    links = []
    meanings = Meanings(connection)
    for one, other, shingles, facts, told in candidates(connection, meanings, added, rules, read):
        likeness = judge(meanings, one, other, shingles, facts, rules, told=told)
        if likeness.relation != DIFFERENT:
            first, last = sorted((one.publication, other.publication))
            links.append((first, last, likeness.relation, likeness.similarity))
    return links


def _is_known(connection: Connection, publication: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM fingerprints WHERE publication = ?", (publication,)
    ).fetchone()
    return found is not None
