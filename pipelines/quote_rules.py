"""The words of ``rules/quotes.toml``, folded and ready to be asked of a sentence's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from pipelines.rule_files import LETTERS, Rules, only_known, read_rules, strings
from text.folding import fold

_TABLES = {
    "uzbek": {"verbs", "sources", "heads", "not_endings", "pronouns", "messages"},
    "russian": {
        "verbs", "sources", "prepositions", "heads", "nominative", "that", "pronouns", "their",
        "messages",
    },
    "english": {"verbs", "sources", "prepositions", "that", "pronouns"},
    "others": {"words"},
    "names": {"ranks", "places", "countries", "turned"},
}  # fmt: skip


class Keyed(Protocol):
    """A word of a sentence."""

    @property
    def key(self) -> str:
        """The word, folded."""


class Words:
    """Words and pairs of words, some with any ending."""

    def __init__(self, written: Sequence[str]) -> None:
        single: list[str] = []
        self._pairs: dict[str, list[str]] = {}
        for one in written:
            first, _, second = one.partition(" ")
            if second:
                self._pairs.setdefault(fold(first), []).append(_pattern(second))
            else:
                single.append(_pattern(first))
        self._single = re.compile("|".join(single) or "(?!)")
        self._seconds = {one: re.compile("|".join(two)) for one, two in self._pairs.items()}

    def one(self, key: str) -> bool:
        """Whether a word is one of them."""
        return self._single.fullmatch(key) is not None

    def at(self, tokens: Sequence[Keyed], place: int) -> bool:
        """Whether one of them, or a pair of them, begins at a place of a sentence."""
        key = tokens[place].key
        if self._single.fullmatch(key):
            return True
        second = self._seconds.get(key)
        return bool(second and place + 1 < len(tokens) and second.fullmatch(tokens[place + 1].key))


@dataclass(frozen=True, slots=True)
class Speaking:
    """How a language says that somebody speaks."""

    language: str
    verbs: Words
    sources: Words
    phrases: frozenset[str]
    """Sources as they are written before who speaks: "по данным"."""
    heads: Words
    messages: Words
    """By which who spoke before speaks on."""
    others: Words
    nominative: frozenset[str]
    prepositions: frozenset[str]
    that: frozenset[str]
    pronouns: frozenset[str]
    their: frozenset[str]
    not_endings: tuple[str, ...]

    def said(self, tokens: Sequence[Keyed], place: int) -> bool:
        """Whether a verb of saying, or what stands for one, begins at a place."""
        return self.verbs.at(tokens, place) or self.sources.at(tokens, place)

    def turned(self, key: str) -> bool:
        """Whether a word's ending says that it is spoken to, or of."""
        return key.endswith(self.not_endings) if self.not_endings else False


@dataclass(frozen=True, slots=True)
class Names:
    """What stands beside names and is none."""

    ranks: Words
    places: Words
    countries: Words
    turned: tuple[str, ...]


@cache
def speaking() -> tuple[Speaking, ...]:
    """The rules of each language.

    Raises:
        BrokenRules: the file says something that nothing reads.
    """
    rules = read_rules("quotes")
    for table, known in _TABLES.items():
        only_known(rules, table, frozenset(known))
    return tuple(_speaking(rules, one) for one in ("uzbek", "russian", "english"))


@cache
def names() -> Names:
    """Ranks and places."""
    rules = read_rules("quotes")
    ranks, places, countries = (
        Words(strings(rules, "names", one)) for one in ("ranks", "places", "countries")
    )
    return Names(ranks, places, countries, tuple(map(fold, strings(rules, "names", "turned"))))


def _speaking(rules: Rules, language: str) -> Speaking:
    def folded(key: str) -> frozenset[str]:
        return frozenset(map(fold, strings(rules, language, key)))

    return Speaking(
        language, Words(strings(rules, language, "verbs")),
        Words(strings(rules, language, "sources")), folded("sources"),
        Words(strings(rules, language, "heads")), Words(strings(rules, language, "messages")),
        Words(strings(rules, "others", "words")),
        folded("nominative"), folded("prepositions"), folded("that"), folded("pronouns"),
        folded("their"), tuple(sorted(folded("not_endings"))),
    )  # fmt: skip


def _pattern(written: str) -> str:
    ending = f"[{LETTERS}-]*" if written.endswith("*") else ""
    return re.escape(fold(written.rstrip("*"))) + ending
