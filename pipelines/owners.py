"""Whose ministry a mention names: ours or another country's."""

import re
from dataclasses import dataclass

from pipelines.lexicon import Found, Place, starting_in
from pipelines.rule_files import LETTERS
from storage.records import Owner

HOME = "UZ"
_SENTENCE_END = re.compile(r"[.!?…\n;|]")
_CLAUSE_END = re.compile(r"[.!?…\n;|](?=\s|$)|[,:)]\s|\s[–—-]\s")
_TOKEN = re.compile(rf"[{LETTERS}0-9']+")

# words that may stand between a country and its ministry
_BETWEEN_BEFORE = frozenset(
    [
        "respublikasi",
        "respublikasining",
        "şähri",
        "federasiyasi",
        "davlati",
        "qirolligi",
        "hukumati",
        "ning",
        "s",
        "the",
        "bosh",
        "prezidenti",
        "milliy",
        "national",
        "nasionaln",
        "hamda",
        "sobiq",
        "respublika",
    ]
)
_BETWEEN_AFTER = frozenset(
    [
        "respubliki",
        "respublika",
        "respublike",
        "federasii",
        "of",
        "the",
        "korolevstva",
        "po",
        "g",
        "goroda",
        "gorod",
        "respublic",
        "republic",
        "federation",
        "kingdom",
        "in",
        "v",
    ]
)
_AND = frozenset({"i", "va", "hamda", "and", "a"})
_OF_THE_COUNTRY = frozenset({"mamlakat", "mamlakati", "strani", "gosudarstva", "davlat"})

# Russian and English say the country after the ministry, Uzbek before
_COUNTRY_AFTER = re.compile(
    r"mvd|uvd|ovd|vnutrennix|polis|milis|internal affairs|interior|home affairs|dps|gai|police"
    r"|rozisk|inspeksi|slujb|departament|upravleni|sentr|department|service|minist|nakazani"
)
_UZBEK_ENDING = re.compile(r"(?:si|lari|çi|çilar)(?:ning|ni|ga|da|dan|dagi)?$")

_PERSON = 60
"""Characters on either side of a mention in which a person's name says whose it is."""

SEVERAL = 2
"""So often a text must name other countries, and never Uzbekistan, to be about another country."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a text says of countries: how often others and how often ours are named."""

    home: int
    foreign: int
    outlet_country: str

    @property
    def abroad(self) -> bool:
        """Whether the text is about another country and not about Uzbekistan."""
        return self.foreign >= SEVERAL and not self.home


def context_of(found: Found, outlet_country: str) -> Context:
    """The countries a text is about."""
    home = {place.start for place in found.countries if place.code == HOME}
    home |= {place.start for place in found.regions if place.weight > 1}
    foreign = {place.start for place in found.countries if place.code != HOME}
    return Context(len(home), len(foreign), outlet_country)


def owners_named(key: str, start: int, end: int, found: Found) -> set[Owner]:
    """The owners that the words beside a mention name; empty where they name none.

    Looks at up to three words before ("Rossiya Federatsiyasi IIV", "российское МВД"), in Russian
    and English also after ("МВД Казахстана и Узбекистана"), and at the person named with it.
    """
    owners: set[Owner] = set()
    if _COUNTRY_AFTER.search(key, start, end) and not _UZBEK_ENDING.search(key, start, end):
        # "в Узбекистане МВД Казахстана сообщило": the country after says whose it is
        owners = _after(key, end, found)
    owners = owners or _before(key, start, found)
    for person in starting_in(found.people, end - _PERSON, end + _PERSON + 1):
        if person.code != HOME:
            owners.add(Owner.FOREIGN)
        elif not owners:
            owners.add(Owner.OWN)
    return owners


def unqualified(
    key: str, start: int, end: int, context: Context, *, generic: bool, foreign_before: bool
) -> Owner:
    """The owner of a mention that no word beside it settles."""
    near = set(_TOKEN.findall(key[max(0, start - 12) : start]))
    near |= set(_TOKEN.findall(key[end : end + 10]))
    if near & _OF_THE_COUNTRY and context.foreign > context.home:
        return Owner.FOREIGN
    if context.outlet_country != HOME:
        return Owner.OWN if context.home and context.home >= context.foreign else Owner.FOREIGN
    if context.abroad or (foreign_before and not context.home):
        return Owner.FOREIGN
    if generic and context.foreign > context.home:
        return Owner.FOREIGN
    return Owner.OWN


def _before(key: str, start: int, found: Found) -> set[Owner]:
    left = key[max(0, start - 60) : start]
    ends = [match.end() for match in _CLAUSE_END.finditer(left)]
    left_start = start - len(left) + (ends[-1] if ends else 0)
    owners: set[Owner] = set()
    for place in _places(found, left_start, start):
        between = _TOKEN.findall(key[place.end : start])
        if all(word in _BETWEEN_BEFORE or _is_place_word(word) for word in between):
            owners.add(Owner.OWN if place.code == HOME or "-" in place.code else Owner.FOREIGN)
        elif len(between) <= 1 and between[0] in _AND:
            owners.add(Owner.OWN if place.code == HOME else Owner.FOREIGN)
    return owners


def _after(key: str, end: int, found: Found) -> set[Owner]:
    right = key[end : end + 70]
    stop = _SENTENCE_END.search(right)
    limit = end + (stop.start() if stop else len(right))
    owners: set[Owner] = set()
    at = end
    for place in sorted(_places(found, end, limit), key=lambda p: p.start):
        if place.start < at:
            continue
        between = _TOKEN.findall(key[at : place.start])
        first = at == end
        if (first and all(word in _BETWEEN_AFTER for word in between)) or (
            not first and between and between[0] in _AND and len(between) == 1
        ):
            owners.add(Owner.OWN if place.code == HOME or "-" in place.code else Owner.FOREIGN)
            at = place.end
        else:
            break
    return owners


def _places(found: Found, first: int, last: int) -> list[Place]:
    """Countries, regions and towns that begin in a part of the key."""
    regions = starting_in(found.regions, first, last)
    return [
        *starting_in(found.countries, first, last),
        *(place for place in regions if place.weight > 1),
    ]


def _is_place_word(word: str) -> bool:
    return word.startswith(("viloyat", "şahar", "şahri", "tuman", "oblast", "gorod", "rayon"))
