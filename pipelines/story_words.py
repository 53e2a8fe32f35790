"""What a word of a text says of its story: nothing, little, much, a number, a place."""

import re
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from pipelines.rule_files import BrokenRules, read_rules
from text.folding import fold as fold_letters

FILE = "pipelines/rules/story_words.toml"

FULL = 20
"""Weight of a word that says much; weights are whole numbers so that they fit one byte."""

LITTLE = 7
NUMBER = 24
YEAR = 5
MONTH = 12

STEM = 5
"""Letters of a word that endings seldom change, in Uzbek as in Russian."""

_SHORT = 4
"""A word of so many letters or more loses the vowels it ends in: sud, suda, sude."""

_PLACE_LETTERS = 5
"""Fewest letters by which a place is known: shorter beginnings begin other words too."""

_KINDS = ("gorod", "respub", "republic")
"""Beginnings of words that say what a place is, not which."""

_LATEST_YEAR = 2100
_EARLIEST_YEAR = 1900
_VOWELS = "aeiouöüäy"

_RARE_DIGITS = 3
_PERSON = 7
_LEAST_CONSONANTS = 2
_SURNAME = re.compile(r"[a-zäöüñğşç]{2,}?[oe]v(?=a|n|g|d|i|o|u|s|l|t|$)")
_SOUNDS = str.maketrans(
    dict.fromkeys(_VOWELS, "") | {"h": "x", "q": "k", "ğ": "g", "ñ": "n", "w": "v"}
)


class Word(NamedTuple):
    """One word (a token of a folded text): two 32-bit hashes, its weight and what it marks.

    ``stem`` is the hash of what its endings leave (of a number: odd for one that says much);
    ``number`` is true for numbers and months; ``place`` is the hash of a region (odd) or country
    (even), 0 for none; ``daily`` is true for "today"; ``stage`` is a bit for what has come about,
    0 for most words; ``ordinary`` says that it is a place only where it is written with a capital.
    """

    whole: int
    stem: int
    weight: int
    number: bool
    place: int
    daily: bool = False
    stage: int = 0
    ordinary: bool = False


class Words(dict[str, Word]):
    """Every word met so far; a word is looked at once."""

    LIMIT = 200_000
    """Words kept; past it all are forgotten, so that memory does not grow with the night."""

    def __init__(self, look: Callable[[str], Word]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, token: str) -> Word:
        if len(self) >= self.LIMIT:
            self.clear()
        word = self[token] = self._look(token)
        return word


def fold(text: str) -> str:
    """The key of a text, and ё as е: Russian texts use either."""
    return even(fold_letters(text))


def even(key: str) -> str:
    """As :func:`fold`, for a text that is folded already."""
    return key.replace("yo", "e")


def stem_of(token: str) -> str:
    """What the endings of a folded word leave of it."""
    if len(token) > STEM:
        return token[:STEM]
    if len(token) >= _SHORT:
        return token.rstrip(_VOWELS) or token
    return token


def is_exact(number: str) -> bool:
    """Whether a number says much: a time, a share, three digits that are no year or round sum."""
    if not number.isdigit():
        return True
    return len(number) >= _RARE_DIGITS and _number_weight(number) != YEAR and number[-2:] != "00"


def person(token: str) -> str:
    """The consonants of a name, the same in Uzbek, Russian and English spelling; "" for too few.

    A surname is read to its -ov or -ev: what follows is an ending of gender or case.
    """
    surname = _SURNAME.match(token)
    token = surname[0] if surname else token
    consonants = token[:_PERSON].replace("dj", "j").translate(_SOUNDS)
    return consonants if len(consonants) >= _LEAST_CONSONANTS else ""


def hash_of(text: str) -> int:
    """A 32-bit hash, the same in every run and on every machine."""
    return zlib.crc32(text.encode())


