"""Reads rule files: patterns in any alphabet, folded, with errors that name file and entry."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version
from typing import Any

from text.folding import fold

LETTERS = "a-zäöüñğşç"
_BETWEEN = r"(?:(?!\n\n)[\s\-–—«»\"“”„(])"
GAP = _BETWEEN + "{0,4}"
"""Between two words of a name: spaces, a line end, hyphens, quotes, or nothing where markup glued
them; no blank line, so that a headline and its text stay apart."""

SOME_GAP = _BETWEEN + "{1,4}"
_SOME_WORDS = r"[^.!?;\n]{1,40}?"


class BrokenRules(ValueError):
    """A rule file that cannot be used; the message names file, line and reason."""


class Rules(dict[str, Any]):
    """The tables of one rule file, which know their file and the lines they begin at."""

    def __init__(self, tables: Mapping[str, Any], file: str, lines: Mapping[str, int]) -> None:
        super().__init__(tables)
        self.file = file
        self._lines = lines

    def where(self, table: str) -> str:
        """File, line and name of a table, to begin a message with."""
        line = self._lines.get(table)
        return f"{self.file}, line {line}: [{table}]" if line else f"{self.file}: [{table}]"


def read_rules(name: str) -> Rules:
    """The tables of ``pipelines/rules/NAME.toml``.

    Raises:
        BrokenRules: it is not UTF-8 or not TOML; names the line.
    """
    path = resources.files("pipelines") / "rules" / f"{name}.toml"
    file = f"pipelines/rules/{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenRules(f"{file}, line {line}: not UTF-8; save it as UTF-8") from error
    return parse_rules(text, file)


@cache
def rules_in_force() -> str:
    """The program's version and each rule file with the digest of its content, in one line.

    By it a ledger says by which rules its rows came: ``0.1.0 counting=1f0c… topics=…``.
    """
    folder = resources.files("pipelines") / "rules"
    digests = [
        f"{one.name.removesuffix('.toml')}={hashlib.sha256(one.read_bytes()).hexdigest()[:32]}"
        for one in folder.iterdir()
        if one.name.endswith(".toml")
    ]
    return " ".join([version("yoritish"), *sorted(digests)])


def parse_rules(text: str, file: str) -> Rules:
    """The tables of a rule file's text.

    Raises:
        BrokenRules: it is not TOML, or something stands outside the tables.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenRules(f"{file}: {error}") from error
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line):
            lines.setdefault(head[1], number)
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise BrokenRules(f"{file}: {key!r} stands outside any table")
    return Rules(tables, file, lines)


def strings(rules: Rules, table: str, key: str) -> list[str]:
    """A table's list of strings; empty where the key is not given.

    Raises:
        BrokenRules: it is something else.
    """
    value = rules[table].get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BrokenRules(f"{rules.where(table)} {key}: must be a list of strings")
    return value


def only_known(rules: Rules, table: str, known: frozenset[str]) -> None:
    """Refuse a table with a key that nothing reads: a slip would go unseen.

    Raises:
        BrokenRules: there is one.
    """
    unknown = sorted(set(rules[table]) - known)
    if unknown:
        raise BrokenRules(
            f"{rules.where(table)}: unknown {', '.join(unknown)};"
            f" known are {', '.join(sorted(known))}"
        )


def words_pattern(words: str, entry: str) -> str:
    """A folded regular expression of words: ``*`` for any ending, ``…`` for up to 40 characters.

    Args:
        words: the words of a rule.
        entry: file, line and table they stand in, for the message.

    Raises:
        BrokenRules: there is no word in it.
    """
    pattern = ""
    gap = ""
    for word in words.replace("…", " … ").replace("-", " ").split():
        if word == "…":
            pattern += _SOME_WORDS + f"(?<![{LETTERS}])"
            gap = ""
            continue
        folded = fold(word.rstrip("*"))
        if not any(letter.isalnum() for letter in folded):
            raise BrokenRules(f"{entry} {words!r}: {word!r} is no word")
        pattern += gap + re.escape(folded) + (f"[{LETTERS}]*" if word.endswith("*") else "")
        gap = GAP
    if not set(words) - {" ", "…"}:
        raise BrokenRules(f"{entry} {words!r}: an empty pattern")
    return pattern


def anchor_of(words: str) -> str:
    """The folded beginning that any match of the words has: the first word up to its ``*``."""
    first = words.split("*", 1)[0].replace("-", " ")
    whole = [word for word in first.split(" ") if word]
    # with a gap of several kinds only the first word is sure
    return fold(whole[0]) if whole else ""
