"""PostgreSQL's index of words holds what may count, by month, and finds what SQLite's finds."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import storage.postgresql
from pipelines.counting import counting_rules
from storage.appearances import Selection, list_appearances
from storage.connection import Connection
from storage.database import open_database, transaction
from storage.decisions import Said, decide
from storage.dialect import WORDS_ON_DAYS
from storage.listing import Arrangement, page, totals
from storage.location import PostgresUrl
from storage.periods import close, freeze, read_period_name
from storage.publications import keep
from tests.conftest import keep_test_outlets, publication
from text.query import read_query
from tools.throwaway_postgresql import Cluster

pytestmark = pytest.mark.slow

DAYS = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1),
        date(1970, 1, 1), date(2150, 6, 1)]  # fmt: skip
WORDS = ("olov", "bozor", "maktab")
PATHS = ("/1", "/2", "/3", "/4")
RULES = counting_rules()
AT = publication().first_seen_at + timedelta(days=60)
CHANGES = st.one_of(
    st.tuples(st.just("keep"), st.sampled_from(PATHS), st.sampled_from(WORDS)),
    st.tuples(st.just("day"), st.sampled_from(PATHS), st.sampled_from([str(d) for d in DAYS])),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.just("")),
    st.tuples(st.just("close"), st.sampled_from(["2026-09", "2026-10"]), st.just("")),
    st.tuples(st.just("owner"), st.sampled_from(PATHS), st.sampled_from(["own", "none"])),
    st.tuples(st.just("decide"), st.sampled_from(PATHS), st.sampled_from(["yes", "no", ""])),
    st.tuples(st.just("owned"), st.just("kun.uz"), st.sampled_from(["yes", ""])),
)
SPANS = [(DAYS[0], DAYS[0]), (DAYS[1], DAYS[2]), (DAYS[0], DAYS[3]), (date.min, date.max)]


def _change(ledger: Connection, kind: str, which: str, value: str) -> None:
    with transaction(ledger):
        if kind == "keep":
            day = DAYS[int(which[1:])]
            told = publication(which, day=day, title=value, body=f"{value} {which}",
                               folded_title=value, folded_body=f"{value} {which}")  # fmt: skip
            keep(ledger, told, lambda: None)  # type: ignore[arg-type,return-value]
        elif kind == "close":
            closed = ledger.execute("SELECT 1 FROM closed_months WHERE month = ?", (which,))
            if closed.fetchone() is None:
                month = read_period_name(which)
                freeze(ledger, RULES, month, AT)
                close(ledger, RULES, month, {}, AT, "N. Karimova", "A. Aliyev")
        elif kind == "owner":
            ledger.execute(
                "UPDATE publications SET owner = ? WHERE url LIKE ?", (value, f"%{which}")
            )
        elif kind == "decide":
            for row in ledger.execute(
                "SELECT id FROM publications WHERE url LIKE ?", (f"%{which}",)
            ).fetchall():
                decide(ledger, row[0], "counts", value, Said("N. Karimova", "", AT))
        elif kind == "owned":
            ledger.execute("UPDATE outlets SET owned = ? WHERE id = ?", (bool(value), which))
        elif kind == "day":
            ledger.execute("UPDATE publications SET day = ? WHERE url LIKE ?", (value, f"%{which}"))
        elif not ledger.execute("SELECT 1 FROM closed_months").fetchone():
            # what was edited or decided on is never deleted
            ledger.execute(
                "DELETE FROM publications WHERE url LIKE ?"
                " AND id NOT IN (SELECT publication FROM editions)"
                " AND id NOT IN (SELECT publication FROM decisions)",
                (f"%{which}",),
            )


def _found(ledger: Connection) -> list[object]:
    told: list[object] = []
    for first, last in SPANS:
        for word in WORDS:
            asked = Selection(first, last, find=read_query(word, DAYS[2]))
            for one in (asked, replace(asked, closed=False)):
                told.append([row.url for row in list_appearances(ledger, RULES, one)])
                told.append(totals(ledger, RULES, one))
            best = page(ledger, RULES, asked, Arrangement(sort="relevance"))
            told.append(sorted(line.appearance.url for line in best.lines))
    return told


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(st.lists(CHANGES, max_size=8))
def test_whatever_changes_both_find_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_place: Callable[[], PostgresUrl],
    cluster: Cluster,
    changes: list[tuple[str, str, str]],
) -> None:
    place = postgresql_place()
    with (
        closing(open_database(tmp_path_factory.mktemp("both") / "one.db")) as ours,
        closing(open_database(place)) as theirs,
    ):
        for ledger in (ours, theirs):
            keep_test_outlets(ledger)
            for path, word in zip(PATHS, ("olov", "olov", "bozor", "olov"), strict=True):
                _change(ledger, "keep", path, word)
            for change in changes:
                _change(ledger, *change)
        assert _found(ours) == _found(theirs)
        for ledger, words in (
            (ours, "SELECT id FROM coverage_words_docsize"),
            (theirs, "SELECT row FROM coverage_words"),
        ):
            held = [row[0] for row in ledger.execute(words).fetchall()]
            may = [row[0] for row in ledger.execute("SELECT row FROM may_count").fetchall()]
            assert len(set(held)) == len(held)
            assert set(may) <= set(held)
        ours.execute("INSERT INTO coverage_words (coverage_words) VALUES ('integrity-check')")
    cluster.drop(place)


def _parts(ledger: Connection) -> list[str]:
    rows = ledger.execute(
        "SELECT inhrelid::regclass::text AS part FROM pg_inherits"
        " WHERE inhparent = 'coverage_words'::regclass ORDER BY 1"
    )
    return [row[0].removeprefix("coverage_words_") for row in rows]


def test_a_month_has_a_part_and_only_the_months_looked_in_are_read(
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    with closing(open_database(postgresql_place())) as ledger:
        keep_test_outlets(ledger)
        for path, word in zip(PATHS, ("olov", "olov", "bozor", "olov"), strict=True):
            _change(ledger, "keep", path, word)
        assert _parts(ledger) == ["2026_10", "2026_11", "other"]
        plan = "\n".join(
            str(row[0])
            for row in ledger.execute(
                f"EXPLAIN {WORDS_ON_DAYS}",
                ('"olov"', "2026-11-01", "2026-11-30"),
            )
        )
    assert "coverage_words_2026_11" in plan
    assert "2026_10" not in plan
    assert "other" not in plan


@pytest.mark.parametrize("schema", [19, 21])
def test_an_older_ledger_keeps_the_words_of_what_may_count(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, schema: int
) -> None:
    """Schema 19 has one undivided index, 21 one divided by month; both hold every publication."""
    scripts = storage.postgresql._scripts()
    place = cluster.new_database()
    with monkeypatch.context() as earlier:
        earlier.setattr(storage.postgresql, "_scripts", lambda: scripts[:schema])
        with closing(open_database(place)) as ledger:
            keep_test_outlets(ledger)
            for path, word in zip(PATHS, ("olov", "olov", "bozor", "olov"), strict=True):
                _change(ledger, "keep", path, word)
            _change(ledger, "day", "/1", "2026-09-30")
            _change(ledger, "owner", "/2", "none")
    with psycopg.connect(place) as raw:
        was = raw.execute("SELECT row, words FROM publications_fts ORDER BY row").fetchall()
        other = raw.execute("SELECT row FROM publications WHERE owner = 'none'").fetchall()
    with closing(open_database(place)) as ledger:
        assert _parts(ledger) == ["2026_09", "2026_11", "other"]
        _change(ledger, "keep", "/3", "bozor")
    with psycopg.connect(place) as raw:
        now = raw.execute("SELECT row, words FROM coverage_words ORDER BY row").fetchall()
    assert len(was) == len(PATHS)
    assert len(other) == 1
    assert now == [row for row in was if row[0] != other[0][0]]


def test_a_month_begins_while_somebody_reads(
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    place = postgresql_place()
    with closing(open_database(place)) as one, closing(open_database(place)) as reader:
        keep_test_outlets(one)
        _change(one, "keep", "/1", "olov")
        asked = Selection(DAYS[1], DAYS[3], find=read_query("olov", DAYS[2]))
        assert len(list(list_appearances(reader, RULES, asked))) == 1
        _change(one, "keep", "/3", "olov")
        assert len(list(list_appearances(reader, RULES, asked))) == 2
