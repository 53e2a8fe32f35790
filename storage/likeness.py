"""How two texts are related, by what their fingerprints hold and by nothing else.

The answer is the same whichever text comes first, and does not change as other texts arrive:
that is what makes stories independent of the order of arrival.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, erf, sqrt
from typing import Any

import numpy as np

from storage.fingerprint import Fingerprint, Hashes, common, same_picture, terms_of
from storage.story_rules import StoryRules
from storage.wording import wording

Meanings = Mapping[int, set[int]]
Cosines = np.ndarray[Any, np.dtype[np.float64]]

_ODD = np.uint32(1)
"""Set in the hashes of regions (clear: countries), of numbers that say much (a time, a sum) and of
names of places among people."""

_MANY = 40
"""Numbers and names from which on the normal distribution stands in for the binomial one."""

_MOST_KEPT = 0.97
"""A cut text keeps all its words; one name read otherwise is no sign of another text."""

_SLOTS = 2
"""Fewest places of a longer text that are filled otherwise in another of its form."""

REPRINT = "reprint"
SAME_EVENT = "same_event"
TRANSLATION = "translation"
RELATED = "related"
DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts are related, and the share of the shorter that stands in the longer, 0..1.

    ``relation`` is reprint, same_event, related or different. For a relation other than reprint
    the share is that of the weight of their words.
    """

    relation: str
    similarity: float


NONE = Likeness(DIFFERENT, 0.0)


def compare(
    a: Fingerprint,
    b: Fingerprint,
    rules: StoryRules,
    *,
    days: int = 0,
    one_language: bool = True,
    one_outlet: bool = False,
    facts: int = 0,
) -> Likeness:
    """How two texts are related.

    Args:
        a: a text.
        b: another.
        rules: the thresholds.
        days: days between the two publications; 0 where a day is not known.
        one_language: whether both are written in one language, in whatever alphabet.
        one_outlet: whether one outlet published both: it seldom tells one event twice in other
            words, but follows it with what came next.
        facts: full names and figures that say much which the index found in both.
    """
    contained, union, shared = containment(a, b)
    recalled = one_outlet and union < rules.union_one_outlet
    if not recalled and _reprint(a, b, rules, days, (contained, union, shared)):
        return Likeness(REPRINT, round(contained, 4))
    if days > rules.related_days and not (a.digest or b.digest):
        return NONE
    weight, cosine, share = nearness(a, b)
    if a.digest or b.digest:
        return Likeness(RELATED if share >= rules.related else DIFFERENT, round(share, 4))
    if (
        days <= rules.same_event_days
        and not one_outlet
        and same_facts(a, b, rules, facts)
        and not (days and at_odds(a.stages, b.stages))
    ):
        return Likeness(SAME_EVENT if one_language else TRANSLATION, round(share, 4))
    if (
        one_language
        and days <= rules.same_event_days
        and cosine >= _needed_cosine(a, b, rules, days, one_outlet=one_outlet)
        and weight >= rules.same_event_weight
        and _one_event(a, b, rules, days)
    ):
        return Likeness(SAME_EVENT, round(share, 4))
    near = cosine >= rules.related and days <= rules.related_days
    return Likeness(RELATED if near else DIFFERENT, round(share, 4))


def containment(a: Fingerprint, b: Fingerprint) -> tuple[float, float, int]:
    """Common shingles: their share in the shorter text and in both together, and their number."""
    shorter = min(len(a.shingles), len(b.shingles))
    if not shorter:
        return 0.0, 0.0, 0
    shared = common(a.shingles, b.shingles)
    return shared / shorter, shared / (len(a.shingles) + len(b.shingles) - shared), shared


def _reprint(
    a: Fingerprint, b: Fingerprint, rules: StoryRules, days: int, runs: tuple[float, float, int]
) -> bool:
    contained, union, shared = runs
    short = min(a.words, b.words) < rules.short_words
    if days > rules.reprint_days or not (
        contained >= _least_contained(rules, days, shared, short=short)
        or _reworded(a, b, rules, days, (contained, shared), short=short)
        or (short and not days and worded_alike(a, b, rules))
    ):
        return False
    if (a.digest or b.digest) and not _copied_digest(a, b, rules, contained, union):
        return False
    led = max(_share(a.lead, b.shingles), _share(b.lead, a.shingles))
    if led < rules.lead * contained and not _begin_alike(a, b, rules):
        # what is shared is background, or a page's surroundings, not the news
        return False
    if short and days and a.daily and b.daily:
        # a forecast in yesterday's words
        return False
    if short and (filled_otherwise(a, b) or at_odds(a.stages, b.stages)):
        return False
    if not short and filled_otherwise(a, b, most=True):
        return False
    # so many words are changed in a copy, and names and numbers no more than others
    kept = min(contained ** (1 / 3), _MOST_KEPT)
    if not short:
        # so little is also what an outlet puts around any text of its own, other news in it
        sure = contained >= rules.containment_sure or _begin_alike(a, b, rules)
        chance = rules.chance if sure else 1.0
        marks = [(a.numbers, b.numbers)]
        if not (a.bare or b.bare):
            marks.append((a.names, b.names))
        if apart(a.places, b.places):
            # other places: only where no more was changed than everywhere
            return _kept(marks, 1.0, kept, rules.chance_apart)
        return _kept(marks, rules.marks, kept, chance)
    # one number added to a text that is otherwise the same, and standing in no slot of the other
    added = contained >= rules.containment_phrase and min(len(a.numbers), len(b.numbers)) == 1
    return (
        (added or alike(a.numbers, b.numbers, rules.marks_short))
        and _same_names(a, b, rules, kept)
        and not apart(a.places, b.places)
    )


