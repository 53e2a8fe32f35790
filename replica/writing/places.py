"""Where invented news happen: Uzbekistan's regions and districts, and how each language says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A region: ISO 3166-2 code, its names, and the short names of its interior department."""

    code: str
    uz: str
    ru: str
    """Nominative."""
    ru_of: str
    """Genitive."""
    ru_in: str
    """With the preposition "in"."""
    en: str
    body_uz: str
    body_long_uz: str
    body_ru: str
    body_en: str
    site: str = ""
    """Id of the regional department's own site, where one is known."""


@dataclass(frozen=True, slots=True)
class District:
    """A district of a region; the Russian adjective's stem takes -ий, -ого, -ом."""

    region: Region
    uz: str
    ru_stem: str

    @property
    def ru_of(self) -> str:
        """Genitive: "Джамбайского района"."""
        return f"{self.ru_stem}ого района"

    @property
    def ru_in(self) -> str:
        """With "in": "в Джамбайском районе"."""
        return f"в {self.ru_stem}ом районе"


def _province(code: str, uz: str, ru_stem: str, en: str, site: str = "") -> Region:
    return Region(
        code, f"{uz} viloyati", f"{ru_stem}ая область", f"{ru_stem}ой области",
        f"в {ru_stem}ой области", f"{en} region",
        f"{uz} viloyati IIB", f"{uz} viloyati Ichki ishlar boshqarmasi",
        f"УВД {ru_stem}ой области", f"Internal Affairs Department of {en} region", site,
    )  # fmt: skip


TASHKENT_CITY = Region(
    "UZ-TK", "Toshkent shahri", "Ташкент", "города Ташкента", "в Ташкенте", "Tashkent",
    "Toshkent shahar IIBB", "Toshkent shahar Ichki ishlar bosh boshqarmasi", "ГУВД Ташкента",
    "Main Department of Internal Affairs of Tashkent city", "iibb.uz",
)  # fmt: skip
TASHKENT_REGION = Region(
    "UZ-TO", "Toshkent viloyati", "Ташкентская область", "Ташкентской области",
    "в Ташкентской области", "Tashkent region",
    "Toshkent viloyati IIBB", "Toshkent viloyati Ichki ishlar bosh boshqarmasi",
    "ГУВД Ташкентской области", "Main Department of Internal Affairs of Tashkent region",
    "tviibb.uz",
)  # fmt: skip
KARAKALPAKSTAN = Region(
    "UZ-QR", "Qoraqalpog‘iston Respublikasi", "Каракалпакстан", "Республики Каракалпакстан",
    "в Каракалпакстане", "Karakalpakstan",
    "Qoraqalpog‘iston Respublikasi IIV",
    "Qoraqalpog‘iston Respublikasi Ichki ishlar vazirligi", "МВД Каракалпакстана",
    "Ministry of Internal Affairs of Karakalpakstan",
)  # fmt: skip

REGIONS: tuple[Region, ...] = (
    TASHKENT_CITY,
    TASHKENT_REGION,
    _province("UZ-AN", "Andijon", "Андижанск", "Andijan"),
    _province("UZ-BU", "Buxoro", "Бухарск", "Bukhara", "bviib.uz"),
    _province("UZ-FA", "Farg‘ona", "Ферганск", "Fergana", "fviib.uz"),
    _province("UZ-JI", "Jizzax", "Джизакск", "Jizzakh"),
    _province("UZ-NG", "Namangan", "Наманганск", "Namangan", "namviib.uz"),
    _province("UZ-NW", "Navoiy", "Навоийск", "Navoi", "naviib.uz"),
    _province("UZ-QA", "Qashqadaryo", "Кашкадарьинск", "Kashkadarya", "qviib.uz"),
    KARAKALPAKSTAN,
    _province("UZ-SA", "Samarqand", "Самаркандск", "Samarkand"),
    _province("UZ-SI", "Sirdaryo", "Сырдарьинск", "Syrdarya"),
    _province("UZ-SU", "Surxondaryo", "Сурхандарьинск", "Surkhandarya"),
    _province("UZ-XO", "Xorazm", "Хорезмск", "Khorezm"),
)

