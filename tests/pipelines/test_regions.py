"""Every district and city leads to its region, in both alphabets and in Russian."""

import pytest

from pipelines.analysis import analyse
from text.transliteration import transliterate

DISTRICTS = {
    "UZ-AN": "Andijon, Asaka, Baliqchi, Bo‘ston, Buloqboshi, Izboskan, Jalaquduq, Xo‘jaobod,"
    " Qo‘rg‘ontepa, Marhamat, Oltinko‘l, Paxtaobod, Shahrixon, Ulug‘nor",
    "UZ-BU": "Olot, Buxoro, Vobkent, G‘ijduvon, Jondor, Kogon, Qorako‘l, Qorovulbozor, Peshku,"
    " Romitan, Shofirkon",
    "UZ-FA": "Bag‘dod, Beshariq, Buvayda, Dang‘ara, Yozyovon, Quva, Qo‘shtepa, Oltiariq, Rishton,"
    " So‘x, Toshloq, Uchko‘prik, Farg‘ona, Furqat, O‘zbekiston",
    "UZ-JI": "Arnasoy, Baxmal, G‘allaorol, Do‘stlik, Sharof Rashidov, Zarbdor, Zafarobod, Zomin,"
    " Mirzacho‘l, Paxtakor, Forish, Yangiobod",
    "UZ-NG": "Kosonsoy, Mingbuloq, Namangan, Norin, Pop, To‘raqo‘rg‘on, Uychi, Uchqo‘rg‘on,"
    " Chortoq, Chust, Yangiqo‘rg‘on, Davlatobod, Yangi Namangan",
    "UZ-NW": "Konimex, Qiziltepa, Navbahor, Karmana, Nurota, Tomdi, Uchquduq, Xatirchi",
    "UZ-QA": "G‘uzor, Dehqonobod, Qamashi, Qarshi, Koson, Kasbi, Kitob, Mirishkor, Muborak, Nishon,"
    " Chiroqchi, Shahrisabz, Yakkabog‘, Ko‘kdala",
    "UZ-QR": "Amudaryo, Beruniy, Bo‘zatov, Chimboy, Ellikqal’a, Kegeyli, Mo‘ynoq, Nukus,"
    " Qanliko‘l, Qo‘ng‘irot, Qorao‘zak, Shumanay, Taxtako‘pir, To‘rtko‘l, Xo‘jayli, Taxiatosh",
    "UZ-SA": "Oqdaryo, Bulung‘ur, Jomboy, Ishtixon, Kattaqo‘rg‘on, Narpay, Nurobod, Payariq,"
    " Pastdarg‘om, Paxtachi, Samarqand, Toyloq, Urgut, Qo‘shrabot",
    "UZ-SI": "Oqoltin, Boyovut, Guliston, Mirzaobod, Sayxunobod, Sardoba, Sirdaryo, Xovos",
    "UZ-SU": "Angor, Bandixon, Boysun, Denov, Jarqo‘rg‘on, Qiziriq, Qumqo‘rg‘on, Muzrabot,"
    " Oltinsoy, Sariosiyo, Termiz, Uzun, Sherobod, Sho‘rchi",
    "UZ-TK": "Bektemir, Chilonzor, Yashnobod, Mirobod, Mirzo Ulug‘bek, Sergeli, Shayxontohur,"
    " Olmazor, Uchtepa, Yakkasaroy, Yunusobod, Yangihayot",
    "UZ-TO": "Bekobod, Bo‘ka, Bo‘stonliq, Chinoz, Qibray, Ohangaron, Oqqo‘rg‘on, Parkent, Piskent,"
    " Quyi Chirchiq, O‘rta Chirchiq, Yuqori Chirchiq, Yangiyo‘l, Zangiota, Toshkent",
    "UZ-XO": "Bog‘ot, Gurlan, Qo‘shko‘pir, Urganch, Hazorasp, Xonqa, Xiva, Shovot, Yangiariq,"
    " Yangibozor, Tuproqqal’a",
}
RUSSIAN = {
    "UZ-AN": "Андижанск, Асакинск, Балыкчинск, Бустанск, Булакбашинск, Избасканск, Джалакудукск,"
    " Ходжаабадск, Кургантепинск, Мархаматск, Алтынкульск, Пахтаабадск, Шахриханск, Улугнорск",
    "UZ-BU": "Алатск, Бухарск, Вабкентск, Гиждуванск, Жондорск, Каганск, Каракульск,"
    " Караулбазарск, Пешкунск, Ромитанск, Шафирканск",
    "UZ-FA": "Багдадск, Бешарыкск, Бувайдинск, Дангаринск, Язъяванск, Кувинск, Куштепинск,"
    " Алтыарыкск, Риштанск, Сохск, Ташлакск, Учкуприкск, Ферганск, Фуркатск, Узбекистанск",
    "UZ-JI": "Арнасайск, Бахмальск, Галляаральск, Дустликск, Шараф-Рашидовск, Зарбдарск,"
    " Зафарабадск, Зааминск, Мирзачульск, Пахтакорск, Фаришск, Янгиабадск",
    "UZ-NG": "Касансайск, Мингбулакск, Наманганск, Нарынск, Папск, Туракурганск, Уйчинск,"
    " Учкурганск, Чартакск, Чустск, Янгикурганск",
    "UZ-NW": "Канимехск, Кызылтепинск, Навбахорск, Карманинск, Нуратинск, Тамдынск, Учкудукск,"
    " Хатырчинск",
    "UZ-QA": "Гузарск, Дехканабадск, Камашинск, Каршинск, Касанск, Касбинск, Китабск,"
    " Миришкорск, Мубарекск, Нишанск, Чиракчинск, Шахрисабзск, Яккабагск, Кукдалинск",
    "UZ-QR": "Амударьинск, Берунийск, Бозатауск, Чимбайск, Элликкалинск, Кегейлийск, Муйнакск,"
    " Нукусск, Канлыкульск, Кунградск, Караузякск, Шуманайск, Тахтакупырск, Турткульск,"
    " Ходжейлийск, Тахиаташск",
    "UZ-SA": "Акдарьинск, Булунгурск, Джамбайск, Иштыханск, Каттакурганск, Нарпайск, Нурабадск,"
    " Пайарыкск, Пастдаргомск, Пахтачийск, Самаркандск, Тайлакск, Ургутск, Кошрабадск",
    "UZ-SI": "Акалтынск, Баяутск, Гулистанск, Мирзаабадск, Сайхунабадск, Сардобинск,"
    " Сырдарьинск, Хавастск",
    "UZ-SU": "Ангорск, Бандиханск, Байсунск, Денауск, Джаркурганск, Кизирикск, Кумкурганск,"
    " Музрабадск, Алтынсайск, Сариасийск, Термезск, Узунск, Шерабадск, Шурчинск",
    "UZ-TK": "Бектемирск, Чиланзарск, Яшнабадск, Мирабадск, Мирзо-Улугбекск, Сергелийск,"
    " Шайхантахурск, Алмазарск, Учтепинск, Яккасарайск, Юнусабадск, Янгихаётск",
    "UZ-TO": "Бекабадск, Букинск, Бостанлыкск, Чиназск, Кибрайск, Ахангаранск, Аккурганск,"
    " Паркентск, Пскентск, Куйичирчикск, Уртачирчикск, Юкоричирчикск, Янгиюльск, Зангиатинск,"
    " Ташкентск",
    "UZ-XO": "Багатск, Гурленск, Кошкупырск, Ургенчск, Хазараспск, Ханкинск, Хивинск, Шаватск,"
    " Янгиарыкск, Янгибазарск, Тупроккалинск",
}
"""Adjectives as Russian names of districts have them, without their ending."""

