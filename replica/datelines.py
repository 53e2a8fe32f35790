"""Dates as the sites print them."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from replica.writing.facts import MONTHS_RU, MONTHS_UZ

MONTHS_CYRILLIC = (
    "январ", "феврал", "март", "апрел", "май", "июн",
    "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
MONTHS_NOMINATIVE = (
    "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
    "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
)  # fmt: skip

TODAY = {"uz-Latn": "Bugun", "uz-Cyrl": "Бугун", "ru": "Сегодня", "en": "Today"}
YESTERDAY = {"uz-Latn": "Kecha", "uz-Cyrl": "Кеча", "ru": "Вчера", "en": "Yesterday"}


def near(moment: datetime, now: datetime, tag: str) -> str:
    """ "Bugun, 14:05" or "Kecha, 14:05"; "" for older days."""
    back = (now.date() - moment.date()).days
    word = {0: TODAY, 1: YESTERDAY}.get(back, {}).get(tag, "")
    return f"{word}, {moment:%H:%M}" if word else ""


def russian(moment: datetime, *, year: bool = True) -> str:
    """ "27 июня 2022, 12:50", or without the year."""
    tail = f" {moment.year}" if year else ""
    return f"{moment.day} {MONTHS_RU[moment.month - 1]}{tail}, {moment:%H:%M}"


def uzbek(moment: datetime, tag: str, *, year: bool = True) -> str:
    """ "18 avgust 2026, 22:42" in the script of the tag, or without the year."""
    months = MONTHS_CYRILLIC if tag == "uz-Cyrl" else MONTHS_UZ
    tail = f" {moment.year}" if year else ""
    return f"{moment.day} {months[moment.month - 1]}{tail}, {moment:%H:%M}"


def plain(moment: datetime) -> str:
    """ "2025-05-16 14:50:00": local, without zone."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def iso(moment: datetime) -> str:
    """ISO 8601 with +05:00."""
    return moment.isoformat(timespec="seconds")


def rfc822(moment: datetime) -> str:
    """As feeds write it, +0500."""
    return format_datetime(moment.replace(microsecond=0))


def ago(moment: datetime, now: datetime) -> str:
    """ "12 daqiqa avval", "2 soat avval"; "" from a day on."""
    passed = now - moment
    if passed < timedelta(hours=1):
        return f"{max(1, int(passed.total_seconds() // 60))} daqiqa avval"
    if passed < timedelta(days=1):
        return f"{int(passed.total_seconds() // 3600)} soat avval"
    return ""
