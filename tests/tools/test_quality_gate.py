"""The quality gate refuses what sank, and floors lowered in silence."""

import tomllib

import pytest

from tools.quality_gate import FLOORS, history, lowered_in_silence, overlap, sunk

PINNED: dict[str, dict[str, object]] = {"dates": {"floor": 0.9}}


def test_the_pinned_floors_are_in_order() -> None:
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    assert {"dates", "mentions.recall", "extraction.layouts"} <= pinned.keys()
    assert list(lowered_in_silence(pinned, history())) == []


@pytest.mark.parametrize(
    ("found", "complaint"),
    [
        ({"dates": 0.89}, "sank to 0.8900"),
        ({}, "not measured any more"),
        ({"dates": 1.0, "titles": 1.0}, "titles has no floor"),
    ],
)
def test_what_sank_is_named(found: dict[str, float], complaint: str) -> None:
    assert complaint in " ".join(sunk(found, PINNED))


def test_what_holds_passes() -> None:
    assert list(sunk({"dates": 0.9}, PINNED)) == []


def test_a_lower_floor_needs_a_reason() -> None:
    lower: dict[str, dict[str, object]] = {"dates": {"floor": 0.8}}
    assert "lowered from 0.9 to 0.8" in " ".join(lowered_in_silence(lower, [PINNED]))
    lower["dates"]["lowered"] = "kun.uz prints no year any more"
    assert list(lowered_in_silence(lower, [PINNED])) == []


def test_a_floor_may_not_vanish() -> None:
    assert "taken away" in " ".join(lowered_in_silence({}, [PINNED]))


@pytest.mark.parametrize(
    ("said", "share"),
    [("a b c d e", 1.0), ("", 0.0), ("v w x y z", 0.0), ("a b c d x", 0.5)],
)
def test_overlap_is_the_share_of_runs_of_four_words(said: str, share: float) -> None:
    assert overlap("a b c d e", said) == share
