"""Which region's or district's body a mention names: by the place beside it, or the text's own."""

import re

from pipelines.lexicon import Found, Place, starting_in
from pipelines.rule_files import LETTERS
from pipelines.units import units

MINISTRY, BODIES, REGIONAL, DISTRICT = "ministry", "bodies", "regional", "district"
REPUBLIC = "UZ-QR"
CAPITAL = "UZ-TK"

_REACH = 48
"""Characters on either side in which a place still belongs to a name."""

_STOP = re.compile(r"[.!?…;:|,\n]\s")
_TOKEN = re.compile(rf"[{LETTERS}0-9']+")
_OF_DISTRICT = re.compile(rf"(?<![{LETTERS}])(?:tuman|rayon|district)")
_OF_CITY = re.compile(rf"(?<![{LETTERS}])(?:şahar|şahri|qala|gorod|city|town)")
_OF_REGION = re.compile(rf"(?<![{LETTERS}])(?:viloyat|oblast|region|provin)")
_PART = (
    "viloyat", "tuman", "şahar", "şahri", "respublik", "oblast", "rayon", "gorod", "po", "g",
    "goroda", "boş", "of", "the", "city", "region", "district", "provin", "republic", "hududi",
    "ning", "iib", "iibb", "qala",
)  # fmt: skip
"""Beginnings of the words that may stand between a place and its body."""


def body_of(unit: str, key: str, start: int, end: int, found: Found) -> str:
    """The unit of the region that a mention's words name; the same unit where they name none.

    "Andijon viloyati IIB" is ``regional_andijan``, "Asaka tumani IIB" ``district_andijan``,
    "viloyat IIB" that of the one region the text names.
    """
    if unit not in {MINISTRY, BODIES, REGIONAL, DISTRICT}:
        return unit
    place, words = _beside(key, start, end, found)
    if unit == MINISTRY:
        return _made(REGIONAL, REPUBLIC) if place and place.code == REPUBLIC else unit
    level = _level(unit, place, words)
    if place is not None and level != BODIES:
        return _made(level, place.code)
    if level == BODIES or (unit == BODIES and not words):
        return unit
    code = _only_region(found)
    if not code and key.startswith("guvd", start):
        code = "" if found.region_codes else CAPITAL
    return _made(level, code) if code else level


def _made(level: str, code: str) -> str:
    for unit in units().values():
        if unit.kind == level and unit.region == code:
            return unit.id
    return level


def _level(unit: str, place: Place | None, words: str) -> str:
    """Regional or district, by the words between the place and the body."""
    if _OF_DISTRICT.search(words):
        return DISTRICT
    if _OF_REGION.search(words):
        return REGIONAL
    if place is None:
        return DISTRICT if unit != REGIONAL and _OF_CITY.search(words) else unit
    if place.kind in {"districts", "towns"}:
        return DISTRICT
    if place.code == CAPITAL:
        return REGIONAL if unit != DISTRICT else DISTRICT
    if _OF_CITY.search(words):
        return DISTRICT
    return unit


def _only_region(found: Found) -> str:
    codes = set(found.region_codes)
    if len(codes) > 1:
        # the capital is named in news of every region
        codes.discard(CAPITAL)
    return codes.pop() if len(codes) == 1 else ""


def _beside(key: str, start: int, end: int, found: Found) -> tuple[Place | None, str]:
    """The nearest place that belongs to a name, and the name's words with those up to it."""
    best: Place | None = None
    words = key[_back(key, start) : end] + key[end : _ahead(key, end)]
    for place in starting_in(found.regions, start - 2 * _REACH, end + _REACH + 1):
        if place.weight <= 1:
            continue
        if place.end <= start and start - place.end <= _REACH:
            between = key[place.end : start]
            whole = key[place.start : end]
        elif place.start >= end and place.start - end <= _REACH:
            between = key[end : place.start]
            whole = key[start : place.end] + _next_word(key, place.end)
        elif start <= place.start < end:
            between, whole = "", key[place.start : end]
        else:
            continue
        if _STOP.search(between) or not _joined(between):
            continue
        # a district named with its region says more than the region
        if best is None or place.kind in {"districts", "towns"} or place.end <= start:
            best, words = place, whole
    return best, words


def _joined(between: str) -> bool:
    return all(word.startswith(_PART) for word in _TOKEN.findall(between))


def _back(key: str, start: int) -> int:
    """Where the word before a name begins: "viloyat IIB", "районное ОВД"."""
    return key.rfind(" ", 0, max(0, start - 1)) + 1 if key[start - 1 : start] == " " else start


def _ahead(key: str, end: int) -> int:
    word = re.compile(rf" (?:oblast|rayon|gorod)[{LETTERS}]*").match(key, end)
    return word.end() if word else end


def _next_word(key: str, at: int) -> str:
    word = re.compile(rf" [{LETTERS}]+").match(key, at)
    return word.group() if word else ""
