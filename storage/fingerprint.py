"""What a text is compared by, and how the ledger keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

Hashes = np.ndarray[Any, np.dtype[np.uint32]]
Weights = np.ndarray[Any, np.dtype[np.uint8]]
Places = np.ndarray[Any, np.dtype[np.uint8]]
Counts = np.ndarray[Any, np.dtype[np.int64]]

_HEAD = 12
"""Numbers before the hashes of a packed fingerprint."""


PICTURE_BITS = 3
"""Bits that the hash of a picture's name leaves for what else stands in one number with it."""

_NO_HASHES: Hashes = np.empty(0, dtype=np.uint32)
_NO_PLACES: Places = np.empty(0, dtype=np.uint8)


@dataclass(slots=True, eq=False)
class Fingerprint:
    """What a text is compared by; never changed. All hashes are 32-bit, sorted, each once.

    ``shingles`` are its runs of three words, ``lead`` those of its first words. ``terms`` are the
    stems of title and first words that say something, ``weights`` how much each says and ``order``
    the place of each where it first stands (none in what an older version kept). ``numbers``,
    ``names`` and ``places`` tell it apart from texts of the same form. ``slots`` are the words
    about each number and ``fillings`` the number that stands there (by the order of the slots):
    forecasts and rates fill the same slots otherwise. ``people`` are the names by their
    consonants, which are those of any language. ``daily`` says that it speaks of its own day
    ("today"), ``bare`` that it has no capitals to tell names by (any word that says much is in
    ``names``), ``stages`` what has come about (bits: announced, held, signed, freed ...).
    ``picture`` is the hash of its lead picture's name, 0 where that tells nothing.
    ``sampled``, ``keys`` and ``facts`` are what the index finds it by, as a reprint, as the same
    event, and as that in any language; a fingerprint read back from the ledger has none, since
    they stand in the index.
    """

    words: int
    digest: bool
    shingles: Hashes
    lead: Hashes
    terms: Hashes
    weights: Weights
    numbers: Hashes
    names: Hashes
    places: Hashes
    slots: Hashes
    fillings: Hashes
    people: Hashes
    daily: bool = False
    bare: bool = False
    stages: int = 0
    picture: int = 0
    order: Places = field(default_factory=lambda: _NO_PLACES)
    sampled: Hashes = field(default_factory=lambda: _NO_HASHES)
    keys: Hashes = field(default_factory=lambda: _NO_HASHES)
    facts: Hashes = field(default_factory=lambda: _NO_HASHES)

    def pack(self) -> bytes:
        """As bytes, for the ledger."""
        arrays = (
            self.shingles, self.lead, self.terms, self.numbers, self.names, self.places,
            self.slots, self.fillings, self.people,
        )  # fmt: skip
        flags = self.digest | self.daily << 1 | self.bare << 2 | self.picture << PICTURE_BITS
        head = np.array([self.words, flags, self.stages, *map(len, arrays)], dtype=np.uint32)
        last = (self.weights.tobytes(), self.order.tobytes())
        return b"".join([head.tobytes(), *(a.tobytes() for a in arrays), *last])


def unpack(packed: bytes) -> Fingerprint:
    """The fingerprint of these bytes."""
    words, flags, stages, *lengths = np.frombuffer(packed, dtype=np.uint32, count=_HEAD).tolist()
    ends = [_HEAD, *(_HEAD + end for end in accumulate(lengths))]
    whole = np.frombuffer(packed, dtype=np.uint32, count=ends[-1])
    parts = [whole[first:last] for first, last in pairwise(ends)]
    shingles, lead, terms, numbers, names, places, slots, fillings, people = parts
    last = np.frombuffer(packed, dtype=np.uint8, offset=4 * ends[-1])
    weights, order = last[: len(terms)], last[len(terms) :]
    return Fingerprint(
        words, bool(flags & 1), shingles, lead, terms, weights, numbers, names, places, slots,
        fillings, people, daily=bool(flags & 2), bare=bool(flags & 4), stages=stages,
        picture=flags >> PICTURE_BITS, order=order,
    )  # fmt: skip


def picture_facts(picture: int) -> tuple[int, int]:
    """What the index finds the same picture by: as many facts as a pair must share to be found."""
    return (picture << 1, picture << 1 | 1)


def same_picture(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether both show one picture that no others have."""
    return a.picture == b.picture != 0


def terms_of(packed: Sequence[bytes]) -> tuple[Hashes, Weights, Counts]:
    """Terms and weights of packed fingerprints, one after another, and how many each has."""
    first_bytes = b"".join([one[: 4 * _HEAD] for one in packed])
    heads: Counts = np.frombuffer(first_bytes, dtype=np.uint32).reshape(-1, _HEAD).astype(np.int64)
    counts: Counts = heads[:, 5]
    first = 4 * (_HEAD + heads[:, 3] + heads[:, 4])
    places = zip(packed, first.tolist(), (first + 4 * counts).tolist(), strict=True)
    terms = b"".join([one[start:end] for one, start, end in places])
    first = 4 * (_HEAD + heads[:, 3:].sum(axis=1))
    places = zip(packed, first.tolist(), (first + counts).tolist(), strict=True)
    weights = b"".join([one[start:end] for one, start, end in places])
    return np.frombuffer(terms, dtype=np.uint32), np.frombuffer(weights, dtype=np.uint8), counts


def common(a: Hashes, b: Hashes) -> int:
    """How many hashes two sorted sets share."""
    if not len(a) or not len(b):
        return 0
    if len(a) > len(b):
        a, b = b, a
    places = np.searchsorted(b, a)
    places[places == len(b)] = 0
    return int(np.count_nonzero(b[places] == a))
