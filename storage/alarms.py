"""What visits brought by language, and alarms: outlets that are not as usual."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.connection import Connection, Row
from storage.times import to_text


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm; ``closed_at`` is "" while it is open. Instants as stored (UTC)."""

    id: int
    outlet: str
    line: str
    field: str
    opened_at: str
    usual: float
    seen: float
    url: str
    closed_at: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class PastVisit:
    """What an earlier visit brought: its lines as (counts, bad addresses), and its requests."""

    id: int
    lines: dict[str, tuple[dict[str, int], dict[str, str]]]
    requests: int
    new: int


_COLUMNS = "id, outlet, line, field, opened_at, usual, seen, url, closed_at, accepted"


def keep_lines(
    connection: Connection,
    visit: int,
    lines: Mapping[str, tuple[Mapping[str, int], Mapping[str, str]]],
) -> None:
    """Write what a visit brought in each line."""
    connection.executemany(
        "INSERT INTO visit_lines (visit, line, counts, bad) VALUES (?,?,?,?)"
        " ON CONFLICT (visit, line) DO UPDATE SET counts = excluded.counts, bad = excluded.bad",
        [
            (visit, line, json.dumps(dict(counts)), json.dumps(dict(bad), ensure_ascii=False))
            for line, (counts, bad) in lines.items()
        ],
    )


def usual_since(connection: Connection, outlet: str, at: datetime, days: int) -> str:
    """From when on an outlet's visits say what is usual: so many days back, or since a person
    accepted that it has changed.
    """
    accepted = connection.execute(
        "SELECT max(closed_at) FROM alarms WHERE outlet = ? AND accepted", (outlet,)
    ).fetchone()[0]
    return max(accepted or "", to_text(at - timedelta(days=days)))


def past_visits(connection: Connection, outlet: str, before: int, since: str) -> list[PastVisit]:
    """Visits that ended well enough to learn from, the oldest first, without those of an alarm."""
    rows = connection.execute(
        "SELECT v.id, v.requests, v.balance, l.line, l.counts, l.bad FROM visits v"
        " LEFT JOIN visit_lines l ON l.visit = v.id"
        " WHERE v.outlet = ? AND v.id < ? AND v.started_at >= ?"
        " AND v.state IN ('complete', 'incomplete') AND NOT EXISTS ("
        "SELECT 1 FROM alarms a WHERE a.outlet = v.outlet AND a.visit <= v.id"
        " AND (a.closed_at = '' OR a.closed_at > v.started_at))"
        " ORDER BY v.id, l.line",
        (outlet, before, since),
    )
    visits: dict[int, PastVisit] = {}
    for row in rows:
        visit = visits.get(row["id"])
        if visit is None:
            balance = json.loads(row["balance"])
            new = balance.get("stored", 0) + balance.get("language_version", 0)
            visit = visits[row["id"]] = PastVisit(row["id"], {}, row["requests"], new)
        if row["line"] is not None:
            visit.lines[row["line"]] = (json.loads(row["counts"]), json.loads(row["bad"]))
    return list(visits.values())


def brought(
    connection: Connection, outlet: str, first: date, last: date, until: str = ""
) -> dict[str, dict[date, int]]:
    """Publications by language (and script) and day, versions too.

    ``until``: only those published up to this time of day (Tashkent, "HH:MM"), so that a day that
    is not over can be compared with others.
    """
    clock, values = "", [outlet, first.isoformat(), last.isoformat()]
    if until:
        clock, bounds = _up_to(until)
        values += bounds
    rows = connection.execute(
        "SELECT language, script, day, count(*) AS number FROM publications"  # noqa: S608
        f" WHERE outlet = ? AND day BETWEEN ? AND ?{clock} GROUP BY language, script, day",
        values,
    )
    found: dict[str, dict[date, int]] = {}
    for row in rows:
        language = row["language"]
        line = f"{language}-{row['script']}" if language in {"uz", "kaa"} else language
        found.setdefault(line, {})[date.fromisoformat(row["day"])] = row["number"]
    return found


