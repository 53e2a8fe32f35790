"""The desk's words, and numbers, days and moments as each language writes them."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from django.http import HttpRequest

from desk.accounts.models import ROLES
from reports.labels import LANGUAGES, Language, label
from text.clock import TASHKENT
from text.numbers import format_day, format_number
from text.transliteration import transliterate

NAMES: dict[Language, str] = {
    "uz-Latn": "O‘zbekcha", "uz-Cyrl": "Ўзбекча", "uz-Latn-2026": "Özbekça (2026)",
    "ru": "Русский", "en": "English",
}  # fmt: skip
"""Each language by its own name."""

COOKIE = "yoritish_language"

_BRACES = re.compile(r"({\w+})")


@cache
def word(key: str, language: Language) -> str:
    """The desk's word for a key; Cyrillic and 2026 Latin are made of 1995 Latin.

    Raises:
        KeyError: there is no such word.
    """
    words = _words()[key]
    if language in words:
        return words[language]
    # what stands in braces is filled in by name, in every alphabet
    return "".join(
        part if part.startswith("{") else transliterate(part, language)
        for part in _BRACES.split(words["uz-Latn"])
    )


def language_of(request: HttpRequest) -> Language:
    """The language in which somebody reads: as last chosen, as the account says, as the browser
    asks."""
    wanted = request.COOKIES.get(COOKIE) or getattr(request.user, "language", "")
    return next((one for one in LANGUAGES if one == wanted), _asked_for(request))


def _asked_for(request: HttpRequest) -> Language:
    """What a browser that chose nothing yet is set to; Uzbek in Latin where it does not say."""
    for part in request.headers.get("Accept-Language", "")[:400].split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("uz-cyrl"):
            return "uz-Cyrl"
        for language in ("uz-Latn", "ru", "en"):
            if tag.split("-")[0] == language[:2]:
                return language
    return "uz-Latn"


def on_each_page(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the language, the languages there are, who may do what."""
    person = request.user if request.user.is_authenticated else None
    return {
        "language": language_of(request),
        "languages": NAMES,
        "may": {role: person is not None and person.may(role) for role in ROLES},
        "here": request.resolver_match.url_name if request.resolver_match else "",
    }


def shown_number(value: int, language: Language) -> str:
    """A number with its thousands apart."""
    del language
    return format_number(value)


def shown_day(day: date, language: Language) -> str:
    """A day written out."""
    return format_day(day, language)


def shown_moment(at: datetime) -> str:
    """An instant by Tashkent's clock."""
    return at.astimezone(TASHKENT).strftime("%d.%m.%Y %H:%M")


def shown_label(group: str, key: str, language: Language) -> str:
    """A word of tables and reports; "" for nothing."""
    return label(group, key, language) if key else ""


@cache
def _words() -> dict[str, dict[str, str]]:
    text = (resources.files("desk") / "words.toml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = {}
    for group in tomllib.loads(text).values():
        words |= group
    return words
