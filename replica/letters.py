"""Words as addresses and alphabets need them."""

import re

_ADDRESS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ў": "o", "қ": "q",
    "ғ": "g", "ҳ": "h",
}  # fmt: skip


def slug(title: str, longest: int = 90) -> str:
    """A title as part of an address: Latin letters, digits, hyphens."""
    letters = "".join(_ADDRESS.get(letter, letter) for letter in title.lower())
    letters = re.sub(r"[‘’ʻʼ'`]", "", letters)
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return words[:longest].rstrip("-")


_PAIRS = (
    ("O‘", "Ў"), ("o‘", "ў"), ("G‘", "Ғ"), ("g‘", "ғ"), ("SH", "Ш"), ("Sh", "Ш"), ("sh", "ш"),
    ("CH", "Ч"), ("Ch", "Ч"), ("ch", "ч"), ("Yo", "Ё"), ("yo", "ё"), ("Yu", "Ю"), ("yu", "ю"),
    ("Ya", "Я"), ("ya", "я"), ("Ye", "Е"), ("ye", "е"), ("’", "ъ"),
)  # fmt: skip
_LETTERS = str.maketrans(
    "ABDEFGHIJKLMNOPQRSTUVXYZabdefghijklmnopqrstuvxyz",
    "АБДЕФГҲИЖКЛМНОПҚРСТУВХЙЗабдефгҳижклмнопқрстувхйз",
)
_KEPT = re.compile(r"\b(?:APK|SMS|SIM|GPS|Kun\.uz|[a-z.]+\.uz)\b")


def to_cyrillic(text: str) -> str:
    """Uzbek Latin as Cyrillic; acronyms that stay Latin in print stay."""
    out: list[str] = []
    at = 0
    for match in _KEPT.finditer(text):
        out += [_cyrillic(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*out, _cyrillic(text[at:])])


def _cyrillic(text: str) -> str:
    text = re.sub(r"\bE", "Э", re.sub(r"\be", "э", text))
    text = text.replace("yo‘", "йў").replace("Yo‘", "Йў")
    for latin, cyrillic in _PAIRS:
        text = text.replace(latin, cyrillic)
    return text.translate(_LETTERS)
