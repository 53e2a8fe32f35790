"""Days as a query says them: a day, a month, a year, a word, or a range of these."""

import re
from calendar import monthrange
from datetime import date, timedelta

from text.folding import fold


class NoDay(ValueError):
    """A text that means no day, month or year."""


_WORDS = {
    **dict.fromkeys(map(fold, ("today", "bugun", "сегодня")), 0),
    **dict.fromkeys(map(fold, ("yesterday", "kecha", "вчера")), 1),
}
_RANGE = re.compile(r"\.\.+|…|–|—")
_FORMS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)


def days_meant(text: str, today: date) -> tuple[date | None, date | None]:
    """First and last day that a text means; None where a range is open.

    Raises:
        NoDay: it means none.
    """
    parts = _RANGE.split(text.strip())
    if len(parts) > 2 or not any(part.strip() for part in parts):
        raise NoDay(text)
    if len(parts) == 1:
        return _span(parts[0], today)
    first, last = (part.strip() for part in parts)
    return (
        _span(first, today)[0] if first else None,
        _span(last, today)[1] if last else None,
    )


def _span(text: str, today: date) -> tuple[date, date]:
    text = text.strip()
    back = _WORDS.get(fold(text))
    if back is not None:
        return (today - timedelta(days=back),) * 2
    for form in _FORMS:
        match = form.fullmatch(text) if text.isascii() else None
        if match is None:
            continue
        year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
        try:
            if not match["month"]:
                return date(year, 1, 1), date(year, 12, 31)
            if not match["day"]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            return (date(year, month, day),) * 2
        except ValueError:
            # IllegalMonthError of the calendar is one of them
            raise NoDay(text) from None
    raise NoDay(text)
