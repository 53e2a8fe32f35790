"""Round-ups: texts that list other news, and so are copies of none of them."""

import re
from itertools import pairwise

from pipelines.story_words import FULL, digest_words, fold, story_words

LINES = 4
"""Fewest items by which a list of headlines is known."""

SHORTEST = 4
LONGEST = 30
"""Words in a headline."""

OPEN = 0.7
"""Share of a list's lines that end as headlines do: without a full stop."""

ALIKE = 0.15
"""Items of a round-up are about different things: neighbours share hardly a word that says much."""

_BEGINNING = 120
"""Characters of a text in which it says that it is a round-up."""

_TOKEN = re.compile(r"[a-zäöüñğşç]+")
_ENDS = (".", "!", "?", ";", ":", ",", "…")


def is_digest(body: str, folded_title: str, folded_body: str) -> bool:
    """Whether a text says it is a round-up, or is a list of unrelated headlines."""
    begins, anywhere, phrases = digest_words()
    # both keys have ё as е, as the patterns have
    if begins.search(folded_title) or begins.search(folded_body[:_BEGINNING]):
        return True
    if any(phrase in folded_body for phrase in phrases) and anywhere.search(folded_body):
        return True
    return _is_list(body)


def _is_list(body: str) -> bool:
    if body.count("\n") < LINES - 1:
        return False
    lines = [line.strip() for line in body.splitlines()]
    items = [line for line in lines if SHORTEST <= line.count(" ") + 1 <= LONGEST]
    filled = sum(1 for line in lines if line)
    if len(items) < LINES or len(items) < OPEN * filled:
        return False
    if sum(not item.endswith(_ENDS) for item in items) < OPEN * len(items):
        return False
    terms = [_terms(item) for item in items]
    shared = [
        len(one & other) / max(1, min(len(one), len(other))) for one, other in pairwise(terms)
    ]
    return sum(shared) / len(shared) < ALIKE


def _terms(line: str) -> set[int]:
    known = story_words()
    words = (known[token] for token in _TOKEN.findall(fold(line)))
    return {word.stem for word in words if word.weight >= FULL}
