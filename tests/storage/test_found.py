"""A query finds in the ledger what a reader with a finger on the text finds; nothing else."""

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.counting import counting_rules
from storage.appearances import Selection, list_appearances
from storage.connection import Connection
from storage.held_rows import held
from storage.listing import Arrangement, every_line, page, totals
from storage.publications import keep
from storage.records import Publication
from tests.conftest import publication
from text.folding import fold
from text.query import AtOutlet, BadQuery, Either, Every, Node, Not, OnDays, Words, read_query
from text.transliteration import transliterate

DAY = date(2026, 10, 10)
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
VOCABULARY = ("ички", "ишлар", "вазирлиги", "вазирлик", "ёнғин", "ёнғинда", "кўк", "ва", "2026")


def _keep(ledger: Connection, path: str, **fields: object) -> Publication:
    made = publication(path, **fields)
    made.folded_title, made.folded_body = fold(made.title), fold(made.body)
    keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made


def _found(ledger: Connection, query: str) -> set[str]:
    selection = Selection(date(2026, 1, 1), date(2026, 12, 31), find=read_query(query, DAY))
    return {row.publication for row in list_appearances(ledger, counting_rules(), selection)}


def _holds(node: Node, one: Publication) -> bool:
    """The naive evaluator: word by word over the folded text."""
    match node:
        case Every():
            return all(_holds(part, one) for part in node.parts)
        case Either():
            return any(_holds(part, one) for part in node.parts)
        case Not():
            return not _holds(node.part, one)
        case OnDays():
            return (node.first or date.min) <= one.day <= (node.last or date.max)
        case AtOutlet():
            return f" {node.name}" in f" {one.outlet} {one.outlet}"
        case Words():
            texts = [one.title] if node.in_title else [one.title, one.body]
            return any(_stands(node, _words(text)) for text in texts)


def _words(text: str) -> list[str]:
    key = "".join(letter if letter.isalnum() else " " for letter in fold(text).lower())
    return key.split()


def _stands(wanted: Words, words: list[str]) -> bool:
    size = len(wanted.words)
    for at in range(len(words) - size + 1):
        part = words[at : at + size]
        if tuple(part[:-1]) == wanted.words[:-1] and (
            part[-1] == wanted.words[-1]
            or (not wanted.whole and part[-1].startswith(wanted.words[-1]))
        ):
            return True
    return False


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("вазирлик", {"/cyrl", "/latn"}),
        ("vazirlik", {"/cyrl", "/latn"}),
        ("vazirligi", {"/latn"}),
        ("vazirligi OR пожар", {"/latn", "/ru"}),
        ('"ички ишлар"', {"/cyrl", "/latn"}),
        ('"ишлар ички"', set()),
        ("title:ёнғин", {"/cyrl"}),
        ("-ёнғин", {"/ru"}),
        ("-ёнғин -пожар", set()),
        ("ички -title:ёнғин", {"/latn"}),
        ("outlet:kun", {"/cyrl", "/latn", "/ru"}),
        ("outlet:uz", set()),
        ("date:2026-10-11.. ёнғин", {"/latn"}),
        ("date:2026-10-10 | пожар", {"/cyrl", "/ru"}),
        ("'; DROP TABLE coverage; --", set()),
        ('title:"a") OR 1=1 --"', set()),
        ("NEAR(ички ишлар)", set()),
        ("folded_body:ички", set()),
    ],
)  # fmt: skip
def test_a_query_finds(ledger: Connection, query: str, found: set[str]) -> None:
    kept = {
        "/cyrl": _keep(ledger, "/cyrl", title="Ёнғин", body="Ички ишлар вазирлик."),
        "/latn": _keep(ledger, "/latn", title="Xabar", day=DAY + timedelta(days=1),
                       body="Ichki ishlar vazirligi yong‘inni… vazirlik"),
        "/ru": _keep(ledger, "/ru", title="Пожар", body="Тушили долго."),
    }  # fmt: skip
    try:
        ids = _found(ledger, query)
    except BadQuery:
        ids = set()
    assert ids == {kept[path].id for path in found}
    assert ledger.execute("SELECT count(*) FROM coverage").fetchone()[0] == 3


