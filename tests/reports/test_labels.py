"""Words of tables in every language."""

import pytest

from pipelines.rule_files import read_rules
from pipelines.units import units
from reports.labels import LANGUAGES, Language, label


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
