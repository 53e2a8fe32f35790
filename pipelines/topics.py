"""Topics of the press office that a text is about, with the words that decided."""

from collections.abc import Callable, Sequence

from pipelines.lexicon import TopicWord
from storage.records import Topic

ENOUGH = 2.0
"""Weight from which a topic is given: one word marked in the rules, or two others."""

MOST = 3
"""Topics given to one text."""

NEAR_BEST = 0.4
"""A further topic must weigh at least this share of the first."""

AGAIN = 0.5
"""A word said again adds so much of its weight."""

EARLY = 1.5
EARLY_CHARACTERS = 200
"""A word among the first, where news says what it is about, weighs so much more."""


def find_topics(
    words: Sequence[TopicWord], key: str, published: Callable[[int, int], str]
) -> list[Topic]:
    """The topics, heaviest first.

    Args:
        words: the words found, in order.
        key: the folded text.
        published: the words of a part of the key, as published.
    """
    weights: dict[str, float] = {}
    said: dict[str, dict[str, TopicWord]] = {}
    for word in words:
        before = said.setdefault(word.topic, {})
        stem = key[word.start : word.end]
        weight = float(word.weight)
        if stem in before:
            weight *= AGAIN
        else:
            before[stem] = word
            if word.start < EARLY_CHARACTERS:
                weight *= EARLY
        weights[word.topic] = weights.get(word.topic, 0.0) + weight
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return []
    least = max(ENOUGH, ranked[0][1] * NEAR_BEST)
    return [
        Topic(topic, _published(said[topic], published), round(weight, 1))
        for topic, weight in ranked[:MOST]
        if weight >= least
    ]


def _published(
    words: dict[str, TopicWord], published: Callable[[int, int], str]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(published(word.start, word.end) for word in words.values()))
