"""Time grows with the text and no faster, whatever it is made of. All texts are synthetic."""

import time
from collections.abc import Callable

import pytest

from pipelines.analysis import analyse
from text.folding import fold, fold_map, forget
from text.languages import identify
from text.transliteration import transliterate

PIECES = {
    "a letter": "a", "Cyrillic": "ш", "space": " ", "line end": "\n", "apostrophe": "'",
    "point": ".", "at": "@", "combining mark": "\u0301", "letter with mark": "a\u0301",
    "look-alikes": "aа", "s and h apart": "s'h", "ye": "ye", "t": "t", "digit": "1",
    "nought": "\0", "replacement": "\ufffd", "emoji": "😀", "half a pair": "\ud800",
    "address": "://", "www": "www.", "domain": ".uz", "abbreviation": "ИИВ ", "glued": "aИИВ",
    "of a country": "МВД Казахстана ", "of a region": "Toshkent viloyati IIB ",
    "with its press service": "пресс-служба МВД ", "person": "Колокольцев МВД ",
    "police": "полиция России ", "name over lines": "ички\nишлар\n", "a place": "Toshkent ",
    "topic": "jinoyat ", "weak": "паспорт столи ", "in commas": "МВД,", "traffic": "ГАИ ",
}  # fmt: skip

SHORT, LONG = 10_000, 40_000
RATIO = 10.0
"""Four times the text may take four times as long; twice more for a machine that does other work,
and well below the sixteen times of what grows with the square."""

ENOUGH = 0.04
"""Seconds below which a ratio says nothing."""


def _seconds(what: Callable[[str], object], text: str) -> float:
    forget()
    begin = time.process_time()
    what(text)
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
@pytest.mark.parametrize(
    "what",
    [
        lambda text: analyse("", text),
        lambda text: analyse(text[:2_000], text),
        fold_map,
        lambda text: transliterate(text, "uz-Cyrl"),
        lambda text: transliterate(text, "uz-Latn-2026"),
    ],
    ids=["analyse", "analyse with title", "fold_map", "to Cyrillic", "to Latin"],
)
def test_four_times_the_text_takes_about_four_times_as_long(
    what: Callable[[str], object], piece: str
) -> None:
    analyse("", "МВД Узбекистана")
    short = min(_seconds(what, piece * (SHORT // len(piece))) for _ in range(2))
    long = min(_seconds(what, piece * (LONG // len(piece))) for _ in range(2))
    assert long < max(ENOUGH, short * RATIO), f"{short:.3f} s, then {long:.3f} s"


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["a", "ш", "\u0301", "ИИВ "])
def test_ten_million_bytes_of_anything_are_answered(piece: str) -> None:
    text = piece * (10_000_000 // len(piece.encode()))
    assert isinstance(fold(text), str)
    assert identify(text).script in {"", "Cyrl", "Latn"}
    assert isinstance(analyse("", text).topics, list)
