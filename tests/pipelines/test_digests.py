"""Round-ups are known by what they say of themselves and by being lists of unrelated headlines."""

import pytest

from pipelines.digests import is_digest
from text.folding import fold

HEADLINES = [
    "Urganchda yangi teatr binosi ochildi", "Paxta terimi yakuniga yetmoqda bu hafta",
    "Shifokorlar emlash haqida savollarga javob berdi", "Chempionat finali Nukusda bo‘lib o‘tadi",
    "Avtobuslar yangi yo‘nalishda qatnay boshlaydi",
]  # fmt: skip


def digest(body: str, title: str = "") -> bool:
    return is_digest(body, fold(title), fold(body))


@pytest.mark.parametrize("title", ["Кун дайжести", "ГЛАВНЫЕ НОВОСТИ К УТРУ", "Hafta yangiliklari"])
def test_it_says_so_in_its_title(title: str) -> None:
    assert digest("Matn.", title)


def test_a_list_of_headlines_is_one() -> None:
    assert digest("\n\n".join(HEADLINES))


def test_the_same_as_sentences_is_none() -> None:
    assert not digest("\n\n".join(f"{line}." for line in HEADLINES))


def test_a_list_about_one_thing_is_none() -> None:
    lines = [f"Teatr binosi qurilishi {n}-bosqichda davom etadi" for n in range(5)]
    assert not digest("\n\n".join(lines))


def test_a_few_lines_are_none() -> None:
    assert not digest("\n\n".join(HEADLINES[:3]))
