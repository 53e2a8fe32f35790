"""Language and alphabet of titles and paragraphs. Invented sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.languages import CODES, identify


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("Samarqandda yangi maktab ochildi", "uz", "Latn"),
        ("Самарқандда янги мактаб очилди", "uz", "Cyrl"),
        ("Bugun havo qanday bo‘ladi?", "uz", "Latn"),
        ("Şaharda yangi köprik qurildi", "uz", "Latn"),
        ("Бугун ҳаво қандай бўлади?", "uz", "Cyrl"),
        ("Тошкентда кўприк қурилди", "uz", "Cyrl"),
        ("В Самарканде открыли новую школу", "ru", "Cyrl"),
        ("Водитель задержан в Ташкенте", "ru", "Cyrl"),
        ("A new school opens in Samarkand", "en", "Latn"),
        ("Police detain three suspects", "en", "Latn"),
        ("Нөкисте жаңа мектеп ашылды, оқыўшылар ушын", "kaa", "Cyrl"),
        ("Nókiste jańa mektep ashıldı", "kaa", "Latn"),
        ("Алматыда жаңа мектеп ашылды, оқушылар қуанышты", "kk", "Cyrl"),
        ("Бишкекте жаңы мектеп ачылды жана окуучулар кубанды", "ky", "Cyrl"),
        ("Дар Душанбе мактаби нав кушода шуд, ки хонандагон", "tg", "Cyrl"),
        ("Aşgabatda täze mekdep açyldy we okuwçylar begendi", "tk", "Latn"),
        ("Ankara’da yeni bir okul açıldı ve öğrenciler sevindi", "tr", "Latn"),
        ("Bakıda yeni məktəb açıldı və şagirdlər sevindi", "az", "Latn"),
    ],
)
def test_the_language_of_a_title(text: str, code: str, script: str) -> None:
    assert tuple(identify(text)) == (code, script)


@pytest.mark.parametrize("text", ["", " ", "12.10.2026", "— … !", "\ud800", "\x00\x01"])
def test_without_letters_there_is_no_language(text: str) -> None:
    assert tuple(identify(text)) == ("", "")


@given(st.text(max_size=200))
def test_every_text_has_a_known_language_or_none(text: str) -> None:
    found = identify(text)
    assert found.code in {*CODES, ""}
    assert bool(found.code) == bool(found.script) or found.script
