"""How two texts are related: copies, other words, what came next, forms, other languages."""

import random

import pytest

from pipelines.fingerprints import fingerprint
from pipelines.reprints import compare, parse_story_rules, story_rules
from pipelines.rule_files import BrokenRules
from storage.fingerprint import Fingerprint, same_picture, unpack
from text.folding import fold
from text.transliteration import transliterate

THEFT = (
    "12-oktabr kuni Chust tumanida yashovchi Malika Ergasheva uyidan 37 million so‘mlik buyumlar"
    " yo‘qolganini bildirdi. Tezkor tadbirlar davomida gumonlanuvchi Sardor Toshmatov ushlandi."
    " Undan o‘g‘irlangan gilam, televizor va zargarlik buyumlari topilib, egasiga qaytarildi."
    " Holat bo‘yicha jinoyat ishi qo‘zg‘atilgan, tergov davom etmoqda. Ichki ishlar bo‘limi"
    " aholini eshiklarga mustahkam qulf o‘rnatishga va qo‘shnilar bilan ogoh bo‘lishga chaqirdi."
    " Shuningdek, bo‘lim boshlig‘i Jasur Nazarov kamera o‘rnatgan xonadonlarda bunday holat"
    " uch barobar kam uchrashini ma’lum qildi."
)
SAME_FORM = (
    THEFT.replace("12-oktabr", "3-noyabr").replace("Chust", "Kitob").replace("37 ", "8 ")
    .replace("Malika Ergasheva", "Dilnoza Yusupova").replace("Sardor Toshmatov", "Ilhom Rajabov")
    .replace("Jasur Nazarov", "Akbar Qosimov").replace("uch barobar", "besh barobar")
)  # fmt: skip
RATE = "Bugun dollar kursi {} so‘m etib belgilandi. Yevro kursi {} so‘mni tashkil etadi."


def print_of(body: str, title: str = "") -> Fingerprint:
    return fingerprint(title, body, fold(title), fold(body))