_DISTRICTS: dict[str, str] = {
    "UZ-TK": "Chilonzor/Чиланзарск Yunusobod/Юнусабадск Mirobod/Мирабадск Olmazor/Алмазарск"
    " Sergeli/Сергелийск Uchtepa/Учтепинск Yakkasaroy/Яккасарайск Bektemir/Бектемирск",
    "UZ-TO": "Zangiota/Зангиатинск Qibray/Кибрайск Parkent/Паркентск Bo‘ka/Букинск"
    " Chinoz/Чиназск Piskent/Пскентск Oqqo‘rg‘on/Аккурганск",
    "UZ-AN": "Asaka/Асакинск Shahrixon/Шахриханск Marhamat/Мархаматск Jalaquduq/Джалакудукск"
    " Baliqchi/Балыкчинск Izboskan/Избасканск",
    "UZ-BU": "G‘ijduvon/Гиждуванск Vobkent/Вабкентск Romitan/Рометанск Shofirkon/Шафирканск"
    " Olot/Алатск Qorako‘l/Каракульск",
    "UZ-FA": "Quva/Кувинск Rishton/Риштанск Oltiariq/Алтыарыкск Yozyovon/Язъяванск"
    " Beshariq/Бешарыкск Dang‘ara/Дангаринск",
    "UZ-JI": "Zomin/Зааминск G‘allaorol/Галляаральск Baxmal/Бахмальск Do‘stlik/Дустликск"
    " Forish/Фаришск",
    "UZ-NG": "Chust/Чустск Pop/Папск Kosonsoy/Касансайск Uychi/Уйчинск To‘raqo‘rg‘on/Туракурганск"
    " Chortoq/Чартакск",
    "UZ-NW": "Karmana/Карманинск Nurota/Нуратинск Xatirchi/Хатырчинск Qiziltepa/Кызылтепинск"
    " Konimex/Канимехск",
    "UZ-QA": "Kitob/Китабск Shahrisabz/Шахрисабзск Koson/Касанск Chiroqchi/Чиракчинск"
    " Dehqonobod/Дехканабадск Muborak/Мубарекск",
    "UZ-QR": "Beruniy/Берунийск Xo‘jayli/Ходжейлийск Qo‘ng‘irot/Кунградск To‘rtko‘l/Турткульск"
    " Chimboy/Чимбайск",
    "UZ-SA": "Jomboy/Джамбайск Urgut/Ургутск Payariq/Пайарыкск Ishtixon/Иштыханск"
    " Bulung‘ur/Булунгурск Toyloq/Тайлакск",
    "UZ-SI": "Boyovut/Баяутск Sardoba/Сардобинск Xovos/Хавастск Oqoltin/Акалтынск",
    "UZ-SU": "Denov/Денауск Sherobod/Шерабадск Boysun/Байсунск Jarqo‘rg‘on/Джаркурганск"
    " Sho‘rchi/Шурчинск",
    "UZ-XO": "Xonqa/Ханкинск Shovot/Шаватск Gurlan/Гурленск Bog‘ot/Багатск Hazorasp/Хазараспск",
}

DISTRICTS: dict[str, tuple[District, ...]] = {
    region.code: tuple(
        District(region, f"{uz} tumani", stem)
        for uz, _, stem in (pair.partition("/") for pair in _DISTRICTS[region.code].split())
    )
    for region in REGIONS
}

MAHALLAS = (
    "Navbahor", "Guliston", "Yangiobod", "Obod", "Bunyodkor", "Mustaqillik", "Do‘stobod",
    "Marifat", "Gulobod", "Oqtepa", "Yangi hayot", "Paxtakor", "Bog‘ishamol", "Chorbog‘",
    "Nurafshon", "Turkiston", "Istiqbol", "Sarbon", "Hamkor", "Ziyokor", "Tinchlik",
    "Lolazor", "Charog‘on", "Kamolot", "Suvchi", "Zarafshon", "Qumariq", "Toshko‘prik",
)  # fmt: skip
"""Neighbourhoods; the Russian and English texts use their own spelling of the same names."""

STREETS = (
    "Bog‘ko‘cha", "Amir Temur", "Mirzo Ulug‘bek", "Beruniy", "Zulfiya", "Furqat", "Navoiy",
    "Muqimiy", "Bobur", "Ibn Sino", "Ahmad Yassaviy", "Nodira", "Shota Rustaveli", "Uvaysiy",
    "Fidokor", "Sebzor", "Kichik halqa", "Katta Mirobod", "Lutfiy", "Cho‘lpon", "Tarobiy",
)  # fmt: skip
