"""Comparing fingerprints: the same both ways round, whatever they hold; packing loses nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reprints import story_rules
from storage.fingerprint import Fingerprint, common, unpack
from storage.likeness import REPRINT, compare, containment, cosines, filled_otherwise, nearness

HASHES = st.sets(st.integers(0, 40), max_size=30).map(
    lambda found: np.array(sorted(found), dtype=np.uint32)
)
EMPTY = np.empty(0, dtype=np.uint32)


@st.composite
def prints(draw: st.DrawFn) -> Fingerprint:
    """Any fingerprint; from few hashes, so that two often share some."""
    terms, slots = draw(HASHES), draw(HASHES)
    weights = draw(st.lists(st.integers(1, 30), min_size=len(terms), max_size=len(terms)))
    order = draw(st.permutations(range(len(terms))))
    fillings = draw(st.lists(st.integers(0, 5), min_size=len(slots), max_size=len(slots)))
    return Fingerprint(
        words=draw(st.integers(0, 120)), digest=draw(st.booleans()), shingles=draw(HASHES),
        lead=draw(HASHES), terms=terms, weights=np.array(weights, dtype=np.uint8),
        numbers=draw(HASHES), names=draw(HASHES), places=draw(HASHES), slots=slots,
        fillings=np.array(fillings, dtype=np.uint32), people=draw(HASHES),
        daily=draw(st.booleans()), bare=draw(st.booleans()), stages=draw(st.integers(0, 3)),
        order=np.array(order if draw(st.booleans()) else [], dtype=np.uint8),
    )  # fmt: skip


@given(prints(), prints(), st.integers(0, 60), st.booleans(), st.booleans())
def test_it_does_not_matter_which_text_comes_first(
    a: Fingerprint, b: Fingerprint, days: int, language: bool, outlet: bool
) -> None:
    rules = story_rules()
    one = compare(a, b, rules, days=days, one_language=language, one_outlet=outlet)
    other = compare(b, a, rules, days=days, one_language=language, one_outlet=outlet)
    assert one == other
    assert 0 <= one.similarity <= 1


@given(prints(), prints())
def test_packing_changes_no_answer(a: Fingerprint, b: Fingerprint) -> None:
    read = unpack(a.pack())
    assert compare(read, b, story_rules()) == compare(a, b, story_rules())
    for name in ("shingles", "terms", "weights", "slots", "fillings", "people", "order"):
        assert np.array_equal(getattr(read, name), getattr(a, name))
    assert (read.daily, read.bare, read.digest) == (a.daily, a.bare, a.digest)


@given(prints(), st.lists(prints(), max_size=5))
def test_many_at_once_are_as_near_as_one_by_one(
    one: Fingerprint, others: list[Fingerprint]
) -> None:
    found = cosines(one, [other.pack() for other in others])
    assert found.tolist() == [nearness(one, other)[1] for other in others]


@given(HASHES, HASHES)
def test_common_counts_what_sets_share(a: np.ndarray, b: np.ndarray) -> None:  # type: ignore[type-arg]
    assert common(a, b) == len(set(a.tolist()) & set(b.tolist()))


def made(**fields: object) -> Fingerprint:
    """A fingerprint of a long text of 100 shingles and nothing else, unless said otherwise."""
    empty = dict.fromkeys(
        ("terms", "numbers", "names", "places", "slots", "fillings", "people"), EMPTY
    )
    whole = np.arange(100, dtype=np.uint32)
    base: dict[str, object] = {
        "words": 102, "digest": False, "shingles": whole, "lead": whole[:38],
        "weights": np.empty(0, dtype=np.uint8),
    }  # fmt: skip
    return Fingerprint(**(base | empty | fields))  # type: ignore[arg-type]


def test_containment_is_of_the_shorter() -> None:
    part = made(shingles=np.arange(50, dtype=np.uint32))
    assert containment(made(), part) == (1.0, 0.5, 50)
    assert containment(made(shingles=EMPTY), part) == (0.0, 0.0, 0)


def test_shared_background_under_another_beginning_is_no_copy() -> None:
    news = np.arange(1000, 1038, dtype=np.uint32)
    rest = np.arange(60, 100, dtype=np.uint32)
    other = made(shingles=np.sort(np.concatenate([rest, news])), lead=news)
    assert compare(made(), other, story_rules()).relation != REPRINT
    assert compare(made(), made(), story_rules()).relation == REPRINT


def test_a_form_filled_otherwise() -> None:
    slots = np.array([1, 2], dtype=np.uint32)
    one = made(slots=slots, fillings=np.array([5, 6], dtype=np.uint32))
    other = made(slots=slots, fillings=np.array([5, 9], dtype=np.uint32))
    third = made(slots=slots, fillings=np.array([8, 9], dtype=np.uint32))
    assert not filled_otherwise(one, one)
    assert filled_otherwise(one, other)
    assert filled_otherwise(one, third, most=True)
    assert compare(one, third, story_rules()).relation != REPRINT


def test_nearness_weighs_what_both_have() -> None:
    terms = np.array([1, 2], dtype=np.uint32)
    one = made(terms=terms, weights=np.array([3, 4], dtype=np.uint8))
    other = made(terms=terms[1:], weights=np.array([4], dtype=np.uint8))
    assert nearness(one, other) == (4, 0.8, 1.0)
    assert nearness(one, made()) == (0, 0.0, 0.0)
