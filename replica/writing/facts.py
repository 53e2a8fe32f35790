"""What an invented event is made of: one set of facts, said in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from replica.dice import Dice
from replica.writing.people import Person, draw_person
from replica.writing.places import DISTRICTS, MAHALLAS, REGIONS, STREETS, District, Region

MONTHS_UZ = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun",
    "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip
MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_CARS = [
    "Cobalt/Cobalt",
    "Nexia/Nexia",
    "Lacetti/Lacetti",
    "Damas/Damas",
    "Malibu/Malibu",
    "Tracker/Tracker",
    "Matiz/Matiz",
    "Spark/Spark",
    "Gentra/Gentra",
    "Onix/Onix",
    "Labo/Labo",
    "Epica/Epica",
]


_SCALES = (
    *((2, 9), (2, 9), (11, 48), (52, 99), (101, 480), (510, 990), (1020, 9870)),
    *((11_001, 98_999), (2, 97), (3, 640), (21, 89)),
    *((2, 9), (3, 9), (12, 49), (50, 98), (102, 490), (505, 995)),
)
"""The same index is always on the same scale; from the twelfth on they are for asides."""


@dataclass(frozen=True, slots=True)
class Facts:
    """An event's facts. ``moment`` is when it happened (Tashkent); numbers keep their scale."""

    moment: datetime
    region: Region
    district: District
    mahalla: str
    street: str
    people: tuple[Person, ...]
    officers: tuple[Person, ...]
    numbers: tuple[int, ...]
    cars: tuple[str, str]


def draw_facts(moment: datetime, dice: Dice, region: Region | None = None) -> Facts:
    """Facts of an event that became known at ``moment``."""
    place = region or dice.pick(REGIONS)
    return Facts(
        moment=moment - timedelta(minutes=dice.between(180, 2400)),
        region=place,
        district=dice.pick(DISTRICTS[place.code]),
        mahalla=dice.pick(MAHALLAS),
        street=dice.pick(STREETS),
        # the second is always a woman, so that gendered languages can be written
        people=tuple(draw_person(dice, woman=n == 1) for n in range(4)),
        officers=tuple(draw_person(dice, woman=False) for _ in range(3)),
        numbers=tuple(dice.between(low, high) for low, high in _SCALES),
        cars=(dice.pick(_CARS).partition("/")[0], dice.pick(_CARS).partition("/")[0]),
    )


def much_alike(one: Facts, other: Facts) -> bool:
    """Whether two events have a place, a chief person, a time or a telling figure in common."""

    def people(facts: Facts) -> set[str]:
        chief = (*facts.people[:2], facts.officers[0])
        return {person.last.removesuffix("a") for person in chief}

    def figures(facts: Facts) -> set[int]:
        return {number for number in facts.numbers[:11] if number > 100}

    return (
        one.district == other.district
        or f"{one.moment:%H:%M}" == f"{other.moment:%H:%M}"
        or not people(one).isdisjoint(people(other))
        or not figures(one).isdisjoint(figures(other))
    )


def grouped(number: int) -> str:
    """ "12 345": thousands apart by a space, as newsrooms type it."""
    return f"{number:,}".replace(",", " ")


def _shared(facts: Facts) -> dict[str, str]:
    words = {
        "time": f"{facts.moment:%H:%M}",
        "year": str(facts.moment.year),
        "car": facts.cars[0],
        "car2": facts.cars[1],
        "plate": f"{facts.numbers[8]:02d} {'ABEKOHP'[facts.numbers[0] % 7]} {facts.numbers[4]} "
        f"{'ABCKE'[facts.numbers[1] % 5]}{'AHOPX'[facts.numbers[0] % 5]}",
        "decimal": f"{facts.numbers[0]},{facts.numbers[1]}",
    }
    words |= {f"n{i}": grouped(n) for i, n in enumerate(facts.numbers)}
    words |= {f"m{i}": grouped(n) for i, n in enumerate(facts.numbers[11:])}
    words |= {f"age{i}": str(p.age) for i, p in enumerate(facts.people)}
    words |= {f"born{i}": str(facts.moment.year - p.age) for i, p in enumerate(facts.people)}
    return words


