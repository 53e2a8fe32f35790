"""Texts in, stories out, as ``yoritish group`` answers; in any order of arrival."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.grouping import group

RELEASE = (
    "Nurafshonda 9-oktabr kuni tadbirkor Oybek Salimov 240 nafar yoshni ishga oldi. Tadbirda"
    " hokim o‘rinbosari Feruza Hamidova qatnashdi va korxonaga rahmat aytdi."
)
TEXTS = {
    "release": RELEASE,
    "half": " ".join(RELEASE.split()[:13]) + ". Xabar yangilandi.",
    "quoted": f"Hafta xulosasi boshqacha bo‘ldi. {RELEASE} Bu haqda o‘quvchilar yozdi.",
    "form": RELEASE.replace("9-oktabr", "2-oktabr").replace("240", "95")
    .replace("Oybek Salimov", "Tohir Yunusov").replace("Feruza Hamidova", "Nigora Aliyeva")
    .replace("Nurafshonda", "Zominda"),
    "reworded": "240 nafar yosh Nurafshonda ish topdi, ularni Oybek Salimov korxonasi ishga oldi",
    "other": "Buxoroda eski minora ta’mirdan chiqdi, sayyohlar uni bepul ko‘rishi mumkin",
}  # fmt: skip
ROWS = [
    {"id": name, "text": text, "published": f"2026-10-09T{10 + n}:00:00+05:00"}
    for n, (name, text) in enumerate(TEXTS.items())
]


def stories(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["id"]: row["story"] for row in group(rows)}


def test_copies_and_other_words_are_one_story_forms_are_not() -> None:
    found = stories(ROWS)
    assert {name for name in found if found[name] == "release"} == {
        "release", "half", "quoted", "reworded",
    }  # fmt: skip
    assert found["form"] == "form"
    assert found["other"] == "other"


def test_every_row_is_answered_in_order_with_its_relation() -> None:
    answers = list(group(ROWS))
    assert [row["id"] for row in answers] == list(TEXTS)
    relations = {row["id"]: row["relation"] for row in answers}
    assert relations["release"] == "origin"
    assert relations["half"] == "reprint"
    assert relations["reworded"] == "same_event"
    assert answers[1]["of"] == "release"
    assert 0.5 < answers[1]["similarity"] <= 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(ROWS))
def test_any_order_of_arrival_gives_the_same_stories(rows: list[dict[str, Any]]) -> None:
    assert stories(rows) == stories(ROWS)


def test_the_host_of_an_address_is_the_outlet() -> None:
    reworded = [dict(row) for row in ROWS if row["id"] in {"release", "reworded"}]
    assert len(set(stories(reworded).values())) == 1
    here = [row | {"url": "https://misol.uz/1"} for row in reworded]
    assert len(set(stories(here).values())) == 2


def test_nothing_in_nothing_out() -> None:
    assert list(group([])) == []
