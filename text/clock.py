"""The one clock: instants are UTC, days are those of Asia/Tashkent."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TASHKENT = ZoneInfo("Asia/Tashkent")
"""The zone in which days are counted (UTC+5, no summer time since 1991)."""


def now() -> datetime:
    """The present instant, aware, UTC.

    ``YORITISH_NOW`` (ISO 8601 with zone) fixes it, so that a night against the replica reads
    "Bugun, 14:05" as the replica meant it.

    Raises:
        ValueError: ``YORITISH_NOW`` is not an ISO instant with a zone.
    """
    fixed = os.environ.get("YORITISH_NOW")
    if not fixed:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise ValueError(f"YORITISH_NOW={fixed!r} is not an ISO 8601 instant") from error
    if instant.tzinfo is None:
        raise ValueError(f"YORITISH_NOW={fixed!r} has no zone; add +05:00 or Z")
    return instant.astimezone(UTC)


def tashkent_day(instant: datetime) -> date:
    """The calendar day in Tashkent of an aware instant: the day by which everything is counted."""
    if instant.tzinfo is None:
        raise ValueError("a day is counted from an instant with a zone")
    return instant.astimezone(TASHKENT).date()


def day_start(day: date) -> datetime:
    """The UTC instant at which a Tashkent day begins."""
    return datetime.combine(day, time(), TASHKENT).astimezone(UTC)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included; empty when last is earlier."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
