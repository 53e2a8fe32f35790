"""What a word says of its story."""

import pytest

from pipelines.story_words import FULL, LITTLE, YEAR, Words, is_exact, person, stem_of, story_words


@pytest.mark.parametrize(
    ("token", "weight"), [("va", 0), ("vazirlik", LITTLE), ("zargar", FULL), ("2025", YEAR)]
)
def test_weights(token: str, weight: int) -> None:
    assert story_words()[token].weight == weight


def test_endings_leave_the_stem() -> None:
    assert stem_of("zargarlar") == stem_of("zargarga") == "zarga"
    assert stem_of("suda") == stem_of("sude") == "sud"


def test_a_month_is_one_number_in_any_language() -> None:
    months = {story_words()[word].stem for word in ("oktabr", "oktabrda", "oktabrya", "october")}
    assert len(months) == 1
    assert story_words()["oktabr"].stem != story_words()["noyabr"].stem


def test_regions_are_odd_and_countries_even() -> None:
    assert story_words()["xorazm"].place & 1 == 1
    assert story_words()["rossiya"].place & 1 == 0 != story_words()["rossiya"].place
    assert story_words()["zargar"].place == 0


@pytest.mark.parametrize(
    ("number", "exact"),
    [("17:31", True), ("3.5", True), ("391", True), ("7", False), ("2024", False), ("500", False)],
)
def test_figures_that_say_much(number: str, exact: bool) -> None:
    assert is_exact(number) is exact


def test_a_name_is_its_consonants() -> None:
    assert person("hakimovning") == person("xakimova") == "xkmv"
    assert person("ali") == ""


def test_words_are_looked_at_once_and_forgotten_past_the_limit() -> None:
    asked: list[str] = []

    def look(token: str) -> object:
        asked.append(token)
        return story_words()["va"]

    words = Words(look)  # type: ignore[arg-type]
    words.LIMIT = 2  # type: ignore[misc]
    for token in ("a", "a", "b", "c"):
        assert words[token]
    assert asked == ["a", "b", "c"]
    assert len(words) == 1
