"""Keeps publications: the same address twice changes nothing, an edit keeps the older text."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from storage.connection import Connection, Row
from storage.quotes import insert_quotes, quote_rows
from storage.records import Outcome, Publication, publication_id
from storage.times import to_text
from storage.versions import may_have_versions, tie_versions

TEXT_KEY_WORDS = 20
"""Fewest words by which two texts of one outlet are known as one article in two alphabets."""


Rows = list[tuple[object, ...]]
"""Rows of one table."""


class PublicationRows(NamedTuple):
    """A publication as the tables take it: made in any process, kept by the one that writes."""

    id: str
    publication: tuple[object, ...]
    mentions: Rows
    topics: Rows
    quotes: Rows


def text_key(folded_body: str) -> str:
    """The key two versions of a text share when only the alphabet differs; "" for short texts."""
    words = folded_body.split()
    if len(words) < TEXT_KEY_WORDS:
        return ""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=12).hexdigest()


def keep(
    connection: Connection, publication: Publication, capture: Callable[[], int]
) -> tuple[Outcome, set[str]]:
    """As :func:`keep_all` for one publication; ``capture`` gives the number of its page."""
    (kept,) = keep_all(connection, [publication], lambda places: [capture() for _ in places])
    return kept


def keep_all(
    connection: Connection,
    publications: Sequence[Publication],
    captured: Callable[[Sequence[int]], Sequence[int]],
) -> list[tuple[Outcome, set[str]]]:
    """Store publications, or see that they are stored already, or note that they were edited.

    Many together take a few statements, whatever their number: what is on another machine is
    waited for once and not for each. What is kept is the same as if they came one by one.

    Args:
        connection: the ledger, inside the caller's transaction.
        publications: in the order in which they came; one that comes twice is kept as it came last.
        captured: keeps the pages of those that bring something new, given by their places in
            ``publications``, and returns the captures' numbers in that order.

    Returns:
        for each its outcome (stored, language_version, changed or unchanged) and the ids of the
        publications whose language version tie or text changed, itself among them.
    """
    kept: list[tuple[Outcome, set[str]]] = []
    while len(kept) < len(publications):
        first = len(kept)
        some = _each_once(publications[first:])

        def capture(places: Sequence[int], first: int = first) -> Sequence[int]:
            return captured([first + place for place in places])

        kept += _keep_some(connection, some, capture)
    return kept


def _each_once(publications: Sequence[Publication]) -> Sequence[Publication]:
    """The first of them, up to one whose address was among them."""
    met: set[str] = set()
    for place, one in enumerate(publications):
        if one.id in met:
            return publications[:place]
        met.add(one.id)
    return publications


def _keep_some(
    connection: Connection, publications: Sequence[Publication],
    captured: Callable[[Sequence[int]], Sequence[int]],
) -> list[tuple[Outcome, set[str]]]:  # fmt: skip
    """Keep the first of them, as many as go together; no address is among them twice."""
    known = _known(connection, publications)
    outcomes = [_outcome(one, known.get((one.outlet, one.url))) for one in publications]
    if Outcome.CHANGED in outcomes:
        # whose version it was and is depends on what came before it and what comes after
        together = outcomes.index(Outcome.CHANGED) or 1
        publications, outcomes = publications[:together], outcomes[:together]
    fresh = [place for place, said in enumerate(outcomes) if said is not Outcome.UNCHANGED]
    captures = dict(zip(fresh, captured(fresh), strict=True))
    stored = [place for place in fresh if outcomes[place] is Outcome.STORED]
    rows = [rows_of(publications[place], captures[place]) for place in stored]
    if rows:
        connection.executemany(_INSERT, [one.publication for one in rows])
    for place, one in enumerate(publications):
        if outcomes[place] is Outcome.CHANGED:
            _replace(connection, one, captures[place], known[one.outlet, one.url])
        elif outcomes[place] is Outcome.UNCHANGED and known[one.outlet, one.url]["state"] == "gone":
            _back(connection, one.id)
    findings = [_findings(publications[place]) for place in fresh]
    mentions, topics, quotes = ([row for one in findings for row in one[kind]] for kind in range(3))
    _keep_findings(connection, mentions, topics, quotes)
    groups: dict[str, set[str]] = {}
    may = set(may_have_versions(connection, [publications[place] for place in stored]))
    for place in fresh:
        one = publications[place]
        if one.id in may or outcomes[place] is Outcome.CHANGED:
            groups[one.id] = tie_versions(connection, one.id)
    tied = _tied(connection, groups)
    answers = []
    for one, outcome in zip(publications, outcomes, strict=True):
        if outcome is Outcome.STORED and one.id in tied:
            # by what it is, not by when it came: the outcomes of a cut-off night end the same
            outcome = Outcome.LANGUAGE_VERSION  # noqa: PLW2901
        unchanged = outcome is Outcome.UNCHANGED
        answers.append((outcome, set() if unchanged else groups.get(one.id, set()) | {one.id}))
    return answers


def _known(
    connection: Connection, publications: Sequence[Publication]
) -> dict[tuple[str, str], Row]:
    """What is kept of these addresses, by outlet and address."""
    marks = ", ".join(["(?, ?)"] * len(publications))
    rows = connection.execute(
        "SELECT outlet, url, title, body, capture, published_at, date_source, day, state"  # noqa: S608
        f" FROM publications WHERE (outlet, url) IN (VALUES {marks})",
        [value for one in publications for value in (one.outlet, one.url)],
    )
    return {(row["outlet"], row["url"]): row for row in rows.fetchall()}


def _outcome(publication: Publication, known: Row | None) -> Outcome:
    if known is None:
        return Outcome.STORED
    same = known["title"] == publication.title and known["body"] == publication.body
    return Outcome.UNCHANGED if same else Outcome.CHANGED


def _tied(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the publications that are language versions of others."""
    names = list(ids)
    if not names:
        return set()
    rows = connection.execute(
        f"SELECT id FROM publications WHERE version_of <> ''"  # noqa: S608
        f" AND id IN ({', '.join('?' * len(names))})",
        names,
    )
    return {row[0] for row in rows}


