"""The table that lists and counts read says at every moment what rules and decisions say."""

import sqlite3
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.connection import Connection, LedgerConflict
from storage.decisions import Said, decide
from storage.publications import keep, mark_gone
from storage.records import Mention, Owner, Topic
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet, publication

SAID = Said("Nodira Karimova", "", datetime(2026, 10, 11, tzinfo=UTC))
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
PATHS = ("/a", "/b", "/c")
CHANGES = st.one_of(
    st.tuples(st.just("keep"), st.sampled_from(PATHS), st.sampled_from(list(Owner)),
              st.sampled_from(["x", "y"])),
    st.tuples(st.just("counts"), st.sampled_from(PATHS), st.sampled_from(["yes", "no", ""])),
    st.tuples(st.just("channel"), st.sampled_from(PATHS), st.sampled_from(["radio", ""])),
    st.tuples(
        st.just("unit"), st.sampled_from(PATHS), st.sampled_from(["ministry,academy", "-", ""])
    ),
    st.tuples(st.just("topic"), st.sampled_from(PATHS), st.sampled_from(["cyber", "-", ""])),
    st.tuples(st.just("gone"), st.sampled_from(PATHS)),
    st.tuples(st.just("story"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("unstory"), st.sampled_from(PATHS)),
    st.tuples(st.just("outlet"), st.sampled_from(["official", "own", ""])),
)  # fmt: skip


def _change(ledger: Connection, change: tuple[str, ...]) -> None:
    kind, *said = change
    if kind == "outlet":
        keep_outlets(ledger, Registry({"kun.uz": outlet("kun.uz", subchannel=said[0] or "other")}))
        return
    one = publication(said[0])
    known = ledger.execute("SELECT 1 FROM publications WHERE id = ?", (one.id,)).fetchone()
    if kind == "keep":
        one.owner, one.body = Owner(said[1]), f"Matn {said[0]} {said[2]}"
        one.topics = [Topic("drugs", ("m",), 2.0)]
        if one.owner in {Owner.OWN, Owner.BOTH}:
            one.mentions = [
                Mention("ministry", Owner.OWN, "body", 0, 4, "Matn", "synthetic"),
                Mention("ministry", Owner.OWN, "body", 5, 6, "x", "synthetic"),
            ]
        keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
    elif not known:
        return
    elif kind == "gone":
        mark_gone(ledger, "kun.uz", one.url)
    elif kind == "story":
        ledger.execute(
            'INSERT INTO story_members (publication_id, story, relation, "of", similarity)'
            " VALUES (?,?,'reprint','',1.0) ON CONFLICT (publication_id)"
            " DO UPDATE SET story = excluded.story",
            (one.id, publication(said[1]).id),
        )
    elif kind == "unstory":
        ledger.execute("DELETE FROM story_members WHERE publication_id = ?", (one.id,))
    else:
        decide(ledger, one.id, kind, said[1], SAID)  # type: ignore[arg-type]


def check(ledger: Connection) -> None:
    """The table equals what it is made from."""
    kept = {tuple(row) for row in ledger.execute("SELECT * FROM coverage")}
    assert kept == {tuple(row) for row in ledger.execute("SELECT * FROM coverage_now")}
    for name in ("unit", "topic"):
        rows = ledger.execute(
            f"SELECT p.id, m.{name} FROM coverage_{name}s m JOIN publications p ON p.row = m.row"
        )
        view = ledger.execute(f"SELECT DISTINCT publication, {name} FROM standing_{name}s")
        assert {tuple(row) for row in rows} == {tuple(row) for row in view}


@settings(ONE_LEDGER, max_examples=80)
@given(st.lists(CHANGES, max_size=14))
def test_it_equals_what_it_is_made_from(ledger: Connection, changes: list[tuple[str, ...]]) -> None:
    for table in ("decisions", "story_members", "mentions", "topics", "editions", "publications"):
        ledger.execute(f"DELETE FROM {table}")
    for change in changes:
        _change(ledger, change)
        check(ledger)


def test_a_decision_of_the_program_is_no_person_s(ledger: Connection) -> None:
    one = publication("/a")
    keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
    judged = "SELECT judged FROM coverage"
    decide(ledger, one.id, "counts", "no", Said("yoritish learn", "", date_of()))
    assert ledger.execute(judged).fetchone()[0] == 0
    decide(ledger, one.id, "tone", "negative", SAID)
    assert ledger.execute(judged).fetchone()[0] == 1


def date_of() -> datetime:
    return datetime(2026, 10, 12, tzinfo=UTC)


def test_a_publication_is_found_by_its_day_in_the_table(ledger: Connection) -> None:
    one = publication("/a", day=date(2026, 10, 12))
    keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
    assert ledger.execute("SELECT day FROM coverage").fetchone()[0] == "2026-10-12"
    with pytest.raises((sqlite3.IntegrityError, LedgerConflict)):
        ledger.execute("INSERT INTO coverage SELECT * FROM coverage_now")
