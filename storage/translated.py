"""Whether two texts in two languages say the same, by the words that the dictionary knows."""

from storage.fingerprint import Fingerprint, common, same_picture
from storage.likeness import (
    Meanings,
    alike,
    apart,
    at_odds,
    even,
    other_people_and_figures,
)
from storage.story_rules import StoryRules

_FACTS_ENOUGH = 3
"""People and figures in common past which more of them say no more."""

_PEOPLE = 2
"""Fewest names of a text that tell that it is about others."""


def translated(
    a: Fingerprint, b: Fingerprint, ours: Meanings, theirs: Meanings, rules: StoryRules, days: int
) -> float:
    """How much two texts in two languages say the same, 0..1; 0 where they are not one event.

    Args:
        a: a text.
        b: one in another language.
        ours: what words of a mean in b's language, as far as it is known.
        theirs: what words of b mean in a's language.
        rules: the thresholds.
        days: days between the two publications.
    """
    if not ours or apart(a.places, b.places) or _another_day(a, b, days):
        return 0.0
    if not alike(a.numbers, b.numbers, rules.facts_share) or _form_filled_anew(a, b, rules):
        return 0.0
    weights = dict(zip(b.terms.tolist(), b.weights.tolist(), strict=True))
    said: set[int] = set()
    heard: set[int] = set()
    for term in a.terms.tolist():
        same = {word for word in (term, *ours.get(term, ())) if word in weights}
        heard |= same
        if same:
            said.add(term)
    shares, matched = zip(
        _said(a, said, ours, rules.translated_unknown),
        _said(b, heard, theirs, rules.translated_unknown),
        strict=True,
    )
    facts = common(a.people, b.people) + common(a.numbers, b.numbers)
    pictured = same_picture(a, b)
    facts = _FACTS_ENOUGH if pictured else min(facts, _FACTS_ENOUGH)
    weight = min(matched) + rules.translated_fact * facts
    least = rules.translated_pictured if pictured else rules.translated
    enough = min(shares) >= least and weight >= rules.translated_weight
    return min(1.0, *shares) if enough else 0.0


def _form_filled_anew(a: Fingerprint, b: Fingerprint, rules: StoryRules) -> bool:
    """Whether it is other people, in texts whose figures are others too or do not all agree."""
    people = (even(a.people), even(b.people))
    nobody = min(map(len, people)) >= _PEOPLE and not common(*people)
    return other_people_and_figures(a, b, rules) or (
        nobody and not alike(a.numbers, b.numbers, rules.translated_figures)
    )


def _said(text: Fingerprint, said: set[int], known: Meanings, unknown: float) -> tuple[float, int]:
    """The share of a text's weight that is said in another, and that weight.

    What the dictionary does not know counts by the share ``unknown``: it may be said or not.
    """
    matched = whole = 0
    total = 0.0
    for term, weight in zip(text.terms.tolist(), text.weights.tolist(), strict=True):
        matched += weight * (term in said)
        whole += weight
        total += weight * (1.0 if term in known or term in said else unknown)
    return matched / max(1.0, total), matched


def _another_day(a: Fingerprint, b: Fingerprint, days: int) -> bool:
    """Whether each speaks of its own day, or one of what came next."""
    return bool(days) and ((a.daily and b.daily) or at_odds(a.stages, b.stages))
