"""What is usual and what is not, on synthetic visits and days."""

import random
from datetime import date, timedelta

import pytest

from crawler.observed import Observed
from pipelines.habits import Line, unusual_number, unusual_numbers, unusual_requests, unusual_shares
from storage.records import Found, Reading

START = date(2026, 8, 3)
"""A Monday."""


def line(read: int, asked: int = 0, letters: int = 1500, **less: int) -> Line:
    """A line of a visit: everything there, but for what ``less`` says is missing."""
    fields = ("title", "body", "date", "own_title", "own_body")
    counts = {"asked": asked or read, "read": read, "letters": letters * read}
    counts |= {name: read - less.get(name, 0) for name in fields}
    counts |= {name: number for name, number in less.items() if name not in fields}
    bad = {name: f"https://a.uz/{name}" for name in less} | {"read": "https://a.uz/first"}
    return Line(counts, bad)


def usual(dice: random.Random, visits: int = 30) -> list[dict[str, Line]]:
    """Visits as they are: a title or a date missing now and then, lengths that vary."""
    return [
        {
            tag: line(
                n := dice.randint(2, 12), letters=dice.randint(1100, 2100),
                date=sum(dice.random() < 0.03 for _ in range(n)),
                body=sum(dice.random() < 0.02 for _ in range(n)),
            )
            for tag in ("uz-Latn", "uz-Cyrl", "ru")
        }
        for _ in range(visits)
    ]  # fmt: skip


def test_a_thousand_usual_visits_raise_nothing() -> None:
    dice = random.Random(4)
    visits = usual(dice, 1000)
    for at in range(30, len(visits)):
        assert list(unusual_shares(visits[at - 30 : at], visits[at])) == []


@pytest.mark.parametrize("name", ["title", "body", "date", "own_title", "own_body"])
def test_a_field_that_goes_missing_names_the_first_address(name: str) -> None:
    past = usual(random.Random(1))
    tonight = {tag: line(8, **{name: 8}) for tag in ("uz-Latn", "uz-Cyrl", "ru")}
    told = list(unusual_shares(past, tonight))
    field = {"own_title": "title selector", "own_body": "body selector"}.get(name, name)
    assert (told[0].line, told[0].field, told[0].url) == ("", field, f"https://a.uz/{name}")
    assert len([one for one in told if one.field == field]) == 1, "once for the whole outlet"


def test_one_language_is_not_averaged_away() -> None:
    past = usual(random.Random(2))
    tonight = {"uz-Latn": line(12), "uz-Cyrl": line(12), "ru": line(5, body=5)}
    assert [(one.line, one.field) for one in unusual_shares(past, tonight)] == [("ru", "body")]


@pytest.mark.parametrize("outcome", ["blocked", "gone", "paywalled", "not_article"])
def test_what_comes_in_place_of_articles_is_told(outcome: str) -> None:
    tonight = {"": Line({"asked": 9, outcome: 9}, {outcome: "https://a.uz/x"})}
    told = list(unusual_shares(usual(random.Random(3)), tonight))
    assert [(one.field, one.url) for one in told] == [(outcome, "https://a.uz/x")]


def test_bodies_cut_to_teasers_and_a_language_that_is_gone() -> None:
    past = usual(random.Random(5))
    short = {tag: line(9, letters=90) for tag in ("uz-Latn", "uz-Cyrl", "ru")}
    assert [one.field for one in unusual_shares(past, short)] == ["length"]
    switched = {"ru": line(40)}
    told = {(one.line, one.field) for one in unusual_shares(past, switched)}
    assert told == {("uz-Latn", "language"), ("uz-Cyrl", "language")}


def test_pages_of_a_languages_folder_in_another_language_are_told_though_few() -> None:
    dice = random.Random(6)
    past = usual(dice)
    for visit in past:
        for tag in ("uz-Latn", "uz-Cyrl"):
            visit[tag].counts |= {"listed": visit[tag].counts["read"]}
            visit[tag].counts["as_listed"] = visit[tag].counts["listed"]
    tonight = {"ru": line(19, listed=5)}
    tonight["ru"].bad["as_listed"] = "https://a.uz/uz/1"
    told = [(one.line, one.field, one.url) for one in unusual_shares(past, tonight)]
    assert told == [("", "language", "https://a.uz/uz/1")]


