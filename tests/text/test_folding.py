"""One key for every spelling, and the way back. All texts are synthetic."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.folding import fold, fold_map, forget
from text.transliteration import transliterate

TRICKY = st.text(
    alphabet="abosgh'`‘ʻtTsSyYeEшщцсСҳҲ \u00a0\n\u0301\u0308\u00ad\u200bёʼOGİı-.я4,", max_size=60
)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ўзбекистон", "O‘zbekiston", "O'zbekiston", "Oʻzbekiston", "O`zbekiston", "Özbekiston"),
        ("ғалаба", "g‘alaba", "g'alaba", "gʻalaba", "ğalaba", "ǧalaba"),
        ("шаҳар", "shahar", "şahar", "SHAHAR", "ша\u00adҳар"),
        ("чора", "chora", "çora", "ćora"),
        ("цирк", "sirk"),
        ("милиция", "militsiya"),
        ("маъно", "ma’no", "ma'no", "maʼno"),
        ("ё", "yo", "Yo"),
        ("ИИВ", "IIV", "И\u200bИВ", "iiv"),
        ("электр", "elektr"),
        ("МВД", "MVD", "MВД"),
        ("за́мок", "замок", "zamok"),
        ("Istanbul", "İstanbul", "ıstanbul"),
    ],
)
def test_all_spellings_of_a_word_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(word) for word in spellings}) == 1, {word: fold(word) for word in spellings}


def test_s_and_h_apart_are_no_sh() -> None:
    assert fold("Исҳоқ") == fold("Is’hoq") == fold("Is'hoq")
    assert fold("Исҳоқ") != fold("Ишоқ")


@settings(max_examples=300, deadline=None)
@given(st.one_of(TRICKY, st.text(max_size=60)))
def test_folding_a_key_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TRICKY, st.text(max_size=60)))
def test_what_is_remembered_is_what_is_folded(text: str) -> None:
    forget()
    first = fold(text)
    assert fold(text) == first
    assert " ".join(fold(word) for word in text.split(" ")) == first


@settings(max_examples=300, deadline=None)
@given(st.one_of(TRICKY, st.text(max_size=60)))
def test_positions_lead_back_to_the_text(text: str) -> None:
    folded = fold_map(text)
    assert folded.key == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.key)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))
    assert folded.starts == sorted(folded.starts)
    for place, letter in enumerate(folded.key):
        if letter.isdigit() or letter in ".,":
            assert text[folded.starts[place]] == letter


UZBEK = [
    "аждод",
    "баҳор",
    "вилоят",
    "ғалаба",
    "дўстлик",
    "ёрдам",
    "жиноят",
    "залворли",
    "илм",
    "йўл",
    "қишлоқ",
    "лавҳа",
    "маҳалла",
    "нон",
    "осмон",
    "пахта",
    "раҳбар",
    "соғлиқ",
    "тинчлик",
    "ўқувчи",
    "фуқаро",
    "хабар",
    "ҳаво",
    "чегара",
    "шаҳар",
    "элчи",
    "юрт",
    "ямоқ",
    "маъно",
    "санъат",
    "Исҳоқ",
    "мўъжиза",
    "ички",
    "ишлар",
    "вазирлиги",
    "туман",
    "бошлиғи",
    "етакчи",
    "поезд",
    "аэропорт",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(UZBEK), min_size=1, max_size=12))
def test_a_text_and_its_transliterations_have_one_key(words: list[str]) -> None:
    text = " ".join(words)
    for alphabet in ("uz-Latn", "uz-Latn-2026"):
        assert fold(transliterate(text, alphabet)) == fold(text)


@pytest.mark.parametrize(
    "letter", ["a", "ш", "'", "o'", "s'h", "t", "ye", "\u0301", "a\u0301", "Mв", " ", "\n", "😀"]
)
def test_a_long_run_of_anything_is_folded(letter: str) -> None:
    text = letter * (200_000 // len(letter))
    assert isinstance(fold(text), str)
    assert fold_map(text).key == fold(text)
