"""Sentences with choices: "[Kecha|Shu kuni] {place}da …" becomes one of its readings.

``[a|b|]`` is one of its alternatives (which may nest), ``{name}`` a fact. Facts are filled last.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from replica.dice import Dice


class Choice(tuple[tuple[object, ...], ...]):
    """Alternatives, each a sequence of text and further choices."""

    __slots__ = ()


class BrokenTemplate(ValueError):
    """A template whose brackets do not match, or that names a fact that does not exist."""


@cache
def _parse(template: str) -> tuple[object, ...]:
    tokens = re.findall(r"[\[\]|]|[^\[\]|]+", template)
    parts, rest = _sequence(tokens, 0, nested=False)
    if rest != len(tokens):
        raise BrokenTemplate(f"unmatched bracket: {template!r}")
    return parts


def _sequence(tokens: Sequence[str], at: int, *, nested: bool) -> tuple[tuple[object, ...], int]:
    parts: list[object] = []
    while at < len(tokens):
        word = tokens[at]
        if word == "[":
            options = []
            while True:
                option, at = _sequence(tokens, at + 1, nested=True)
                options.append(option)
                if at >= len(tokens):
                    raise BrokenTemplate(f"unmatched bracket: {''.join(tokens)!r}")
                if tokens[at] == "]":
                    break
            parts.append(Choice(options))
            at += 1
        elif (word in "]|" and nested) or word == "]":
            return tuple(parts), at
        else:
            parts.append(word)
            at += 1
    return tuple(parts), at


def _read(parts: tuple[object, ...], dice: Dice, out: list[str]) -> None:
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, Choice):
            _read(part[dice.below(len(part))], dice, out)


_FACT = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r" {2,}")


def expand(template: str, facts: Mapping[str, str], dice: Dice) -> str:
    """One reading of a template.

    Raises:
        BrokenTemplate: brackets do not match, or a fact is missing.
    """
    out: list[str] = []
    _read(_parse(template), dice, out)
    try:
        text = _FACT.sub(lambda match: facts[match[1]], "".join(out))
    except KeyError as missing:
        raise BrokenTemplate(f"no fact {missing} for {template!r}") from missing
    text = _SPACES.sub(" ", text).replace(" ,", ",").replace(" .", ".").strip()
    return text[:1].upper() + text[1:]
