"""Numbers and days as the reports write them."""

from datetime import date

from text.transliteration import transliterate

NO_BREAK = "\u00a0"

_MONTHS_UZ = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr",
    "noyabr", "dekabr",
)  # fmt: skip
_MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def format_number(number: int) -> str:
    """A whole number with no-break spaces between thousands: 150 599."""
    return f"{number:,}".replace(",", NO_BREAK)


def format_day(day: date, language: str) -> str:
    """A day written out: "2024 йил 10 январь", "10 января 2024 года", "10 January 2024".

    Raises:
        ValueError: a language no report is written in.
    """
    if language == "ru":
        return f"{day.day} {_MONTHS_RU[day.month - 1]} {day.year} года"
    if language == "en":
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    if language not in {"uz-Cyrl", "uz-Latn", "uz-Latn-2026"}:
        raise ValueError(f"no days are written in {language!r}")
    latin = f"{day.year} yil {day.day} {_MONTHS_UZ[day.month - 1]}"
    if language == "uz-Cyrl":
        # these months end in ь in Cyrillic, which Latin does not show
        soft = {1, 2, 4, 6, 7, 9, 10, 11, 12}
        return transliterate(latin, "uz-Cyrl") + ("ь" if day.month in soft else "")
    return transliterate(latin, language)


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian form a number asks for: 1 выход, 2 выхода, 5 выходов, 11 выходов, 21 выход."""
    if number % 10 == 1 and number % 100 != 11:
        return one
    if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
        return few
    return many
