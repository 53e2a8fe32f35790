"""Counts added up beforehand are those of the rows, whatever changes, also when several write."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.counting import counting_rules
from storage import rollups
from storage.appearances import GROUPINGS, CountingRules, Selection
from storage.connection import Connection
from storage.counts import CountTable, count, counted_rows
from storage.database import open_database, transaction
from storage.decisions import Said, decide
from storage.location import Location, PostgresUrl
from storage.periods import close, freeze, read_period_name
from storage.publications import keep, mark_gone
from storage.records import Mention, Owner, Topic
from storage.registry import Registry
from storage.rollups import add_up, wrongly_added_up
from storage.visits import keep_outlets
from tests.conftest import keep_test_outlets, outlet, publication
from tools.throwaway_postgresql import Cluster

RULES = counting_rules()
STRICT = replace(RULES, passing_mentions_count=False, gone_publications_count=False)
AT = publication().first_seen_at + timedelta(days=40)
SAID = Said("Nodira Karimova", "", AT)
PATHS = ("/1", "/2", "/3", "/4", "/5")
DAYS = [date(2026, 10, 30) + timedelta(days=n) for n in range(4)]
SPANS = [(DAYS[0], DAYS[-1]), (DAYS[1], DAYS[2]), (DAYS[2], DAYS[-1])]
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
CHANGES = st.one_of(
    st.tuples(st.just("keep"), st.sampled_from(PATHS), st.sampled_from(list(Owner)),
              st.sampled_from(["kun.uz", "gov.uz", "ria.ru"]), st.sampled_from(["x", "y"])),
    st.tuples(st.just("decide"), st.sampled_from(PATHS),
              st.sampled_from([("counts", "yes"), ("counts", "no"), ("counts", ""),
                               ("channel", "radio"), ("unit", "ministry,academy"), ("unit", "-"),
                               ("topic", "cyber"), ("topic", ""), ("origin", "release")])),
    st.tuples(st.just("story"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("unstory"), st.sampled_from(PATHS)),
    st.tuples(st.just("gone"), st.sampled_from(PATHS)),
    st.tuples(st.just("delete"), st.sampled_from(PATHS)),
    st.tuples(st.just("outlet"), st.sampled_from(["official", "own", "other"])),
    st.tuples(st.just("day"), st.sampled_from(PATHS), st.sampled_from(DAYS)),
    st.tuples(st.just("add up"), st.sampled_from([RULES, STRICT])),
    st.tuples(st.just("close")),
)  # fmt: skip


def _ids(ledger: Connection) -> dict[str, str]:
    rows = ledger.execute("SELECT url, id FROM publications")
    return {f"/{row[0].rpartition('/')[2]}": row[1] for row in rows}


def _change(ledger: Connection, change: tuple[object, ...]) -> None:
    kind, *said = change
    if kind == "add up":
        add_up(ledger, said[0])  # type: ignore[arg-type]
        return
    with transaction(ledger):
        if kind == "keep":
            _keep(ledger, *said)  # type: ignore[arg-type]
        elif kind == "outlet":
            keep_outlets(ledger, Registry({"kun.uz": outlet("kun.uz", subchannel=str(said[0]))}))
        elif kind == "close" and not ledger.execute("SELECT 1 FROM periods").fetchone():
            month = read_period_name("2026-10")
            freeze(ledger, RULES, month, AT)
            close(ledger, RULES, month, {}, AT, "N. Karimova", "A. Aliyev")
        elif (one := _ids(ledger).get(str(said[0]) if said else "")) is not None:
            _change_one(ledger, str(kind), one, *said[1:])


def _keep(ledger: Connection, path: str, owner: Owner, site: str, words: str) -> None:
    number = int(path[1:])
    one = publication(path, outlet=site, url=f"https://{site}{path}", day=DAYS[number % 4],
                      owner=owner, main=number % 2 == 0, body=f"Matn {path} {words}",
                      region="UZ-TK" if words == "x" else "")  # fmt: skip
    if owner in {Owner.OWN, Owner.BOTH}:
        one.mentions = [Mention("ministry", Owner.OWN, "body", 0, 4, "Matn", "synthetic")]
        one.topics = [Topic("drugs", ("m",), 2.0)]
    keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]


def _change_one(ledger: Connection, kind: str, one: str, *said: object) -> None:
    if kind == "decide":
        decide(ledger, one, *said[0], SAID)  # type: ignore[misc]
    elif kind == "gone":
        ledger.execute("UPDATE publications SET state = 'gone' WHERE id = ?", (one,))
    elif kind == "day":
        ledger.execute("UPDATE publications SET day = ? WHERE id = ?", (str(said[0]), one))
    elif kind == "story":
        story = _ids(ledger).get(str(said[0]), one)
        ledger.execute(
            'INSERT INTO story_members (publication_id, story, relation, "of", similarity)'
            " VALUES (?,?,?,'',1.0) ON CONFLICT (publication_id)"
            " DO UPDATE SET story = excluded.story, relation = excluded.relation",
            (one, story, "origin" if story == one else "reprint"),
        )
    elif kind == "unstory":
        ledger.execute("DELETE FROM story_members WHERE publication_id = ?", (one,))
    elif not ledger.execute("SELECT 1 FROM closed_months").fetchone():
        for table in ("decisions", "editions", "mentions", "topics", "quotes"):
            ledger.execute(f"DELETE FROM {table} WHERE publication = ?", (one,))
        ledger.execute("DELETE FROM story_members WHERE publication_id = ?", (one,))
        ledger.execute("DELETE FROM publications WHERE id = ?", (one,))


def _by_rows(ledger: Connection, rules: CountingRules, selection: Selection, by: str) -> CountTable:
    """The count as the rows have it, nothing added up beforehand."""
    return counted_rows(ledger, rules, selection, by)  # type: ignore[arg-type]


def _check(ledger: Connection, rules: CountingRules = RULES) -> None:
    for first, last in SPANS:
        selection = Selection(first, last)
        for by in GROUPINGS:
            assert count(ledger, rules, selection, by) == _by_rows(ledger, rules, selection, by)


def _is_added_up(ledger: Connection) -> None:
    """What was added up of a day and stands is what the rows say of it."""
    assert list(wrongly_added_up(ledger)) == []


@pytest.fixture
def ledger(place: Location, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A ledger whose changed days are always counted beside the sums, on each database."""
    monkeypatch.setattr(rollups, "MOST_CHANGED", 99)
    with closing(open_database(place)) as connection:
        keep_test_outlets(connection)
        yield connection


