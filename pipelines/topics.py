"""Topics of the press office that a text is about, with the words that decided."""

from collections import defaultdict

from pipelines.lexicon import TopicWord
from storage.records import Topic

ENOUGH = 2.0
"""Weight from which a topic is given: one word marked in the rules, or two others."""

MOST = 3
"""Topics given to one text."""

NEAR_BEST = 0.4
"""A further topic must weigh at least this share of the first."""


def find_topics(words: list[TopicWord], text_of: list[str]) -> list[Topic]:
    """The topics, heaviest first.

    Args:
        words: the words found, in order.
        text_of: each of them as published.
    """
    weights: dict[str, float] = defaultdict(float)
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for word, text in zip(words, text_of, strict=True):
        # a word said again adds half as much
        weights[word.topic] += word.weight / (2.0 if text in said[word.topic] else 1.0)
        said[word.topic][text] = None
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return []
    least = max(ENOUGH, ranked[0][1] * NEAR_BEST)
    return [
        Topic(topic, tuple(said[topic]), round(weight, 1))
        for topic, weight in ranked[:MOST]
        if weight >= least
    ]
