"""How two publications of the index are related, by their texts, days, outlets and languages."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from storage.connection import Connection
from storage.dictionary import Meanings
from storage.fingerprint import Fingerprint, Hashes, picture_facts, same_picture, unpack
from storage.likeness import (
    DIFFERENT,
    NONE,
    RELATED,
    TRANSLATION,
    Likeness,
    compare,
    nearness,
    same_facts,
)
from storage.story_rules import StoryRules
from storage.translated import translated

CANDIDATE_SHARE = 0.1
"""Least share of the shorter's sampled shingles that two texts must have in common to be compared.

Well below the containment a reprint needs, since a sample scatters about it.
"""

LEAST_FACTS = 2
"""Facts that two texts must have in common to be found by them: one figure is in many."""

SAMPLE = 8
"""One shingle in so many is looked up in the index (fractional MinHash)."""

SAMPLED_WHOLE = 64
"""A text of so few shingles gives all of them to the index, so that half of it is still found."""


@dataclass(frozen=True, slots=True)
class Known:
    """A publication as it is compared; the day is an ordinal."""

    row: int
    publication: str
    outlet: str
    day: int
    language: str
    fingerprint: Fingerprint


Packed = tuple[int, str, str, int, str, bytes]
"""What is kept of a publication: as :class:`Known`, its fingerprint packed."""


def sample(shingles: Hashes, lead: Hashes) -> Hashes:
    """The shingles that the index holds of a text: all of a short one and of the beginning.

    Of the rest a fixed choice, whatever else they stand in.
    """
    if len(shingles) <= SAMPLED_WHOLE:
        return shingles
    return np.union1d(shingles[shingles % SAMPLE == 0], lead)


def judge(
    meanings: Meanings,
    one: Known,
    other: Known,
    shingles: int,
    facts: int,
    rules: StoryRules,
    *,
    told: bool,
) -> Likeness:
    """How two publications are related that share so many indexed shingles and facts.

    ``told`` says that the words of the one may be those of the other in another language, as
    :func:`storage.bilingual.said_in_both` finds.
    """
    a, b = one.fingerprint, other.fingerprint
    days, one_language = abs(one.day - other.day), one.language == other.language
    near = shingles >= _least_shared(a, b) or (
        days <= rules.related_days and nearness(a, b)[1] >= rules.related
    )
    likeness = NONE
    if near or (facts and same_facts(a, b, rules, facts)):
        likeness = compare(
            a, b, rules, days=days, one_language=one_language,
            one_outlet=one.outlet == other.outlet != "", facts=facts,
        )  # fmt: skip
    if (
        not one_language
        and (told or same_picture(a, b))
        and likeness.relation in {DIFFERENT, RELATED}
    ):
        likeness = _across(meanings, one, other, rules) or likeness
    return likeness


def facts_beside_picture(one: Known, other: Known, facts: int) -> int:
    """So many of the facts that the index found in both as are none of their pictures.

    0 where those would not have been enough to find the one by the other.
    """
    if not facts or not same_picture(one.fingerprint, other.fingerprint):
        return facts
    facts -= len(picture_facts(one.fingerprint.picture))
    return facts if facts >= LEAST_FACTS else 0


def _across(meanings: Meanings, one: Known, other: Known, rules: StoryRules) -> Likeness | None:
    days = abs(one.day - other.day)
    if days > rules.same_event_days or one.outlet == other.outlet != "":
        return None
    a, b = one.fingerprint, other.fingerprint
    if a.digest or b.digest:
        return None
    ours = meanings.of(a.terms.tolist(), one.language, other.language)
    theirs = meanings.of(b.terms.tolist(), other.language, one.language)
    share = translated(a, b, ours, theirs, rules, days)
    return Likeness(TRANSLATION, round(share, 4)) if share else None


def _least_shared(a: Fingerprint, b: Fingerprint) -> float:
    fewest = min(len(a.shingles), len(b.shingles))
    both_whole = max(len(a.shingles), len(b.shingles)) <= SAMPLED_WHOLE
    return CANDIDATE_SHARE * fewest / (1 if both_whole else SAMPLE)


def read_known(connection: Connection, rows: set[int], known: dict[int, Known]) -> None:
    """Read these rows of the index that are not gone into ``known``."""
    for row in read_packed(connection, rows):
        known[row[0]] = Known(*row[:5], unpack(row[5]))


def read_packed(connection: Connection, rows: set[int]) -> Iterator[Packed]:
    """These rows of the index that are not gone, as they are kept."""
    wanted = sorted(rows)
    for start in range(0, len(wanted), 4096):
        some = wanted[start : start + 4096]
        yield from connection.execute(
            "SELECT row, publication, outlet, day, language, packed FROM fingerprints"  # noqa: S608
            f" WHERE row IN ({','.join('?' * len(some))})",
            some,
        )