TABLES = ("periods", "closed_appearances", "closed_activities", "closed_months", "decisions",
          "story_members", "mentions", "topics", "quotes", "editions", "publications",
          "rollup_days", "rollup_rules")  # fmt: skip


@settings(ONE_LEDGER, max_examples=25)
@given(st.lists(CHANGES, max_size=14))
def test_whatever_changes_the_sum_is_the_count_of_the_rows(
    ledger: Connection, changes: list[tuple[object, ...]]
) -> None:
    for table in TABLES:
        ledger.execute(f"DELETE FROM {table}")
    keep_test_outlets(ledger)
    add_up(ledger, RULES)
    for path in PATHS[:3]:
        _keep(ledger, path, Owner.OWN, "kun.uz", "x")
    add_up(ledger, RULES)
    for change in changes:
        _change(ledger, change)
        _is_added_up(ledger)
    _check(ledger)
    _check(ledger, STRICT)


def test_what_was_added_up_is_what_is_read(ledger: Connection) -> None:
    _keep(ledger, "/1", Owner.OWN, "kun.uz", "x")
    assert add_up(ledger, RULES) == 1
    assert add_up(ledger, RULES) == 0
    ledger.execute("UPDATE rollup SET appearances = 77")
    whole = Selection(DAYS[0], DAYS[-1])
    assert count(ledger, RULES, whole, "channel").total.appearances == 77
    assert count(ledger, RULES, replace(whole, outlet="kun.uz"), "day").total.appearances == 1
    assert count(ledger, STRICT, whole, "day").total.appearances == 0
    mark_gone(ledger, "kun.uz", "https://kun.uz/1")
    assert count(ledger, RULES, whole, "channel").total.appearances == 1
    assert add_up(ledger, STRICT) == 1


@pytest.mark.slow
def test_several_write_and_add_up_at_once(
    postgresql_place: Callable[[], PostgresUrl], cluster: Cluster
) -> None:
    """Three in turn and one out of it; what stands added up is right in the end."""
    place = postgresql_place()
    with closing(open_database(place)) as ledger:
        keep_test_outlets(ledger)
        for path in PATHS:
            _keep(ledger, path, Owner.OWN, "kun.uz", "x")
        add_up(ledger, RULES)
    failed: list[BaseException] = []

    def writing(which: int) -> None:
        try:
            with closing(open_database(place)) as ledger:
                ids = _ids(ledger)
                for n in range(40):
                    path = PATHS[(n * 3 + which) % 4]
                    if which == 3:
                        add_up(ledger, RULES)
                    elif which == 2:
                        ledger.execute(
                            "UPDATE publications SET region = ?, day = ? WHERE id = ?",
                            (f"UZ-{n % 3}", str(DAYS[n % 4]), ids[PATHS[4]]),
                        )
                    else:
                        said = ("story", path, PATHS[n % 5]) if n % 2 else ("unstory", path)
                        _change(ledger, said)
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=writing, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with closing(open_database(place)) as ledger:
        _is_added_up(ledger)
        _check(ledger)
    cluster.drop(place)
