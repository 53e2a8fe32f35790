"""Views are kept as they were said, belong to who saved them, and are told as feeds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.counting import counting_rules
from storage.connection import Connection
from storage.decisions import Said, decide
from storage.filters import (
    PERIODS,
    BadFilter,
    Filters,
    arrangement_of,
    filters_from,
    period_of,
    selection_of,
)
from storage.listing import SORTS
from storage.publications import keep
from storage.views import (
    BadView,
    UnknownView,
    delete_view,
    feed_of,
    rename_view,
    save_view,
    view_of,
    views_of,
)
from tests.conftest import publication
from text.query import BadQuery

TODAY = date(2026, 10, 31)
AT = datetime(2026, 10, 31, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-10-31", "2026-10-31"),
        ("yesterday", "2026-10-30", "2026-10-30"),
        ("week", "2026-10-25", "2026-10-31"),
        ("month", "2026-10-01", "2026-10-31"),
        ("last_month", "2026-09-01", "2026-09-30"),
        ("year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("all", "0001-01-01", "9999-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("01.10.2026..2026-10-15", "2026-10-01", "2026-10-15"),
        ("2026-10..", "2026-10-01", "9999-12-31"),
    ],
)
def test_a_period_is_these_days(period: str, first: str, last: str) -> None:
    assert period_of(period, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_named_period_is_one_on_every_day() -> None:
    for back in range(800):
        day = TODAY - timedelta(days=back)
        for period in PERIODS:
            first, last = period_of(period, day)
            assert first <= last
            assert first <= day or period in {"last_month", "last_year", "yesterday"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"colour": "red"}, "colour"),
        ({"period": "someday"}, "period"),
        ({"period": "2026-10..2026-09"}, "ends before"),
        ({"sort": "title"}, "newest"),
        ({"fold": "yes"}, "stories"),
        ({"about": "both"}, "main or passing"),
        ({"decided": "yes"}, "decided or undecided"),
        ({"outlet": 3}, "text"),
        ({"outlet": "a\x00"}, "text"),
        ({"region": "x" * 300}, "200"),
    ],
)
def test_a_wrong_filter_is_named(said: dict[str, object], words: str) -> None:
    with pytest.raises(BadFilter, match=words):
        filters_from(said)


def test_a_query_that_cannot_be_read_is_refused_before_it_is_kept() -> None:
    with pytest.raises(BadQuery):
        filters_from({"find": '"open'})


SAID = st.fixed_dictionaries(
    {},
    optional={
        "period": st.sampled_from(PERIODS), "channel": st.sampled_from(["internet/own", "radio"]),
        "outlet": st.just("kun.uz"), "region": st.just("none"), "language": st.just("uz-Cyrl"),
        "about": st.sampled_from(["main", "passing", ""]), "find": st.sampled_from(["ёнғин", ""]),
        "decided": st.sampled_from(["decided", "undecided"]), "fold": st.just("stories"),
        "sort": st.sampled_from(SORTS),
        "origin": st.sampled_from(["owned", "release", "earned", "foreign", "domestic"]),
    },
)  # fmt: skip


@given(SAID)
def test_what_is_said_of_filters_makes_the_same_filters(said: dict[str, str]) -> None:
    filters = filters_from(said)
    again = filters_from(filters.said())
    assert again == filters
    assert selection_of(again, TODAY) == selection_of(filters, TODAY)
    assert arrangement_of(again) == arrangement_of(filters)


def test_views_are_kept_listed_renamed_and_deleted(ledger: Connection) -> None:
    mine = save_view(ledger, "nodira", " Ёнғин  хабарлари ", Filters(find="ёнғин"), AT)
    save_view(ledger, "nodira", "Ҳафта", Filters(period="week"), AT)
    save_view(ledger, "akmal", "Ҳафта", Filters(), AT)
    assert [view.name for view in views_of(ledger, "nodira")] == ["Ёнғин хабарлари", "Ҳафта"]
    assert view_of(ledger, "nodira", mine.id).filters == Filters(find="ёнғин")
    again = save_view(ledger, "nodira", "Ёнғин хабарлари", Filters(find="пожар"), AT)
    assert (again.id, again.filters.find) == (mine.id, "пожар")
    assert rename_view(ledger, "nodira", mine.id, "Пожар").name == "Пожар"
    with pytest.raises(BadView, match="already"):
        rename_view(ledger, "nodira", mine.id, "Ҳафта")
    delete_view(ledger, "nodira", mine.id)
    assert [view.name for view in views_of(ledger, "nodira")] == ["Ҳафта"]
    assert len(views_of(ledger, "akmal")) == 1


def test_nobody_touches_another_s_view(ledger: Connection) -> None:
    mine = save_view(ledger, "nodira", "Ҳафта", Filters(), AT)
    for touch in (
        lambda: view_of(ledger, "akmal", mine.id),
        lambda: rename_view(ledger, "akmal", mine.id, "x"),
        lambda: delete_view(ledger, "akmal", mine.id),
    ):
        with pytest.raises(UnknownView):
            touch()
    assert view_of(ledger, "nodira", mine.id) == mine


@pytest.mark.parametrize(("owner", "name"), [("nodira", "  "), ("nodira", "x" * 101), (" ", "x")])
def test_a_view_needs_a_name_and_an_owner(ledger: Connection, owner: str, name: str) -> None:
    with pytest.raises(BadView):
        save_view(ledger, owner, name, Filters(), AT)


def test_a_feed_tells_the_newest_first_and_when_it_changed(ledger: Connection) -> None:
    for n in range(4):
        day = date(2026, 10, 10 + n)
        keep(ledger, publication(f"/{n}", day=day, title=f"T{n} <b>", body="Сўз " * (n * 60 + 1)),
             lambda: None)  # type: ignore[arg-type,return-value]  # fmt: skip
    view = save_view(ledger, "nodira", "Ой", Filters(period="2026-10"), AT)
    feed = feed_of(ledger, counting_rules(), view, TODAY, most=3)
    assert [entry.title for entry in feed.entries] == ["T3 <b>", "T2 <b>", "T1 <b>"]
    assert all(len(entry.summary) <= 301 for entry in feed.entries)
    assert feed.entries[0].summary.endswith("Сўз…")
    first = feed.entries[1]
    decided = datetime(2026, 11, 1, tzinfo=UTC)
    decide(ledger, first.id.rpartition(":")[2], "tone", "neutral", Said("N", "", decided))
    again = feed_of(ledger, counting_rules(), view, TODAY, most=3)
    assert [entry.id for entry in again.entries] == [entry.id for entry in feed.entries]
    assert (again.updated_at, again.entries[1].updated_at) == (decided, decided)
    assert again.id == feed.id


def test_a_feed_of_nothing_is_a_feed(ledger: Connection) -> None:
    view = save_view(ledger, "nodira", "Ой", Filters(), AT)
    assert feed_of(ledger, counting_rules(), view, TODAY).updated_at == AT
