"""Which Latin words in Uzbek text are another language's, or numbers: they stay in Latin.

Uzbek in Cyrillic leaves "Facebook", "IT" and "XXI" as they are, and writes endings to them in
Cyrillic: Facebook’да.
"""

import re
import tomllib
from functools import cache
from importlib import resources

# letters and pairs of letters that Uzbek Latin does not have
_NOT_UZBEK = re.compile(r"w|c(?!h)|ck|th|ph|(?<![kz])oo(?!['`´‘’ʻʼʹ′])|tion$", re.IGNORECASE)
# no Uzbek syllable has y between consonants or ends in it after one: city, by, Insydrium
_VOWEL_Y = re.compile(r"(?<=[bcdfghjklmnpqrstvxz])y(?![aeiou])")
# centuries and congresses: those of I, V and X; years: long ones
_ROMAN = re.compile(
    r"(?=[IVX]+$|[IVXLCDM]{5,}$)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)
_ENDING = re.compile(
    r"(?P<mark>['`´‘’ʻʼʹ′]?)(?P<ending>(?:lar|ni|ning|ga|ka|qa|da|dan|dagi|gi|si|i|im|imiz|cha|chi"
    r"|lik|li|dek|day)+)"
)


def is_foreign(word: str) -> bool:
    """Whether a Latin word is no Uzbek one: by letters Uzbek lacks, or known as a name."""
    if _NOT_UZBEK.search(word) or word in _names() or _ROMAN.fullmatch(word):
        return True
    # abbreviations have any letters beside each other: DYHXX
    return word[1:].islower() and bool(_VOWEL_Y.search(word.lower()))


def foreign_stem(word: str) -> tuple[str, str, str] | None:
    """A known foreign name with an Uzbek ending: name, mark between (may be ""), ending."""
    for length in range(min(len(word) - 1, max(map(len, _names()))), 1, -1):
        if word[:length] in _names() and (rest := _ENDING.fullmatch(word, length)):
            return word[:length], rest["mark"], rest["ending"]
    return None


@cache
def _names() -> frozenset[str]:
    text = (resources.files("text") / "exceptions.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["latin"]["names"])
