"""Numbers and days as the reports write them."""

from datetime import date
from typing import Literal

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
    return f"{transliterate(f'{day.year} yil {day.day}', language)} {_month(day.month, language)}"


def _month(month: int, language: str) -> str:
    return transliterate(_MONTHS_UZ[month - 1], language)


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian form a number asks for: 1 выход, 2 выхода, 5 выходов, 11 выходов, 21 выход."""
    if number % 10 == 1 and number % 100 != 11:
        return one
    if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
        return few
    return many


Case = Literal["", "genitive", "accusative", "dative", "locative", "ablative", "until"]

_SUFFIXES = {
    "": "", "genitive": "ning", "accusative": "ni", "locative": "da", "ablative": "dan",
}  # fmt: skip
_MONTHS_RU_TO = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
    "октябрь", "ноябрь", "декабрь",
)  # fmt: skip


def in_case(word: str, case: Case) -> str:
    """An Uzbek word in Latin letters with the ending of a case.

    -ga is -ka after k and g, -qa after q and gʻ (rules of Uzbek spelling, 1995, 37).
    """
    if case not in {"dative", "until"}:
        return word + _SUFFIXES[case]
    last = word.rstrip("ʻʼ'‘’")[-1:].lower()
    marked = word[-1:] in "ʻ'‘’"
    hard = last == "q" or (last == "g" and marked)
    ending = "qa" if hard else "ka" if last in {"k", "g"} else "ga"
    # the ending takes the place of the last sound's voice: tugʻ – tuqqa
    stem = word.rstrip("ʻʼ'‘’")[:-1] + ("q" if hard else "k") if last == "g" else word
    return stem + (ending if case == "dative" else f"{ending}cha")


def day_in_case(day: date, case: Case, language: str) -> str:
    """A day written out in an Uzbek case: "2024 yil 10 yanvardan", "2024 йил 10 январда".

    Raises:
        ValueError: another language than Uzbek.
    """
    if language not in {"uz-Cyrl", "uz-Latn", "uz-Latn-2026"}:
        raise ValueError(f"{language!r} has no Uzbek cases")
    if not case:
        return format_day(day, language)
    # before an ending the months lose the ь that Cyrillic gives them
    latin = f"{day.year} yil {day.day} {in_case(_MONTHS_UZ[day.month - 1], case)}"
    return transliterate(latin, language)


def format_months(first: date, last: date, language: str) -> str:
    """The months of a period: "2024 йил январь–декабрь", "январь – декабрь 2024 года".

    Args:
        first: a day of the first month.
        last: a day of the last month, of the same year.
        language: a language of the reports.

    Raises:
        ValueError: a period over several years, or a language no report is written in.
    """
    if first.year != last.year:
        raise ValueError(f"{first} – {last}: months of several years")
    one = first.month == last.month
    if language in {"ru", "en"}:
        names = _MONTHS_RU_TO if language == "ru" else _MONTHS_EN
        months = names[first.month - 1]
        months += "" if one else f" – {names[last.month - 1]}"
        return f"{months} {first.year} года" if language == "ru" else f"{months} {first.year}"
    if language not in {"uz-Cyrl", "uz-Latn", "uz-Latn-2026"}:
        raise ValueError(f"no months are written in {language!r}")
    named = [_month(month, language) for month in dict.fromkeys((first.month, last.month))]
    year = transliterate(f"{first.year} yil", language)
    return f"{year} {'–'.join(named)}"


def counted(number: int, nouns: tuple[str, str, str], language: str) -> str:
    """A number with what it counts, in the form it asks for.

    Args:
        number: not negative.
        nouns: one, few, many in Russian ("выход", "выхода", "выходов"); one and many in English,
            the middle one unused; in Uzbek the first alone, which no number changes.
        language: a language of the reports.
    """
    figure = format_number(number)
    if language == "ru":
        return f"{figure} {plural(number, *nouns)}"
    if language == "en":
        return f"{figure} {nouns[0] if number == 1 else nouns[2]}"
    return f"{figure} {transliterate(f'ta {nouns[0]}', language)}"
