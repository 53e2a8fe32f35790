"""The region a text is about: one of the 14, by its names, cities and districts."""

from collections import defaultdict

from pipelines.lexicon import Place

CAPITAL = "UZ-TK"
FIRST = 1.5
"""A place in the headline or first words weighs so much more."""

FIRST_CHARACTERS = 200


def find_region(places: list[Place]) -> str:
    """ISO 3166-2 code of the region named most; "" where none is or two are named alike.

    The capital is named in news of every region: it gives way to another region that is named.
    """
    weights: dict[str, float] = defaultdict(float)
    for place in places:
        weights[place.code] += place.weight * (FIRST if place.start < FIRST_CHARACTERS else 1.0)
    if not weights:
        return ""
    if len(weights) > 1 and CAPITAL in weights:
        weights[CAPITAL] *= 0.6
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        first = min(places, key=lambda place: place.start)
        return first.code
    return ranked[0][0]
