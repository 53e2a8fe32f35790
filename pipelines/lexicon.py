"""All names and words that a text is searched for, found in one pass over its key."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from pipelines import units as unit_rules
from pipelines.rule_files import (
    LETTERS,
    BrokenRules,
    anchor_of,
    only_known,
    read_rules,
    strings,
    words_pattern,
)
from text.folding import fold

_REST = re.compile(f"[{LETTERS}]*")
_LETTER = frozenset("abcdefghijklmnopqrstuvwxyzäöüñğşç0123456789")


class Place(NamedTuple):
    """A country, region, city or district that a text names."""

    start: int
    end: int
    code: str
    weight: float
    kind: str = ""
    """The group of the rules that named it: country, name, centre, towns, districts, loose."""


class TopicWord(NamedTuple):
    """A word that speaks for a topic."""

    start: int
    end: int
    topic: str
    weight: int


_START = itemgetter(0)


def starting_in(places: Sequence[Place], first: int, last: int) -> Sequence[Place]:
    """Of places in the order of the text, those that begin in first..last (last not included).

    A text may name ten thousand: whoever looks beside a mention may not look at all of them.
    """
    begin = bisect_left(places, first, key=_START)
    return places[begin : bisect_left(places, last, begin, key=_START)]


@dataclass(slots=True)
class Found:
    """What one pass found, each in the order of the text."""

    units: list[tuple[int, int, unit_rules.Rule]] = field(default_factory=list)
    countries: list[Place] = field(default_factory=list)
    people: list[Place] = field(default_factory=list)
    regions: list[Place] = field(default_factory=list)
    region_codes: set[str] = field(default_factory=set)
    """Regions that more than a hint names."""
    topics: list[TopicWord] = field(default_factory=list)
    police: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    value: str
    weight: float
    pattern: re.Pattern[str] | None


GLUEABLE = (
    "ИИВ", "ИИБ", "ИИББ", "ИИО", "МВД", "УВД", "ГУВД", "ОВД", "РОВД", "ЙПХ", "ЙҲХХ", "ЙҲХБ",
    "ЙҲХББ",
)  # fmt: skip
"""Abbreviations that bad markup glues to the word before."""

POLICE = (
    "полици*", "полицейск*", "police*", "министр* общественной безопасности",
    "министерств* общественной безопасности", "жамоат хавфсизлиги вазир*", "public security minist*",
    "minist* of public security",
)  # fmt: skip
"""Police with no body named: never ours, and foreign where the text is about another country."""

COUNTERPARTS = ("counterpart*", "ҳамкасб*", "коллег*")
"""Foreign only with a country named beside it: "his Turkish counterpart"."""

_WEIGHTS = {"name": 3.0, "centre": 2.0, "towns": 2.5, "districts": 2.5, "loose": 1.0}
_COUNTRY_KEYS = frozenset({"names", "places", "people"})
_TOPIC_KEYS = frozenset({"name", "words"})


class Lexicon:
    """The names and words, ready to search; made once."""

    def __init__(self) -> None:
        self._words: dict[str, list[_Word]] = {}
        self._rules = unit_rules.rules()
        self._read_countries()
        self._read_regions()
        self._read_topics()
        for words in POLICE:
            self._add_words("lexicon", "police", "", words, 1)
        for words in COUNTERPARTS:
            self._add_words("lexicon", "police", "", words, 0)
        self._anchors = list(self._words.keys() | self._rules.keys())
        self._search = AhoCorasick(self._anchors, implementation=Implementation.DFA)
        glueable = {fold(short) for short in GLUEABLE}
        self._glueable = {n for n, anchor in enumerate(self._anchors) if anchor in glueable}
        self._by_index = [
            (self._words.get(anchor, ()), self._rules.get(anchor, ())) for anchor in self._anchors
        ]

    def find(
        self,
        key: str,
        glued: Callable[[int, int], bool] | None = None,
        followed: Callable[[int, int], bool] | None = None,
    ) -> Found:
        """What a folded text names.

        ``glued`` says of an abbreviation's place in the key whether its name may begin there in
        the middle of a word (DekabrIIV), ``followed`` whether it may end there though letters
        follow (IIVMaʼlumot).
        """
        found = Found()
        letter = _LETTER
        by_index = self._by_index
        for index, start, end in self._search.find_matches_as_indexes(key, overlapping=True):
            if (
                start
                and key[start - 1] in letter
                and not (glued and index in self._glueable and glued(start, end))
            ):
                continue
            words, rules = by_index[index]
            for word in words:
                match = (word.pattern or _REST).match(key, start if word.pattern else end)
                if match is None:
                    continue
                last = match.end()
                self._keep(found, word, start, last)
            for rule in rules:
                span = rule.match(key, start)
                if span is not None:
                    found.units.append((*span, rule))
                elif followed and rule.short and index in self._glueable and followed(start, end):
                    found.units.append((start, end, rule))
        for places in (found.countries, found.people, found.regions):
            places.sort(key=_START)
        found.region_codes = {place.code for place in found.regions if place.weight > 1}
        return found

    def _keep(self, found: Found, word: _Word, start: int, end: int) -> None:
        if word.kind == "topic":
            found.topics.append(TopicWord(start, end, word.value, int(word.weight)))
        elif word.kind == "country":
            found.countries.append(Place(start, end, word.value, word.weight, "country"))
        elif word.kind == "person":
            found.people.append(Place(start, end, word.value, word.weight, "person"))
        elif word.kind == "police":
            found.police.append(Place(start, end, "", word.weight, "police"))
        else:
            found.regions.append(Place(start, end, word.value, word.weight, word.kind))

    def _add(self, word: _Word, words: str) -> None:
        self._words.setdefault(anchor_of(words), []).append(word)

    def _read_countries(self) -> None:
        rules = read_rules("countries")
        for code in rules:
            only_known(rules, code, _COUNTRY_KEYS)
            if not strings(rules, code, "names"):
                raise BrokenRules(f"{rules.where(code)}: has no names")
            for kind, group in (("country", "names"), ("country", "places"), ("person", "people")):
                for words in strings(rules, code, group):
                    self._add_words(rules.where(code), kind, code, words, 1.0)

    def _read_regions(self) -> None:
        rules = read_rules("regions")
        for code in rules:
            only_known(rules, code, frozenset(_WEIGHTS))
            for group, weight in _WEIGHTS.items():
                for words in strings(rules, code, group):
                    self._add_words(rules.where(code), group, code, words, weight)

    def _read_topics(self) -> None:
        rules = read_rules("topics")
        for topic in rules:
            only_known(rules, topic, _TOPIC_KEYS)
            if not strings(rules, topic, "words"):
                raise BrokenRules(f"{rules.where(topic)}: has no words")
            for words in strings(rules, topic, "words"):
                weight = 2.0 if words.endswith("!") else 1.0
                self._add_words(rules.where(topic), "topic", topic, words.rstrip("!"), weight)

    def _add_words(self, entry: str, kind: str, value: str, words: str, weight: float) -> None:
        words = " ".join(words.split())
        text = words_pattern(words, entry)
        # names of countries and places are beginnings, topic words without * are whole
        whole = kind == "topic" and not words.endswith("*")
        ending = f"(?![{LETTERS}])" if whole else f"[{LETTERS}]*"
        if words.isupper():
            # abbreviations are whole words: ЖАР is a country, жарима a fine
            ending = unit_rules.CHAIN
        one = " " not in words and "-" not in words and "*" not in words.rstrip("*")
        simple = one and not whole and not words.isupper()
        pattern = None if simple else re.compile(text + ending)
        self._add(_Word(kind, value, weight, pattern), words)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the rule files.

    Raises:
        BrokenRules: a rule file cannot be used; names file, entry and reason.
    """
    return Lexicon()
