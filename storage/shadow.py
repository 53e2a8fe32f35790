"""A second ledger in memory, in which publications are made again and compared with the first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from storage.connection import Connection
from storage.differences import Difference
from storage.ledger_lines import MENTION_FIELDS, TOPIC_FIELDS, rows_of
from storage.times import from_text
from text.clock import now, tashkent_day

FIELDS = (
    "outlet", "url", "title", "lead", "body", "author", "section", "tags", "language", "script",
    "image", "published_at", "date_source", "day", "first_seen_at", "owner", "main", "region",
    "version_key", "text_key", "version_of", "folded_title", "folded_body",
)  # fmt: skip
"""What of a publication is made again; ``state`` beside it, except what the outlet took down."""

QUOTE_FIELDS = ("unit", "speaker", "speaker_key", "direct", "start", "end")

_STORY_FIELDS = ("story", "relation", "of", "similarity", "carries")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A publication to be made again: its captures, the oldest edition first, and what the ledger
    knows of its address where a capture does not say it."""

    id: str
    outlet: str
    url: str
    captures: tuple[int, ...]
    address_found: str
    """What listings said of it, as stored; "{}" where unknown."""
    image: str
    """The address of its lead picture; "" where it has none or was kept before pictures were."""


def extent(connection: Connection) -> tuple[date, date]:
    """First and last day (Tashkent) of all publications and captures; today when there is none."""
    days = connection.execute("SELECT min(day), max(day) FROM publications").fetchone()
    times = connection.execute("SELECT min(fetched_at), max(fetched_at) FROM captures").fetchone()
    known = [date.fromisoformat(day) for day in days if day]
    known += [tashkent_day(from_text(time)) for time in times if time]
    known = known or [tashkent_day(now())]
    return min(known), max(known)


def period_publications(connection: Connection, first: date, last: date) -> list[str]:
    """Ids of the publications of the days first..last (Tashkent)."""
    rows = connection.execute(
        "SELECT id FROM publications WHERE day BETWEEN ? AND ? ORDER BY id",
        (first.isoformat(), last.isoformat()),
    )
    return [row[0] for row in rows]


def wanted(connection: Connection, ids: Iterable[str]) -> Iterator[Wanted]:
    """What is needed to make publications again."""
    for one in ids:
        row = connection.execute(
            "SELECT id, outlet, url, capture, image FROM publications WHERE id = ?", (one,)
        ).fetchone()
        if row is None:
            # named as another's version, but no such row
            continue
        earlier = connection.execute(
            "SELECT capture FROM editions WHERE publication = ? ORDER BY replaced_at", (one,)
        )
        numbers = [*(edition[0] for edition in earlier), row["capture"]]
        address = connection.execute(
            "SELECT a.found FROM addresses a JOIN captures c ON c.outlet = a.outlet"
            " WHERE c.id = ? AND a.url = ?",
            (row["capture"], row["url"]),
        ).fetchone()
        yield Wanted(
            one, row["outlet"], row["url"], tuple(n for n in numbers if n is not None),
            address["found"] if address else "{}", row["image"],
        )  # fmt: skip


def versions_and_stories(
    connection: Connection, ids: Iterable[str], first: date, last: date, margin: int
) -> tuple[set[str], set[str]]:
    """What else has a say in the versions and stories of publications.

    Returns ids of the other language versions, to be made again from their captures too; and of
    what may be of their stories: all of those stories, and whatever lies within ``margin`` days.
    """
    known = set(ids)
    versions = {
        row[0]
        for row in connection.execute(
            "SELECT b.id FROM publications a JOIN publications b ON b.outlet = a.outlet"
            " AND b.version_of IN (a.id, a.version_of) AND b.version_of <> ''"
            " WHERE a.day BETWEEN ? AND ?"
            " UNION SELECT version_of FROM publications WHERE version_of <> ''"
            " AND day BETWEEN ? AND ?"
            " UNION SELECT b.id FROM publications a JOIN publications b ON b.outlet = a.outlet"
            " AND b.version_key = a.version_key AND b.version_key <> ''"
            " WHERE a.day BETWEEN ? AND ?",
            (first.isoformat(), last.isoformat()) * 3,
        )
    }
    # the same text in another alphabet may stand a day before or after
    versions |= {
        row[0]
        for row in connection.execute(
            "SELECT id FROM publications WHERE day IN (?, ?)",
            ((first - timedelta(days=1)).isoformat(), (last + timedelta(days=1)).isoformat()),
        )
    }
    beside = {
        row[0]
        for row in connection.execute(
            "SELECT publication_id FROM story_members WHERE story IN (SELECT story"
            " FROM story_members JOIN publications ON id = publication_id"
            " WHERE day BETWEEN ? AND ?)"
            " UNION SELECT publication FROM fingerprints WHERE day BETWEEN ? AND ?",
            (
                first.isoformat(), last.isoformat(),
                first.toordinal() - margin, last.toordinal() + margin,
            ),
        )
    }  # fmt: skip
    versions -= known
    return versions, beside - known - versions


