"""Uzbek text in any of its three alphabets, for screens and reports.

What is shown elsewhere is what was published; this writes our own words, and texts a reader asks
to see in another alphabet. Addresses, e-mails and words of another language in Latin stay.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from text.foreign_words import foreign_stem, is_foreign

Alphabet = Literal["uz-Cyrl", "uz-Latn", "uz-Latn-2026"]

_KEPT = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+|[@#][A-Za-z0-9_]+|(?<![\w-])[\w-]+\.(?:uz|com|org|ru|net)\b\S*"
)
# no‘’mon: o‘ and the sign of ъ beside it
KNOWN = 50_000
"""Words whose other spelling is kept, so that hostile texts do not fill the memory."""

_WORD = re.compile(r"[^\W\d_]+(?:['`´‘’ʻʼʹ′]{1,2}[^\W\d_]+)*['`´‘’ʻʼʹ′]?")
_APOSTROPHES = re.compile(r"['`´‘’ʻʼʹ′]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ё": "yo", "ж": "j", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "x", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "’", "ы": "i",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "ў": "o‘", "қ": "q", "ғ": "g‘", "ҳ": "h",
}  # fmt: skip
_PARTICLES = frozenset({"е", "ей"})
"""They stand after a hyphen (gapirma-e) and begin no word, which would be ye."""

_PATRONYMIC = re.compile(r"(?<=е)е(?=вн|вич)")
"""Alekseevna, Sergeevich: fathers' names are written letter for letter."""

_NAME_TS = re.compile(r"ц(?=[ое]в|к(?:ий|ая|ой))")
"""Vorontsov: names keep the ts that other words lose after a consonant."""

_VOWELS = frozenset("аеёиоуэюяўы")
_REFORM = {"sh": "ş", "ch": "ç", "o‘": "ö", "g‘": "ğ"}
_FROM_LATIN = {
    "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "e": "е", "j": "ж", "z": "з", "i": "и",
    "y": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с",
    "t": "т", "u": "у", "f": "ф", "x": "х", "q": "қ", "h": "ҳ", "c": "к", "w": "в",
    "ş": "ш", "ç": "ч", "ö": "ў", "ğ": "ғ",
}  # fmt: skip
_FROM_DIGRAPHS = {
    "yo": "ё",
    "yu": "ю",
    "ya": "я",
    "ye": "е",
    "sh": "ш",
    "ch": "ч",
    "o‘": "ў",
    "g‘": "ғ",
}
_FROM_TRIPLES = {"s’h": ("с", "ҳ"), "yo‘": ("й", "ў")}
# ц: konstitutsiya, litsenziya, retsidiv (no Uzbek ending begins so, as ketsin, otsiz do), in names
# Vorontsov, Trotskiy; after n, k, p it is written s: konferensiya, sanksiya, auksion
_LOAN_TS = re.compile(
    r"(?<=[aiouey])ts(?=i(?:ya|on|[bdtvp])|e)|ts(?=[oe]v|k(?:iy|ay|oy))|(?<=[nkp])s(?=i(?:ya|on))(?<!pens)"
)
# льник, льск and льч of Russian names: Melnikov, Belskiy, Kovalchuk
_SOFT_L = re.compile(r"l(?=nik[oi]v|sk(?:iy|aya|oy|ogo)|chenko|chuk$|tsev|tsov)")
_CONSONANTS = "bdfgjklmnprstvxz"
_DRAFTS = str.maketrans(
    {"õ": "ö", "ō": "ö", "ŏ": "ö", "ǧ": "ğ", "ć": "ç", "Õ": "Ö", "Ō": "Ö", "Ŏ": "Ö", "Ǧ": "Ğ",
     "Ć": "Ç", "İ": "I", "ı": "i", "ş": "ş", "ș": "ş", "Ș": "Ş"}
)  # fmt: skip


