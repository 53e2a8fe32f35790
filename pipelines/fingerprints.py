"""Fingerprints: what two texts are compared by, whatever alphabet they are written in."""

import re
from itertools import combinations

import numpy as np

from pipelines.digests import is_digest
from pipelines.story_words import FULL, Word, noise, story_words
from storage.likeness import Fingerprint, Hashes
from storage.stories import SAMPLE, SAMPLED_WHOLE
from text.folding import fold

WORDS = 3
"""Words in a shingle."""

LEAD = 40
"""First words of a body: what is news stands there."""

GIST = 80
"""First words of title and body by which texts on one event are compared."""

KEY_TERMS = 7
"""Weightiest terms of a text whose pairs it is found by as another report of the same event."""

BODY = 12
"""A body of fewer words is taken together with its title."""

NAME = 30
"""Weight of a name; other words have those of :mod:`pipelines.story_words`."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*(?:-\d+(?:[.,:]\d+)*)?|[a-zäöüñğşç]+")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_DASHES = str.maketrans("–—−‑", "----")
_NAME = re.compile(r"(?<=[\w,;)»”] )[«“\"„(]?([A-ZА-ЯЁЎҚҒҲ][\w'’‘ʻʼ`-]+)")
_LOUD = 0.6
"""With more capitals than this share of letters a text is written in capitals: they say nothing."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)
_HALF = np.uint64(32)


def fingerprint(title: str, body: str, folded_title: str, folded_body: str) -> Fingerprint:
    """The fingerprint of a text.

    Args:
        title: as published; its capitals show names.
        body: as published.
        folded_title: its key.
        folded_body: its key.
    """
    heading = _words(folded_title)
    words = _words(_after_menu(folded_title, folded_body))
    gist = [*heading, *words][:GIST]
    if len(words) < BODY:
        words = [*heading, *words]
    hashes = np.fromiter((word.whole for word in words), dtype=np.uint64, count=len(words))
    shingles = np.unique(_shingles(hashes))
    names = _names(title, body, gist)
    terms, weights = _terms(gist, names)
    return Fingerprint(
        words=len(words),
        digest=is_digest(body, folded_title, folded_body),
        shingles=shingles,
        lead=np.unique(_shingles(hashes[:LEAD])),
        terms=terms,
        weights=weights,
        numbers=_hashes({word.stem for word in words if word.number}),
        names=_hashes(names),
        places=_hashes({word.place for word in gist if word.place}),
        sampled=sample(shingles),
        keys=_keys(terms, weights),
    )


def sample(shingles: Hashes) -> Hashes:
    """The shingles that the index holds of a text: a fixed choice, whatever else they stand in."""
    if len(shingles) <= SAMPLED_WHOLE:
        return shingles
    chosen: Hashes = shingles[shingles % SAMPLE == 0]
    return chosen


def _words(key: str) -> list[Word]:
    key = _THOUSANDS.sub("", noise().sub(" ", key).translate(_DASHES))
    known = story_words()
    return [known[token] for token in _TOKEN.findall(key)]


def _after_menu(title: str, body: str) -> str:
    """A whole page begins with its menu: what stands before its title without a full stop."""
    title = title.strip()
    at = body.find(title) if title.count(" ") >= WORDS else -1
    return body if at <= 0 or ". " in body[:at] else body[at:]


def _shingles(hashes: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> Hashes:
    if len(hashes) < WORDS:
        mixed = hashes * _MIX
    else:
        mixed = hashes[:-2] * np.uint64(31) + hashes[1:-1]
        mixed = (mixed * _MIX) ^ (hashes[2:] * _MIX_2)
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX
    return (mixed >> _HALF).astype(np.uint32)


def _names(title: str, body: str, gist: list[Word]) -> set[int]:
    text = body or title
    capitals = sum(1 for letter in text[:400] if letter.isupper())
    letters = sum(1 for letter in text[:400] if letter.isalpha())
    if not capitals or capitals > _LOUD * letters:
        # no capitals to tell names by: every word that says much may be one
        return {word.stem for word in gist if word.weight >= FULL and not word.number}
    known = story_words()
    found = _TOKEN.findall(fold(" ".join(_NAME.findall(text))))
    return {word.stem for word in (known[token] for token in found) if word.weight >= FULL}


def _terms(
    gist: list[Word], names: set[int]
) -> tuple[Hashes, "np.ndarray[tuple[int], np.dtype[np.uint8]]"]:
    weights = {
        word.stem: NAME if word.stem in names and word.weight == FULL else word.weight
        for word in gist
        if word.weight
    }
    terms = sorted(weights)
    return (
        np.array(terms, dtype=np.uint32),
        np.array([weights[term] for term in terms], dtype=np.uint8),
    )


def _keys(terms: Hashes, weights: "np.ndarray[tuple[int], np.dtype[np.uint8]]") -> Hashes:
    heavy = np.lexsort((terms, -weights.astype(np.int64)))[:KEY_TERMS]
    chosen = sorted(int(term) for term in terms[heavy])
    pairs = {(one * 31 + other * 0x9E3779B1) & 0xFFFFFFFF for one, other in combinations(chosen, 2)}
    return _hashes(pairs)


def _hashes(values: set[int]) -> Hashes:
    return np.array(sorted(values), dtype=np.uint32)
