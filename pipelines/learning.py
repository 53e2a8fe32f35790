"""Learns from people's decisions: a linear model of words, kept only where it beats the rules.

The model is a sum: each word of a text (cut to its beginning, so that endings do not matter) and
each thing the rules found has a weight that anybody can read.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FEWEST = 40
"""Examples below which nothing is learnt."""

FEWEST_OF_A_KIND = 8
"""Least number of examples that say yes, and that say no."""

FOLDS = 5
"""Parts of the cross-validation; the examples of one story stay together."""

SURE = 0.9
"""From this probability on the model decides; between it and its opposite the rules do."""

BY_CHANCE = 0.05
"""Greatest probability that a model better by chance alone is let decide (McNemar's exact test)."""

STEM = 7
"""Letters of a word that count: Uzbek and Russian words differ at their ends."""

WORDS = 400
"""Words of a text that are looked at: what it is about stands at its beginning."""

REGULARITY = 1.0
"""Inverse strength of the L2 penalty of the regression (scikit-learn's C)."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Example:
    """One publication on which a person decided.

    ``facts`` are what the rules found and what is known of it ("rule:own", "outlet:kun.uz", …);
    ``ruled`` is the rules' own verdict, ``said`` the person's.
    """

    title: str
    body: str
    facts: tuple[str, ...]
    ruled: bool
    said: bool
    story: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, how it was checked, and whether it is better than the rules."""

    name: str
    examples: int
    yes: int
    rules_right: int
    """Examples that the rules decide as the person did."""
    model_right: int
    """The same of rules and model together, each example judged by a model that never saw it."""
    chance: float
    """Probability that so many more are right by chance."""
    bias: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    lacking: str = ""
    """Why nothing could be learnt."""

    @property
    def better(self) -> bool:
        """Whether the model may decide."""
        return self.model_right > self.rules_right and self.chance < BY_CHANCE

    def strongest(self, number: int) -> tuple[list[str], list[str]]:
        """The words that speak most for and most against."""
        ranked = sorted(self.weights.items(), key=lambda item: (-item[1], item[0]))
        against = [word for word, weight in reversed(ranked) if weight < 0]
        return [word for word, weight in ranked if weight > 0][:number], against[:number]


def features(title: str, body: str, facts: Iterable[str]) -> set[str]:
    """What a model looks at of a text, whose title and body are folded."""
    words = {word[:STEM] for word in _WORD.findall(body)[:WORDS]}
    headline = {f"title:{word[:STEM]}" for word in _WORD.findall(title)}
    return words | headline | set(facts)


def probability(bias: float, weights: Mapping[str, float], seen: Iterable[str]) -> float:
    """How likely a person would say yes; 0..1. The order of what is seen changes nothing."""
    total = bias + math.fsum(weights.get(one, 0.0) for one in seen)
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, total))))


def verdict(likely: float, *, ruled: bool) -> bool:
    """Model and rules together: the model where it is sure, else the rules."""
    if likely >= SURE:
        return True
    return False if likely <= 1 - SURE else ruled


def learn(name: str, examples: Sequence[Example]) -> Learnt:
    """Train on examples and compare with the rules by cross-validation over stories."""
    yes = sum(one.said for one in examples)
    right = sum(one.ruled == one.said for one in examples)
    stories = len({one.story for one in examples})
    if len(examples) < FEWEST or min(yes, len(examples) - yes) < FEWEST_OF_A_KIND:
        why = (
            f"{len(examples)} decisions, {yes} of them yes; needed are {FEWEST}, "
            f"and {FEWEST_OF_A_KIND} of each kind"
        )
        return Learnt(name, len(examples), yes, right, 0, 1.0, lacking=why)
    if stories < FOLDS:
        why = f"decisions on {stories} stories; needed are {FOLDS}"
        return Learnt(name, len(examples), yes, right, 0, 1.0, lacking=why)
    judged = _cross_validated(examples)
    gained = sum(j == e.said != e.ruled for j, e in zip(judged, examples, strict=True))
    lost = sum(j != e.said == e.ruled for j, e in zip(judged, examples, strict=True))
    bias, weights = _fit(examples)
    return Learnt(
        name, len(examples), yes, right, right + gained - lost, chance_of(gained, lost), bias,
        weights,
    )  # fmt: skip


def chance_of(gained: int, lost: int) -> float:
    """McNemar's exact test, two-sided: chance of so uneven a split where both are equally good."""
    changed = gained + lost
    if not changed:
        return 1.0
    tail = sum(math.comb(changed, k) for k in range(min(gained, lost) + 1))
    return float(min(1.0, 2 * tail / 2**changed))


def _cross_validated(examples: Sequence[Example]) -> list[bool]:
    from sklearn.model_selection import GroupKFold

    judged = [one.ruled for one in examples]
    seen = [features(one.title, one.body, one.facts) for one in examples]
    folds = GroupKFold(FOLDS).split(examples, groups=[one.story for one in examples])
    for train, test in folds:
        known = [examples[i] for i in train]
        if len({one.said for one in known}) < 2:
            # all say the same: nothing to tell apart, the rules' verdict stands
            continue
        bias, weights = _fit(known)
        for i in test:
            likely = probability(bias, weights, seen[i])
            judged[i] = verdict(likely, ruled=examples[i].ruled)
    return judged


def _fit(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = [
        dict.fromkeys(sorted(features(one.title, one.body, one.facts)), 1.0) for one in examples
    ]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(seen)
    model = LogisticRegression(C=REGULARITY, max_iter=1000)
    model.fit(matrix, [one.said for one in examples])
    names = vectorizer.get_feature_names_out()
    weights = {str(n): round(float(w), 6) for n, w in zip(names, model.coef_[0], strict=True) if w}
    return round(float(model.intercept_[0]), 6), weights
