"""Fingerprints: what two texts are compared by, whatever alphabet they are written in."""

import re
import zlib
from typing import Any

import numpy as np

from storage.likeness import Fingerprint
from text.folding import fold

WORDS = 3
"""Words in a shingle."""

SAMPLE = 4
"""One shingle in so many is looked up in the index (fractional MinHash)."""

LEAST = 12
"""A short text gives at least so many to the index."""

_TOKEN = re.compile(r"[a-z0-9äöüñğşç]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\w,;)»”] )[A-ZА-ЯЁЎҚҒҲ][\w'’‘ʻʼ`-]+")
_PREFIX = 6
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)
_ORDER = np.uint64(0x2545F4914F6CDD1D)

# so common in these news that sharing them says nothing
_COMMON = frozenset(
    [
        "özbeki",
        "uzbeki",
        "toşken",
        "taşken",
        "respub",
        "prezid",
        "vazirl",
        "minist",
        "iiv",
        "mvd",
        "guvd",
        "uvd",
        "iib",
        "iibb",
        "şavkat",
        "mirziy",
    ]
)

Hashes = np.ndarray[Any, np.dtype[np.uint64]]


def fingerprint(title: str, body: str, folded_title: str, folded_body: str) -> Fingerprint:
    """The fingerprint of a text; bodies are compared, the title only where there is no body.

    Args:
        title: as published; its capitals show names.
        body: as published.
        folded_title: its key.
        folded_body: its key.
    """
    tokens = _TOKEN.findall(folded_body or folded_title)
    shingles = _shingles(tokens)
    return Fingerprint(
        shingles=shingles,
        sampled=_sample(shingles),
        words=len(tokens),
        numbers=_numbers(folded_body or folded_title),
        names=_names(body or title),
    )


def _shingles(tokens: list[str]) -> Hashes:
    if not tokens:
        return np.empty(0, dtype=np.uint64)
    codes = np.array([zlib.crc32(token.encode()) for token in tokens], dtype=np.uint64)
    if len(codes) < WORDS:
        return np.unique(codes * _MIX)
    mixed = codes[:-2] * np.uint64(31) + codes[1:-1]
    mixed = (mixed * _MIX) ^ (codes[2:] * _MIX_2)
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    return np.unique(mixed ^ (mixed >> np.uint64(32)))


def _sample(shingles: Hashes) -> tuple[int, ...]:
    chosen = shingles[shingles % np.uint64(SAMPLE) == 0]
    if len(chosen) < LEAST:
        # the lowest by another order, the same for every text
        order = np.argsort(shingles * _ORDER, kind="stable")
        chosen = np.unique(np.concatenate([chosen, shingles[order[:LEAST]]]))
    # SQLite's integers are signed
    return tuple(int(x) for x in chosen >> np.uint64(1))


def _numbers(key: str) -> frozenset[str]:
    return frozenset(number.replace(",", ".").strip(".") for number in _NUMBER.findall(key))


def _names(text: str) -> frozenset[str]:
    folded = {fold(name)[:_PREFIX] for name in _NAME.findall(text)}
    return frozenset(name for name in folded - _COMMON if len(name) > 2)
