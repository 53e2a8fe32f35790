"""What is found is marked in the text as it was published, letter for letter."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.folding import fold
from text.highlight import SNIPPET, hits, snippet
from text.query import read_query
from text.transliteration import transliterate

TODAY = date(2026, 10, 31)


def _marked(query: str, text: str, *, title: bool = False) -> list[str]:
    return [text[a:b] for a, b in hits(read_query(query, TODAY), text, title=title)]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("yongʻin", "Тошкентда ёнғинда 2 киши", ["ёнғинда"]),
        ("ёнғин", "Toshkentda yong‘inda, yongʼin, yong'in va yoñgin", ["yong‘inda", "yongʼin",
                                                                       "yong'in"]),
        ("ички ишлар", "Ichki va ishlar vazirligi", ["Ichki", "ishlar"]),
        ('"ички ишлар"', "Ichki va ishlar. Ichki  ishlar!", ["Ichki  ishlar"]),
        ('"ички" ички', "Ичкилар ички", ["Ичкилар", "ички"]),
        ("шаҳар -қишлоқ", "Shahar va qishloq", ["Shahar"]),
        ("ва", "ва вазир", ["ва"]),
        ("ИИВ", "ИИВ, IIVning; ПИИВ", ["ИИВ", "IIVning"]),
        ("ёш", "soft\u00adhyphen yo\u00adsh", ["yo\u00adsh"]),
        ("title:ёнғин", "ёнғин", []),
        ("date:2026", "2026", []),
        ("<b>", "a <b>b</b> c", ["b", "b", "b"]),
    ],
)  # fmt: skip
def test_hits_are_the_words_as_published(query: str, text: str, marked: list[str]) -> None:
    assert _marked(query, text) == marked


def test_title_words_are_marked_in_the_title_alone() -> None:
    assert _marked("title:ёнғин", "Yong‘in", title=True) == ["Yong‘in"]


FILLER = "Бугун шаҳарда ҳаво очиқ бўлди, йўллар гавжум. "


@pytest.mark.parametrize("alphabet", ["uz-Cyrl", "uz-Latn", "uz-Latn-2026"])
@pytest.mark.parametrize("before", [0, 3, 80])
@pytest.mark.parametrize("kept", [True, False])
def test_a_snippet_shows_the_hit_wherever_it_stands(alphabet: str, before: int, kept: bool) -> None:
    text = FILLER * before + "Кучли ёнғин ўчирилди. " + FILLER * 60
    body = text if alphabet == "uz-Cyrl" else transliterate(text, alphabet)
    shown = snippet(read_query("ёнғин", TODAY), body, fold(body) if kept else "")
    assert body[shown.start : shown.start + len(shown.text)] == shown.text
    assert [fold(shown.text[a:b]) for a, b in shown.hits] == ["yonğin"]
    assert SNIPPET - 50 < len(shown.text) < SNIPPET + 90
    assert shown.cut_before == (before > 0)
    assert shown.cut_after


def test_the_place_with_most_hits_is_shown() -> None:
    body = "ёнғин " + FILLER * 20 + "ёнғин шаҳарни ва ёнғин " + FILLER * 20
    shown = snippet(read_query("ёнғин", TODAY), body, fold(body))
    assert len(shown.hits) == 2


def test_without_a_hit_the_beginning_is_shown() -> None:
    body = FILLER * 20
    shown = snippet(read_query("title:ёнғин", TODAY), body, fold(body))
    assert (shown.start, shown.hits, shown.cut_before) == (0, (), False)
    assert body.startswith(shown.text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=8),
                       st.sampled_from(["ёнғин", "yong‘in", "ИИВ", " ", "\n"])),
             max_size=60).map(" ".join),
    st.sampled_from(["ёнғин", "ИИВ | ёнғин", '"ИИВ ёнғин"', "и", "ёнғин -ИИВ"]),
)  # fmt: skip
def test_marks_lie_in_the_text_apart_and_in_order(body: str, query: str) -> None:
    node = read_query(query, TODAY)
    for text, found in (
        (body, hits(node, body)),
        *((s.text, s.hits) for s in (snippet(node, body), snippet(node, body, fold(body)))),
    ):
        ends = 0
        for start, end in found:
            assert ends <= start < end <= len(text)
            ends = end