def prepare(shadow: Connection, connection: Connection) -> None:
    """Give a shadow what is not made again: what people decided, days read, the dictionary."""
    shadow.execute("PRAGMA foreign_keys = OFF")
    for trigger in shadow.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'coverage/_words/_%'"
        " ESCAPE '/'"
    ).fetchall():
        shadow.execute(f"DROP TRIGGER {trigger[0]}")
    for table in ("decisions", "read_days", "dictionary"):
        copy_rows(shadow, connection, table)


def copy_rows(
    shadow: Connection,
    connection: Connection,
    table: str,
    where: str = "1 = 1",
    values: tuple[object, ...] = (),
) -> None:
    """Copy rows of a table as they are."""
    rows = connection.execute(f"SELECT * FROM {table} WHERE {where}", values).fetchall()  # noqa: S608
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0].keys())  # noqa: SIM118
        marks = ", ".join("?" * len(rows[0]))
        shadow.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
            [tuple(row) for row in rows],
        )


def copy_publication(shadow: Connection, connection: Connection, identity: str) -> None:
    """Copy one publication with what was found in it, as it is."""
    shadow.execute("DELETE FROM publications WHERE id = ?", (identity,))
    kept = dict(
        connection.execute("SELECT * FROM publications WHERE id = ?", (identity,)).fetchone()
    )
    # the number is the first ledger's own; the shadow gives another
    del kept["row"]
    shadow.execute(
        f"INSERT INTO publications ({', '.join(kept)})"  # noqa: S608
        f" VALUES ({', '.join('?' * len(kept))})",
        tuple(kept.values()),
    )
    for table in ("mentions", "topics", "quotes"):
        copy_rows(shadow, connection, table, "publication = ?", (identity,))


def differences(
    connection: Connection, shadow: Connection, ids: Iterable[str]
) -> Iterator[Difference]:
    """Field by field, what of these publications is another in the shadow."""
    for one in ids:
        what = f"publication {one}"
        row = connection.execute("SELECT * FROM publications WHERE id = ?", (one,)).fetchone()
        made = shadow.execute("SELECT * FROM publications WHERE id = ?", (one,)).fetchone()
        if made is None:
            continue
        for name in FIELDS:
            if row[name] != made[name]:
                yield Difference(what, name, str(row[name]), str(made[name]))
        if row["state"] not in {made["state"], "gone"}:
            yield Difference(what, "state", row["state"], made["state"])
        for table, fields, order in (
            ("mentions", MENTION_FIELDS, "position"),
            ("topics", TOPIC_FIELDS, "topic"),
            ("quotes", QUOTE_FIELDS, "position"),
        ):
            kept = rows_of(connection, table, fields, one, order)
            again = rows_of(shadow, table, fields, one, order)
            if kept != again:
                yield _of_rows(what, table, fields, kept, again)
        member, member_again = _member(connection, one), _member(shadow, one)
        for name, old, new in zip(_STORY_FIELDS, member, member_again, strict=True):
            if old != new:
                yield Difference(what, f"story_members.{name}", str(old), str(new))


def _of_rows(
    what: str,
    table: str,
    fields: tuple[str, ...],
    kept: list[list[object]],
    again: list[list[object]],
) -> Difference:
    for place, (old, new) in enumerate(zip(kept, again, strict=False)):
        for name, one, other in zip(fields, old, new, strict=True):
            if one != other:
                return Difference(what, f"{table}[{place}].{name}", str(one), str(other))
    return Difference(what, table, f"{len(kept)} rows", f"{len(again)} rows")


def _member(connection: Connection, one: str) -> tuple[object, ...]:
    row = connection.execute(
        'SELECT story, relation, "of", similarity, carries FROM story_members'
        " WHERE publication_id = ?",
        (one,),
    ).fetchone()
    return tuple(row) if row else ("none",) * len(_STORY_FIELDS)