def _spelled(word: str) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [word, word.upper(), transliterate(word, "uz-Latn"), transliterate(word, "uz-Latn-2026")]
    )


WORD = st.sampled_from(VOCABULARY).flatmap(_spelled)
TEXT = st.lists(WORD, min_size=1, max_size=7).map(" ".join)
LEAF = st.one_of(
    WORD,
    st.tuples(WORD, WORD).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
    WORD.map(lambda word: f"title:{word}"),
    st.sampled_from(["outlet:kun.uz", "outlet:gov", "date:2026-10-10", "date:2026-10-11..",
                     "date:..2026-10-10", "date:2026-11"]),
)  # fmt: skip
QUERY = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' | '.join(parts)})"),
        inner.map(lambda part: f"-{part}"),
    ),
    max_leaves=6,
)


@settings(ONE_LEDGER, max_examples=120)
@given(
    texts=st.lists(
        st.tuples(TEXT, TEXT, st.sampled_from([0, 1]), st.sampled_from(["kun.uz", "gov.uz"])),
        min_size=1, max_size=5,
    ),
    queries=st.lists(QUERY, min_size=1, max_size=4),
)  # fmt: skip
def test_the_index_agrees_with_a_naive_reader(
    ledger: Connection, texts: list[tuple[str, str, int, str]], queries: list[str]
) -> None:
    for table in ("topics", "mentions", "publications"):
        ledger.execute(f"DELETE FROM {table}")
    kept = [
        _keep(ledger, f"/{n}", title=title, body=f"{body} {n}", outlet=outlet,
              url=f"https://{outlet}/{n}", day=DAY + timedelta(days=later))
        for n, (title, body, later, outlet) in enumerate(texts)
    ]  # fmt: skip
    counted = {
        row[0] for row in ledger.execute("SELECT publication FROM coverage").fetchall()
    }  # versions of one text count once
    for query in queries:
        node = read_query(query, DAY)
        assert _found(ledger, query) == {
            one.id for one in kept if one.id in counted and _holds(node, one)
        }, query


@settings(ONE_LEDGER, max_examples=150)
@given(st.text(max_size=40))
def test_whatever_is_typed_reaches_the_ledger_as_a_value(ledger: Connection, text: str) -> None:
    try:
        node = read_query(text, DAY)
    except BadQuery:
        return
    selection = Selection(DAY, DAY, find=node)
    assert list(list_appearances(ledger, counting_rules(), selection)) == []


@pytest.mark.parametrize("few", [0, 30_000])
def test_what_is_put_aside_is_what_is_found(
    ledger: Connection, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """However much it is, in the list, in its totals, folded or not, and nothing is left behind."""
    monkeypatch.setattr("storage.held_rows.FEW", few)
    for number in range(4):
        _keep(ledger, f"/{number}", title="Ички ишлар вазирлиги", body="ёнғин" if number else "")
    ledger.execute(
        "PRAGMA query_only = ON" if isinstance(ledger, sqlite3.Connection) else "SELECT 1"
    )
    selection = Selection(date(2026, 1, 1), date(2026, 12, 31), find=read_query("ёнғин", DAY))
    for arrangement in (Arrangement(), Arrangement(fold=True), Arrangement("relevance")):
        plain = page(ledger, counting_rules(), selection, arrangement)
        assert len(plain.lines) == 3
        with held(ledger, selection) as once, held(ledger, once) as asked:
            assert page(ledger, counting_rules(), asked, arrangement) == plain
            assert totals(ledger, counting_rules(), asked).items == 3
        assert list(every_line(ledger, counting_rules(), selection, arrangement)) == plain.lines
    if isinstance(ledger, sqlite3.Connection):
        assert ledger.execute("SELECT count(*) FROM temp.sqlite_master").fetchone()[0] == 0
        with pytest.raises(sqlite3.OperationalError):
            ledger.execute("DELETE FROM publications")
