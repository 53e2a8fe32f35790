"""Dates as Uzbek, Russian and English pages print them, read as Tashkent time.

python-dateutil reads what carries a zone or English words; the forms it does not know ("18-iyun,
2025-yil", "kecha 22:10", "3 соат аввал", "8 ноября, 22:41") are read here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil import parser as dateutil_parser

from text.clock import TASHKENT
from text.folding import fold

LONGEST = 300
"""Characters; a longer text is no date."""

EARLIEST = date(1991, 8, 31)
AHEAD = timedelta(days=1)
"""How far ahead of now a date may lie: midnight of a date without a time, a clock that is off."""


class UnreadableDate(ValueError):
    """No single plausible date can be read from a text; the message says why."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """A moment in Tashkent time; midnight where only the day is known."""

    at: datetime
    has_time: bool


_MONTHS = [
    ("yanvar", "yanvarya", "january"),
    ("fevral", "fevralya", "february"),
    ("mart", "marta", "març"),
    ("aprel", "aprelya", "april"),
    ("may", "maya", "mai"),
    ("iyun", "iyunya", "june"),
    ("iyul", "iyulya", "july"),
    ("avgust", "avgusta", "august"),
    ("sentabr", "sentyabr", "sentyabrya", "september"),
    ("oktabr", "oktyabr", "oktyabrya", "october"),
    ("noyabr", "noyabrya", "november"),
    ("dekabr", "dekabrya", "december"),
]
_ENDINGS = ("", "da", "dagi", "dan", "ning", "ga", "gaça", "kuni", "i")
_MONTH_OF = {
    name + ending: n
    for ending in reversed(_ENDINGS)
    for n, names in enumerate(_MONTHS, start=1)
    for name in names
}
"""Names of months in every form: "18-iyunda"."""

_MONTH_CUT = {
    name[:letters]: n
    for n, names in reversed(list(enumerate(_MONTHS, start=1)))
    for name in names
    for letters in range(3, len(name) + 1)
}
"""Names of months cut short, the earlier month first: "27 yanv", "23-Sen", "июн."."""

_TIME = re.compile(
    r"(?<![\d.:+-])(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?![\d:])\s*([ap]\.?m\b)?"
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.,])(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2}|\d{2}(?=\D|$))")
_DAY_MONTH = re.compile(r"(?<![\d.,:])(\d{1,2})/(\d{1,2})(?![\d/])")
_WORDS = re.compile(r"[a-zäöüğşçñ]+")
_DAY_BEFORE = re.compile(r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|[çi]?nçi)?[\s.,-]*$")
_YEAR_AFTER = re.compile(r"^[\s.,-]*((?:19|20)\d{2})")
_DAY_AFTER = re.compile(r"^\.?\s*(\d{1,2})(?!\d|[:.]\d)[\s,]*(?:((?:19|20)\d{2}))?")
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:19|20)\d{2})[\s-]*(?:y\.|yil\w*|g\.|goda?)?[\s,-]*$")
_RELATIVE = re.compile(
    r"(?<![\d:])(\d{1,3})\s*"
    r"(soniya|sekund|sek|daqiqa|minut|min|daq|soat|saat|ças|kun|den|dn|day|hour|hafta|nedel|week)"
    r"[a-zöğşç]*\.?\s*(avval|oldin|ilgari|nazad|ago|burun)?"
)
_UNITS = {
    "soniya": "seconds", "sekund": "seconds", "sek": "seconds", "daqiqa": "minutes",
    "minut": "minutes", "min": "minutes", "daq": "minutes", "soat": "hours", "saat": "hours",
    "ças": "hours", "hour": "hours", "kun": "days", "den": "days", "dn": "days", "day": "days",
    "hafta": "weeks", "nedel": "weeks", "week": "weeks",
}  # fmt: skip
_TODAY = frozenset(map(fold, ("bugun", "segodnya", "today", "bügin", "bugin")))
_YESTERDAY = frozenset(map(fold, ("keça", "vçera", "yesterday", "keşe")))
_ZONED = re.compile(r"(?:[+-]\d{2}:?\d{2}|\bz|\bgmt|\butc|\d[tT]\d.*z)\s*$", re.IGNORECASE)


def read_date(text: str, now: datetime) -> DateReading:
    """The moment a text means, in Tashkent time.

    Args:
        text: as printed, views or labels around it and all.
        now: aware instant at which it was printed: "Bugun" is its Tashkent day.

    Raises:
        UnreadableDate: empty, no date, two different dates, or an impossible or implausible one.
    """
    text = " ".join(text.split())
    if not text:
        raise UnreadableDate("no text where a date should be")
    if len(text) > LONGEST:
        raise UnreadableDate(f"{len(text)} characters are no date")
    here = now.astimezone(TASHKENT)
    reading = _stamp(text) or _zoned(text) or _printed(text, here)
    day = reading.at.date()
    if day < EARLIEST:
        raise UnreadableDate(f"{text!r}: {day} is before {EARLIEST}")
    if reading.at > here + AHEAD:
        raise UnreadableDate(f"{text!r}: {reading.at} lies ahead of {here}")
    return reading


def _stamp(text: str) -> DateReading | None:
    if not re.fullmatch(r"\d{10}|\d{13}", text):
        return None
    seconds = int(text[:10])
    return DateReading(datetime.fromtimestamp(seconds, TASHKENT), True)


def _zoned(text: str) -> DateReading | None:
    """ISO 8601 and RFC 822: dateutil's own ground."""
    if not re.match(r"(?:[A-Za-z]{3},? )?\d{1,4}[- ]", text) or not _ZONED.search(text):
        return None
    if not re.search(r"\d[T ]\d|\d:\d\d", text):
        return None
    try:
        moment = dateutil_parser.parse(text)
        here = moment.astimezone(TASHKENT)
    except (ValueError, OverflowError, ArithmeticError):
        # "10:00 +99:00" is parsed, but is no moment; fractions of a second may be no number
        return None
    return DateReading(here, True) if moment.tzinfo is not None else None


