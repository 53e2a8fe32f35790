"""The periods that pages offer: by name, then the months of a year back."""

from collections.abc import Iterable
from datetime import date

from desk.words import word
from reports.labels import Language
from reports.report_words import period_words
from storage.filters import PERIODS
from storage.periods import CannotClose, read_period_name

MONTHS = 13


def months_back(today: date) -> list[str]:
    """This month and those before it, as 2026-10."""
    number = today.year * 12 + today.month - 1
    return [f"{(number - n) // 12}-{(number - n) % 12 + 1:02}" for n in range(MONTHS)]


def offered(chosen: str, today: date, language: Language) -> list[tuple[str, str]]:
    """Each period with its name; the chosen one among them, whatever it is."""
    named = [(one, word(f"period_{one}", language)) for one in PERIODS]
    named += in_words([*months_back(today), str(today.year), str(today.year - 1)], language)
    if chosen not in {one for one, _ in named}:
        named[:0] = in_words([chosen], language)
    return named


def in_words(periods: Iterable[str], language: Language) -> list[tuple[str, str]]:
    """Each period with its months written out; one that is no month, half or year as it is."""
    named = []
    for one in periods:
        try:
            period = read_period_name(one)
        except CannotClose:
            named.append((one, one))
        else:
            named.append((one, period_words(period.first, period.last, language)))
    return named