CITIES = {
    "UZ-AN": "Andijon, Xonobod", "UZ-BU": "Buxoro, Kogon", "UZ-JI": "Jizzax",
    "UZ-FA": "Farg‘ona, Marg‘ilon, Qo‘qon, Quvasoy", "UZ-NG": "Namangan",
    "UZ-NW": "Navoiy, Zarafshon, G‘ozg‘on", "UZ-QA": "Qarshi, Shahrisabz", "UZ-QR": "Nukus",
    "UZ-SA": "Samarqand, Kattaqo‘rg‘on", "UZ-SI": "Guliston, Shirin, Yangiyer",
    "UZ-SU": "Termiz", "UZ-TK": "Toshkent", "UZ-XO": "Urganch, Xiva",
    "UZ-TO": "Nurafshon, Olmaliq, Angren, Ohangaron, Bekobod, Chirchiq, Yangiyo‘l",
}  # fmt: skip
PLACES = [
    (region, f"{name} {kind}")
    for kind, table in (("tumani", DISTRICTS), ("shahri", CITIES))
    for region, names in table.items()
    for name in names.split(", ")
]


def _region(text: str) -> str:
    return analyse("", text).region


def test_there_are_as_many_as_the_country_has() -> None:
    assert len(PLACES) > 205
    assert len(DISTRICTS) == len(CITIES) == 14


@pytest.mark.parametrize("alphabet", ["uz-Latn", "uz-Cyrl", "uz-Latn-2026"])
def test_every_district_and_city_is_of_its_region(alphabet: str) -> None:
    wrong = {
        place: found
        for region, place in PLACES
        if (found := _region(transliterate(f"Bugun {place}da yangi maktab ochildi.", alphabet)))
        != region
    }
    assert wrong == {}


@pytest.mark.parametrize("case", ["ом районе", "ого района", "ий район"])
def test_every_district_is_of_its_region_in_russian(case: str) -> None:
    wrong = {
        name: found
        for region, names in RUSSIAN.items()
        for name in names.split(", ")
        if (found := _region(f"Новость: {name}{case} получил автобус.")) != region
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("В Ургутском районе открыли школу.", "UZ-SA"),
        ("Авария произошла в Юнусабадском районе Ташкента.", "UZ-TK"),
        ("В Ташкентской области задержали подозреваемого.", "UZ-TO"),
        ("A fire broke out in Fergana region.", "UZ-FA"),
        ("Qoraqalpog‘istonning Chimboy tumanida tadbir o‘tdi.", "UZ-QR"),
        ("Қорақалпоғистон Республикасида тадбир ўтди.", "UZ-QR"),
        ("Qaraqalpaqstan Respublikası Nókis qalasında", "UZ-QR"),
        ("Хоразм вилоятида йиғин бўлди.", "UZ-XO"),
    ],
)
def test_regions_in_other_languages(text: str, region: str) -> None:
    assert _region(text) == region


@pytest.mark.parametrize(
    "text",
    [
        "U menga qarshi chiqdi.",
        "Kitob o‘qish foydali.",
        "Uzun yo‘l bosib o‘tdi.",
        "Shirin so‘z eshitdi.",
        "Do‘stlik yo‘lida xizmat qilmoqda.",
        "Прогноз погоды на завтра.",
    ],
)
def test_common_words_are_no_places(text: str) -> None:
    assert _region(text) == ""
