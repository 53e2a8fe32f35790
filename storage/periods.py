"""Closed periods: appearances frozen as they counted, and what is found later as adjustments.

A month's rows are frozen once and never change; a half-year or year freezes the months in it that
are still open. The figures stand beside the rows, under one SHA-256.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from storage.appearances import CountingRules, Selection, appearances_sql
from storage.connection import Connection, Row
from storage.differences import Difference
from storage.times import from_text, to_text
from text.clock import tashkent_day

Change = Literal["added", "removed", "moved"]

FIELDS = ("day", "outlet", "channel", "subchannel", "region", "origin", "foreign")
"""What of a frozen row a figure of the report depends on: a change of one is an adjustment."""

_ROW = (
    "publication, month, day, published_at, outlet, channel, subchannel, owned, is_foreign, region,"
    " main, story, relation, origin, units, topics"
)


class CannotClose(ValueError):
    """A period that cannot be closed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month (2026-10), half-year (2026-H1) or year (2026) of Tashkent days, both ends in it."""

    name: str
    first: date
    last: date

    @property
    def months(self) -> list[str]:
        """Its months, as 2026-10."""
        numbers = range(self.first.month, self.last.month + 1)
        return [f"{self.first.year}-{number:02}" for number in numbers]


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed period as it is kept; ``closed_at`` is an aware instant."""

    period: str
    first: date
    last: date
    closed_at: datetime
    person: str
    confirmed_by: str
    reason: str
    rules: dict[str, bool]
    figures: dict[str, int]
    sha256: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An appearance that counts otherwise today than when its month was closed."""

    change: Change
    publication: str
    day: str
    outlet: str
    title: str
    url: str
    what: str
    """Of one that moved: the fields, as "channel: internet → television"."""


def read_period_name(text: str) -> Period:
    """A period as typed: 2026-10, 2026-H1 or 2026.

    Raises:
        CannotClose: it is none of these.
    """
    match = re.fullmatch(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|[Hh]([12])))?", text)
    if match is None:
        raise CannotClose(f"{text!r} is no period; write 2026-10, 2026-H1 or 2026")
    year = int(match[1])
    if match[2]:
        begin, end = int(match[2]), int(match[2])
    elif match[3]:
        begin, end = (1, 6) if match[3] == "1" else (7, 12)
    else:
        begin, end = 1, 12
    last = date(year + end // 12, end % 12 + 1, 1) - timedelta(days=1)
    return Period(text.upper(), date(year, begin, 1), last)


def freeze(connection: Connection, rules: CountingRules, period: Period, at: datetime) -> list[str]:
    """Freeze the appearances and activities of the period's open months; returns those months.

    Inside the caller's transaction; :func:`close` follows in the same one.

    Raises:
        CannotClose: it is closed already, or not over.
    """
    known = closing(connection, period.name)
    if known is not None:
        raise CannotClose(
            f"{period.name} was closed on {known.closed_at:%Y-%m-%d} by {known.person};"
            " a closed period never changes"
        )
    if tashkent_day(at) <= period.last:
        raise CannotClose(f"{period.name} is not over: its last day is {period.last}")
    frozen = []
    for month in period.months:
        if not is_closed(connection, month):
            _freeze_month(connection, rules, read_period_name(month), at)
            frozen.append(month)
    return frozen


def close(
    connection: Connection, rules: CountingRules, period: Period,
    figures: Mapping[str, int], at: datetime, person: str, confirmed_by: str = "", reason: str = "",
) -> Closing:  # fmt: skip
    """Keep the figures of a frozen period under its digest. Inside the caller's transaction.

    Raises:
        CannotClose: nobody's name, or one person confirms what the same person closed.
    """
    if not person.strip():
        raise CannotClose("closing a period needs the name of who closes it; give --person")
    if confirmed_by and confirmed_by.strip().casefold() == person.strip().casefold():
        raise CannotClose("who confirms a closing is another person than who closes")
    made = Closing(
        period.name, period.first, period.last, at, person, confirmed_by, reason, asdict(rules),
        dict(figures), "",
    )  # fmt: skip
    connection.execute(
        "INSERT INTO periods (period, first, last, closed_at, person, confirmed_by, reason, rules,"
        " figures, sha256) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            made.period, made.first.isoformat(), made.last.isoformat(), to_text(at), person,
            confirmed_by, reason, json.dumps(made.rules, sort_keys=True),
            json.dumps(made.figures, sort_keys=True), digest_of(connection, made),
        ),
    )  # fmt: skip
    kept = closing(connection, period.name)
    if kept is None:
        raise CannotClose(f"{period.name}: was not kept")
    return kept


def closing(connection: Connection, period: str) -> Closing | None:
    """A closed period; None where it is open."""
    row = connection.execute("SELECT * FROM periods WHERE period = ?", (period,)).fetchone()
    return None if row is None else _closing(row)


def closings(connection: Connection) -> list[Closing]:
    """All closed periods, by first day, the shorter first."""
    rows = connection.execute("SELECT * FROM periods ORDER BY first, last, period")
    return [_closing(row) for row in rows]


def is_closed(connection: Connection, month: str) -> bool:
    """Whether a month (2026-10) is closed, by itself or with its year."""
    found = connection.execute("SELECT 1 FROM closed_months WHERE month = ?", (month,))
    return found.fetchone() is not None


def digest_of(connection: Connection, one: Closing) -> str:
    """SHA-256 of a period's figures and of every frozen row behind them, hexadecimal.

    Over lines of JSON in UTF-8, each ended by a line feed: what was closed, when, by whom and by
    which rules, then rows by publication, then activities by id.
    """
    hashed = hashlib.sha256()

    def add(value: object) -> None:
        line = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        hashed.update(f"{line}\n".encode("utf-8", "surrogatepass"))

    head = asdict(one) | {"closed_at": to_text(one.closed_at)}
    del head["sha256"]
    add({name: str(v) if isinstance(v, date) else v for name, v in head.items()})
    days = one.first.isoformat(), one.last.isoformat()
    for row in connection.execute(
        f"SELECT {_ROW} FROM closed_appearances WHERE day BETWEEN ? AND ?"  # noqa: S608
        " ORDER BY publication",
        days,
    ):
        add(list(row))
    months = one.first.isoformat()[:7], one.last.isoformat()[:7]
    for row in connection.execute(
        "SELECT activity, month FROM closed_activities WHERE month BETWEEN ? AND ?"
        " ORDER BY activity",
        months,
    ):
        add(list(row))
    return hashed.hexdigest()


def check_closings(connection: Connection) -> Iterator[Difference]:
    """Closed periods whose figures or frozen rows are not what was closed."""
    for one in closings(connection):
        now = digest_of(connection, one)
        if now != one.sha256:
            yield Difference(f"period {one.period}", "sha256", now, one.sha256)


def adjustments(connection: Connection, rules: CountingRules, period: Period) -> list[Adjustment]:
    """How the closed months of a period would count today, by day, outlet and address."""
    if not any(is_closed(connection, month) for month in period.months):
        return []
    live, values = appearances_sql(rules, Selection(period.first, period.last, closed=False))
    today = {
        row["publication"]: row
        for row in connection.execute(
            f"SELECT * FROM ({live}) a WHERE substr(day, 1, 7) IN"  # noqa: S608
            " (SELECT month FROM closed_months)",
            values,
        )
    }
    frozen = {
        row["publication"]: row
        for row in connection.execute(
            "SELECT c.publication, c.day, c.outlet, c.channel, c.subchannel, c.region, c.origin,"
            ' c.is_foreign AS "foreign", p.title, p.url FROM closed_appearances c'
            " JOIN publications p ON p.id = c.publication WHERE c.day BETWEEN ? AND ?",
            (period.first.isoformat(), period.last.isoformat()),
        )
    }
    made = [_adjusted("added", row) for name, row in today.items() if name not in frozen]
    for name, row in frozen.items():
        now = today.get(name)
        if now is None:
            made.append(_adjusted("removed", row))
        elif changed := [field for field in FIELDS if row[field] != now[field]]:
            what = "; ".join(f"{field}: {row[field]} → {now[field]}" for field in changed)
            made.append(_adjusted("moved", row, what))
    return sorted(made, key=lambda one: (one.day, one.outlet, one.url))


def _adjusted(change: Change, row: Row, what: str = "") -> Adjustment:
    return Adjustment(
        change, row["publication"], row["day"], row["outlet"], row["title"], row["url"], what
    )


def _freeze_month(
    connection: Connection, rules: CountingRules, month: Period, at: datetime
) -> None:
    sql, values = appearances_sql(rules, Selection(month.first, month.last))
    lists = ", ".join(
        f"(SELECT json_group_array({kind}) FROM (SELECT {kind} FROM standing_{kind}s n"  # noqa: S608
        f" WHERE n.publication = a.publication ORDER BY {kind}) found)"
        for kind in ("unit", "topic")
    )
    connection.execute(
        f"INSERT INTO closed_appearances ({_ROW}) SELECT publication, ?, day, published_at,"  # noqa: S608
        ' outlet, channel, subchannel, owned, "foreign", region, main, story, relation, origin,'
        f" {lists} FROM ({sql}) a",
        (month.name, *values),
    )
    connection.execute(
        "INSERT INTO closed_activities (activity, month) SELECT id, ? FROM activities"
        " WHERE day BETWEEN ? AND ?",
        (month.name, month.first.isoformat(), month.last.isoformat()),
    )
    connection.execute("INSERT INTO closed_months VALUES (?, ?)", (month.name, to_text(at)))
    # from here on the month's rows of what is counted are the frozen ones
    days = (month.first.isoformat(), month.last.isoformat())
    connection.execute("DELETE FROM coverage WHERE day BETWEEN ? AND ?", days)
    connection.execute(
        "INSERT INTO coverage SELECT * FROM coverage_now WHERE day BETWEEN ? AND ?", days
    )


def _closing(row: Row) -> Closing:
    return Closing(
        row["period"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"]),
        from_text(row["closed_at"]), row["person"], row["confirmed_by"], row["reason"],
        json.loads(row["rules"]), json.loads(row["figures"]), row["sha256"],
    )  # fmt: skip