def _printed(text: str, here: datetime) -> DateReading:
    # 2025-06-18T22:03:11 without a zone is Tashkent time (sites.md, section 0)
    key = re.sub(r"(\d)t(\d)", r"\1 \2", fold(text))
    key = re.sub(r"\b(?:soat|saat)\s+(?=\d{1,2}:\d)", " ", key)
    clock = _clock(key, text)
    rest = _TIME.sub(" ; ", key)
    words = set(_WORDS.findall(rest))
    days = {one for one in (_relative_day(words, here), *_days(rest, text, here)) if one}
    if len(days) > 1:
        raise UnreadableDate(f"{text!r} names several days: {sorted(map(str, days))}")
    if days:
        return _at(days.pop(), clock)
    ago = _RELATIVE.search(rest)
    if ago and (ago[3] or ago[2] == "daq" or ago[2] in {"min", "minut"}):
        return _ago(int(ago[1]), _UNITS[ago[2]], here)
    if clock and not _WORDS.search(rest) and not re.search(r"\d", rest):
        moment = _at(here.date(), clock)
        if moment.at > here + timedelta(minutes=10):
            raise UnreadableDate(f"{text!r} has no day, and today's {clock:%H:%M} is still to come")
        return moment
    raise UnreadableDate(f"{text[:80]!r} names no day")


def _clock(key: str, text: str) -> time | None:
    found = None
    for match in _TIME.finditer(key):
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        if match[4]:
            if not 1 <= hour <= 12:
                raise UnreadableDate(f"{text!r}: impossible time {match[0]!r}")
            hour = hour % 12 + (12 if match[4].startswith("p") else 0)
        try:
            clock = time(hour, minute, second)
        except ValueError as error:
            raise UnreadableDate(f"{text!r}: impossible time {match[0]!r}") from error
        found = found or clock
    return found


def _relative_day(words: set[str], here: datetime) -> date | None:
    today, yesterday = words & _TODAY, words & _YESTERDAY
    if today and yesterday:
        raise UnreadableDate("today and yesterday at once")
    if today:
        return here.date()
    return here.date() - timedelta(days=1) if yesterday else None


def _days(rest: str, text: str, here: datetime) -> list[date]:
    found = []
    for match in _ISO.finditer(rest):
        found.append(_day(int(match[1]), int(match[2]), int(match[3]), text))
    without = _ISO.sub(" ; ", rest)
    for match in _NUMERIC.finditer(without):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        found.append(_day(year, int(match[2]), int(match[1]), text))
    without = _NUMERIC.sub(" ; ", without)
    found += _named_days(without, text, here)
    if not found:
        for match in _DAY_MONTH.finditer(without):
            found.append(_last(int(match[2]), int(match[1]), text, here))
    return found


def _named_days(rest: str, text: str, here: datetime) -> list[date]:
    found = []
    for word in _WORDS.finditer(rest):
        month = _month(word[0])
        if not month:
            continue
        before, after = rest[: word.start()], rest[word.end() :]
        day = _DAY_BEFORE.search(before)
        year: str | None
        if day:
            year_after = _YEAR_AFTER.match(after)
            year_before = _YEAR_BEFORE.search(before[: day.start()])
            year = year_after[1] if year_after else year_before[1] if year_before else None
            number = day[1]
        else:
            day = _DAY_AFTER.match(after)
            if not day:
                continue
            number, year = day[1], day[2]
        if year:
            found.append(_day(int(year), month, int(number), text))
        else:
            found.append(_last(month, int(number), text, here))
    return found


def _month(word: str) -> int:
    return _MONTH_OF.get(word) or _MONTH_CUT.get(word, 0)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadableDate(f"{text!r}: there is no {day}.{month}.{year}") from error


def _last(month: int, day: int, text: str, here: datetime) -> date:
    """The latest such day that is not ahead: around New Year that is last year's."""
    for year in range(here.year + 1, here.year - 5, -1):
        try:
            one = date(year, month, day)
        except ValueError:
            # 29 February, of the latest leap year
            continue
        if one <= (here + AHEAD).date():
            return one
    raise UnreadableDate(f"{text!r}: there is no {day}.{month}.")


def _at(day: date, clock: time | None) -> DateReading:
    return DateReading(datetime.combine(day, clock or time(), TASHKENT), clock is not None)


def _ago(number: int, unit: str, here: datetime) -> DateReading:
    moment = here - timedelta(**{unit: number})
    if unit in {"days", "weeks"}:
        return _at(moment.date(), None)
    return DateReading(moment.replace(second=0, microsecond=0), True)
