"""Dates as pages print them: every form of the sites, nothing guessed. Invented examples."""

from datetime import date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.clock import TASHKENT
from text.dates import AHEAD, EARLIEST, UnreadableDate, read_date

NOW = datetime(2026, 11, 3, 15, 30, tzinfo=TASHKENT)
"""A Tuesday afternoon."""


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TASHKENT)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("18 iyun 2025, 14:05", _at(2025, 6, 18, 14, 5)),
        ("2025-yil 18-iyun", _at(2025, 6, 18)),
        ("18-июнь, 2025", _at(2025, 6, 18)),
        ("18 июня 2025 года, 14:05", _at(2025, 6, 18, 14, 5)),
        ("8 mart 2026", _at(2026, 3, 8)),
        ("8-март, 2026", _at(2026, 3, 8)),
        ("22:03 / 18.06.2025", _at(2025, 6, 18, 22, 3)),
        ("18.06.25 22:03", _at(2025, 6, 18, 22, 3)),
        ("Jamiyat | 12:30 / 18.06.2025", _at(2025, 6, 18, 12, 30)),
        ("2025-06-18T22:03:11", _at(2025, 6, 18, 22, 3)),
        ("Бугун, 14:05", _at(2026, 11, 3, 14, 5)),
        ("bugun 09:10", _at(2026, 11, 3, 9, 10)),
        ("Кеча", _at(2026, 11, 2)),
        ("kecha 22:10", _at(2026, 11, 2, 22, 10)),
        ("вчера, 7:05", _at(2026, 11, 2, 7, 5)),
        ("3 soat avval", _at(2026, 11, 3, 12, 30)),
        ("3 соат аввал", _at(2026, 11, 3, 12, 30)),
        ("2 дня назад", _at(2026, 11, 1)),
        ("15 daqiqa oldin", _at(2026, 11, 3, 15, 15)),
        ("5 minutes ago", _at(2026, 11, 3, 15, 25)),
        ("8 ноября, 22:41", _at(2025, 11, 8, 22, 41)),
        ("1 ноября, 22:41", _at(2026, 11, 1, 22, 41)),
        ("31 dekabr, 23:50", _at(2025, 12, 31, 23, 50)),
        ("June 18, 2025 2:05 PM", _at(2025, 6, 18, 14, 5)),
        ("18 Jun 2025", _at(2025, 6, 18)),
        ("1750259100", _at(2025, 6, 18, 20, 5)),
        ("14:05", _at(2026, 11, 3, 14, 5)),
        ("12/05, 14:05", _at(2026, 5, 12, 14, 5)),
    ],
)
def test_a_date_as_printed(printed: str, meant: datetime) -> None:
    at = read_date(printed, NOW).at
    assert at.replace(second=0) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Wed, 18 Jun 2025 09:05:00 GMT", _at(2025, 6, 18, 14, 5)),
        ("Wed, 18 Jun 2025 14:05:00 +0500", _at(2025, 6, 18, 14, 5)),
        ("2025-06-18T09:05:00Z", _at(2025, 6, 18, 14, 5)),
        ("2025-06-18T20:30:00+00:00", _at(2025, 6, 19, 1, 30)),
        ("2025-06-18 14:05:00+05:00", _at(2025, 6, 18, 14, 5)),
    ],
)
def test_a_zone_is_kept_to(printed: str, meant: datetime) -> None:
    assert read_date(printed, NOW).at == meant


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("", "no text"),
        ("Ko‘rildi: 1 250", "names no day"),
        ("31 fevral 2025", "there is no 31.2.2025"),
        ("29.02.2025", "there is no 29.2.2025"),
        ("18 iyun 2025 25:10", "impossible time"),
        ("18 iyun 2025 – 19 iyun 2025", "several days"),
        ("bugun yoki kecha", "today and yesterday"),
        ("18 iyun 1931", "before"),
        ("18 iyun 2031", "ahead"),
        ("23:59", "still to come"),
        ("x" * 301, "no date"),
    ],
)
def test_what_is_refused_says_why(printed: str, why: str) -> None:
    with pytest.raises(UnreadableDate, match=why):
        read_date(printed, NOW)


@pytest.mark.parametrize(
    ("now", "printed", "day"),
    [
        (_at(2026, 1, 1, 0, 20), "31 dekabr, 23:50", date(2025, 12, 31)),
        (_at(2025, 12, 31, 23, 59), "1 yanvar, 10:00", date(2026, 1, 1)),
        (_at(2026, 1, 2, 9), "1 января, 10:00", date(2026, 1, 1)),
        (_at(2025, 3, 1, 9), "29 fevral, 10:00", date(2024, 2, 29)),
    ],
)
def test_around_new_year_and_leap_days(now: datetime, printed: str, day: date) -> None:
    assert read_date(printed, now).at.date() == day


MOMENTS = st.integers(0, int((NOW - _at(1995, 1, 1)).total_seconds() // 60)).map(
    lambda minutes: _at(1995, 1, 1) + timedelta(minutes=minutes)
)


@given(MOMENTS)
def test_machine_forms_are_read_to_the_minute(moment: datetime) -> None:
    assert read_date(moment.isoformat(), NOW).at == moment
    assert read_date(format_datetime(moment), NOW).at == moment
    assert read_date(moment.strftime("%H:%M / %d.%m.%Y"), NOW).at == moment
    assert read_date(moment.strftime("%Y-%m-%d %H:%M"), NOW).at == moment


@given(st.text(max_size=320), MOMENTS)
def test_any_text_is_a_plausible_moment_or_refused(text: str, now: datetime) -> None:
    try:
        reading = read_date(text, now)
    except UnreadableDate:
        return
    assert reading.at.tzinfo is not None
    assert reading.at.date() >= EARLIEST
    assert reading.at <= now + AHEAD


@given(MOMENTS, st.integers(1, 23))
def test_hours_ago_are_before_now(now: datetime, hours: int) -> None:
    assert read_date(f"{hours} soat avval", now).at == now - timedelta(hours=hours)