def in_uzbek(facts: Facts) -> Mapping[str, str]:
    """The facts as an Uzbek text (Latin) names them."""
    words = _shared(facts)
    words |= {
        "day": f"{facts.moment.day}-{MONTHS_UZ[facts.moment.month - 1]}",
        "region": facts.region.uz,
        "district": facts.district.uz,
        "body": facts.region.body_uz,
        "body_long": facts.region.body_long_uz,
        "mahalla": f"“{facts.mahalla}” mahallasi",
        "mahalla_name": facts.mahalla,
        "street": f"{facts.street} ko‘chasi",
    }
    words |= {f"p{i}": p.short for i, p in enumerate(facts.people)}
    words |= {f"name{i}": p.uz for i, p in enumerate(facts.people)}
    words |= {f"officer{i}": p.uz for i, p in enumerate(facts.officers)}
    return words


def in_russian(facts: Facts) -> Mapping[str, str]:
    """The facts as a Russian text names them; ``_of`` genitive, ``_in`` with "in"."""
    words = _shared(facts)
    words |= {
        "day": f"{facts.moment.day} {MONTHS_RU[facts.moment.month - 1]}",
        "region": facts.region.ru,
        "region_of": facts.region.ru_of,
        "region_in": facts.region.ru_in,
        "district_of": facts.district.ru_of,
        "district_in": facts.district.ru_in,
        "body": facts.region.body_ru,
        "mahalla": f"махалле «{respelt(facts.mahalla)}»",
        "mahalla_name": respelt(facts.mahalla),
        "street": f"улице {respelt(facts.street)}",
    }
    words |= {f"p{i}": p.ru_short for i, p in enumerate(facts.people)}
    words |= {f"p{i}_of": p.ru_of for i, p in enumerate(facts.people)}
    words |= {f"p{i}_by": p.ru_by for i, p in enumerate(facts.people)}
    words |= {f"name{i}": p.ru for i, p in enumerate(facts.people)}
    words |= {f"officer{i}": p.ru for i, p in enumerate(facts.officers)}
    return words


def in_english(facts: Facts) -> Mapping[str, str]:
    """The facts as an English text names them."""
    words = _shared(facts)
    plain = str.maketrans({"‘": "", "’": ""})
    words |= {
        "day": f"{MONTHS_EN[facts.moment.month - 1]} {facts.moment.day}",
        "region": facts.region.en,
        "district": facts.district.uz.removesuffix(" tumani").translate(plain) + " district",
        "body": facts.region.body_en,
        "mahalla": f"{facts.mahalla.translate(plain)} neighbourhood",
        "street": f"{facts.street.translate(plain)} Street",
        "decimal": words["decimal"].replace(",", "."),
    }
    words |= {f"p{i}": p.short.translate(plain) for i, p in enumerate(facts.people)}
    words |= {f"name{i}": p.uz.translate(plain) for i, p in enumerate(facts.people)}
    words |= {f"officer{i}": p.uz.translate(plain) for i, p in enumerate(facts.officers)}
    return words


_RESPELT = (
    ("Yo‘", "Йу"), ("yo‘", "йу"), ("O‘", "У"), ("o‘", "у"), ("G‘", "Г"), ("g‘", "г"),
    ("Sh", "Ш"), ("sh", "ш"), ("Ch", "Ч"), ("ch", "ч"), ("Ya", "Я"), ("ya", "я"),
    ("Yu", "Ю"), ("yu", "ю"), ("Yo", "Ё"), ("yo", "ё"),
)  # fmt: skip
_LETTERS = str.maketrans(
    "ABDEFGHIJKLMNOPQRSTUVXYZabdefghijklmnopqrstuvxyz",
    "АБДЕФГХИЖКЛМНОПКРСТУВХЙЗабдефгхижклмнопкрстувхйз",
)


def respelt(name: str) -> str:
    """An Uzbek name as Russian newspapers write it."""
    for latin, cyrillic in _RESPELT:
        name = name.replace(latin, cyrillic)
    return name.translate(_LETTERS)
