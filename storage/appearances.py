"""Appearances: the publications that count, as one query that every figure and list shares."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Grouping = Literal["channel", "outlet", "region", "unit", "topic", "day"]
GROUPINGS: tuple[Grouping, ...] = ("channel", "outlet", "region", "unit", "topic", "day")


@dataclass(frozen=True, slots=True)
class CountingRules:
    """The switches of ``pipelines/rules/counting.toml``."""

    owned_outlets_count_whole: bool
    passing_mentions_count: bool
    reprints_count: bool
    gone_publications_count: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Which appearances: days first..last (Tashkent, both included), narrowed by key."""

    first: date
    last: date
    channel: str = ""
    """A channel ("internet") or a channel and subchannel ("internet/own")."""
    outlet: str = ""
    region: str = ""
    unit: str = ""
    topic: str = ""
    language: str = ""
    words: str = ""
    """Folded words to be found in title or body, as an FTS5 query."""
    foreign: bool | None = None
    """True: foreign media only; False: domestic only; None: both."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One row behind a number."""

    publication: str
    day: str
    published_at: str
    date_source: str
    outlet: str
    outlet_name: str
    channel: str
    subchannel: str
    owned: bool
    foreign: bool
    title: str
    url: str
    language: str
    script: str
    region: str
    main: bool
    state: str
    story: str
    relation: str
    units: tuple[str, ...] = field(default=())


_COLUMNS = """
    p.id AS publication, p.day, p.published_at, p.date_source, p.outlet, o.name AS outlet_name,
    coalesce((SELECT d.value FROM standing d WHERE d.publication = p.id AND d.kind = 'channel'),
             o.channel) AS channel,
    o.subchannel, o.owned, o.is_foreign AS "foreign", p.title, p.url, p.language, p.script,
    p.region, p.main, p.state, coalesce(s.story, p.id) AS story,
    coalesce(s.relation, 'origin') AS relation
"""


def appearances_sql(rules: CountingRules, selection: Selection) -> tuple[str, list[object]]:
    """The query whose rows are the appearances of a selection, and its parameters.

    Every count is a count over this query, so that a number and its list cannot differ.
    """
    where = ["p.day BETWEEN ? AND ?", "p.version_of = ''", _counts(rules)]
    values: list[object] = [selection.first.isoformat(), selection.last.isoformat()]
    if not rules.reprints_count:
        where.append("coalesce(s.relation, 'origin') <> 'reprint'")
    if not rules.gone_publications_count:
        where.append("p.state <> 'gone'")
    if selection.outlet:
        where.append("p.outlet = ?")
        values.append(selection.outlet)
    if selection.region:
        where.append("p.region = ?")
        values.append("" if selection.region == "none" else selection.region)
    if selection.unit:
        where.append(
            "EXISTS (SELECT 1 FROM standing_units m WHERE m.publication = p.id AND m.unit = ?)"
        )
        values.append(selection.unit)
    if selection.topic:
        where.append(
            "EXISTS (SELECT 1 FROM standing_topics t WHERE t.publication = p.id AND t.topic = ?)"
        )
        values.append(selection.topic)
    if selection.language:
        where.append("(p.language = ? OR p.language || '-' || p.script = ?)")
        values += [selection.language, selection.language]
    if selection.words:
        where.append("p.row IN (SELECT rowid FROM publications_fts WHERE publications_fts MATCH ?)")
        values.append(selection.words)
    if selection.foreign is not None:
        where.append("o.is_foreign = ?")
        values.append(selection.foreign)
    sql = (
        f"SELECT {_COLUMNS} FROM publications p JOIN outlets o ON o.id = p.outlet"  # noqa: S608
        f" LEFT JOIN story_members s ON s.publication_id = p.id WHERE {' AND '.join(where)}"
    )
    if selection.channel:
        channel, _, subchannel = selection.channel.partition("/")
        sql = f"SELECT * FROM ({sql}) WHERE channel = ?"  # noqa: S608
        values.append(channel)
        if subchannel:
            sql += " AND subchannel = ?"
            values.append(subchannel)
    return sql, values


def list_appearances(
    connection: sqlite3.Connection, rules: CountingRules, selection: Selection
) -> Iterator[Appearance]:
    """The appearances of a selection, by day, moment, outlet and address."""
    sql, values = appearances_sql(rules, selection)
    rows = connection.execute(
        f"SELECT * FROM ({sql}) ORDER BY day, published_at, outlet, url",  # noqa: S608
        values,
    )
    for row in rows:
        units = connection.execute(
            "SELECT unit FROM standing_units WHERE publication = ? ORDER BY unit",
            (row["publication"],),
        )
        fields = dict(row)
        fields |= {name: bool(row[name]) for name in ("owned", "foreign", "main")}
        yield Appearance(**fields, units=tuple(unit[0] for unit in units))


def is_appearance(connection: sqlite3.Connection, rules: CountingRules, publication: str) -> bool:
    """Whether a publication counts, decisions considered, on whatever day it is."""
    sql, values = appearances_sql(rules, Selection(date.min, date.max))
    found = connection.execute(f"{sql} AND p.id = ?", [*values, publication]).fetchone()
    return found is not None


def _counts(rules: CountingRules) -> str:
    named = "p.owner IN ('own', 'both')"
    if not rules.passing_mentions_count:
        named = f"({named} AND p.main)"
    ruled = f"(o.owned OR {named})" if rules.owned_outlets_count_whole else named
    return (
        "coalesce((SELECT d.value = 'yes' FROM standing d WHERE d.publication = p.id"  # noqa: S608
        f" AND d.kind = 'counts'), {ruled})"
    )
