"""The periods that pages offer: by name, then the months of a year back."""

from datetime import date

from desk.words import word
from reports.labels import Language
from storage.filters import PERIODS

MONTHS = 13


def months_back(today: date) -> list[str]:
    """This month and those before it, as 2026-10."""
    number = today.year * 12 + today.month - 1
    return [f"{(number - n) // 12}-{(number - n) % 12 + 1:02}" for n in range(MONTHS)]


def offered(chosen: str, today: date, language: Language) -> list[tuple[str, str]]:
    """Each period with its name; the chosen one among them, whatever it is."""
    named = [(one, word(f"period_{one}", language)) for one in PERIODS]
    named += [(one, one) for one in (*months_back(today), str(today.year), str(today.year - 1))]
    if chosen not in {one for one, _ in named}:
        named.insert(0, (chosen, chosen))
    return named
