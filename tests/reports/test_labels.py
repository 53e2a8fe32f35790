"""Words of tables in every language."""

import pytest

from pipelines.rule_files import read_rules
from pipelines.units import units
from reports.labels import LANGUAGES, Language, label
from reports.reasons import reason_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_and_topic_has_a_name(language: Language) -> None:
    for key in units():
        assert label("unit", key, language) != key
    for key in read_rules("topics"):
        assert label("topic", key, language) != key


def test_uzbek_alphabets_are_written_from_one() -> None:
    assert label("unit", "ministry", "uz-Cyrl") == "Ички ишлар вазирлиги"
    assert label("unit", "ministry", "uz-Latn-2026") == "Içki işlar vazirligi"
    assert label("unit", "ministry", "en") == "Ministry of Internal Affairs"


def test_what_has_no_name_is_shown_as_it_is() -> None:
    assert label("unit", "no_such_unit", "ru") == "no_such_unit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_have_words_and_show_what_was_met_where_it_helps(language: Language) -> None:
    for outcome in ("gone", "refused_robots", "blocked", "paywalled", "fetch_failed", "rejected"):
        assert label("why", outcome, language) != outcome
        words = reason_words(f"{outcome}: HTTP 500", language)
        assert words == f"{label('why', outcome, language)} (HTTP 500)"
    assert reason_words("front_page", language) == label("place", "front_page", language)
    assert "<b>" not in reason_words("gone: <b>", language)
    assert reason_words("something else", language) == "something else"
