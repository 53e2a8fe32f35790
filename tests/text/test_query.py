"""The query language: what is typed, what it means, and what is said when it cannot be read."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.query import (
    DEEPEST,
    FAULTS,
    LONGEST,
    MOST,
    AtOutlet,
    BadQuery,
    Either,
    Every,
    Node,
    Not,
    OnDays,
    Words,
    read_query,
    sought,
)

TODAY = date(2026, 10, 31)


def _read(text: str) -> Node:
    return read_query(text, TODAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("вазирлик", Words(("vazirlik",))),
        ("Ички ишлар", Every((Words(("içki",)), Words(("işlar",))))),
        ("ichki AND ishlar", Every((Words(("içki",)), Words(("işlar",))))),
        ("+ichki +ishlar", Every((Words(("içki",)), Words(("işlar",))))),
        ('"ичкИ ишлар"', Words(("içki", "işlar"), whole=True)),
        ("«ички ишлар»", Words(("içki", "işlar"), whole=True)),
        ("“ички ишлар”", Words(("içki", "işlar"), whole=True)),
        ("ИИВ-ходими", Words(("iiv", "xodimi"))),
        ("ва", Words(("va",), whole=True)),
        ("яшил | ko‘k", Either((Words(("yaşil",)), Words(("kök",))))),
        ("a1b ИЛИ c1d YOKI e1f", Either((Words(("a1b",)), Words(("c1d",)), Words(("e1f",))))),
        ("ёнғин -футбол", Every((Words(("yonğin",)), Not(Words(("futbol",)))))),
        ("-футбол", Not(Words(("futbol",)))),
        ("NOT футбол", Not(Words(("futbol",)))),
        ("--футбол", Words(("futbol",))),
        ("-(one | two)", Not(Either((Words(("one",)), Words(("two",)))))),
        ("one (two | three)",
         Every((Words(("one",)), Either((Words(("two",)), Words(("three",))))))),
        ("title:пожар", Words(("pojar",), in_title=True)),
        ("сарлавҳа:ёнғин", Words(("yonğin",), in_title=True)),
        ("Sarlavha:yong‘in", Words(("yonğin",), in_title=True)),
        ("заголовок:пожар", Words(("pojar",), in_title=True)),
        ('title:"kuchli yongʻin"', Words(("kuçli", "yonğin"), whole=True, in_title=True)),
        ("title:(one | -two)", Either((Words(("one",), in_title=True),
                                       Not(Words(("two",), in_title=True))))),
        ("outlet:kun.uz", AtOutlet("kun.uz")),
        ('манба:"Xalq soʻzi"', AtOutlet("xalq sözi")),
        ("date:2026-10-31", OnDays(TODAY, TODAY)),
        ("сана:31.10.2026", OnDays(TODAY, TODAY)),
        ("дата:сегодня", OnDays(TODAY, TODAY)),
        ("kun:kecha", OnDays(date(2026, 10, 30), date(2026, 10, 30))),
        ("date:2026-02", OnDays(date(2026, 2, 1), date(2026, 2, 28))),
        ("date:02.2026", OnDays(date(2026, 2, 1), date(2026, 2, 28))),
        ("date:2026", OnDays(date(2026, 1, 1), date(2026, 12, 31))),
        ("date:2026-10-01..05.10.2026", OnDays(date(2026, 10, 1), date(2026, 10, 5))),
        ("date:2026-09–2026-10", OnDays(date(2026, 9, 1), TODAY)),
        ("date:..2026-10-31", OnDays(None, TODAY)),
        ("date:2026-10..", OnDays(date(2026, 10, 1), None)),
        ("12:30", Words(("12", "30"), whole=True)),
        ("Toshkent — katta", Every((Words(("toşkent",)), Words(("katta",))))),
        ("Toshkent - katta", Every((Words(("toşkent",)), Words(("katta",))))),
        ("((one))", Words(("one",))),
        ("() one", Words(("one",))),
    ],
)  # fmt: skip
def test_a_query_means(text: str, meant: Node) -> None:
    assert _read(text) == meant


@pytest.mark.parametrize(
    ("text", "fault", "at", "instead"),
    [
        ("", "nothing", 0, "date:"),
        (" — ... ", "nothing", 0, "date:"),
        ("()", "nothing", 0, "date:"),
        ('bir "ikki uch', "open_quote", 4, '"ikki uch"'),
        ("bir (ikki | uch", "open_bracket", 4, ""),
        ("bir ikki)", "stray_bracket", 8, ""),
        ("bir |", "nothing_beside", 4, "a | b"),
        ("| bir", "nothing_beside", 0, "a | b"),
        ("bir | | uch", "nothing_beside", 4, "a | b"),
        ("bir OR ...", "nothing_beside", 4, "a | b"),
        ("bir NOT", "nothing_after", 4, "-a"),
        ("bir NOT | uch", "nothing_after", 4, "-a"),
        ("bir -()", "nothing_after", 4, "-a"),
        ("title:", "empty_field", 0, "title:a"),
        ("title: -bir", "empty_field", 0, "title:a"),
        ("date:()", "empty_field", 0, "date:2026-10"),
        ("outlet:...", "empty_field", 0, "outlet:kun.uz"),
        ("titel:bir", "unknown_field", 0, "title:"),
        ("sarlvha:bir", "unknown_field", 0, "sarlavha:"),
        ("title:(outlet:kun.uz)", "not_in_field", 7, "title:(a | b)"),
        ("bir date:31.02.2026", "bad_date", 9, "2026-10-31"),
        ("date:kuzda", "bad_date", 5, "2026-10-31"),
        ("date:2026-13", "bad_date", 5, "2026-10-31"),
        ("date:0000", "bad_date", 5, "2026-10-31"),
        ("date:..", "bad_date", 5, "2026-10-31"),
        ("date:2026-10-05..2026-10-01", "turned_dates", 5, "2026-10-01..2026-10-05"),
        ("a" * (LONGEST + 1), "too_long", LONGEST, str(LONGEST)),
        ("ab " * (MOST + 1), "too_many", 3 * MOST, str(MOST)),
        ("(" * (DEEPEST + 1) + "bir", "too_deep", DEEPEST, str(DEEPEST)),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_type(
    text: str, fault: str, at: int, instead: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        _read(text)
    assert (caught.value.fault, caught.value.at) == (fault, at)
    assert caught.value.instead.startswith(instead)
    assert f"at character {at + 1}" in str(caught.value)
    assert "{" not in str(caught.value)


def test_words_that_are_wanted_are_marked_and_others_not() -> None:
    node = _read('bir -ikki (uch | title:"tort besh") date:2026')
    assert [words.words for words in sought(node)] == [("bir",), ("uç",), ("tort", "beş")]


PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(['"', "«", "»", "(", ")", "|", "-", "+", ":", "..", "title:", "date:", "дата:",
                     "outlet:", " ", " OR ", "NOT ", "*", "'", "\x00", "\ud800", "NEAR(", "^"]),
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_typed_raises_anything_but_a_bad_query(text: str) -> None:
    fault = None
    try:
        node = _read(text)
    except BadQuery as error:
        fault = error
    if fault is None:
        assert isinstance(node, Words | AtOutlet | OnDays | Not | Every | Either)
    else:
        assert fault.fault in FAULTS
        assert 0 <= fault.at <= len(text)