def transliterate(text: str, to: str) -> str:
    """A text in another Uzbek alphabet.

    Args:
        text: in any of the alphabets, or mixed.
        to: "uz-Cyrl", "uz-Latn" (1995) or "uz-Latn-2026" (ş ç ö ğ).

    Raises:
        ValueError: another alphabet is asked for.
    """
    if to not in {"uz-Cyrl", "uz-Latn", "uz-Latn-2026"}:
        raise ValueError(f"no Uzbek alphabet {to!r}; there are uz-Cyrl, uz-Latn and uz-Latn-2026")
    parts: list[str] = []
    at = 0
    for kept in _KEPT.finditer(text):
        parts += (_words(text[at : kept.start()], to), kept[0])
        at = kept.end()
    parts.append(_words(text[at:], to))
    return "".join(parts)


def _words(text: str, to: str) -> str:
    def written(match: re.Match[str]) -> str:
        word = match[0]
        initial = len(word) == 1 and word.isupper() and text[match.end() : match.end() + 1] == "."
        if initial and to == "uz-Cyrl":
            # no Roman number: I. Karimov
            return _FROM_LATIN.get(word.lower(), word).upper()
        if word in _PARTICLES and text[match.start() - 1 : match.start()] == "-":
            return _particle(word, to)
        return _word(word, to)

    return _WORD.sub(written, text)


def _particle(word: str, to: str) -> str:
    """gapirma-ye is no Uzbek: the particle has no y before it."""
    return word if to == "uz-Cyrl" else word.replace("е", "e").replace("й", "y")


@lru_cache(maxsize=KNOWN)
def _word(word: str, to: str) -> str:
    if to == "uz-Cyrl":
        return _to_cyrillic(word)
    if not _CYRILLIC.search(word) and is_foreign(word):
        return word
    latin = _to_latin(word) if _CYRILLIC.search(word) else _in_1995(word)
    return _in_2026(latin) if to == "uz-Latn-2026" else latin


def _to_latin(word: str) -> str:
    if whole := _exceptions()["words_to_latin"].get(word):
        return whole
    lower = word.lower()
    exception = _by_stem(lower, _exceptions()["to_latin"])
    letters = []
    for place, letter in enumerate(lower):
        before = lower[place - 1] if place else ""
        after = lower[place + 1] if place + 1 < len(lower) else ""
        letters.append(_latin_letter(letter, before, after))
    if word[:1].isupper() and (name := _NAME_TS.search(lower)):
        letters[name.start()] = "ts"
    if patronymic := _PATRONYMIC.search(lower):
        letters[patronymic.start()] = "e"
    if exception:
        stem, latin = exception
        letters[: len(stem)] = [latin, *[""] * (len(stem) - 1)]
    return _cased(word, letters)


def _latin_letter(letter: str, before: str, after: str) -> str:
    if letter == "е":
        return "ye" if not before or before in _VOWELS or before in "ъь" else "e"
    if letter == "ц":
        return "ts" if before in _VOWELS and before else "s"
    if letter == "с" and after == "ҳ":
        return "s’"
    if letter == "ъ":
        # ў before ъ already carries a mark: мўъжиза is moʻjiza
        return "" if before == "ў" or after == "е" else "’"
    if letter == "ь" and after == "о":
        return "y"
    return _TO_LATIN.get(letter, letter)


def _to_cyrillic(word: str) -> str:
    if _CYRILLIC.search(word):
        return word
    if whole := _exceptions()["words_to_cyrillic"].get(word):
        return whole
    if named := foreign_stem(word):
        name, mark, ending = named
        return name + mark + _to_cyrillic(ending)
    if is_foreign(word):
        return word
    plain = _in_1995(word.translate(_DRAFTS))
    lower = plain.lower()
    exception = _by_stem(lower, _exceptions()["to_cyrillic"])
    letters = _letters_of(lower, name=word[:1].isupper())
    if exception:
        stem, cyrillic = exception
        if len(lower) > len(stem):
            # сентябрь, but сентябрда
            cyrillic = cyrillic.removesuffix("ь")
        letters[: len(stem)] = [cyrillic, *[""] * (len(stem) - 1)]
    return _cased(plain, letters)


