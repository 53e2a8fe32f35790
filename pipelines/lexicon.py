"""All names and words that a text is searched for, found in one pass over its key."""

import re
from dataclasses import dataclass, field
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from pipelines import units as unit_rules
from pipelines.rule_files import LETTERS, BrokenRules, anchor_of, read_rules, words_pattern

_REST = re.compile(f"[{LETTERS}]*")
_LETTER = frozenset("abcdefghijklmnopqrstuvwxyzäöüñğşç0123456789")


@dataclass(frozen=True, slots=True)
class Place:
    """A country, region, city or district that a text names."""

    start: int
    end: int
    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class TopicWord:
    """A word that speaks for a topic."""

    start: int
    end: int
    topic: str
    weight: int


@dataclass(slots=True)
class Found:
    """What one pass found, each in the order of the text."""

    units: list[tuple[int, int, unit_rules.Rule]] = field(default_factory=list)
    countries: list[Place] = field(default_factory=list)
    people: list[Place] = field(default_factory=list)
    regions: list[Place] = field(default_factory=list)
    topics: list[TopicWord] = field(default_factory=list)
    police: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    value: str
    weight: float
    pattern: re.Pattern[str] | None


POLICE = (
    "полици*", "полицейск*", "police*", "министр* общественной безопасности",
    "министерств* общественной безопасности", "жамоат хавфсизлиги вазир*", "public security minist*",
    "minist* of public security",
)  # fmt: skip
"""Police with no body named: never ours, and foreign where the text is about another country."""

COUNTERPARTS = ("counterpart*", "ҳамкасб*", "коллег*")
"""Foreign only with a country named beside it: "his Turkish counterpart"."""

_WEIGHTS = {"name": 3.0, "city": 2.0, "districts": 2.5}


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
        self._by_index = [
            (self._words.get(anchor, ()), self._rules.get(anchor, ())) for anchor in self._anchors
        ]

    def find(self, key: str, glued: frozenset[int] = frozenset()) -> Found:
        """What a folded text names.

        ``glued`` are places where a name may begin in the middle of a word (DekabrIIV).
        """
        found = Found()
        letter = _LETTER
        for index, start, end in self._search.find_matches_as_indexes(key, overlapping=True):
            if start and key[start - 1] in letter and start not in glued:
                continue
            words, rules = self._by_index[index]
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
        return found

    def _keep(self, found: Found, word: _Word, start: int, end: int) -> None:
        if word.kind == "topic":
            found.topics.append(TopicWord(start, end, word.value, int(word.weight)))
        elif word.kind == "region":
            found.regions.append(Place(start, end, word.value, word.weight))
        elif word.kind == "country":
            found.countries.append(Place(start, end, word.value, word.weight))
        elif word.kind == "person":
            found.people.append(Place(start, end, word.value, word.weight))
        else:
            found.police.append(Place(start, end, "", word.weight))

    def _add(self, word: _Word, words: str) -> None:
        self._words.setdefault(anchor_of(words), []).append(word)

    def _read_countries(self) -> None:
        for code, table in read_rules("countries").items():
            if not table.get("names"):
                raise BrokenRules(f"pipelines/rules/countries.toml: [{code}] has no names")
            for kind, group in (("country", "names"), ("country", "places"), ("person", "people")):
                for words in table.get(group, []):
                    self._add_words("countries", kind, code, words, 1.0)

    def _read_regions(self) -> None:
        for code, table in read_rules("regions").items():
            for group, weight in _WEIGHTS.items():
                for words in table.get(group, []):
                    self._add_words("regions", "region", code, words, weight)

    def _read_topics(self) -> None:
        for topic, table in read_rules("topics").items():
            if not table.get("words"):
                raise BrokenRules(f"pipelines/rules/topics.toml: [{topic}] has no words")
            for words in table["words"]:
                weight = 2.0 if words.endswith("!") else 1.0
                self._add_words("topics", "topic", topic, words.rstrip("!"), weight)

    def _add_words(self, file: str, kind: str, value: str, words: str, weight: float) -> None:
        name = f"pipelines/rules/{file}.toml"
        words = " ".join(words.split())
        several = " " in words or "*" in words.rstrip("*") or not words.endswith("*")
        pattern = None
        if several:
            text = words_pattern(words, name, f"[{value}]")
            # names of countries and places are beginnings, topic words without * are whole
            whole = kind == "topic" and not words.endswith("*")
            ending = f"(?![{LETTERS}])" if whole else f"[{LETTERS}]*"
            if words.isupper():
                # abbreviations are whole words: ЖАР is a country, жарима a fine
                ending = unit_rules.CHAIN
            pattern = re.compile(text + ending)
        self._add(_Word(kind, value, weight, pattern), words)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the rule files.

    Raises:
        BrokenRules: a rule file cannot be used; names file, entry and reason.
    """
    return Lexicon()
