"""Fingerprints: what two texts are compared by, whatever alphabet they are written in."""

import re
from collections.abc import Iterable
from functools import reduce
from itertools import combinations, pairwise
from operator import or_

import numpy as np

from pipelines.digests import is_digest
from pipelines.pictures import picture_key
from pipelines.story_words import FULL, Word, even, fold, hash_of, noise, person, story_words
from storage.fingerprint import (
    PICTURE_BITS,
    Fingerprint,
    Hashes,
    Places,
    Weights,
    picture_facts,
)
from storage.judgement import sample

WORDS = 3
"""Words in a shingle."""

LEAD = 40
"""First words of a body: what is news stands there."""

GIST = 80
"""First words of title and body by which texts on one event are compared."""

STAGE = 25
"""First words of a body that say what has come about; further on stands what may come."""

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
_RUN = re.compile(
    r"(?<=[\w,;:)»”.–—] )[«“\"„(]?[A-ZА-ЯЁЎҚҒҲ][\w'’‘ʻʼ`-]+(?:[ -][A-ZА-ЯЁЎҚҒҲ][\w'’‘ʻʼ`-]+)*"
)
"""Words with capitals that stand together, also where a sentence begins."""

_SITE = re.compile(r"\s+[|»—–-]\s[^|»]*\b[a-z0-9-]+\.(?:uz|ru|com|net|org|info)\b.*$")
"""The outlet's name after a page's title."""

_STOP = re.compile(r"[.!?…]\s")
_LOUD = 0.6
"""With more capitals than this share of letters a text is written in capitals: they say nothing."""

_EDGE = Word(0, 0, 0, number=False, place=0)
"""Stands before the first word and after the last."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)
_HALF = np.uint64(32)


def fingerprint(
    title: str, body: str, folded_title: str, folded_body: str, image: str = ""
) -> Fingerprint:
    """The fingerprint of a text.

    Args:
        title: as published; its capitals show names.
        body: as published.
        folded_title: its key.
        folded_body: its key.
        image: the address of its lead picture, "" for none.
    """
    picture = picture_of(image)
    folded_title = even(_SITE.sub("", folded_title))
    folded_body = even(folded_body)
    heading = _words(folded_title)
    words = _words(_after_menu(folded_title, folded_body))
    gist = [*heading, *words][:GIST]
    if len(words) < BODY:
        words = [*heading, *words]
    hashes = np.fromiter((word.whole for word in words), dtype=np.uint64, count=len(words))
    shingles = np.unique(_shingles(hashes))
    lead = np.unique(_shingles(hashes[:LEAD]))
    names, bare, named_places = _names(title, body, gist)
    terms, weights, order = _terms(gist, names)
    people, facts = _people(title, body, words)
    slots, fillings = _slots([*heading, _EDGE, *words])
    return Fingerprint(
        words=len(words),
        digest=is_digest(body, folded_title, folded_body),
        shingles=shingles,
        lead=lead,
        terms=terms,
        weights=weights,
        order=order,
        numbers=_hashes({word.stem for word in words if word.number}),
        names=_hashes(names),
        places=_hashes(_places((*heading, *words)) | named_places),
        slots=slots,
        fillings=fillings,
        people=people,
        daily=any(word.daily for word in gist),
        bare=bare,
        stages=reduce(or_, (word.stage for word in (*heading, *words[:STAGE])), 0),
        sampled=sample(shingles, lead),
        keys=_keys(terms, weights),
        facts=_hashes({*facts.tolist(), *picture_facts(picture)}) if picture else facts,
        picture=picture,
    )


def picture_of(image: str) -> int:
    """The hash of a lead picture's name; 0 where there is none or it may be another's, too."""
    key = picture_key(image)
    return hash_of(f"picture {key}") >> PICTURE_BITS or 1 if key else 0


def _words(key: str) -> list[Word]:
    around, signs = noise()
    if any(sign in key for sign in signs):
        key = around.sub(" ", key)
    key = _THOUSANDS.sub("", key.translate(_DASHES))
    known = story_words()
    return list(map(known.__getitem__, _TOKEN.findall(key)))


def _after_menu(title: str, body: str) -> str:
    """A whole page begins with its menu: what stands before its title without a full stop."""
    title = title.strip()
    at = body.find(title) if title.count(" ") >= WORDS else -1
    return body if at <= 0 or _STOP.search(body, 0, at) else body[at:]


def _slots(words: list[Word]) -> tuple[Hashes, Hashes]:
    """Every number's two neighbours, and the number; neighbours of several numbers say nothing."""
    found: dict[int, int] = {}
    twice = set()
    edge = [_EDGE]
    for before, word, after in zip(edge + words, words, words[1:] + edge, strict=False):
        if word.number:
            slot = (before.stem * 31 + after.stem * 0x9E3779B1) & 0xFFFFFFFF
            if found.setdefault(slot, word.stem) != word.stem:
                twice.add(slot)
    slots = sorted(found.keys() - twice)
    return (
        np.array(slots, dtype=np.uint32),
        np.array([found[slot] for slot in slots], dtype=np.uint32),
    )


