"""The registry of units: who counts as the ministry, and how a text names them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.rule_files import (
    GAP,
    LETTERS,
    SOME_GAP,
    BrokenRules,
    Rules,
    anchor_of,
    only_known,
    read_rules,
    strings,
    words_pattern,
)
from text.transliteration import transliterate

FILES = ("units", "units_of_regions")
KINDS = frozenset({"ministry", "bodies", "central", "regional", "district", "institution"})

# Uzbek endings as they chain after an abbreviation: number, possession, case, -dagi, -cha, -lik
_ENDINGS = (
    "lar|ning|niki|ni|ga|qa|ka|gaça|dan|dagi|da|ta|si|i|im|imiz|ça|lik|liklar|li|siz|çi|dek|day"
    "|mi|u|yu|ku|lari|niñ|niñki|ğa|ge|den|de|te"
)
CHAIN = rf"(?:['-]?(?:{_ENDINGS})){{0,4}}(?![{LETTERS}0-9])"
_BACK = 60
"""Characters of the key before a heart in which its words are looked for."""

NEAR = 80
"""Characters on either side in which ``near`` and ``not_near`` are looked for."""

_UNIT_KEYS = frozenset(
    {
        "name", "kind", "parent", "region", "short", "short_generic", "of_ministry", "people",
        "near_people", "patterns",
    }
)  # fmt: skip
_BESIDE = ("before", "after", "not_before", "not_after", "near", "not_near")
_FLAGS = ("generic", "capitals", "weak", "home")
_PATTERN_KEYS = frozenset({"heart", "whole", *_BESIDE, *_FLAGS})


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to name a unit, found by its anchor in a folded text."""

    unit: str
    name: str
    heart: re.Pattern[str]
    order: int = 0
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    not_near: re.Pattern[str] | None = None
    generic: bool = False
    weak: bool = False
    home: bool = False
    of_ministry: bool = False
    short: bool = False
    """An abbreviation."""
    capitals: str = ""

    def match(self, key: str, at: int) -> tuple[int, int] | None:
        """Start and end in the key of the unit's name whose heart stands at a place."""
        heart = self.heart.match(key, at)
        if heart is None:
            return None
        span = self._with_company(key, *heart.span())
        if span is None:
            return None
        if self.near is None and self.not_near is None:
            return span
        first, last = max(0, span[0] - NEAR), span[1] + NEAR
        if self.near is not None and not self.near.search(key, first, last):
            return None
        if self.not_near is not None and self.not_near.search(key, first, last):
            return None
        return span

    def _with_company(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        back = max(0, start - _BACK)
        if self.not_after is not None and self.not_after.match(key, end):
            return None
        if self.not_before is not None and self.not_before.search(key, back, start):
            return None
        if self.after is not None and (after := self.after.match(key, end)):
            return start, after.end()
        if self.before is not None and (before := self.before.search(key, back, start)):
            return before.start(), end
        return (start, end) if self.after is None and self.before is None else None


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisational unit: id, names by language, kind, parent, ISO code of its region."""

    id: str
    names: dict[str, str]
    kind: str
    parent: str
    region: str = ""


@cache
def units() -> dict[str, Unit]:
    """The units by id, in the order of the files.

    Raises:
        BrokenRules: an entry lacks a name or has an unknown kind or parent.
    """
    return units_of([read_rules(name) for name in FILES])


def units_of(files: list[Rules]) -> dict[str, Unit]:
    """The units of rule files, checked.

    Raises:
        BrokenRules: as :func:`units`.
    """
    made: dict[str, Unit] = {}
    for rules in files:
        for key, table in rules.items():
            only_known(rules, key, _UNIT_KEYS)
            names, kind = table.get("name"), table.get("kind")
            if not isinstance(names, dict) or not names.get("uz-Latn"):
                raise BrokenRules(f'{rules.where(key)}: has no name = {{ uz-Latn = "…", … }}')
            if kind not in KINDS:
                raise BrokenRules(f"{rules.where(key)}: kind {kind!r} is none of {sorted(KINDS)}")
            if key in made:
                raise BrokenRules(f"{rules.where(key)}: a unit of this id is already there")
            made[key] = Unit(key, names, kind, table.get("parent", ""), table.get("region", ""))
    for rules in files:
        for key in rules:
            if made[key].parent and made[key].parent not in made:
                raise BrokenRules(f"{rules.where(key)}: parent {made[key].parent!r} is no unit")
    return made


def ancestors(unit: str) -> list[str]:
    """The units that a unit belongs to, nearest first."""
    known = units()
    found: list[str] = []
    while (entry := known.get(unit)) and entry.parent and entry.parent not in found:
        unit = entry.parent
        found.append(unit)
    return found


@cache
def rules() -> dict[str, list[Rule]]:
    """The rules by anchor: the folded beginning that a heart has.

    Raises:
        BrokenRules: a pattern is empty or not of the form the file describes.
    """
    units()
    return rules_of([read_rules(name) for name in FILES])


def rules_of(files: list[Rules]) -> dict[str, list[Rule]]:
    """The rules of rule files, by anchor.

    Raises:
        BrokenRules: as :func:`rules`.
    """
    made: dict[str, list[Rule]] = {}
    order = 0
    for file in files:
        for unit in file:
            order += 1
            for words, rule in _rules_of_unit(file, unit, order):
                made.setdefault(anchor_of(words), []).append(rule)
    return made


def _rules_of_unit(file: Rules, unit: str, order: int) -> list[tuple[str, Rule]]:
    made = []
    for key in ("short", "short_generic"):
        for words in strings(file, unit, key):
            heart = words_pattern(words, f"{file.where(unit)} {key}") + CHAIN
            generic = key == "short_generic"
            rule = Rule(
                unit, f"{unit}: {words}", re.compile(heart), order, generic=generic, short=True
            )
            made.append((words, rule))
    for words in strings(file, unit, "of_ministry"):
        heart = _closed(words, f"{file.where(unit)} of_ministry")
        rule = Rule(unit, f"{unit}: {words}", re.compile(heart), order, of_ministry=True)
        made.append((words, rule))
    near = _beside(file, unit, strings(file, unit, "near_people"), "near_people")
    for words in strings(file, unit, "people"):
        heart = words_pattern(words, f"{file.where(unit)} people") + f"[{LETTERS}]*"
        made.append((words, Rule(unit, f"{unit}: {words}", re.compile(heart), order, near=near)))
    patterns = file[unit].get("patterns", [])
    if not isinstance(patterns, list):
        raise BrokenRules(f"{file.where(unit)} patterns: must be a list")
    for pattern in patterns:
        made += _long(file, unit, pattern, order)
    return made


def _long(file: Rules, unit: str, pattern: Any, order: int) -> list[tuple[str, Rule]]:
    where = file.where(unit)
    if not isinstance(pattern, dict) or not isinstance(pattern.get("heart"), str):
        raise BrokenRules(f'{where}: a pattern needs heart = "…"')
    words = pattern["heart"]
    if unknown := sorted(set(pattern) - _PATTERN_KEYS):
        raise BrokenRules(f"{where} {words!r}: unknown {', '.join(unknown)}")
    for flag in _FLAGS:
        if not isinstance(pattern.get(flag, False), bool):
            raise BrokenRules(f"{where} {words!r}: {flag} must be true or false")
    company: dict[str, re.Pattern[str] | None] = {}
    for side in _BESIDE:
        value = pattern.get(side, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BrokenRules(f"{where} {words!r}: {side} must be a list of strings")
        company[side] = _beside(file, unit, value, side)
    return [
        (
            one,
            Rule(
                unit,
                f"{unit}: {one}",
                re.compile(_closed(one, where)),
                order,
                generic=bool(pattern.get("generic")),
                weak=bool(pattern.get("weak")),
                home=bool(pattern.get("home")),
                capitals=one if pattern.get("capitals") else "",
                before=company["before"],
                after=company["after"],
                not_before=company["not_before"],
                not_after=company["not_after"],
                near=company["near"],
                not_near=company["not_near"],
            ),
        )
        for one in pattern.get("whole") or [words]
    ]


def _closed(words: str, entry: str) -> str:
    heart = words_pattern(words, entry)
    last = words.rsplit(maxsplit=1)[-1]
    if last.endswith("*"):
        return heart
    return heart + (CHAIN if last.isupper() else f"(?![{LETTERS}])")


def _beside(file: Rules, unit: str, words: list[str], side: str) -> re.Pattern[str] | None:
    if not words:
        return None
    one = "|".join(_closed(word, f"{file.where(unit)} {side}") for word in words)
    if side.startswith(("near", "not_near")):
        return re.compile(rf"(?<![{LETTERS}])(?:{one})")
    if side.endswith("after"):
        return re.compile(rf"{SOME_GAP}(?:{one})(?![{LETTERS}])")
    return re.compile(rf"(?<![{LETTERS}])(?:{one}){GAP}$")


def name_of(unit: str, language: str) -> str:
    """A unit's name in a report language, Uzbek in any of its alphabets; the id of no unit."""
    known = units().get(unit)
    if known is None:
        return unit
    if language in known.names or not language.startswith("uz-"):
        return known.names.get(language) or known.names["uz-Latn"]
    return transliterate(known.names["uz-Latn"], language)
