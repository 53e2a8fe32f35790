"""The registry of units: who counts as the ministry, and how a text names them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.rule_files import GAP, LETTERS, BrokenRules, anchor_of, read_rules, words_pattern
from text.folding import fold

FILE = "pipelines/rules/units.toml"
KINDS = frozenset({"ministry", "bodies", "central", "regional", "district", "institution"})

# Uzbek endings as they chain after an abbreviation: number, possession, case, -dagi, -cha, -lik
_ENDINGS = (
    "lar|ning|niki|ni|ga|qa|ka|gaça|dan|dagi|da|ta|si|i|im|imiz|ça|lik|liklar|li|siz|çi|dek|day"
    "|mi|u|yu|ku"
)
CHAIN = rf"(?:['-]?(?:{_ENDINGS})){{0,4}}(?![{LETTERS}0-9])"
_BACK = 60
"""Characters of the key before a heart in which its words are looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to name a unit, found by its anchor in a folded text."""

    unit: str
    name: str
    heart: re.Pattern[str]
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    generic: bool = False
    capitals: str = ""
    short: bool = False

    def match(self, key: str, at: int) -> tuple[int, int] | None:
        """Start and end in the key of the unit's name whose heart stands at a place."""
        heart = self.heart.match(key, at)
        if heart is None:
            return None
        start, end = heart.span()
        if self.not_after is not None and self.not_after.match(key, end):
            return None
        if self.after is not None:
            after = self.after.match(key, end)
            if after is not None:
                return start, after.end()
        if self.before is not None:
            before = self.before.search(key, max(0, start - _BACK), start)
            if before is not None:
                return before.start(), end
        return (start, end) if self.after is None and self.before is None else None


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisational unit: id, names by language, kind, parent."""

    id: str
    names: dict[str, str]
    kind: str
    parent: str


@cache
def units() -> dict[str, Unit]:
    """The units by id.

    Raises:
        BrokenRules: an entry lacks a name or has an unknown kind or parent.
    """
    tables = read_rules("units")
    made = {}
    for key, table in tables.items():
        names, kind, parent = table.get("name"), table.get("kind"), table.get("parent", "")
        if not isinstance(names, dict) or not names:
            raise BrokenRules(f"{FILE}: [{key}] has no name")
        if kind not in KINDS:
            raise BrokenRules(f"{FILE}: [{key}] kind {kind!r} is none of {sorted(KINDS)}")
        if parent and parent not in tables:
            raise BrokenRules(f"{FILE}: [{key}] parent {parent!r} is no unit")
        made[key] = Unit(key, names, kind, parent)
    return made


@cache
def rules() -> dict[str, list[Rule]]:
    """The rules by anchor: the folded beginning that a heart has.

    Raises:
        BrokenRules: a pattern is empty or not of the form the file describes.
    """
    made: dict[str, list[Rule]] = {}
    for unit, table in read_rules("units").items():
        for words in table.get("short", []):
            _add(made, _short(unit, words, generic=False), words)
        for words in table.get("short_generic", []):
            _add(made, _short(unit, words, generic=True), words)
        for pattern in table.get("patterns", []):
            _long(made, unit, pattern)
    return made


def _short(unit: str, words: str, *, generic: bool) -> Rule:
    heart = words_pattern(words, FILE, f"[{unit}]") + CHAIN
    boundary = "" if heart.endswith(CHAIN) else CHAIN
    return Rule(unit, f"{unit}: {words}", re.compile(heart + boundary), generic=generic, short=True)


def _long(made: dict[str, list[Rule]], unit: str, pattern: dict[str, Any]) -> None:
    if not isinstance(pattern, dict) or not isinstance(pattern.get("heart"), str):
        raise BrokenRules(f'{FILE}: [{unit}]: a pattern needs heart = "…"')
    words = pattern["heart"]
    known = {"heart", "before", "after", "not_after", "generic", "capitals", "whole"}
    if set(pattern) - known:
        raise BrokenRules(f"{FILE}: [{unit}] {words!r}: unknown {sorted(set(pattern) - known)}")
    entry = f"[{unit}] {words!r}"
    hearts = pattern.get("whole") or [words]
    for one in hearts:
        heart = words_pattern(one, FILE, entry)
        last = one.split()[-1]
        if not last.endswith("*"):
            heart += CHAIN if last.isupper() else f"(?![{LETTERS}])"
        before, after = pattern.get("before"), pattern.get("after")
        rule = Rule(
            unit,
            f"{unit}: {one}",
            re.compile(heart),
            before=_beside(before, entry, behind=False) if before else None,
            after=_beside(after, entry, behind=True) if after else None,
            not_after=_beside(pattern.get("not_after"), entry, behind=True),
            generic=bool(pattern.get("generic")),
            capitals=one if pattern.get("capitals") else "",
        )
        _add(made, rule, one)


def _beside(words: list[str] | None, entry: str, *, behind: bool) -> re.Pattern[str] | None:
    if not words:
        return None
    one = "|".join(words_pattern(word, FILE, entry) for word in words)
    # a word between the heart and what stands beside it: "органы внутренних дел", "Toshkent
    # shahar ichki ishlar bosh boshqarmasi"
    if behind:
        return re.compile(rf"{GAP}(?:{one})(?![{LETTERS}])")
    return re.compile(rf"(?<![{LETTERS}])(?:{one}){GAP}$")


def _add(made: dict[str, list[Rule]], rule: Rule, words: str) -> None:
    made.setdefault(anchor_of(words), []).append(rule)


def name_of(unit: str, language: str) -> str:
    """A unit's name in a report language; the id where there is none."""
    known = units().get(unit)
    if known is None:
        return unit
    return known.names.get(language) or known.names.get("uz-Latn") or unit


def folded_names() -> list[str]:
    """Every anchor, for the one pass over a text."""
    return [fold(anchor) for anchor in rules()]