def _shingles(hashes: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> Hashes:
    if len(hashes) < WORDS:
        mixed = hashes * _MIX
    else:
        mixed = hashes[:-2] * np.uint64(31) + hashes[1:-1]
        mixed = (mixed * _MIX) ^ (hashes[2:] * _MIX_2)
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX
    return (mixed >> _HALF).astype(np.uint32)


def _places(words: Iterable[Word]) -> set[int]:
    return {word.place for word in words if word.place and not word.ordinary}


def _names(title: str, body: str, gist: list[Word]) -> tuple[set[int], bool, set[int]]:
    """Names by their capitals; where there are none to tell by, all that may be, and true.

    With the places whose names are ordinary words, which only a capital tells apart.
    """
    text = (body or title).replace("\u00a0", " ")
    capitals = sum(1 for letter in text[:400] if letter.isupper())
    letters = sum(1 for letter in text[:400] if letter.isalpha())
    if not capitals or capitals > _LOUD * letters:
        return {word.stem for word in gist if word.weight >= FULL and not word.number}, True, set()
    known = story_words()
    found = _TOKEN.findall(fold(" ".join(_NAME.findall(text))))
    names = [known[token] for token in found]
    places = {word.place for word in names if word.ordinary}
    return {word.stem for word in names if word.weight >= FULL}, False, places


def _people(title: str, body: str, words: list[Word]) -> tuple[Hashes, Hashes]:
    """Names by their consonants, and what the index finds the same facts by in any language.

    That is every figure that says much, and every two names that stand together.
    """
    text = f"{title} . {body}".replace("\n\n", " . ").replace("\u00a0", " ")
    runs = _RUN.findall(text)
    known = story_words()
    named = [[(person(token), known[token]) for token in _TOKEN.findall(fold(run))] for run in runs]
    people = {hash_of(name) & ~1 | bool(word.place) for run in named for name, word in run if name}
    together = {
        hash_of(f"{a} {b}")
        for run in named
        for (a, first), (b, last) in pairwise(run)
        if a and b and _may_be_person(first) and _may_be_person(last)
    }
    figures = {word.stem for word in words if word.number and word.stem & 1}
    return _hashes(people), _hashes(together | figures)


def _may_be_person(word: Word) -> bool:
    """No place and no word of these news ("МВД Узбекистана" stands in all of them)."""
    return word.weight >= FULL and not word.place


def _terms(gist: list[Word], names: set[int]) -> tuple[Hashes, Weights, Places]:
    weights = {
        word.stem: NAME if word.stem in names and word.weight == FULL else word.weight
        for word in gist
        if word.weight
    }
    first = {word.stem: place for place, word in reversed([*enumerate(gist)])}
    terms = sorted(weights)
    return (
        np.array(terms, dtype=np.uint32),
        np.array([weights[term] for term in terms], dtype=np.uint8),
        np.array([first[term] for term in terms], dtype=np.uint8),
    )


def _keys(terms: Hashes, weights: Weights) -> Hashes:
    heavy = np.lexsort((terms, -weights.astype(np.int64)))[:KEY_TERMS]
    chosen = sorted(int(term) for term in terms[heavy])
    pairs = {(one * 31 + other * 0x9E3779B1) & 0xFFFFFFFF for one, other in combinations(chosen, 2)}
    return _hashes(pairs)


def _hashes(values: set[int]) -> Hashes:
    return np.array(sorted(values), dtype=np.uint32)