def test_a_page_is_compared_with_the_language_of_its_list_or_folder() -> None:
    observed = Observed()
    uzbek = Reading(
        title="Toshkentda yangi maktab ochildi", body="Bugun yangi maktab ochildi. " * 9
    )
    russian = Reading(title="В Ташкенте открыли школу", body="Сегодня открыли новую школу. " * 9)
    for url, listed, reading in (
        ("https://a.uz/uz/1", "", uzbek), ("https://a.uz/uz/2", "", russian),
        ("https://a.uz/2026/3", "", russian), ("https://a.uz/4", "uz-Cyrl", uzbek),
    ):  # fmt: skip
        observed.note(Found(url, language=listed), url, "stored", reading)
    lines = observed.lines
    assert lines["uz-Latn"].counts["listed"] == lines["uz-Latn"].counts["as_listed"] == 2
    assert lines["ru"].counts["listed"] == 1
    assert "as_listed" not in lines["ru"].counts
    assert lines["ru"].bad["as_listed"] == "https://a.uz/uz/2"


def test_too_little_says_nothing() -> None:
    past = usual(random.Random(6))
    assert list(unusual_shares(past, {"ru": line(1, body=1)})) == []
    assert list(unusual_shares(past[:1], {"ru": line(9, body=9)})) == []


def days(dice: random.Random, mean: float, number: int, weekend: float = 0.4) -> dict[date, int]:
    """A number for each day, fewer at weekends, spread a little more than chance does."""
    found = {}
    for n in range(number):
        day = START + timedelta(days=n)
        of_day = mean * (weekend if day.weekday() >= 5 else 1) * dice.uniform(0.8, 1.2)
        found[day] = sum(dice.random() < of_day / 1000 for _ in range(1000))
    return found


@pytest.mark.parametrize("mean", [2, 8, 25, 120, 300])
def test_weekends_and_chance_raise_nothing(mean: int) -> None:
    dice = random.Random(mean)
    for outlet in range(20):
        counts = days(dice, mean, 116)
        every = sorted(counts)
        for at in range(56, len(every)):
            read = every[max(0, at - 56) : at]
            told = unusual_number(counts, read, every[at])
            assert told is None, (outlet, every[at], counts[every[at]], told)


@pytest.mark.parametrize("mean", [12, 25, 120])
def test_silence_is_told_the_same_day(mean: int) -> None:
    counts = days(random.Random(9), mean, 57)
    day = max(counts)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    counts[day] = 0
    told = unusual_number(counts, sorted(counts), day)
    assert told is not None
    assert (told.seen, told.field) == (0, "volume")
    assert told.usual == pytest.approx(mean, rel=0.4)


def test_a_quiet_outlets_silence_is_told_after_some_days() -> None:
    counts = days(random.Random(9), 3, 60, weekend=1)
    last = max(counts)
    for n in range(7):
        counts[last - timedelta(days=n)] = 0
    assert unusual_number(counts, sorted(counts), last) is not None
    counts[last - timedelta(days=6)] = 40
    assert unusual_number({**counts, last: 3}, sorted(counts), last) is None


def test_a_silent_language_is_told_apart_and_a_flood_too() -> None:
    dice = random.Random(12)
    lines = {tag: days(dice, 30, 57, weekend=1) for tag in ("uz-Latn", "uz-Cyrl", "ru")}
    day = max(lines["ru"])
    lines["uz-Cyrl"][day] = 0
    told = list(unusual_numbers(lines, sorted(lines["ru"]), day))
    assert [(one.line, one.field) for one in told] == [("uz-Cyrl", "volume")]
    lines["uz-Cyrl"][day] = 400
    assert [one.line for one in unusual_numbers(lines, sorted(lines["ru"]), day)] == ["uz-Cyrl"]


def test_a_learning_outlet_is_left_in_peace() -> None:
    counts = days(random.Random(1), 30, 9)
    assert unusual_number({**counts, max(counts): 0}, sorted(counts), max(counts)) is None


def test_requests_for_a_new_publication() -> None:
    past = [(60, 20)] * 10
    assert unusual_requests(past, (70, 20)) is None
    told = unusual_requests(past, (900, 20))
    assert told is not None
    assert (told.field, told.usual, told.seen) == ("requests", 3, 45)