def _reworded(
    a: Fingerprint,
    b: Fingerprint,
    rules: StoryRules,
    days: int,
    runs: tuple[float, int],
    *,
    short: bool,
) -> bool:
    """Whether fewer runs will do: every fourth word is another, but those that stayed begin alike."""
    contained, shared = runs
    least = rules.containment_reworded_short if short else rules.containment_reworded
    if days > rules.near_days or contained < least or shared < rules.shingles_short:
        return False
    beginning = rules.same_beginning_short if short else rules.same_beginning
    return nearness(a, b)[1] >= beginning


def worded_alike(a: Fingerprint, b: Fingerprint, rules: StoryRules) -> bool:
    """Whether of two short texts one is the other with words changed, however few runs are left."""
    if nearness(a, b)[0] < min(rules.ordered_weight, rules.in_place_weight):
        return False
    found = wording(a, b)
    ordered = max(rules.ordered * found.whole, rules.ordered_weight)
    in_place = max(rules.in_place * found.whole, rules.in_place_weight)
    return found.ordered >= ordered or found.in_place >= in_place


def _least_contained(rules: StoryRules, days: int, shared: int, *, short: bool) -> float:
    least = rules.containment_short if short else rules.containment
    if short and shared < rules.shingles_short:
        # a phrase in common is no copy, but for a text that is all phrase
        least = max(least, rules.containment_phrase)
    return max(least, rules.containment_far) if days > rules.near_days else least


def _copied_digest(
    a: Fingerprint, b: Fingerprint, rules: StoryRules, contained: float, union: float
) -> bool:
    """A round-up carries many stories: it is a copy of no one of them, but of a round-up."""
    if a.digest and b.digest and contained >= rules.containment_sure and _begin_alike(a, b, rules):
        return True
    shorter = a if len(a.shingles) <= len(b.shingles) else b
    return contained >= rules.digest_contained if shorter.digest else union >= rules.digest


def _begin_alike(a: Fingerprint, b: Fingerprint, rules: StoryRules) -> bool:
    """Whether titles and first words tell the same news, by their words and not by runs of them."""
    return nearness(a, b)[1] >= rules.same_beginning


def _same_names(a: Fingerprint, b: Fingerprint, rules: StoryRules, kept: float) -> bool:
    if a.bare != b.bare:
        named, bare = (b, a) if a.bare else (a, b)
        return _share(named.names, bare.names) >= rules.marks or not len(named.names)
    chance = 1.0 if a.bare else rules.chance_short
    return _kept([(a.names, b.names)], rules.names_short, kept, chance)


def _kept(marks: list[tuple[Hashes, Hashes]], least: float, kept: float, chance: float) -> bool:
    """Whether enough of the smaller sets is in the others: a share of each, or what chance leaves.

    Where each mark stays with the probability ``kept``, so few in all are rarer than ``chance``
    only in texts that are about something else.
    """
    sizes = [min(len(a), len(b)) for a, b in marks]
    shared = [common(a, b) for a, b in marks]
    if all(n >= least * size for n, size in zip(shared, sizes, strict=True)):
        return True
    return _fewer(sum(shared), sum(sizes), kept) >= chance


def _fewer(some: int, size: int, kept: float) -> float:
    """Probability that of ``size`` marks no more than ``some`` stay, each with ``kept``."""
    if size > _MANY:
        deviations = (some + 0.5 - size * kept) / sqrt(2 * size * kept * (1 - kept))
        return (1 + erf(deviations)) / 2
    return sum(comb(size, n) * kept**n * (1 - kept) ** (size - n) for n in range(some + 1))


def _needed_cosine(
    a: Fingerprint, b: Fingerprint, rules: StoryRules, days: int, *, one_outlet: bool
) -> float:
    if one_outlet:
        return rules.same_event_one_outlet
    if same_picture(a, b):
        return rules.same_event
    if min(a.words, b.words) >= rules.short_words:
        # longer beginnings share more words by chance
        return rules.same_event_long
    return rules.same_event_next_day if days else rules.same_event


def _one_event(a: Fingerprint, b: Fingerprint, rules: StoryRules, days: int) -> bool:
    if days and ((a.daily and b.daily) or a.stages != b.stages):
        # each of its own day, or what came next
        return False
    if (a.bare or b.bare) and not alike(a.names, b.names, rules.names_short):
        return False
    few = min(len(a.numbers), len(b.numbers)) == 1
    if other_people_and_figures(a, b, rules):
        # in the same words: a form filled anew
        return False
    return (
        (few or alike(a.numbers, b.numbers, rules.same_event_marks))
        and not apart(a.places, b.places)
        and not filled_otherwise(a, b)
        and not at_odds(a.stages, b.stages)
    )


