"""Closed periods: frozen figures never change, later finds are adjustments, tampering is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.counting import counting_rules
from storage.activities import list_activities
from storage.appearances import GROUPINGS, Selection, list_appearances
from storage.chain_check import check_rows
from storage.connection import Connection
from storage.counts import count
from storage.database import begin
from storage.decisions import Said, decide
from storage.ledger import add_lines
from storage.periods import (
    CannotClose,
    Closing,
    adjustments,
    close,
    closing,
    freeze,
    read_period_name,
)
from storage.publications import keep
from storage.records import Mention, Owner, Publication, Topic
from tests.conftest import publication

OCTOBER = read_period_name("2026-10")
AT = datetime(2026, 11, 2, 6, tzinfo=UTC)
SAID = Said("Nodira Karimova", "kech topildi", AT)
RULES = counting_rules()


def _keep(ledger: Connection, path: str, day: date, **fields: object) -> Publication:
    made = publication(path, title=path, body=f"Matn {path}", day=day, **fields)
    made.mentions = [Mention("ministry", Owner.OWN, "body", 0, 4, "Matn", "synthetic")]
    made.topics = [Topic("drugs", ("Matn",), 2.0)]
    keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made


def _close(ledger: Connection, name: str = "2026-10", at: datetime = AT) -> Closing:
    period = read_period_name(name)
    freeze(ledger, RULES, period, at)
    total = count(ledger, RULES, Selection(period.first, period.last), "channel").total
    return close(
        ledger, RULES, period, {"total": total.appearances}, at, "N. Karimova", "A. Aliyev"
    )


def _counts(ledger: Connection, first: date, last: date) -> list[object]:
    selection = Selection(first, last)
    # that a person looked at it since is shown, and no figure depends on it
    rows = [replace(one, judged=False) for one in list_appearances(ledger, RULES, selection)]
    return [rows, *(count(ledger, RULES, selection, by) for by in GROUPINGS)]


def test_whatever_is_found_or_decided_later_a_closed_month_stays(
    ledger: Connection,
) -> None:
    one = _keep(ledger, "/a", date(2026, 10, 5))
    two = _keep(ledger, "/b", date(2026, 10, 6), region="UZ-SA")
    _keep(ledger, "/c", date(2026, 11, 1))
    before = _counts(ledger, OCTOBER.first, OCTOBER.last)
    made = _close(ledger)
    assert made.figures == {"total": 2}
    assert _counts(ledger, OCTOBER.first, OCTOBER.last) == before, "closing changes nothing"
    late = _keep(ledger, "/late", date(2026, 10, 7))
    decide(ledger, one.id, "counts", "no", SAID)
    decide(ledger, two.id, "channel", "television", SAID)
    decide(ledger, two.id, "topic", "-", SAID)
    assert _counts(ledger, OCTOBER.first, OCTOBER.last) == before
    found = {one.publication: (one.change, one.what) for one in adjustments(ledger, RULES, OCTOBER)}
    assert found == {
        one.id: ("removed", ""), late.id: ("added", ""),
        two.id: ("moved", "channel: internet → television"),
    }  # fmt: skip
    november = Selection(date(2026, 11, 1), date(2026, 11, 30))
    assert count(ledger, RULES, november, "channel").total.appearances == 1


def test_what_moves_into_an_open_month_is_not_counted_twice(ledger: Connection) -> None:
    one = _keep(ledger, "/a", date(2026, 10, 5))
    _close(ledger)
    ledger.execute("UPDATE publications SET day = '2026-11-03' WHERE id = ?", (one.id,))
    whole = Selection(date(2026, 10, 1), date(2026, 11, 30))
    assert count(ledger, RULES, whole, "day").total.appearances == 1
    (change,) = adjustments(ledger, RULES, OCTOBER)
    assert (change.change, change.day) == ("removed", "2026-10-05")


def test_a_year_closes_the_months_still_open(ledger: Connection) -> None:
    for month in (1, 5, 10):
        _keep(ledger, f"/{month}", date(2026, month, 3))
    first = _close(ledger)
    at = datetime(2027, 1, 5, tzinfo=UTC)
    year = _close(ledger, "2026", at)
    assert year.figures == {"total": 3}
    assert closing(ledger, "2026-10") == first
    months = ledger.execute("SELECT count(*) FROM closed_months").fetchone()[0]
    assert months == 12
    with pytest.raises(CannotClose, match="closed on 2027-01-05"):
        _close(ledger, "2026", at)


@pytest.mark.parametrize(
    ("name", "said"),
    [("2026-11", "is not over"), ("2026", "is not over"), ("2026-13", "no period"),
     ("oktabr", "no period")],
)  # fmt: skip
def test_what_is_not_over_or_no_period_is_refused(ledger: Connection, name: str, said: str) -> None:
    with pytest.raises(CannotClose, match=said):
        _close(ledger, name)


def test_closing_needs_a_name_and_another_to_confirm(ledger: Connection) -> None:
    with pytest.raises(CannotClose, match="name of who closes"):
        close(ledger, RULES, OCTOBER, {}, AT, " ")
    with pytest.raises(CannotClose, match="another person"):
        close(ledger, RULES, OCTOBER, {}, AT, "A. Aliyev", "a. aliyev ")


def test_activities_of_a_closed_month_stay(ledger: Connection) -> None:
    ledger.execute(
        "INSERT INTO imports VALUES (1, 'f', 'x', 'event', 'N', '2026-10-02T00:00:00Z', 1, 0, 0)"
    )

    def held(name: str) -> None:
        ledger.execute(
            "INSERT INTO activities VALUES (?, 'event', '2026-10-03', 'Brifing', 'held',"
            " 'leadership', '', '', '', '', '', '', 1, '', 2)",
            (name,),
        )

    held("a")
    _close(ledger)
    held("b")
    period = OCTOBER.first, OCTOBER.last
    assert [one.id for one in list_activities(ledger, "event", *period)] == ["a"]


TAMPERINGS: dict[str, Callable[[Connection], object]] = {
    "a frozen row": lambda db: db.execute("UPDATE closed_appearances SET channel = 'radio'"),
    "a frozen row less": lambda db: db.execute(
        "DELETE FROM closed_appearances WHERE day = '2026-10-05'"
    ),
    "a figure": lambda db: db.execute("""UPDATE periods SET figures = '{"total": 9}'"""),
    "who closed it": lambda db: db.execute("UPDATE periods SET person = 'Boshqa'"),
    "the digest": lambda db: db.execute("UPDATE periods SET sha256 = 'f00'"),
    "the closing": lambda db: db.execute("DELETE FROM periods"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_with_a_closed_period_is_found_and_named(ledger: Connection, name: str) -> None:
    for day in (5, 6):
        _keep(ledger, f"/{day}", date(2026, 10, day))
    _close(ledger)
    add_lines(ledger, AT)
    assert list(check_rows(ledger)) == []
    TAMPERINGS[name](ledger)
    found = list(check_rows(ledger))
    assert "period 2026-10" in {one.what for one in found}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60)), min_size=1, max_size=12),
    st.lists(
        st.tuples(st.sampled_from(["found", "yes", "no", "television"]), st.integers(0, 11),
                  st.integers(0, 60)),
        max_size=10,
    ),
)  # fmt: skip
def test_frozen_plus_adjustments_is_what_counts_today(
    ledger: Connection,
    first: list[tuple[int, int]],
    later: list[tuple[str, int, int]],
) -> None:
    """The closed figure, what was added and what was removed give the figure of today."""
    begin(ledger)
    try:
        made = [
            _keep(ledger, f"/{n}", date.fromordinal(OCTOBER.first.toordinal() - 15 + shift),
                  owner=Owner.OWN if kind else Owner.NONE).id
            for n, (kind, shift) in enumerate(first)
        ]  # fmt: skip
        frozen = _close(ledger).figures["total"]
        for n, (what, which, shift) in enumerate(later):
            if what == "found":
                day = date.fromordinal(OCTOBER.first.toordinal() - 15 + shift)
                made.append(_keep(ledger, f"/late{n}", day).id)
            elif what in {"yes", "no"}:
                decide(ledger, made[which % len(made)], "counts", what, SAID)
            else:
                decide(ledger, made[which % len(made)], "channel", what, SAID)
        selection = Selection(OCTOBER.first, OCTOBER.last)
        assert count(ledger, RULES, selection, "channel").total.appearances == frozen
        today = Selection(OCTOBER.first, OCTOBER.last, closed=False)
        found = [one.change for one in adjustments(ledger, RULES, OCTOBER)]
        live = count(ledger, RULES, today, "channel").total.appearances
        assert live == frozen + found.count("added") - found.count("removed")
    finally:
        ledger.execute("ROLLBACK")