def _up_to(until: str) -> tuple[str, list[str]]:
    # instants are UTC, Tashkent is five hours ahead all year: its day begins at 19:00
    hour, minute = (int(part) for part in until.split(":"))
    end = f"{(hour + 19) % 24:02d}:{minute:02d}"
    clock = "substr(published_at, 12, 5)"
    if hour >= 5:
        return f" AND ({clock} >= '19:00' OR {clock} <= ?)", [end]
    return f" AND {clock} >= '19:00' AND {clock} <= ?", [end]


def days_learnt_from(connection: Connection, outlet: str, first: date, last: date) -> list[date]:
    """Days that were read, apart from those with an alarm of the outlet."""
    rows = connection.execute(
        "SELECT r.day FROM read_days r WHERE r.outlet = ? AND r.day BETWEEN ? AND ?"
        " AND NOT EXISTS (SELECT 1 FROM alarms a WHERE a.outlet = r.outlet"
        " AND substr(a.opened_at, 1, 10) <= r.day"
        " AND (a.closed_at = '' OR substr(a.closed_at, 1, 10) > r.day)) ORDER BY r.day",
        (outlet, first.isoformat(), last.isoformat()),
    )
    return [date.fromisoformat(row["day"]) for row in rows]


def open_alarms(connection: Connection, outlet: str = "") -> list[Alarm]:
    """Alarms that are open, of one outlet or of all."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM alarms WHERE closed_at = '' AND (? = '' OR outlet = ?)"  # noqa: S608
        " ORDER BY outlet, field, line",
        (outlet, outlet),
    )
    return [_alarm(row) for row in rows]


def alarms_between(
    connection: Connection, first: datetime, last: datetime
) -> tuple[list[Alarm], list[Alarm]]:
    """Alarms opened, and alarms closed, between two instants."""
    bounds = (to_text(first), to_text(last))
    opened = connection.execute(
        f"SELECT {_COLUMNS} FROM alarms WHERE opened_at BETWEEN ? AND ?"  # noqa: S608
        " ORDER BY outlet, field, line",
        bounds,
    )
    closed = connection.execute(
        f"SELECT {_COLUMNS} FROM alarms WHERE closed_at BETWEEN ? AND ?"  # noqa: S608
        " ORDER BY outlet, field, line",
        bounds,
    )
    return [_alarm(row) for row in opened], [_alarm(row) for row in closed]


def open_alarm(
    connection: Connection, outlet: str, line: str, field: str, visit: int, at: datetime,
    *, usual: float, seen: float, url: str,
) -> None:  # fmt: skip
    """Open an alarm; one that is open already stays as it is."""
    connection.execute(
        "INSERT INTO alarms (outlet, line, field, visit, opened_at, usual, seen, url)"
        " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (outlet, line, field) WHERE closed_at = ''"
        " DO NOTHING",
        (outlet, line, field, visit, to_text(at), usual, seen, url),
    )


def close_alarm(
    connection: Connection, alarm: int, at: datetime, *, accepted: bool = False
) -> bool:
    """Close an alarm: it is well again, or a person says it stays so. False: none is open."""
    cursor = connection.execute(
        "UPDATE alarms SET closed_at = ?, accepted = ? WHERE id = ? AND closed_at = ''",
        (to_text(at), accepted, alarm),
    )
    return cursor.rowcount > 0


def complete_visits(connection: Connection, outlet: str, before: int) -> int:
    """How many visits of an outlet ended complete before one."""
    row = connection.execute(
        "SELECT count(*) FROM visits WHERE outlet = ? AND id < ? AND state = 'complete'",
        (outlet, before),
    ).fetchone()
    return int(row[0])


def _alarm(row: Row) -> Alarm:
    return Alarm(**{**dict(row), "accepted": bool(row["accepted"])})
