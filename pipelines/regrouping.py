"""Stories of a whole ledger: fingerprints that are missing or to be taken anew, and their ties."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from pipelines.fingerprints import fingerprint
from pipelines.reprints import story_rules
from storage.across import tie_across
from storage.connection import Connection
from storage.database import transaction
from storage.dictionary import learn
from storage.read_terms import ReadTerms
from storage.stories import Entry, Member, forget_all, tie_all
from storage.times import to_text

BATCH = 1000
"""Publications tied together, in one transaction."""

JUDGED_AGAIN = 45
"""Days whose texts in two languages are judged again when the dictionary has learnt: the window."""

# as keep does: the ministry's own outlets, and what names it
_CONCERNS = "(o.owned OR p.owner IN ('own', 'both'))"


def regroup_ledger(
    connection: Connection,
    *,
    anew: bool = False,
    progress: Callable[[int], object] = lambda _: None,
) -> int:
    """Take the fingerprints that are missing and put their publications into stories.

    Ledgers of an older version have none; nothing happens where none is missing.

    Args:
        connection: the ledger, outside a transaction.
        anew: forget all fingerprints and stories first (after the rules changed).
        progress: is told how many publications each step put into stories.

    Returns:
        how many publications were put into stories.
    """
    if anew:
        with transaction(connection):
            forget_all(connection)
    rules = story_rules()
    read = ReadTerms()
    done = 0
    while batch := list(_missing(connection)):
        with transaction(connection):
            tie_all(connection, batch, rules, read)
        done += len(batch)
        progress(len(batch))
    return done


def learn_dictionary(connection: Connection) -> int:
    """Learn the bilingual dictionary anew from the ledger; returns its pairs of words.

    What is tied already stays as it was; :func:`regroup_ledger` anew ties all by what was learnt.
    """
    with transaction(connection):
        return learn(connection).pairs


def learn_and_tie(connection: Connection, since: datetime) -> int:
    """Learn the dictionary from the language versions in the ledger and tie by what is new in it.

    Judged anew are pairs in two languages of the days of :data:`JUDGED_AGAIN` before the newest
    and of the days of publications first seen at ``since`` (an aware instant) or later, so that
    a back-fill is tied by what its own versions taught. All or nothing.

    Returns:
        how many ties came, went or changed; 0 where nothing new was learnt.
    """
    with transaction(connection):
        if not learn(connection).changed:
            return 0
        newest = connection.execute("SELECT max(day) FROM fingerprints").fetchone()[0]
        days = {date.fromordinal(newest - back) for back in range(JUDGED_AGAIN)}
        seen = connection.execute(
            "SELECT DISTINCT day FROM publications WHERE first_seen_at >= ?", (to_text(since),)
        )
        days |= {date.fromisoformat(row[0]) for row in seen}
        return tie_across(connection, days, story_rules())


def _missing(connection: Connection) -> Iterator[Entry]:
    rows = connection.execute(
        "SELECT p.*, o.owned FROM publications p JOIN outlets o ON o.id = p.outlet"  # noqa: S608
        " LEFT JOIN fingerprints f ON f.publication = p.id"
        f" WHERE f.publication IS NULL AND {_CONCERNS} ORDER BY p.day, p.id LIMIT ?",
        (BATCH,),
    ).fetchall()
    for row in rows:
        versions = connection.execute(
            "SELECT id FROM publications WHERE outlet = ? AND id <> ?"
            " AND (version_of = ? OR id = ? OR (version_of = ? AND version_of <> ''))",
            (row["outlet"], row["id"], row["id"], row["version_of"], row["version_of"]),
        )
        member = Member(
            row["id"], row["published_at"], row["day"], bool(row["owned"]), row["language"],
            row["outlet"],
        )  # fmt: skip
        key = fingerprint(
            row["title"], row["body"], row["folded_title"], row["folded_body"], row["image"]
        )
        yield Entry(member, key, [version[0] for version in versions])