@cache
def story_words() -> Words:
    """The words of ``story_words.toml``, with the places of the regions and countries files.

    Raises:
        BrokenRules: an entry is missing or no list of words.
    """
    rules = read_rules("story_words")
    function = _Entries(_lists(rules, "function"))
    common = _Entries(_lists(rules, "common"))
    numbers = {fold(word): figure for figure, words in rules["number"].items() for word in words}
    months = {month: _Entries([words]) for month, words in rules["month"].items()}
    places = _places()
    unless_capital = _Entries([rules["ordinary"]["unless_capital"]])
    daily = _Entries(_lists(rules, "daily"))
    stages = [(1 << n, _Entries([words])) for n, words in enumerate(rules["stage"].values())]

    def look(token: str) -> Word:
        whole = hash_of(token)
        token = numbers.get(token, token)
        if token[0].isdigit():
            exact = is_exact(token)
            return Word(whole, hash_of(token) & ~1 | exact, _number_weight(token), True, 0)
        for month, entries in months.items():
            if token in entries:
                return Word(whole, hash_of(f"month {month}") & ~1, MONTH, True, 0)
        place = _place_of(token, places)
        stem = hash_of(stem_of(token))
        weight = 0 if token in function else LITTLE if token in common else FULL
        stage = sum(bit for bit, entries in stages if token in entries)
        ordinary = bool(place) and token in unless_capital
        return Word(whole, stem, weight, False, place, token in daily, stage, ordinary)

    return Words(look)


@cache
def digest_words() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    """How a round-up begins, and what stands anywhere in one, over folded text.

    The last are the phrases of the second, to see quickly that there is none.
    """
    table = read_rules("story_words")["digest"]
    anywhere = table["anywhere"]
    return _pattern(table["begins"]), _pattern(anywhere), tuple(map(fold, anywhere))


@cache
def noise() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What outlets put around a text, over folded text: addresses, handles, stock phrases.

    With strings of which one stands in any text that has some, to see quickly that there is none.
    """
    phrases = read_rules("story_words")["noise"]["phrases"]
    pattern = re.compile(rf"https?://\S+|www\.\S+|(?<!\w)@\w+|{_pattern(phrases).pattern}")
    return pattern, ("://", "www.", "@", *map(fold, phrases))


class _Entries:
    """Words and beginnings of words."""

    def __init__(self, lists: Iterable[list[str]]) -> None:
        words = [word for words in lists for word in words]
        self._whole = {fold(word) for word in words if not word.endswith("*")}
        begins = sorted(fold(word[:-1]) for word in words if word.endswith("*"))
        self._begins = tuple(begins)

    def __contains__(self, token: str) -> bool:
        return token in self._whole or token.startswith(self._begins)


def _lists(rules: dict[str, Any], name: str) -> list[list[str]]:
    lists = list(rules.get(name, {}).values())
    if not lists or not all(isinstance(words, list) for words in lists):
        raise BrokenRules(f"{FILE}: [{name}] must hold lists of words")
    return lists


def _number_weight(token: str) -> int:
    if len(token) == 4 and token.isdigit() and _EARLIEST_YEAR <= int(token) <= _LATEST_YEAR:
        return YEAR
    return NUMBER


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(phrase))}" for phrase in phrases))


def _places() -> dict[str, str]:
    places: dict[str, str] = {}
    for code, table in read_rules("regions").items():
        # the city and the region of Tashkent are written alike
        region = "UZ-T" if code in {"UZ-TK", "UZ-TO"} else code
        for names in (table["districts"], table["towns"], table["centre"], table["name"]):
            for name in names:
                _add_place(places, name, region)
    countries = read_rules("countries")
    for code, table in countries.items():
        if code != "UZ":
            for name in [*table["names"], *table.get("places", [])]:
                _add_place(places, name, code)
    own: dict[str, str] = {}
    for name in countries["UZ"]["names"]:
        _add_place(own, name, "UZ")
    # "Yangi Marg'ilon": of such a name the word that all texts have says no place
    never = {fold(word) for word in read_rules("story_words")["ordinary"]["never"]}
    # a district of Fergana is named after the country: the word says no place
    return {name: code for name, code in places.items() if name not in own and name not in never}


def _add_place(places: dict[str, str], name: str, code: str) -> None:
    beginning = fold(name.split(" ", maxsplit=1)[0].rstrip("*"))
    if beginning.startswith(_KINDS):
        return
    if len(beginning) >= _PLACE_LETTERS and beginning.isalpha():
        places[beginning[: _PLACE_LETTERS + 2]] = code


def _place_of(token: str, places: dict[str, str]) -> int:
    for letters in range(min(len(token), _PLACE_LETTERS + 2), _PLACE_LETTERS - 1, -1):
        code = places.get(token[:letters])
        if code:
            return hash_of(code) & ~1 | code.startswith("UZ-")
    return 0
