"""Words as addresses need them."""

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