def rows_of(p: Publication, capture: int | None = None) -> PublicationRows:
    """The rows of a publication, its mentions, topics and quotes; ``capture`` is its page's."""
    return PublicationRows(
        p.id,
        (
            p.id, p.outlet, p.url, p.title, p.lead, p.body, p.author, p.section, _json(p.tags),
            p.language, p.script, to_text(p.published_at), str(p.date_source), p.day.isoformat(),
            to_text(p.first_seen_at), str(p.owner), p.main, p.region, p.version_key,
            text_key(p.folded_body), p.folded_title, p.folded_body, capture, p.image,
        ),
        *_findings(p),
    )  # fmt: skip


def keep_unread(connection: Connection, rows: PublicationRows) -> bool:
    """Store an item that has no page of its own (an imported row); False where it is stored.

    It has no language versions. Runs inside the caller's transaction.
    """
    inserted = connection.execute(f"{_INSERT} ON CONFLICT DO NOTHING", rows.publication)
    if not inserted.rowcount:
        return False
    _keep_findings(connection, rows.mentions, rows.topics, rows.quotes)
    return True


def _back(connection: Connection, publication: str) -> None:
    """What was taken down stands there again."""
    connection.execute(
        "UPDATE publications SET state = CASE WHEN EXISTS"
        " (SELECT 1 FROM editions WHERE publication = id) THEN 'changed' ELSE 'live' END"
        " WHERE id = ?",
        (publication,),
    )


def mark_gone(connection: Connection, outlet: str, url: str) -> None:
    """Note that the outlet took a publication down; it stays counted, its capture proves it."""
    # an item of another outlet (a broadcaster's on a video channel) is known by its address
    connection.execute(
        "UPDATE publications SET state = 'gone' WHERE id = ? OR id = (SELECT publication"
        " FROM addresses WHERE outlet = ? AND url = ? AND publication <> '')",
        (publication_id(outlet, url), outlet, url),
    )


_INSERT = (
    "INSERT INTO publications (id, outlet, url, title, lead, body, author, section, tags,"
    " language, script, published_at, date_source, day, first_seen_at, state, owner, main,"
    " region, version_key, text_key, folded_title, folded_body, capture, image)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'live',?,?,?,?,?,?,?,?,?)"
)


def _replace(connection: Connection, p: Publication, capture: int, known: Row) -> None:
    connection.execute(
        "INSERT INTO editions (publication, replaced_at, title, body, capture)"
        " VALUES (?,?,?,?,?) ON CONFLICT (publication, replaced_at) DO NOTHING",
        (p.id, to_text(p.first_seen_at), known["title"], known["body"], known["capture"]),
    )
    # an edit does not move a publication to another day, unless its day was only a guess
    dated = known["date_source"] != "first_seen"
    moment = (known["published_at"], known["date_source"], known["day"])
    if not dated:
        moment = (to_text(p.published_at), str(p.date_source), p.day.isoformat())
    connection.execute(
        "UPDATE publications SET title=?, lead=?, body=?, author=?, section=?, tags=?, language=?,"
        " script=?, published_at=?, date_source=?, day=?, state='changed', owner=?, main=?,"
        " region=?, version_key=?, text_key=?, folded_title=?, folded_body=?, capture=?, image=?"
        " WHERE id = ?",
        (
            p.title, p.lead, p.body, p.author, p.section, _json(p.tags), p.language, p.script,
            *moment, p.owner, p.main, p.region, p.version_key, text_key(p.folded_body),
            p.folded_title, p.folded_body, capture, p.image, p.id,
        ),
    )  # fmt: skip
    for table in ("mentions", "topics", "quotes"):
        connection.execute(f"DELETE FROM {table} WHERE publication = ?", (p.id,))  # noqa: S608


def _findings(p: Publication) -> tuple[Rows, Rows, Rows]:
    mentions: Rows = [
        (p.id, n, m.unit, str(m.owner), m.field, m.start, m.end, m.text, m.rule)
        for n, m in enumerate(p.mentions)
    ]
    topics: Rows = [(p.id, t.topic, _json(t.words), t.score) for t in p.topics]
    return mentions, topics, quote_rows(p.id, p.quotes)


def _keep_findings(connection: Connection, mentions: Rows, topics: Rows, quotes: Rows) -> None:
    if mentions:
        connection.executemany(
            'INSERT INTO mentions (publication, position, unit, owner, field, "start", "end", text,'
            " rule) VALUES (?,?,?,?,?,?,?,?,?)",
            mentions,
        )
    if topics:
        connection.executemany(
            "INSERT INTO topics (publication, topic, words, score) VALUES (?,?,?,?)", topics
        )
    if quotes:
        insert_quotes(connection, quotes)


def _json(values: tuple[str, ...]) -> str:
    # most publications have no tags
    if not values:
        return "[]"
    return json.dumps(values, ensure_ascii=False)