def _letters_of(lower: str, *, name: bool) -> list[str]:
    """The Cyrillic of every letter of a Latin word, "" for those an earlier one speaks for."""
    loans = {match.start(): len(match[0]) for match in _LOAN_TS.finditer(lower)}
    soft = {match.start() for match in _SOFT_L.finditer(lower)} if name else set()
    letters: list[str] = []
    while (place := len(letters)) < len(lower):
        if place in loans:
            letters += ["ц", *[""] * (loans[place] - 1)]
        elif place in soft:
            letters.append("ль")
        else:
            letters += _next_letters(lower, place)
    return letters


def _next_letters(lower: str, place: int) -> list[str]:
    triple, pair = lower[place : place + 3], lower[place : place + 2]
    before = lower[place - 1] if place else ""
    if triple in _FROM_TRIPLES:
        first, last = _FROM_TRIPLES[triple]
        return [first, last, ""] if first == "й" else [first, "", last]
    if pair == "ye" and before and before in _CONSONANTS:
        # intervyer, premyera: only words from elsewhere have a consonant before ye
        return ["ь", "е"]
    if pair in _FROM_DIGRAPHS:
        return [_FROM_DIGRAPHS[pair], ""]
    return [_cyrillic_letter(lower[place], before, lower[place + 1 : place + 2])]


def _cyrillic_letter(letter: str, before: str, after: str) -> str:
    if letter == "e":
        return "э" if not before or before in "aiou’" or before == "‘" else "е"
    if letter in "’‘":
        return "ъ" if after else ""
    return _FROM_LATIN.get(letter, letter)


def _in_1995(word: str) -> str:
    """Latin with the marks of 1995 typed one way: o‘ g‘ and ’."""
    word = word.translate(_DRAFTS)
    for reform, old in (("ş", "sh"), ("ç", "ch"), ("ö", "o‘"), ("ğ", "g‘")):
        if reform in word or reform.upper() in word:
            upper = word.isupper() and len(word) > 1
            word = word.replace(reform, old)
            word = word.replace(reform.upper(), old.upper() if upper else old.capitalize())
    word = re.sub(r"(?<=[oOgG])['`´‘’ʻʼʹ′]", "‘", word)
    return re.sub(r"(?<![oOgG])['`´‘’ʻʼʹ′]", "’", word)


def _in_2026(word: str) -> str:
    for old, reform in _REFORM.items():
        word = word.replace(old, reform).replace(old.capitalize(), reform.upper())
        word = word.replace(old.upper(), reform.upper())
    return word


def _cased(word: str, letters: list[str]) -> str:
    """Letters of a word as its own were: ШАҲАР is SHAHAR, Шаҳар is Shahar."""
    shouted = word.isupper() and sum(map(str.isalpha, word)) > 1
    if shouted:
        return "".join(letters).upper()
    # a stem of the list stands in its first letter's place
    return "".join(
        key[:1].upper() + key[1:] if letter.isupper() else key
        for letter, key in zip(word, letters, strict=False)
    )


def _by_stem(word: str, stems: dict[str, str]) -> tuple[str, str] | None:
    for length in range(min(len(word), max(map(len, stems))), 3, -1):
        found = stems.get(word[:length])
        if found is not None:
            return word[:length], found
    return None


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    text = (resources.files("text") / "exceptions.toml").read_text(encoding="utf-8")
    pairs = tomllib.loads(text)["stems"]
    words = tomllib.loads(text)["words"]
    return {
        "to_latin": pairs,
        "to_cyrillic": _turned(pairs) | tomllib.loads(text)["to_cyrillic"],
        "words_to_latin": words,
        "words_to_cyrillic": _turned(words),
    }


def _turned(pairs: dict[str, str]) -> dict[str, str]:
    return {latin: cyrillic for cyrillic, latin in pairs.items()}
