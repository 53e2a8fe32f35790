"""Who was first: the moment by which a publication takes its place among others of its story."""

from datetime import datetime, time, timedelta

from storage.times import from_text
from text.clock import TASHKENT

WHOLE_DAY = timedelta(days=1) - timedelta(seconds=1)


def place_in_time(published_at: str, *, owned: bool, owned_margin: timedelta) -> datetime:
    """The moment by which a publication is earlier or later than others.

    A page that shows only its day (stored as midnight in Tashkent) cannot prove that it was first
    on it: it stands at the day's end. The ministry's own text is the source of those that carry it,
    so its day alone stands at the day's beginning, and a moment shown on its site counts as
    earlier by ``owned_margin``: it may show a release later than it went out.

    Args:
        published_at: as stored (UTC).
        owned: whether the outlet is the ministry's own.
        owned_margin: of the story rules.
    """
    at = from_text(published_at)
    if owned:
        return at - owned_margin
    return at + WHOLE_DAY if at.astimezone(TASHKENT).time() == time() else at