def relation(one: str, other: str, **said: object) -> str:
    """The relation, asked both ways round: it may not differ."""
    a, b = print_of(one), print_of(other)
    found = compare(a, b, **said)  # type: ignore[arg-type]
    assert compare(b, a, **said) == found  # type: ignore[arg-type]
    return found.relation


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    "copy",
    [
        " ".join(words(THEFT)[: len(words(THEFT)) // 2]) + " Xabar yangilandi.",
        THEFT.split(". ", 1)[0] + ".",
        ". ".join(reversed(THEFT.removesuffix(".").split(". "))) + ".",
        transliterate(THEFT, "uz-Cyrl"),
        f"Bozorda narxlar tushdi, sabzavotlar arzonladi.\n\n{THEFT}\n\nKonsert shanba kuni.",
        " ".join("boshqa" if n % 9 == 4 else word for n, word in enumerate(words(THEFT))),
    ],
    ids=["half and a sentence", "first sentence", "reordered", "alphabet", "quoted", "reworded"],
)
def test_a_copy_is_a_reprint(copy: str) -> None:
    assert relation(THEFT, copy) == "reprint"


POST = (
    "Nukusda katta kitob yarmarkasi ochildi, unda poytaxt va viloyat nashriyotlari yangi asarlarini"
    " arzon narxda sotmoqda. Tashkilotchi Jasur Berdiyev kirish hamma uchun bepul ekanini, bolalar"
    " uchun alohida burchak tayyorlanganini, shoirlar bilan uchrashuvlar har oqshom bo‘lishini"
    " aytdi va barchani taklif qildi."
)


def test_a_post_with_every_fourth_word_changed_is_a_reprint() -> None:
    changed = ["boshqa" if n % 8 in {3, 5} else word for n, word in enumerate(words(POST))]
    assert relation(POST, " ".join(changed)) == "reprint"


def test_a_post_in_words_of_its_own_is_none() -> None:
    told_anew = (
        "Nukusda kitob yarmarkasi boshlandi: bepul kiriladi, bolalarga burchak bor. Jasur Berdiyev"
        " viloyat nashriyotlari arzon asarlar sotayotganini, oqshomlari shoirlar bilan uchrashuv"
        " o‘tishini bildirdi."
    )
    assert relation(POST, told_anew) == "same_event"


def test_copies_with_a_quarter_of_their_words_changed_are_found() -> None:
    text = (
        f"{THEFT} Tuman hokimligi vakillari, mahalla faollari va profilaktika inspektorlari"
        " xonadonma-xonadon yurib, egalariga signalizatsiya o‘rnatish tartibini tushuntirdi."
        " Tadbirda yuzdan ortiq fuqaro qatnashdi, savollarga javoblar berildi."
    )
    others = words(
        f"{SAME_FORM} {RATE} bozorda narxlar tushdi sabzavotlar arzonladi konsert shanba kuni"
        " bo‘ladi sport o‘yinlari musobaqa g‘olib"
    )
    missed = 0
    for seed in range(60):
        dice = random.Random(seed)
        copy = (dice.choice(others) if dice.random() < 0.25 else one for one in words(text))
        missed += relation(text, " ".join(copy)) != "reprint"
    assert missed <= 2


def test_a_report_of_one_form_about_others_is_no_copy() -> None:
    assert relation(THEFT, SAME_FORM) not in {"reprint", "same_event"}


def test_a_rate_with_other_figures_is_no_copy() -> None:
    assert relation(RATE.format("12 750", "13 900"), RATE.format("12 750", "13 900")) == "reprint"
    other = relation(RATE.format("12 750", "13 900"), RATE.format("12 761", "13 877"))
    assert other not in {"reprint", "same_event"}


def test_the_same_words_of_today_on_another_day_are_another_days() -> None:
    weather = "Bugun Termizda havo ochiq bo‘ladi, shamol g‘arbdan esadi, harorat o‘zgarmaydi."
    assert relation(weather, weather) == "reprint"
    assert relation(weather, weather, days=2) not in {"reprint", "same_event"}


def test_a_text_run_again_weeks_later_must_be_whole() -> None:
    half = " ".join(words(THEFT)[:30] + [f"yangi{n}" for n in range(24)])
    assert relation(THEFT, THEFT, days=30) == "reprint"
    assert relation(THEFT, half, days=2) == "reprint"
    assert relation(THEFT, half, days=30) != "reprint"
    assert relation(THEFT, THEFT, days=60) != "reprint"


HELD = "Qo‘qonda muzeydan ikona o‘g‘irlagan Farhod Boltayev ushlandi, ikona muzeyga qaytarildi."
HELD_TOO = "Muzeydan ikona o‘g‘irlagan Farhod Boltayev Qo‘qonda qo‘lga tushdi, ikona esa topildi."
JUDGED = "Qo‘qonda muzeydan ikona o‘g‘irlagan Farhod Boltayevga hukm o‘qildi: to‘rt yil qamoq."


def test_other_words_on_one_event_are_the_same_event_of_its_day() -> None:
    assert relation(HELD, HELD_TOO) == "same_event"
    assert relation(HELD, HELD_TOO, days=5) == "different"


def test_what_came_next_is_related() -> None:
    assert relation(HELD, JUDGED, days=1) == "related"


def test_an_outlets_own_next_text_must_be_nearer() -> None:
    assert relation(HELD, HELD_TOO, one_outlet=True) == "related"


RUSSIAN = (
    "В Чустском районе задержан Сардор Тошматов, которого подозревают в краже у Малики Эргашевой."
    " Женщина заявила 12 октября в 18:25 о пропаже вещей на 37 миллионов сумов."
)
UZBEK = (
    "Chust tumanida 12-oktabr kuni soat 18:25da Malika Ergasheva murojaat qilib, 37 million so‘mlik"
    " buyumlari yo‘qolganini aytdi. Shubha bilan Sardor Toshmatov ushlangan."
)


def test_the_same_people_and_figures_are_one_event_in_any_language() -> None:
    assert relation(RUSSIAN, UZBEK, one_language=False) == "translation"
    other = UZBEK.replace("Malika Ergasheva", "Dilnoza Yusupova").replace("18:25", "07:40")
    assert relation(RUSSIAN, other, one_language=False) not in {"translation", "same_event"}


def test_a_round_up_is_a_copy_of_no_item_but_of_itself() -> None:
    digest = (
        "Kun dayjesti:\n\nNamanganda gul bayrami ochildi\n\nSenat yangi qonunni ko‘rib chiqadi\n\n"
        "Qarshida zavod ish boshladi\n\nFutbolchilar Osiyo kubogiga jo‘nadi\n\n"
        "Metroda yangi bekat qurilmoqda"
    )
    assert relation(digest, "Namanganda gul bayrami ochildi") != "reprint"
    assert relation(digest, digest) == "reprint"


def test_a_fingerprint_is_the_same_when_read_back() -> None:
    image = "https://kun.uz/IMG_20261014_104312.jpg"
    made = fingerprint("Sarlavha", THEFT, "sarlavha", fold(THEFT), image)
    read = unpack(made.pack())
    assert same_picture(read, made)
    assert not same_picture(unpack(print_of(THEFT).pack()), print_of(THEFT))
    other = print_of(SAME_FORM)
    assert compare(read, other) == compare(made, other)
    assert compare(read, made).similarity == 1.0
    assert (read.words, read.stages, read.daily) == (made.words, made.stages, made.daily)


def test_an_empty_text_is_like_nothing() -> None:
    assert relation("", "") == "different"
    assert relation("", THEFT) == "different"


@pytest.mark.parametrize("broken", ["near_days = 3", "near_days = 'x'", "= 3", "unknown = 1"])
def test_a_broken_rule_file_names_itself(broken: str) -> None:
    assert story_rules().near_days > 0
    with pytest.raises(BrokenRules, match=r"stories\.toml"):
        parse_story_rules(broken)
