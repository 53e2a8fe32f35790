"""Whose interior ministry an invented text names.

Not a mention finder: it knows only the phrases that the templates beside this file use, so that a
text cut to half, or with other paragraphs drawn, still has an exact truth.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from replica.writing.topics import Owner, Text

_ABROAD_UZ = (
    "Rossiya|RF|Qozog‘iston|Turkiya|Tojikiston|Ozarbayjon|Qirg‘iziston"
    "|Belarus|Turkmaniston|Gruziya|Vengriya|Mo‘g‘uliston|Pokiston|Malayziya|Latviya|Serbiya"
)
_ABROAD_RU = (
    "России|РФ|Казахстана|Турции|Таджикистана|Азербайджана|Кыргызстана|Беларуси|Туркменистана"
    "|Грузии|Венгрии|Монголии|Пакистана|Малайзии|Латвии|Сербии"
)

_FOREIGN: Mapping[str, str] = {
    "uz": rf"(?:{_ABROAD_UZ}) (?:[Ii]chki ishlar vazir\w*|IIV\w*)"
    rf"|(?:{_ABROAD_UZ})dan kelgan mehmonlar"
    r"|(?:Moskva|Qozog‘iston|Bishkek) politsiyasi",
    "ru": rf"МВД (?:{_ABROAD_RU})|(?:[Пп]олиция|ГУВД) (?:Москвы|Казахстана|Бишкека)",
    "en": r"(?:Russian|Russia’s|Turkish) Interior Ministry|Turkey’s interior minister"
    r"|Moscow police",
}
"""Other countries' bodies; struck out before our own are looked for."""

_DOMESTIC: Mapping[str, str] = {
    "uz": r"[Ii]chki ishlar(?:iga|imizga)",
    "ru": r"внутренн(?:ие|их) дел[а]? государств|(?:наши )?внутренние дела",
    "en": r"domestic affairs",
}
"""The same words in the other sense; struck out, too."""

_OWN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "uz": (
        ("regional", r"\bIIBB?\b|\bIIBB?(?:ga|da|dan|ni|ning)|IIBB?ni\b"),
        ("regional", r"Ichki ishlar (?:bosh )?boshqarmasi"),
        ("regional", r"Qoraqalpog‘iston Respublikasi (?:IIV|Ichki ishlar vazirligi)"),
        ("criminal_investigation", r"[Jj]inoyat qidiruv"),
        ("institutions", r"ansambli|sport klubi"),
        ("academy", r"(?:IIV|Ichki ishlar vazirligi) (?:[Aa]kademiyasi|instituti)"),
        ("road_safety", r"YHXB|Yo‘l harakati xavfsizligi"),
        ("cyber", r"Kiberxavfsizlik markazi"),
        ("operative_search", r"Tezkor-qidiruv departamenti"),
        ("migration", r"Migratsiya va fuqarolikni"),
        ("bodies", r"[Ii]chki ishlar organ|Ichki ishlar xodim"),
        ("minister", r"[Ii]chki ishlar vaziri\b|Ichki ishlar vazirining|Ichki ishlar vaziri o‘rin"),
        ("ministry", r"\bIIV|[Ii]chki ishlar vazirli[gk]"),
    ),
    "ru": (
        ("regional", r"\bГ?УВД\b|МВД Каракалпакстана"),
        ("criminal_investigation", r"уголовн\w+ розыск"),
        ("institutions", r"Ансамбль МВД"),
        ("academy", r"Академи\w+ МВД"),
        ("road_safety", r"УБДД|безопасности дорожного движения"),
        ("cyber", r"Центр кибербезопасности"),
        ("operative_search", r"Департамента оперативного розыска"),
        ("migration", r"миграци"),
        ("bodies", r"\bОВД\b|[Оо]рган\w* внутренних дел"),
        ("minister", r"министр\w* внутренних дел"),
        ("ministry", r"\bМВД\b(?! Каракалпакстана)|министерства внутренних дел"),
    ),
    "en": (
        ("regional", r"Department of Internal Affairs|Internal Affairs Department"),
        ("regional", r"Ministry of Internal Affairs of Karakalpakstan"),
        ("cyber", r"Cyber Security Centre"),
        ("road_safety", r"Road Safety Service"),
        ("ministry", r"Ministry of Internal Affairs of Uzbekistan|Interior Ministry of Uzbekistan"),
    ),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names. ``units`` are ids as in ``pipelines/rules/units.toml``, own ones only."""

    owner: Owner
    units: tuple[str, ...]
    main: bool
    """Whether the text is about our ministry: named in the title, or more than once."""


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_FOREIGN[language]), re.compile(_DOMESTIC[language])


def named_in(text: Text, language: str) -> Named:
    """Whom a text written by our templates names (Uzbek in Latin letters)."""
    abroad, domestic = _patterns(language)
    foreign = False
    kept: list[str] = []
    for part in (text.title, *text.paragraphs):
        foreign = foreign or bool(abroad.search(part))
        kept.append(domestic.sub(" ", abroad.sub(" ", part)))
    units: list[str] = []
    hits = 0
    titled = False
    for unit, pattern in _OWN[language]:
        found = [len(re.findall(pattern, part)) for part in kept]
        if any(found) and unit not in units:
            units.append(unit)
        hits += sum(found)
        titled = titled or bool(found[0])
    owner: Owner = "none"
    if units:
        owner = "both" if foreign else "own"
    elif foreign:
        owner = "foreign"
    return Named(owner, tuple(units), titled or hits > 1)
