"""Copies with words changed are told from other words on the same event; names tell nothing."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.fingerprints import fingerprint
from pipelines.reprints import compare
from storage.fingerprint import Fingerprint, unpack
from storage.likeness import REPRINT, SAME_EVENT
from storage.wording import wording
from text.folding import fold

# synthetic: no such bridge, river or people
POST = (
    "Ташқи ишлардан қайтган қурувчилар Зарафшон дарёси устидаги эски кўприкни таъмирлаб, сайёҳлар"
    " учун пиёдалар йўлагини очишди. Бош муҳандис Олим Сафоев янги ёритгичлар кузгача ўрнатилишини,"
    " қирғоқдаги скамейкалар эса баҳорда бўялишини айтди."
)
# every fourth word is another, so that no run of three words is left
EDITED = (
    "Ташқи ишлардан қайтган усталар Зарафшон дарёси бўйидаги эски кўприкни янгилаб, сайёҳлар"
    " учун тор йўлагини очишди. Кеча муҳандис Олим Сафоев ўнта ёритгичлар кузгача қўйилишини,"
    " қирғоқдаги скамейкалар тезда баҳорда бўялишини билдирди."
)
RETOLD = (
    "Зарафшон дарёси устидаги кўприкда энди пиёдалар юра олади: эски иншоот сайёҳлар учун"
    " таъмирланди. Олим Сафоев, бош муҳандис, скамейкалар баҳорда, ёритгичлар эса кузгача"
    " тайёр бўлишини маълум қилди, қурувчилар ташқи ишлардан қайтгач йўлагини очишди."
)
WORDS = [f"{one}{other}xtap" for one in "bdglmnrt" for other in "aeiou"]


def print_of(body: str) -> Fingerprint:
    return fingerprint("", body, "", fold(body))


def test_a_post_with_every_fourth_word_changed_is_a_copy() -> None:
    assert compare(print_of(POST), print_of(EDITED)).relation == REPRINT


def test_other_words_on_the_event_are_no_copy() -> None:
    assert compare(print_of(POST), print_of(RETOLD)).relation == SAME_EVENT


def test_on_another_day_the_changed_words_may_be_the_news() -> None:
    assert compare(print_of(POST), print_of(EDITED), days=1).relation != REPRINT


def test_names_and_numbers_say_nothing_of_the_wording() -> None:
    names = "Тошкентда Олим Сафоев Карим Валиев 12 350 Салим Ғаниев 17 Дилноза Турсунова"
    # the first word is no name by its capital, and so a word
    assert wording(print_of(names), print_of(names)).whole <= 20


def test_a_fingerprint_of_an_older_version_has_no_order_and_is_read_all_the_same() -> None:
    packed = print_of(POST).pack()
    old = unpack(packed[: -len(print_of(POST).terms)])
    assert not len(old.order)
    assert np.array_equal(old.weights, print_of(POST).weights)
    assert wording(old, print_of(EDITED)) == (0, 0, 0)


@given(st.lists(st.sampled_from(WORDS), min_size=1, unique=True), st.data())
@settings(max_examples=60)
def test_what_stands_in_order_is_the_heaviest_chain(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))
    a, b = print_of(" ".join(words)), print_of(" ".join(other))
    # all words weigh the same here: the longest increasing subsequence, the slow way
    best = {-1: 0}
    for word in words:
        at = other.index(word)
        best[at] = 1 + max(length for place, length in best.items() if place < at)
    found = wording(a, b)
    assert found.ordered == 20 * max(best.values())
    assert found.in_place <= found.ordered <= found.whole
    assert found == wording(b, a)


def test_the_order_is_that_of_the_first_time_a_word_stands_there() -> None:
    once = print_of("кўприк дарё қирғоқ")
    again = print_of("кўприк дарё қирғоқ кўприк дарё")
    assert wording(once, again) == wording(once, once)
    turned = replace(once, order=once.order[::-1])
    assert wording(turned, turned) == wording(once, once)
