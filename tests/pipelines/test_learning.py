"""Learning: better than the rules only where it is, and honest about what it does not know.

All texts and decisions here are synthetic.
"""

import random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.learning import FEWEST, Example, chance_of, features, learn, probability, verdict

WORDS = [
    "bugun",
    "viloyat",
    "tuman",
    "xodim",
    "fuqaro",
    "tadbir",
    "yangi",
    "maktab",
    "yo‘l",
    "bozor",
    "kun",
    "hafta",
    "suhbat",
    "markaz",
    "xizmat",
    "ariza",
    "hujjat",
    "tekshiruv",
    "bino",
    "park",
]


def _examples(number: int, *, told_by: str = "", seed: int = 1) -> list[Example]:
    """The rules say yes of all; a person says no where a word stands, or by a coin's fall."""
    dice = random.Random(seed)
    made = []
    for count in range(number):
        words = dice.choices(WORDS, k=30)
        said = dice.random() < 0.6
        if told_by and not said:
            words = [told_by, *words, f"{told_by}lar", "ishga qabul", "tanlov"]
        made.append(Example("sarlavha", " ".join(words), ("owner:own",), True, said, f"s{count}"))
    return made


def test_a_word_that_tells_is_learnt_and_beats_the_rules() -> None:
    learnt = learn("counts", _examples(120, told_by="vakansiya"))
    assert not learnt.lacking
    assert learnt.better
    assert learnt.model_right > 0.9 * learnt.examples > learnt.rules_right
    assert "vakansi" in learnt.strongest(3)[1]


def test_where_nothing_tells_the_rules_stay() -> None:
    for seed in range(5):
        learnt = learn("counts", _examples(120, seed=seed))
        assert not learnt.better, seed


def test_what_is_right_already_is_not_replaced() -> None:
    dice = random.Random(3)
    examples = []
    for count in range(100):
        said = count % 2 == 0
        body = " ".join([*dice.choices(WORDS, k=20), "vakansiya" if not said else "jinoyat"])
        examples.append(Example("", body, (), said, said, f"s{count}"))
    learnt = learn("counts", examples)
    assert learnt.rules_right == len(examples)
    assert not learnt.better


def test_reprints_of_one_story_do_not_confirm_each_other() -> None:
    # one text copied sixty times is one experience, not sixty
    copied = [
        Example("", "bir xil matn vakansiya", (), True, False, "copied") for _ in range(60)
    ] + _examples(30)
    learnt = learn("counts", copied)
    assert not learnt.better


def test_too_little_is_said_to_be_too_little() -> None:
    few = learn("counts", _examples(FEWEST - 1, told_by="vakansiya"))
    assert "needed" in few.lacking
    assert not few.better
    one_sided = [Example("", "matn", (), True, True, f"s{count}") for count in range(FEWEST * 2)]
    assert "of each kind" in learn("counts", one_sided).lacking
    assert learn("counts", []).lacking


def test_learning_twice_gives_the_same() -> None:
    examples = _examples(80, told_by="vakansiya")
    assert learn("counts", examples) == learn("counts", examples)


def test_mcnemars_test() -> None:
    assert chance_of(0, 0) == 1.0
    assert chance_of(5, 5) == 1.0
    assert chance_of(6, 0) == 2 / 64
    assert chance_of(0, 6) == chance_of(6, 0)
    assert chance_of(3, 0) > 0.05


def test_between_sure_yes_and_sure_no_the_rules_decide() -> None:
    assert verdict(0.99, ruled=False)
    assert not verdict(0.01, ruled=True)
    assert verdict(0.5, ruled=True)
    assert not verdict(0.5, ruled=False)


@given(st.text(), st.text(), st.dictionaries(st.text(max_size=8), st.floats(-50, 50)))
def test_any_text_has_a_probability(title: str, body: str, weights: dict[str, float]) -> None:
    seen = features(title, body, ("main",))
    assert "main" in seen
    likely = probability(0.0, weights, seen)
    assert 0.0 <= likely <= 1.0
    assert likely == probability(0.0, weights, sorted(seen, reverse=True))
