"""A person's decision beats the rules, in every count and list, until it is taken back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.counting import counting_rules
from storage.appearances import Grouping, Selection, list_appearances
from storage.connection import Connection
from storage.counts import count
from storage.decisions import (
    BadDecision,
    Kind,
    Said,
    UnknownPublication,
    decide,
    history,
    publication_named,
)
from storage.publications import keep
from storage.records import Mention, Owner, Publication, Topic
from tests.conftest import publication

DAY = date(2026, 10, 10)
SAID = Said("Nodira Karimova", "o‘qib chiqildi", datetime(2026, 10, 11, tzinfo=UTC))


def _keep(ledger: Connection, path: str, **fields: object) -> Publication:
    made = publication(path, title=path, body=f"Matn {path}", **fields)
    made.mentions = [Mention("ministry", Owner.OWN, "body", 0, 4, "Matn", "synthetic")]
    made.topics = [Topic("drugs", ("Matn",), 2.0)]
    keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made


def _keys(ledger: Connection, by: Grouping) -> dict[str, int]:
    table = count(ledger, counting_rules(), Selection(DAY, DAY), by)
    return {row.key: row.appearances for row in table.rows if row.appearances}


def _total(ledger: Connection, **narrowed: str) -> int:
    return len(list(list_appearances(ledger, counting_rules(), Selection(DAY, DAY, **narrowed))))


def test_what_counts_is_decided_and_undone(ledger: Connection) -> None:
    one, none = _keep(ledger, "/a"), _keep(ledger, "/b", owner=Owner.NONE)
    assert _total(ledger) == 1
    decide(ledger, one.id, "counts", "no", SAID)
    decide(ledger, none.id, "counts", "yes", SAID)
    assert [row.publication for row in list_appearances(
        ledger, counting_rules(), Selection(DAY, DAY))] == [none.id]  # fmt: skip
    decide(ledger, one.id, "counts", "", SAID)
    decide(ledger, none.id, "counts", "", SAID)
    assert [row.publication for row in list_appearances(
        ledger, counting_rules(), Selection(DAY, DAY))] == [one.id]  # fmt: skip


def test_topics_units_and_channel_are_those_decided(ledger: Connection) -> None:
    one = _keep(ledger, "/a")
    assert _keys(ledger, "topic") == {"drugs": 1}
    decide(ledger, one.id, "topic", "cyber, road_safety", SAID)
    decide(ledger, one.id, "unit", "road_safety_service", SAID)
    decide(ledger, one.id, "channel", "television", SAID)
    assert _keys(ledger, "topic") == {"cyber": 1, "road_safety": 1}
    assert _keys(ledger, "unit") == {"road_safety_service": 1}
    assert list(_keys(ledger, "channel")) == ["television/other"]
    assert _total(ledger, topic="cyber") == _total(ledger, unit="road_safety_service") == 1
    assert _total(ledger, topic="drugs") == _total(ledger, unit="ministry") == 0
    decide(ledger, one.id, "topic", "-", SAID)
    assert _keys(ledger, "topic") == {}
    for kind in ("topic", "unit", "channel"):
        decide(ledger, one.id, kind, "", SAID)  # type: ignore[arg-type]
    assert _keys(ledger, "topic") == {"drugs": 1}
    assert _keys(ledger, "unit") == {"ministry": 1}
    assert list(_keys(ledger, "channel")) == ["internet/other"]


def test_a_decision_outlives_a_new_reading(ledger: Connection) -> None:
    one = _keep(ledger, "/a")
    decide(ledger, one.id, "topic", "cyber", SAID)
    one.body = "Boshqa matn"
    keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
    assert _keys(ledger, "topic") == {"cyber": 1}


def test_all_that_was_said_is_kept_in_order(ledger: Connection) -> None:
    one = _keep(ledger, "/a")
    decide(ledger, one.id, "counts", "no", SAID)
    decide(ledger, one.id, "tone", "negative", SAID)
    decide(ledger, one.id, "counts", "", SAID)
    told = [(said.kind, said.value, said.person) for said in history(ledger, one.id)]
    assert told == [(k, v, SAID.person) for k, v in (
        ("counts", "no"), ("tone", "negative"), ("counts", ""))]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [("counts", "maybe", "yes or no"), ("tone", "great", "positive")],
)
def test_what_cannot_be_decided_is_refused(
    ledger: Connection, kind: Kind, value: str, words: str
) -> None:
    one = _keep(ledger, "/a")
    with pytest.raises(BadDecision, match=words):
        decide(ledger, one.id, kind, value, SAID)
    assert history(ledger, one.id) == []


def test_nobody_decides_without_a_name_or_on_nothing(ledger: Connection) -> None:
    one = _keep(ledger, "/a")
    with pytest.raises(BadDecision, match="name"):
        decide(ledger, one.id, "counts", "no", Said(" ", "", SAID.at))
    with pytest.raises(UnknownPublication, match="coverage list"):
        decide(ledger, "0" * 24, "counts", "no", SAID)


def test_a_publication_goes_by_id_beginning_or_address(ledger: Connection) -> None:
    one = _keep(ledger, "/a")
    for name in (one.id, one.id[:8], one.url):
        assert publication_named(ledger, name) == one.id
    with pytest.raises(UnknownPublication):
        publication_named(ledger, one.id[:3])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(
    said=st.lists(
        st.tuples(st.sampled_from(["/a", "/b", "/c"]), st.sampled_from(["yes", "no", ""])),
        max_size=12,
    )
)
def test_the_latest_decision_stands_whatever_came_before(
    ledger: Connection, said: list[tuple[str, str]]
) -> None:
    ledger.execute("DELETE FROM decisions")
    ids = {path: _keep(ledger, path).id for path in ("/a", "/b", "/c")}
    for path, value in said:
        decide(ledger, ids[path], "counts", value, SAID)
    last = dict(said)
    counted = {row.publication for row in list_appearances(
        ledger, counting_rules(), Selection(DAY, DAY))}  # fmt: skip
    assert counted == {one for path, one in ids.items() if last.get(path, "") != "no"}
    assert len(counted) == sum(_keys(ledger, "channel").values())
