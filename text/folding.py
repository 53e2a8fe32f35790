"""One key for every spelling of a word: alphabets, apostrophes, look-alikes, invisible characters.

``fold`` is what everything is searched and compared by; ``fold_map`` gives the same key with the
way back to the original, for marking what was found. Both run the same steps.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_APOSTROPHES = "'`´‘’‛ʹʻʼʽʾ′＇ˈ‵"
_REMOVED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u180e"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011"

# Cyrillic letter → key letter. Uzbek (1940 alphabet), Russian, Karakalpak and the neighbours.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "s", "ч": "ç", "ш": "ş", "щ": "ş",
    "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ў": "ö", "қ": "q", "ғ": "ğ",
    "ҳ": "h", "ә": "ä", "ө": "ö", "ү": "ü", "ұ": "u", "ң": "ñ", "һ": "h", "і": "i", "ї": "i",
    "є": "e", "ґ": "g", "ӣ": "i", "ӯ": "ö", "ҷ": "j", "җ": "j",
}  # fmt: skip

# Latin letters of the reform of 2026, its drafts, Karakalpak and Turkish → key letter.
_LATIN = {
    "õ": "ö", "ō": "ö", "ŏ": "ö", "ǒ": "ö", "ó": "ö", "ǧ": "ğ", "ḡ": "ğ", "ǵ": "ğ", "ġ": "ğ",
    "ć": "ç", "č": "ç", "ș": "ş", "ś": "ş", "š": "ş", "ı": "i", "á": "ä", "ú": "ü", "ń": "ñ",
}  # fmt: skip

_TWINS = dict(zip("аеорсухкмтвнігАЕОРСУХКМТВНІ", "aeopcyxkmtbhigAEOPCYXKMTBHI", strict=True))
_TWINS.pop("г")
_TO_LATIN = str.maketrans(_TWINS)
_TO_CYRILLIC = str.maketrans({latin: cyrillic for cyrillic, latin in _TWINS.items()})


def _table() -> dict[int, str]:
    table: dict[str, str] = {}
    for letter, key in (_CYRILLIC | _LATIN).items():
        table[letter] = key
        table[letter.upper()] = key
    for code in range(0x41, 0x5B):
        table[chr(code)] = chr(code + 32)
    for upper, lower in (("Ö", "ö"), ("Ğ", "ğ"), ("Ş", "ş"), ("Ç", "ç"), ("Ü", "ü"), ("Ñ", "ñ"),
                         ("Ä", "ä"), ("İ", "i"), ("I", "i")):  # fmt: skip
        table[upper] = lower
    table |= dict.fromkeys(_APOSTROPHES, "'")
    table |= dict.fromkeys(_REMOVED, "")
    table |= dict.fromkeys(_SPACES, " ")
    table |= dict.fromkeys(_HYPHENS, "-")
    return {ord(letter): key for letter, key in table.items()}


_TABLE = _table()
_BORDER = re.compile(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")
_CYRILLIC_LETTER = re.compile(r"[Ѐ-ӿ]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_S_H = re.compile(r"([сС])(?=[ҳҲ])")
_S_H_PAIRS = ("сҳ", "Сҳ", "СҲ", "сҲ")
_MARK = re.compile(r"[\u0300-\u036f]")
_COMPOSED = re.compile(r"[^\s\u0300-\u036f]?[\u0300-\u036f]+")
# apostrophes first: those of o' and g' make a letter, that of s'h keeps two letters apart
_MARKS = re.compile(r"s'+h|([og])'+|'+")
# longest run first, so that folding a key again finds nothing more to fold
# and from the run's beginning only, so that a long one is not read again from each of its letters
_DIGRAPHS = re.compile(r"sh|ch|(?<!t)t+s(?!['h])|(?<!y)y+e")
_T_S = re.compile(r"(?<!t)t+s(?!')")
_Y_E = re.compile(r"(?<!y)y+e")
_DIGRAPH_KEYS = {"sh": "ş", "ch": "ç"}
_MARKED = {"o": "ö", "g": "ğ"}


KNOWN = 100_000
"""Words whose key is kept, unless :func:`remember` says otherwise, twice: when they are so many,
those not met since the last time are forgotten, so that common words stay known."""

LONGEST_KNOWN = 32
"""Characters of a word that is kept: longer ones do not come again."""

_most = KNOWN
_known: dict[str, str] = {}
_older: dict[str, str] = {}


def fold(text: str) -> str:
    """The key of a text: the same for every spelling of its words in every alphabet.

    Linear in the text. Line ends, digits and punctuation stay; folding a key gives the same key.
    No step of it reaches over a space, and news says the same words again and again: what was
    folded once is remembered.
    """
    words = text.split(" ")
    if len(words) < 3:
        return _fold(text)
    keys = list(map(_known.get, words))
    if None in keys:
        new = [word for word, key in zip(words, keys, strict=True) if key is None]
        found = iter(_fold_all(new))
        keys = [next(found) if key is None else key for key in keys]
    return " ".join(keys)  # type: ignore[arg-type]  # none is None any more


def remember(words: int) -> None:
    """Keep the keys of so many words from now on: a process that is to stay small keeps few."""
    global _most  # noqa: PLW0603 - one memory a process
    _most = words


def forget() -> None:
    """Forget the words whose keys are known: for measuring."""
    _known.clear()
    _older.clear()


def _fold_all(words: list[str]) -> list[str]:
    """The keys of words that are not known, or not lately; they are known then."""
    global _known, _older
    keys = list(map(_older.get, words))
    if None in keys:
        new = [word for word, key in zip(words, keys, strict=True) if key is None]
        found = iter(_fold_new(new))
        keys = [next(found) if key is None else key for key in keys]
    if len(_known) > _most:
        _known, _older = {}, _known
    pairs = zip(words, keys, strict=True)
    if max(map(len, words)) <= LONGEST_KNOWN:
        _known.update(pairs)  # type: ignore[arg-type]  # none is None any more
    else:
        _known.update((word, key) for word, key in pairs if len(word) <= LONGEST_KNOWN)  # type: ignore[misc]
    return keys  # type: ignore[return-value]


def _fold_new(words: list[str]) -> list[str]:
    keys = _fold(" ".join(words)).split(" ")
    if len(keys) != len(words):
        # another kind of space stands inside a word
        keys = [_fold(word) for word in words]
    return keys


def _fold(text: str) -> str:
    if text.isascii():
        text = text.lower().replace("`", "'")
    else:
        if _MARK.search(text):
            text = _COMPOSED.sub(_compose, text)
        if _mixed(text):
            text = _WORD.sub(_one_script, text)
        if any(pair in text for pair in _S_H_PAIRS):
            text = _S_H.sub(r"\1'", text)
        text = text.translate(_TABLE)
    # the same steps as _MARKS and _DIGRAPHS, written for speed
    if "'" in text:
        if "s'" in text:
            text = _MARKS.sub(_mark, text)
        else:
            text = text.replace("o'", "ö").replace("g'", "ğ").replace("'", "")
    text = text.replace("sh", "ş").replace("ch", "ç")
    if "ts" in text:
        text = _T_S.sub("s", text)
    return _Y_E.sub("e", text) if "yye" in text else text.replace("ye", "e")


@dataclass(frozen=True, slots=True)
class Folded:
    """A key and the way back: for every character of it, where it began and ended."""

    key: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the original of the key's part start..end (end not included)."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends or [0])[-1]
            return at, at
        return self.starts[start], self.ends[end - 1]


def fold_map(text: str) -> Folded:
    """As :func:`fold`, with the positions of every character of the key in the original."""
    mapped = _Mapped(text)
    if text.isascii():
        mapped.translate(lambda letter: "'" if letter == "`" else letter.lower())
    else:
        if _MARK.search(text):
            mapped.replace(_COMPOSED, _compose)
        if _mixed(mapped.text):
            mapped.replace(_WORD, _one_script)
        mapped.replace(_S_H, lambda match: match.group() + "'")
        mapped.translate(lambda letter: letter.translate(_TABLE))
    mapped.replace(_MARKS, _mark)
    mapped.replace(_DIGRAPHS, _digraph)
    return Folded(mapped.text, mapped.starts, mapped.ends)


class _Mapped:
    """A text under way, with where each of its characters came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = list(range(len(text)))
        self.ends = list(range(1, len(text) + 1))

    def translate(self, key: Callable[[str], str]) -> None:
        parts = [key(letter) for letter in self.text]
        self.starts = [s for s, part in zip(self.starts, parts, strict=True) for _ in part]
        self.ends = [e for e, part in zip(self.ends, parts, strict=True) for _ in part]
        self.text = "".join(parts)

    def replace(self, pattern: re.Pattern[str], key: Callable[[re.Match[str]], str]) -> None:
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for match in pattern.finditer(self.text):
            first, last = match.span()
            new = key(match)
            parts += (self.text[at:first], new)
            starts += self.starts[at:first]
            ends += self.ends[at:first]
            if len(new) == last - first:
                # letter for letter: every position is kept
                starts += self.starts[first:last]
                ends += self.ends[first:last]
            else:
                starts += [self.starts[first]] * len(new)
                ends += [self.ends[last - 1]] * len(new)
            at = last
        parts.append(self.text[at:])
        self.starts = starts + self.starts[at:]
        self.ends = ends + self.ends[at:]
        self.text = "".join(parts)


def _compose(match: re.Match[str]) -> str:
    # a mark that makes no letter (the stress of за́мок) says nothing
    return _MARK.sub("", unicodedata.normalize("NFC", match.group()))


def _mixed(text: str) -> bool:
    """Whether letters of both scripts touch somewhere; the two quick looks spare most texts it."""
    return bool(
        _LATIN_LETTER.search(text) and _CYRILLIC_LETTER.search(text) and _BORDER.search(text)
    )


def _one_script(match: re.Match[str]) -> str:
    word = match.group()
    if not _BORDER.search(word):
        return word
    latin = sum(letter.isascii() for letter in word)
    to = _TO_LATIN if latin * 2 > len(word) else _TO_CYRILLIC
    changed = word.translate(to)
    # glued words of two scripts are no misspelling: only a word that becomes one script is mended
    one = all(c.isascii() for c in changed) or not any(c.isascii() for c in changed)
    return changed if one else word


def _mark(match: re.Match[str]) -> str:
    if match.group()[0] == "s":
        return "s'h"
    return _MARKED[match.group(1)] if match.group(1) else ""


def _digraph(match: re.Match[str]) -> str:
    found = match.group()
    return _DIGRAPH_KEYS.get(found) or found[-1]
