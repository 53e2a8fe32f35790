"""Reads rule files: patterns in any alphabet, folded, with errors that name file and entry."""

import re
import tomllib
from importlib import resources
from typing import Any

from text.folding import fold

LETTERS = "a-zäöüñğşç"
GAP = r"[\s\-–—«»\"“”„(]{1,4}"
"""Between two words of a name: spaces, line ends, hyphens, quotes."""


class BrokenRules(ValueError):
    """A rule file that cannot be used; the message names file, entry and reason."""


def read_rules(name: str) -> dict[str, Any]:
    """The tables of ``pipelines/rules/NAME.toml``.

    Raises:
        BrokenRules: it is not TOML; names the line.
    """
    path = resources.files("pipelines") / "rules" / f"{name}.toml"
    return parse_rules(path.read_text(encoding="utf-8"), f"pipelines/rules/{name}.toml")


def parse_rules(text: str, file: str) -> dict[str, Any]:
    """The tables of a rule file's text.

    Raises:
        BrokenRules: it is not TOML, or something stands outside the tables.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenRules(f"{file}: {error}") from error
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise BrokenRules(f"{file}: {key!r} stands outside any table")
    return tables


def words_pattern(words: str, file: str, entry: str) -> str:
    """A folded regular expression of words, ``*`` standing for any ending.

    Raises:
        BrokenRules: there is no word in it.
    """
    parts = []
    for word in words.split():
        folded = fold(word.rstrip("*"))
        if not folded:
            raise BrokenRules(f"{file}: {entry}: {words!r} holds no word")
        parts.append(re.escape(folded) + (f"[{LETTERS}]*" if word.endswith("*") else ""))
    if not parts:
        raise BrokenRules(f"{file}: {entry}: an empty pattern")
    return GAP.join(parts)


def anchor_of(words: str) -> str:
    """The folded beginning that any match of the words has: up to the first ``*``."""
    first = words.split("*", 1)[0]
    whole = [word for word in first.split(" ") if word]
    # with a gap of several kinds only the first word is sure
    return fold(whole[0]) if whole else ""
