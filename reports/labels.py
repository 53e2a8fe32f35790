"""Words of tables and screens in every report language."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal, get_args

from pipelines.rule_files import read_rules
from pipelines.units import units
from text.transliteration import transliterate

Language = Literal["uz-Cyrl", "uz-Latn", "uz-Latn-2026", "ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


_BRACES = re.compile(r"({\w+})")


class UnknownLanguage(ValueError):
    """No report is written in this language; the message lists those that are."""


def check_language(code: str) -> Language:
    """The report language of this code.

    Raises:
        UnknownLanguage: there is none.
    """
    for language in LANGUAGES:
        if language == code:
            return language
    raise UnknownLanguage(f"no reports in {code!r}; choose one of {', '.join(LANGUAGES)}")


@cache
def label(group: str, key: str, language: Language) -> str:
    """The word for a key ("channel", "internet/own") in a language; the key itself if none."""
    words = _labels().get(group, {}).get(key) or _named(group).get(key)
    if words is None:
        return key
    if language in words:
        return words[language]
    # what stands in braces is filled in by name, in every alphabet
    return "".join(
        part if part.startswith("{") else transliterate(part, language)
        for part in _BRACES.split(words["uz-Latn"])
    )


@cache
def _named(group: str) -> dict[str, dict[str, str]]:
    """Names that stand in the rules: those of units and topics."""
    if group == "unit":
        return {unit.id: unit.names for unit in units().values()}
    if group == "topic":
        return {topic: table["name"] for topic, table in read_rules("topics").items()}
    return {}


@cache
def _labels() -> dict[str, dict[str, dict[str, str]]]:
    words: dict[str, dict[str, dict[str, str]]] = {}
    for name in ("labels.toml", "report.toml", "coverage.toml"):
        text = (resources.files("reports") / name).read_text(encoding="utf-8")
        words |= tomllib.loads(text)
    return words
