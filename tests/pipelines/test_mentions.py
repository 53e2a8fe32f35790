"""Who is named: in every alphabet, with every ending, and whose it is. Invented sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.mentions import find_mentions
from storage.records import Owner


@pytest.mark.parametrize(
    "text",
    [
        "Ички ишлар вазирлиги бугун маълум қилди.",
        "ИЧКИ ИШЛАР ВАЗИРЛИГИДАН хабар беришди.",
        "Ichki ishlar vazirligining matbuot xizmati",
        "Ichki ishlar vazirligining matbuot xizmati".replace("ishlar ", "ishlar\u00a0"),
        "Ичкиишлар вазирлиги".replace("Ичкиишлар", "Ички\nишлар"),
        "ИИВнинг маълумотига кўра",
        "IIV’dan ma’lum qilishlaricha",
        "Министерством внутренних дел сообщается",
        "В МВД Узбекистана рассказали",
        "The Ministry of Internal Affairs of Uzbekistan said",
        "Ішки ислер министрлиги".replace("І", "И"),
    ],
)
def test_the_ministry_is_found(text: str) -> None:
    report = find_mentions("", text)
    assert report.owner is Owner.OWN, text
    for mention in report.mentions:
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "text",
    [
        "Вазирликнинг ички низоми тасдиқланди.",
        "Об-ҳаво эртага ўзгаради.",
        "Манба: https://iiv.uz/uz/news/1",
        "Davlat ichki ishlarga aralashmaslik tamoyilini himoya qiladi.",
    ],
)
def test_what_names_nobody_is_none(text: str) -> None:
    assert find_mentions("", text).owner is Owner.NONE


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Россия Ички ишлар вазирлиги янги қоидани эълон қилди.", Owner.FOREIGN),
        ("МВД Казахстана задержало подозреваемых.", Owner.FOREIGN),
        (
            "O‘zbekiston Ichki ishlar vaziri o‘rinbosari Anvar Karimov Turkiya Ichki ishlar"
            " vazirligi delegatsiyasini qabul qildi.",
            Owner.BOTH,
        ),
    ],
)
def test_whose_ministry_it_is(text: str, owner: Owner) -> None:
    assert find_mentions("", text).owner is owner


def test_an_unqualified_ministry_is_that_of_the_outlets_country() -> None:
    assert find_mentions("", "МВД сообщило о задержании.", country="UZ").owner is Owner.OWN
    assert find_mentions("", "МВД сообщило о задержании.", country="RU").owner is Owner.FOREIGN


def test_a_headline_makes_it_the_main_thing() -> None:
    body = "Uchrashuvda soliq, bojxona va ta’lim masalalari ko‘rildi. " * 12
    assert find_mentions("IIV yangi xizmatni ishga tushirdi", body).main
    assert not find_mentions(
        "Hokim uchrashuv o‘tkazdi", f"{body} Unda IIV vakili ham bor edi."
    ).main


@given(st.text(max_size=400), st.text(max_size=80))
def test_no_text_crashes_and_spans_lie_within(body: str, title: str) -> None:
    for mention in find_mentions(title, f"{body} ИИВ {title}").mentions:
        whole = title if mention.field == "title" else f"{body} ИИВ {title}"
        assert whole[mention.start : mention.end] == mention.text
