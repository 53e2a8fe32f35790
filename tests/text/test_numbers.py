"""Numbers, days and periods as the reports write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.dates import read_date
from text.numbers import (
    NO_BREAK,
    Case,
    counted,
    day_in_case,
    format_day,
    format_months,
    format_number,
    in_case,
    plural,
)

LANGUAGES = ("uz-Cyrl", "uz-Latn", "uz-Latn-2026", "ru", "en")


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (97, "97"), (1770, "1 770"), (150_599, "150 599"), (1_000_000, "1 000 000")],
)
def test_thousands_are_apart_by_a_space_that_does_not_break(number: int, written: str) -> None:
    assert format_number(number) == written.replace(" ", NO_BREAK)


@given(st.integers(0, 10**12))
def test_the_digits_stay(number: int) -> None:
    assert int(format_number(number).replace(NO_BREAK, "")) == number


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("uz-Cyrl", "2024 йил 10 январь"), ("uz-Latn", "2024 yil 10 yanvar"),
        ("uz-Latn-2026", "2024 yil 10 yanvar"), ("ru", "10 января 2024 года"),
        ("en", "10 January 2024"),
    ],
)  # fmt: skip
def test_a_day_in_every_language(language: str, written: str) -> None:
    assert format_day(date(2024, 1, 10), language) == written


@given(st.dates(date(1995, 1, 1), date(2026, 10, 1)), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_again(day: date, language: str) -> None:
    from tests.text.test_dates import NOW

    assert read_date(format_day(day, language), NOW).at.date() == day


@pytest.mark.parametrize(
    ("word", "case", "written"),
    [
        ("yanvar", "locative", "yanvarda"), ("vazirlik", "dative", "vazirlikka"),
        ("qishloq", "dative", "qishloqqa"), ("barg", "dative", "barkka"),
        ("bogʻ", "dative", "boqqa"), ("idora", "dative", "idoraga"),
        ("dekabr", "until", "dekabrgacha"), ("vazirlik", "genitive", "vazirlikning"),
        ("hisobot", "accusative", "hisobotni"), ("may", "ablative", "maydan"),
    ],
)  # fmt: skip
def test_uzbek_cases(word: str, case: Case, written: str) -> None:
    assert in_case(word, case) == written


@pytest.mark.parametrize(
    ("case", "language", "written"),
    [
        ("", "uz-Cyrl", "2024 йил 10 октябрь"), ("ablative", "uz-Cyrl", "2024 йил 10 октябрдан"),
        ("until", "uz-Latn", "2024 yil 10 oktabrgacha"),
        ("until", "uz-Latn-2026", "2024 yil 10 oktabrgaça"),
    ],
)  # fmt: skip
def test_a_day_in_a_case(case: Case, language: str, written: str) -> None:
    assert day_in_case(date(2024, 10, 10), case, language) == written


def test_only_uzbek_has_uzbek_cases() -> None:
    with pytest.raises(ValueError, match="ru"):
        day_in_case(date(2024, 10, 10), "dative", "ru")


@pytest.mark.parametrize(
    ("language", "year", "month"),
    [
        ("uz-Cyrl", "2024 йил январь–декабрь", "2024 йил май"),
        ("uz-Latn", "2024 yil yanvar–dekabr", "2024 yil may"),
        ("ru", "январь – декабрь 2024 года", "май 2024 года"),
        ("en", "January – December 2024", "May 2024"),
    ],
)
def test_the_months_of_a_period(language: str, year: str, month: str) -> None:
    assert format_months(date(2024, 1, 1), date(2024, 12, 31), language) == year
    assert format_months(date(2024, 5, 1), date(2024, 5, 31), language) == month


def test_months_of_several_years_are_refused() -> None:
    with pytest.raises(ValueError, match="several years"):
        format_months(date(2024, 1, 1), date(2025, 1, 1), "ru")


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "выход"), (2, "выхода"), (4, "выхода"), (5, "выходов"), (11, "выходов"), (12, "выходов"),
     (14, "выходов"), (21, "выход"), (22, "выхода"), (100, "выходов"), (101, "выход"),
     (111, "выходов"), (150_599, "выходов"), (0, "выходов")],
)  # fmt: skip
def test_russian_plurals(number: int, form: str) -> None:
    nouns = ("выход", "выхода", "выходов")
    assert plural(number, *nouns) == form
    assert counted(number, nouns, "ru") == f"{format_number(number)} {form}"


def test_counted_in_other_languages() -> None:
    nouns = ("appearance", "", "appearances")
    assert counted(1, nouns, "en") == "1 appearance"
    assert counted(2, nouns, "en") == "2 appearances"
    assert counted(7003, ("chiqish", "", ""), "uz-Latn") == f"7{NO_BREAK}003 ta chiqish"
    assert counted(7003, ("chiqish", "", ""), "uz-Cyrl") == f"7{NO_BREAK}003 та чиқиш"
    assert counted(7003, ("chiqish", "", ""), "uz-Latn-2026") == f"7{NO_BREAK}003 ta çiqiş"


@pytest.mark.parametrize("language", ["tr", "", "uz"])
def test_no_other_language_is_written(language: str) -> None:
    with pytest.raises(ValueError, match="no days"):
        format_day(date(2024, 1, 1), language)
