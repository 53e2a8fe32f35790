"""Uzbek in its three alphabets. All texts are synthetic."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.test_folding import UZBEK
from text.transliteration import transliterate


@pytest.mark.parametrize(
    ("cyrillic", "latin", "reform"),
    [
        ("Ички ишлар вазирлиги", "Ichki ishlar vazirligi", "İçki işlar vazirligi"),
        ("ШАҲАР", "SHAHAR", "ŞAHAR"),
        ("Ўқитувчи ғалабаси", "O‘qituvchi g‘alabasi", "Öqituvçi ğalabasi"),
        ("Исҳоқ", "Is’hoq", "Is’hoq"),
        ("маъно", "ma’no", "ma’no"),
        ("конституция, конференция", "konstitutsiya, konferensiya", "konstitutsiya, konferensiya"),
        ("Сергеевич", "Sergeevich", "Sergeeviç"),
        ("сентябрь", "sentabr", "sentabr"),
        ("елим, поезд, объект", "yelim, poyezd, obyekt", "yelim, poyezd, obyekt"),
    ],
)
def test_words_in_three_alphabets(cyrillic: str, latin: str, reform: str) -> None:
    assert transliterate(cyrillic, "uz-Latn") == latin
    assert transliterate(cyrillic, "uz-Latn-2026") == reform.replace("İ", "I")
    assert transliterate(latin, "uz-Cyrl") == cyrillic
    assert transliterate(latin, "uz-Latn-2026") == reform.replace("İ", "I")


@pytest.mark.parametrize(
    "kept", ["https://kun.uz/news", "info@iiv.uz", "@iivuz", "WhatsApp", "XXI", "kun.uz/uz"]
)
def test_addresses_foreign_names_and_roman_numbers_stay(kept: str) -> None:
    for alphabet in ("uz-Cyrl", "uz-Latn", "uz-Latn-2026"):
        assert kept in transliterate(f"Хабар {kept} orqali", alphabet)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("M. Karimov va I. Aliyev XIV asrda", "М. Каримов ва И. Алиев XIV асрда"),
        ("Telegramda, Facebook’dagi, YouTube’da", "Telegramда, Facebook’даги, YouTube’да"),
        ("IT-park, ID-karta, QR-kod", "IT-парк, ID-карта, QR-код"),
        ("Chevrolet Cobalt rusumli", "Chevrolet Cobalt русумли"),
        ("Reuters, The City by Washington", "Reuters, The City by Washington"),
        ("AQShda, YaIM, YeI, O‘zA", "АҚШда, ЯИМ, ЕИ, ЎзА"),
        ("Vorontsov, Melnikov, Belskiy, Trotskiy", "Воронцов, Мельников, Бельский, Троцкий"),
        ("litsenziya, retsidiv, auksion, sanksiya", "лицензия, рецидив, аукцион, санкция"),
        ("ketsa, aytsin, otsiz, olgan, yo‘lniki", "кетса, айтсин, отсиз, олган, йўлники"),
        ("DekabrIIV, IIBning, YHXBBga", "ДекабрИИВ, ИИБнинг, ЙҲХББга"),
        ("İçki işlar", "Ички ишлар"),
        ("koordinator, zoopark, radioo‘yin", "координатор, зоопарк, радиоўйин"),
    ],
)
def test_latin_to_cyrillic(latin: str, cyrillic: str) -> None:
    assert transliterate(latin, "uz-Cyrl") == cyrillic


@pytest.mark.parametrize(
    ("cyrillic", "latin", "reform"),
    [
        ("Ш. Юсупов, Е. Петров", "Sh. Yusupov, Ye. Petrov", "Ş. Yusupov, Ye. Petrov"),
        ("АҚШда ЯИМ", "AQShda YaIM", "AQŞda YaIM"),
        ("Chevrolet Facebook’да", "Chevrolet Facebook’da", "Chevrolet Facebook’da"),
        ("Воронцов, цемент", "Vorontsov, sement", "Vorontsov, sement"),
        ("гапирма-е", "gapirma-e", "gapirma-e"),
    ],
)
def test_cyrillic_to_latin(cyrillic: str, latin: str, reform: str) -> None:
    assert transliterate(cyrillic, "uz-Latn") == latin
    assert transliterate(cyrillic, "uz-Latn-2026") == reform


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(UZBEK), min_size=1, max_size=10))
def test_there_and_back(words: list[str]) -> None:
    text = " ".join(words)
    for alphabet in ("uz-Latn", "uz-Latn-2026"):
        assert transliterate(transliterate(text, alphabet), "uz-Cyrl") == text
    latin = transliterate(text, "uz-Latn")
    assert transliterate(transliterate(latin, "uz-Latn-2026"), "uz-Latn") == latin


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["uz-Cyrl", "uz-Latn", "uz-Latn-2026"]))
def test_no_text_is_too_strange(text: str, alphabet: str) -> None:
    once = transliterate(text, alphabet)
    assert isinstance(once, str)
    assert sum(map(str.isdigit, once)) == sum(map(str.isdigit, text))


def test_another_alphabet_is_refused() -> None:
    with pytest.raises(ValueError, match="uz-Latn-2026"):
        transliterate("matn", "kk")
