"""Who speaks in a text: the ministry and nobody else. The texts are written for this."""

import pytest

from pipelines.mentions import find_mentions
from pipelines.quotes import find_quotes

Told = tuple[str, str, bool]


def _told(body: str) -> list[Told]:
    found = find_quotes(body, find_mentions("", body).mentions)
    return [(one.unit, one.speaker, one.direct) for one in found]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Бу ҳақда Ички ишлар вазирлиги хабар берди.", ("ministry", "", False)),
        ("Bu haqda IIV ma’lum qildi.", ("ministry", "", False)),
        ("Bu haqda IIV maʼlum qildi.", ("ministry", "", False)),
        ("ЙҲХББ маълумотига кўра, йўл ёпилган.", ("road_safety", "", False)),
        ("IIV Axborot xizmatining xabar berishicha, holat o‘rganilmoqda.",
         ("press_service", "", False)),
        ("“Биз ҳар бир мурожаатни албатта кўриб чиқамиз”, деди ИИВ матбуот котиби Дилшод Каримов.",
         ("press_service", "Дилшод Каримов", True)),
        ("ЙҲХББ бошлиғи Олим Саидовнинг айтишича, камералар янгиланади.",
         ("road_safety", "Олим Саидов", False)),
        ("В ГУВД Ташкента сообщили, что проверка начата.", ("regional_tashkent_city", "", False)),
        ("МВД опровергло слухи.", ("ministry", "", False)),
        ("«Заявление принято, проводится проверка по факту», – отметили в МВД.",
         ("ministry", "", True)),
        ("Флешку, по данным МВД, изъяли для проверки.", ("ministry", "", False)),
        ("По словам пресс-секретаря МВД Шухрата Каримова, проверка завершена.",
         ("press_service", "Шухрат Каримов", False)),
        ("Проверка продолжается, сообщил пресс-секретарь МВД Узбекистана Шухрат Каримов.",
         ("press_service", "Шухрат Каримов", False)),
        ("МВД Узбекистана: «Все камеры на перекрёстках работают в обычном режиме»",
         ("ministry", "", True)),
        ("The Interior Ministry of Uzbekistan said the road is closed.", ("ministry", "", False)),
        ("The road is closed, according to the Interior Ministry of Uzbekistan.",
         ("ministry", "", False)),
    ],
)  # fmt: skip
def test_who_speaks_is_found(body: str, wanted: Told) -> None:
    assert _told(body) == [wanted]


@pytest.mark.parametrize(
    "body",
    [
        "Женщина сообщила в МВД о пропаже сумки.",
        "Блогер заявил, что МВД должно ответить на вопрос.",
        "Он рассказал о работе сотрудников ОВД.",
        "МВД не провело реформ, в зданиях ОВД жарко, отметил он.",
        "«МВД должно ответить на этот вопрос завтра же», – сказал депутат.",
        "МВД Казахстана сообщило о задержании группы.",
        "ИИВ ходимига телефон қилган аёл бу ҳақда хабар берди.",
        "Fuqaro IIBga murojaat qilib, telefoni o‘g‘irlanganini ma’lum qildi.",
        "Ҳолат юзасидан ИИБ томонидан суриштирув олиб борилмоқда.",
        "ИИВ фаолиятига доир масалаларни прокуратура маълум қилди.",
        "IIV avtobus sotib oldi. Ob-havo haqida Gidromet xabar berdi.",
        "Ичкилик тўғрисида ҳеч ким ҳеч нарса демади.",
    ],
)
def test_who_does_not_speak_is_not_quoted(body: str) -> None:
    assert _told(body) == []


def test_somebody_named_speaks_on_by_surname_and_as_he() -> None:
    body = (
        "Бу ҳақда ИИВ матбуот котиби Дилшод Каримов маълум қилди.\n\n"
        "Унинг сўзларига кўра, камералар сони ошади.\n\n"
        "“Ҳайдовчилар учун қулай шароит яратиш ниятидамиз”, дейди Каримов."
    )
    assert _told(body) == [
        ("press_service", "Дилшод Каримов", False),
        ("press_service", "Дилшод Каримов", False),
        ("press_service", "Дилшод Каримов", True),
    ]


def test_an_officer_is_known_by_rank_where_the_ministry_was_named() -> None:
    named = "Миграция ва фуқароликни расмийлаштириш бошқармаси узайтирди. ИИВ буйруғи бор."
    said = "«Очереди короче, документ готов за три дня», – сообщил подполковник Бекзод Салимов."
    assert _told(f"{named}\n\n{said}")[-1][1:] == ("Бекзод Салимов", True)
    assert _told(said) == []


def test_a_name_is_one_in_both_alphabets() -> None:
    keys = set()
    for body in ("ИИВ матбуот котиби Дилшод Каримов хабар берди.",
                 "IIV matbuot kotibi Dilshod Karimov xabar berdi."):  # fmt: skip
        keys |= {one.speaker_key for one in find_quotes(body, find_mentions("", body).mentions)}
    assert len(keys) == 1


def test_whom_it_is_about_is_not_who_speaks() -> None:
    body = "IIV Kiberxavfsizlik markazi pul Zafar Saidovga tegishli kartaga o‘tganini ma’lum qildi."
    assert _told(body) == [("cyber", "", False)]


def test_a_quote_is_the_sentence_it_stands_in() -> None:
    body = "Кеча ёмғир ёғди. ИИВ бу ҳақда хабар берди. Эртага қуёшли бўлади."
    (one,) = find_quotes(body, find_mentions("", body).mentions)
    assert body[one.start : one.end] == "ИИВ бу ҳақда хабар берди."


@pytest.mark.parametrize("body", ["“" * 4000, "«ИИВ " * 2000, "ИИВ деди. " * 3000, "ИИВ\n" * 5000])
def test_hostile_texts_end(body: str) -> None:
    assert len(_told(body)) <= 3000
