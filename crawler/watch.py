"""After each visit: what is unusual opens an alarm, what is well again closes it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from pipelines.habits import (
    FALLS,
    FEWEST,
    NAMES,
    RISES,
    WHOLE,
    Line,
    Unusual,
    unusual_numbers,
    unusual_requests,
    unusual_shares,
    usual_number,
)
from storage.alarms import (
    Alarm,
    PastVisit,
    brought,
    close_alarm,
    complete_visits,
    days_learnt_from,
    open_alarm,
    open_alarms,
    past_visits,
    usual_since,
)
from storage.connection import Connection, Row
from storage.times import from_text
from text.clock import TASHKENT, tashkent_day

SHARES_DAYS, NUMBER_DAYS = 28, 56
"""Days from which shares, and numbers by weekday, are learnt."""

FROM_HOUR = 10
"""Before this hour (Tashkent) the day has brought too little: the day before is judged."""

LATE = timedelta(hours=1)
"""What was published in the last hour may not be on the lists yet."""

KNOWN_AFTER = 3
"""Complete visits after which a failed one is unusual."""

Lines = Mapping[str, Line]


def watch_visit(connection: Connection, visit: int, lines: Lines, at: datetime) -> None:
    """Judge a visit that has just ended; runs in the transaction that closes it."""
    row = connection.execute(
        "SELECT id, outlet, started_at, since, state, requests, balance, error, found"
        " FROM visits WHERE id = ?",
        (visit,),
    ).fetchone()
    outlet = row["outlet"]
    unusual = list(_unusual(connection, row, lines, at))
    for one in unusual:
        open_alarm(
            connection, outlet, one.line, one.field, visit, at,
            usual=one.usual, seen=one.seen, url=one.url,
        )  # fmt: skip
    still = {(one.line, one.field) for one in unusual}
    for alarm in open_alarms(connection, outlet):
        if (alarm.line, alarm.field) not in still and _well_again(connection, row, lines, alarm):
            close_alarm(connection, alarm.id, at)


def _unusual(connection: Connection, row: Row, lines: Lines, at: datetime) -> Iterator[Unusual]:
    outlet = row["outlet"]
    known = complete_visits(connection, outlet, row["id"]) >= KNOWN_AFTER
    if known and row["state"] == "failed":
        yield Unusual(WHOLE, "visit", 1, 0, _address_in(row["error"]))
        return
    if known and "no address in any listing" in row["error"]:
        yield Unusual(WHOLE, "listing", 1, 0, _address_in(row["error"]))
        return
    since = usual_since(connection, outlet, at, SHARES_DAYS)
    past = past_visits(connection, outlet, row["id"], since)
    yield from unusual_shares([_lines(visit) for visit in past], lines)
    tonight = (row["requests"], sum(line.counts.get("kept", 0) for line in lines.values()))
    requests = unusual_requests([(visit.requests, visit.new) for visit in past], tonight)
    if requests:
        yield requests
    if row["state"] != "failed":
        yield from _numbers(connection, row)


def _lines(visit: PastVisit) -> dict[str, Line]:
    return {line: Line(counts, bad) for line, (counts, bad) in visit.lines.items()}


def _numbers(connection: Connection, row: Row) -> Iterator[Unusual]:
    day, days, read = _numbers_until(connection, row)
    if day < date.fromisoformat(row["since"]):
        return
    for one in unusual_numbers(days, read, day):
        url = connection.execute(
            "SELECT url FROM publications WHERE outlet = ? AND day = ? ORDER BY published_at"
            " LIMIT 1",
            (row["outlet"], day.isoformat()),
        ).fetchone()
        yield Unusual(one.line, one.field, one.usual, one.seen, url["url"] if url else "")


def _numbers_until(
    connection: Connection, row: Row
) -> tuple[date, dict[str, dict[date, int]], list[date]]:
    """The day to be judged, what it and those before brought up to its hour, the days read."""
    started = from_text(row["started_at"])
    local = (started - LATE).astimezone(TASHKENT)
    day, until = tashkent_day(started), f"{local:%H:%M}"
    if started.astimezone(TASHKENT).hour < FROM_HOUR:
        day, until = day - timedelta(days=1), ""
    outlet = row["outlet"]
    since = usual_since(connection, outlet, started, NUMBER_DAYS)
    first = tashkent_day(from_text(since))
    days = brought(connection, outlet, first, day, until)
    return day, days, days_learnt_from(connection, outlet, first, day)


def _well_again(connection: Connection, row: Row, lines: Lines, alarm: Alarm) -> bool:
    if alarm.field in {"visit", "listing"}:
        return bool(row["state"] == "complete")
    if alarm.field == "volume":
        day, days, learnt = _numbers_until(connection, row)
        counts = days.get(alarm.line, {}) if alarm.line else _together(days)
        past = [one for one in learnt if one < day]
        usual = usual_number(counts, past, day) if past else alarm.usual
        seen = counts.get(day, 0)
        read = row["state"] != "failed"
        return bool(read and 0.6 * usual <= seen <= max(2 * usual, usual + 10))
    value = _value(lines, row, alarm)
    return value is not None and abs(value - alarm.usual) < abs(value - alarm.seen)


def _together(days: Mapping[str, Mapping[date, int]]) -> dict[date, int]:
    whole: dict[date, int] = {}
    for counts in days.values():
        for day, number in counts.items():
            whole[day] = whole.get(day, 0) + number
    return whole


def _value(lines: Lines, row: Row, alarm: Alarm) -> float | None:
    whole = Line()
    for line in lines.values():
        whole.add(line)
    mine = whole if alarm.line == WHOLE else lines.get(alarm.line, Line())
    have, of = mine.counts, mine.counts.get("read", 0)
    if alarm.field == "requests":
        new = have.get("kept", 0)
        return row["requests"] / new if new >= FEWEST else None
    if alarm.field in RISES:
        asked = have.get("asked", 0)
        return have.get(alarm.field, 0) / asked if asked >= FEWEST else None
    if alarm.field == "language":
        every = whole.counts.get("read", 0)
        return of / every if every >= FEWEST else None
    if alarm.field == "length":
        bodies = have.get("body", 0)
        return have.get("letters", 0) / bodies if bodies >= FEWEST else None
    if alarm.field in FALLS and of >= FEWEST:
        return have.get(NAMES.get(alarm.field, alarm.field), 0) / of
    return None


def _address_in(error: str) -> str:
    found = re.search(r"https?://[^\s:;,]+(?::\d+)?[^\s:;,]*", error)
    return found[0] if found else ""
