"""Every kind of unit by its names in every alphabet and language, with what is glued to them.

Sentences are invented.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.mentions import find_mentions
from pipelines.units import units
from storage.records import Owner
from text.transliteration import transliterate


def _units(text: str) -> list[str]:
    return sorted({mention.unit for mention in find_mentions("", text).mentions})


def test_there_are_all_kinds() -> None:
    kinds = {unit.kind for unit in units().values()}
    assert kinds == {"ministry", "bodies", "central", "regional", "district", "institution"}
    regions = {unit.region for unit in units().values() if unit.kind == "regional"}
    assert len(regions - {""}) == 14
    for unit in units().values():
        assert {"uz-Latn", "ru", "en"} <= set(unit.names), unit.id
        assert not unit.parent or unit.parent in units(), unit.id


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("ИИВ Ахборот хизмати", ["press_service"]),
        ("Ички ишлар вазирлиги матбуот хизмати хабарига кўра", ["press_service"]),
        ("Пресс-служба МВД сообщила", ["press_service"]),
        ("Ички ишлар вазири Азиз Тошпўлатов", ["minister"]),
        ("ички ишлар вазири ўринбосари Бекмурод Абдуллаев", ["deputy_minister"]),
        ("заместитель министра внутренних дел", ["deputy_minister"]),
        ("Deputy Interior Minister of Uzbekistan", ["deputy_minister"]),
        ("Тошкент шаҳар ИИББ", ["regional_tashkent_city"]),
        ("IIBB matbuot xizmati", ["regional"]),
        ("ГУВД Ташкента", ["regional_tashkent_city"]),
        ("Samarqand viloyati IIB", ["regional_samarkand"]),
        ("УВД Самаркандской области", ["regional_samarkand"]),
        ("Қорақалпоғистон Республикаси Ички ишлар вазирлиги", ["regional_karakalpakstan"]),
        ("МВД Каракалпакстана", ["regional_karakalpakstan"]),
        ("Urgut tumani IIB", ["district_samarkand"]),
        ("Юнусобод тумани ИИО ФМБ", ["district_tashkent_city"]),
        ("Юнусабадский РУВД", ["district_tashkent_city"]),
        ("Чиланзарский РОВД", ["district_tashkent_city"]),
        ("ГОВД города Коканда", ["district_fergana"]),
        ("Андижон шаҳар ИИБ", ["district_andijan"]),
        ("ички ишлар органлари", ["bodies"]),
        ("IIO xodimlari", ["bodies"]),
        ("сотрудники ОВД", ["bodies"]),
        ("органы внутренних дел", ["bodies"]),
        ("internal affairs bodies of Uzbekistan", ["bodies"]),
        ("ЙҲХХ", ["road_safety"]),
        ("ЙҲХБ", ["road_safety"]),
        ("ЙҲХББ", ["road_safety"]),
        ("YHXX", ["road_safety"]),
        ("YHXB ma'lumotiga ko'ra", ["road_safety"]),
        ("YPX xodimi", ["road_safety"]),
        ("ЙПХ инспектори", ["road_safety"]),
        ("сотрудник ДПС", ["road_safety"]),
        ("СБДД", ["road_safety"]),
        ("ГСБДД", ["road_safety"]),
        ("УБДД", ["road_safety"]),
        ("ГУБДД МВД", ["ministry", "road_safety"]),
        ("Йўл ҳаракати хавфсизлиги хизмати", ["road_safety"]),
        ("Служба безопасности дорожного движения", ["road_safety"]),
        ("Жамоат хавфсизлиги департаменти", ["public_safety"]),
        ("Jamoat xavfsizligi departamenti", ["public_safety"]),
        ("Департамент общественной безопасности", ["public_safety"]),
        ("профилактика инспектори", ["prevention"]),
        ("profilaktika inspektori", ["prevention"]),
        ("инспектор профилактики", ["prevention"]),
        ("Жиноят қидирув бошқармаси", ["criminal_investigation"]),
        ("уголовный розыск МВД", ["criminal_investigation", "ministry"]),
        ("Тергов департаменти", ["investigation"]),
        ("Следственный департамент при МВД", ["investigation"]),
        ("Тезкор-қидирув департаменти", ["operative_search"]),
        ("ТҚД", ["operative_search"]),
        ("TQD xodimlari", ["operative_search"]),
        ("Tezkor-qidiruv departamenti", ["operative_search"]),
        ("Оперативно-розыскной департамент", ["operative_search"]),
        ("Центр кибербезопасности МВД", ["cyber"]),
        ("Терроризмга ва экстремизмга қарши курашиш бош бошқармаси", ["counter_terrorism"]),
        ("Миграция ва фуқароликни расмийлаштириш бош бошқармаси", ["migration"]),
        ("Migratsiya va fuqarolikni rasmiylashtirish", ["migration"]),
        ("Главное управление миграции и оформления гражданства", ["migration"]),
        ("Пробация хизмати", ["probation"]),
        ("Probatsiya xizmati", ["probation"]),
        ("Служба пробации", ["probation"]),
        ("Жазони ижро этиш департаменти", ["punishments"]),
        ("Jazoni ijro etish departamenti", ["punishments"]),
        ("Департамент исполнения наказаний", ["punishments"]),
        ("Экспертиза-криминалистика бош маркази", ["forensics"]),
        ("Экспертно-криминалистический центр МВД", ["forensics", "ministry"]),
        ("ИИВ Академияси", ["academy"]),
        ("Академия МВД", ["academy"]),
        ("IIV Akademiyasi kursantlari", ["academy"]),
        ("MIA Academy", ["academy"]),
        ("ИИВ Малака ошириш институти", ["institutes"]),
        ("ИИВ госпитали", ["hospitals"]),
        ("госпиталь МВД", ["hospitals"]),
        ("ИИВ музейи", ["museum"]),
        ("ИИВ ансамбли", ["ensemble"]),
        ("ансамбль МВД", ["ensemble"]),
        ("IIV sport klubi", ["sport"]),
    ],
)
def test_a_unit_by_its_name(named: str, expected: list[str]) -> None:
    assert _units(f"{named} янги маълумот берди.") == expected
    assert find_mentions(named, "").owner is Owner.OWN


ENDINGS = (
    "", "лар", "ни", "нинг", "га", "да", "дан", "даги", "ча", "лик", "нинг", "имиз", "ларимизда",
)  # fmt: skip


JOINED = [("", ""), *((joint, one) for one in ENDINGS if one for joint in ("", "-", "’", "'", "ʼ"))]


@pytest.mark.parametrize(("joint", "ending"), JOINED)
@pytest.mark.parametrize("name", ["ИИВ", "IIV", "ЙҲХХ", "YHXX", "ИИББ", "IIBB"])
def test_abbreviations_take_every_ending(name: str, joint: str, ending: str) -> None:
    latin = name.isascii()
    word = name + joint + (transliterate(ending, "uz-Latn") if latin and ending else ending)
    assert _units(f"Bugun {word} xabar berdi." if latin else f"Бугун {word} хабар берди.")


@pytest.mark.parametrize(
    "case",
    ["министерство", "министерства", "министерству", "министерством", "министерстве"],
)
def test_russian_cases(case: str) -> None:
    for word in (case, case.upper(), case.capitalize()):
        assert _units(f"Об этом {word} внутренних дел сообщило.") == ["ministry"]


@pytest.mark.parametrize(
    "text",
    [
        "ДекабрИИВ маълум қилди", "Бугун ИИВМаълумот тарқатди", "Ички\nишлар\nвазирлиги",
        "Ички\u00a0ишлар\u00a0вазирлиги", "Ички ишлар вазир\u00adлиги", "ИЧКИ ИШЛАР ВАЗИРЛИГИ",
        "ички ишлар вазирлигидагилар", "Iчki ishlar vazirligi".replace("ч", "ch"),
        "Ichki ishlar\u200b vazirligi", "«Ички ишлар» вазирлиги", "Içki işlar vazirligi",
    ],
)  # fmt: skip
def test_bad_markup_and_line_ends_inside_a_name(text: str) -> None:
    assert "ministry" in _units(text + " хабарига кўра")


@pytest.mark.parametrize(
    "text",
    [
        "Университетда янги учрашувда қатнашди.", "Сайловда қатнашди.", "Aprobatsiya yakunlandi.",
        "Невмешательство во внутренние дела государства.", "Ички ишларга аралашмаслик тамойили.",
        "Interference in internal affairs of other states.", "Bosh prokuratura ma’lum qildi.",
        "ДХХ ходимлари.", "ФВВ қутқарувчилари.", "МЧС сообщило.", "Миллий гвардия.",
        "Ташқи ишлар вазирлиги", "МИД Узбекистана", "ТИВ матбуот котиби", "Полиция қидирмоқда.",
    ],
)  # fmt: skip
def test_others_and_look_alikes_are_no_unit(text: str) -> None:
    report = find_mentions("", text)
    assert report.owner is Owner.NONE, report.mentions


@given(
    st.text(alphabet="абвгджзиклмнопрстуфхцчшъыьэюяўқғҳ .,-\n", max_size=60),
    st.sampled_from(["Ички ишлар вазирлиги", "IIV", "МВД Узбекистана", "YHXX"]),
    st.text(alphabet="abdefghijklmnopqrstuvxyz .,\n", max_size=60),
)
def test_a_name_is_found_whatever_stands_around_it(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    report = find_mentions("", text)
    spans = [(mention.start, mention.end) for mention in report.mentions]
    at = len(before) + 1
    assert any(start < at + len(name) and end > at for start, end in spans), text
    for mention in report.mentions:
        assert text[mention.start : mention.end] == mention.text