def other_people_and_figures(a: Fingerprint, b: Fingerprint, rules: StoryRules) -> bool:
    """Whether few of the people of both are the same, and none of their rare figures."""
    exact = (odd(a.numbers), odd(b.numbers))
    return (
        not alike(even(a.people), even(b.people), rules.same_event_people)
        and min(map(len, exact)) > 0
        and not common(*exact)
    )


def same_facts(a: Fingerprint, b: Fingerprint, rules: StoryRules, facts: int = 0) -> bool:
    """Whether two texts, in whatever words and languages, tell of the same people and figures.

    ``facts`` is as for :func:`compare`: a smaller share will do where one whole name is among
    them, and the place is the same.
    """
    # most texts that are asked about fail at the first
    numbers = common(a.numbers, b.numbers)
    if numbers < rules.facts_numbers:
        return False
    people = common(a.people, b.people)
    if people < rules.facts_people or common(even(a.people), even(b.people)) < rules.facts_people:
        return False
    shares = people / min(len(a.people), len(b.people))
    shares += numbers / min(len(a.numbers), len(b.numbers))
    exact = common(odd(a.numbers), odd(b.numbers))
    named = facts > exact and common(a.places, b.places) > 0
    if shares < 2 * (rules.facts_share_named if named else rules.facts_share):
        return False
    return (
        exact >= rules.facts_exact and not apart(a.places, b.places) and not filled_otherwise(a, b)
    )


def filled_otherwise(a: Fingerprint, b: Fingerprint, *, most: bool = False) -> bool:
    """Whether other numbers stand between the same two words: a form filled anew.

    One such place is enough, or with ``most`` at least as many as hold the same number.
    """
    _, in_a, in_b = np.intersect1d(a.slots, b.slots, assume_unique=True, return_indices=True)
    others = int(np.count_nonzero(a.fillings[in_a] != b.fillings[in_b]))
    return 2 * others >= len(in_a) and others >= _SLOTS if most else others > 0


def at_odds(a: int, b: int) -> bool:
    """Whether both say what has come about, and not the same."""
    return bool(a and b and not a & b)


def nearness(a: Fingerprint, b: Fingerprint) -> tuple[int, float, float]:
    """Weight of the terms both have, their cosine, and their share of the lighter's weight."""
    if not len(a.terms) or not len(b.terms):
        return 0, 0.0, 0.0
    places = b.terms.searchsorted(a.terms)
    places[places == len(b.terms)] = 0
    hits = (b.terms[places] == a.terms).nonzero()[0]
    if not len(hits):
        return 0, 0.0, 0.0
    left, right = a.weights.astype(np.float64), b.weights.astype(np.float64)
    ours, theirs = left[hits], right[places[hits]]
    weight = int(np.minimum(ours, theirs).sum())
    cosine = float(ours @ theirs) / sqrt(float(left @ left) * float(right @ right))
    return weight, cosine, min(1.0, weight / min(float(left.sum()), float(right.sum())))


def cosines(one: Fingerprint, packed: list[bytes]) -> Cosines:
    """How near the words of packed fingerprints are to one's: of each what :func:`nearness` says."""
    if not len(one.terms):
        return np.zeros(len(packed))
    terms, weights, counts = terms_of(packed)
    owners = np.repeat(np.arange(len(packed)), counts)
    ours, theirs = one.weights.astype(np.float64), weights.astype(np.float64)
    places = one.terms.searchsorted(terms)
    places[places == len(one.terms)] = 0
    same = one.terms[places] == terms
    both = np.bincount(owners[same], ours[places[same]] * theirs[same], len(packed))
    squares = np.bincount(owners, theirs * theirs, len(packed))
    found: Cosines = both / np.sqrt(np.maximum(1.0, squares * float(ours @ ours)))
    return found


def _share(part: Hashes, whole: Hashes) -> float:
    return common(part, whole) / len(part) if len(part) else 0.0


def alike(a: Hashes, b: Hashes, least: float) -> bool:
    """Whether such a share of the smaller set is in the other, or one is empty."""
    smaller = min(len(a), len(b))
    return not smaller or common(a, b) >= least * smaller


def apart(a: Hashes, b: Hashes) -> bool:
    """Whether both name regions but no common one, or both countries but no common one."""
    for part in (odd, even):
        ours, theirs = part(a), part(b)
        if len(ours) and len(theirs) and not common(ours, theirs):
            return True
    return False


def odd(hashes: Hashes) -> Hashes:
    """Regions of places, rare ones of numbers, places of people."""
    chosen: Hashes = hashes[hashes & _ODD == _ODD]
    return chosen


def even(hashes: Hashes) -> Hashes:
    """Countries of places, common ones of numbers, persons of people."""
    chosen: Hashes = hashes[hashes & _ODD != _ODD]
    return chosen
