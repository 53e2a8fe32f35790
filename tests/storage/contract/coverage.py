"""Dialogues about what counts: publications, decisions, counts, lists, imports, closed months."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.activities import Activity, keep_activity, list_activities
from storage.appearances import (
    GROUPINGS,
    Selection,
    appearance_named,
    appearance_of,
    full_rows,
    is_appearance,
    list_appearances,
)
from storage.counts import count
from storage.coverage_lists import (
    ListRow,
    Verdict,
    coverage_lists,
    first_claim,
    keep_list,
    keep_verdicts,
    list_numbered,
    list_rows,
    replace_list,
)
from storage.decisions import UnknownPublication, decide, history, publication_named
from storage.dialect import earliest_of_stories
from storage.evidence import evidence
from storage.examples import come_after, decided
from storage.filters import Filters
from storage.imports import begin_import, end_import, imports, keep_imported, keep_medium
from storage.listing import SORTS, Arrangement, every_line, page, totals
from storage.models import Model, keep_models, last_row, models, note_applied
from storage.news_of_day import edited_and_gone, new_stories
from storage.periods import (
    adjustments,
    check_closings,
    close,
    closing,
    closings,
    digest_of,
    freeze,
    is_closed,
)
from storage.publications import keep, keep_unread, mark_gone, rows_of
from storage.quotes import insert_quotes, keep_quotes, quotes_of, quoting, quoting_outlets, speakers
from storage.records import Owner, Quote
from storage.rollups import add_up, wrongly_added_up
from storage.versions import tie_versions
from storage.views import (
    BadView,
    delete_view,
    feed_of,
    rename_view,
    save_view,
    view_of,
    views_of,
)
from tests.storage.contract.office import (
    AT,
    FIRST,
    LAST,
    LATER,
    MONTH,
    OCTOBER,
    OTHER,
    RELEASE,
    RULES,
    SAID,
    Office,
    kept,
    told,
)
from text.query import read_query

HOUR = timedelta(hours=1)


def _some(office: Office) -> dict[str, str]:
    """Publications of every origin and their ids; two are of one story, one is an edit."""
    made = {
        "own": told("/own", RELEASE, 6, outlet="gov.uz", region="UZ-SU"),
        "copy": told("/copy", RELEASE, 9, main=True),
        "other": told("/other", OTHER, 11, outlet="xabar.uz", day=date(2026, 10, 11)),
        "foreign": told("/foreign", OTHER + " (ria)", 12, outlet="ria.ru", language="ru"),
        "none": told("/none", "Ob-havo haqida.", 13, owner=Owner.NONE),
    }
    ids = {name: kept(office, one) for name, one in made.items()}
    office.ledger.execute(
        'INSERT INTO story_members (publication_id, story, relation, "of", similarity, carries)'
        " VALUES (?, ?, 'reprint', ?, 0.5, ?)", (ids["copy"], ids["own"], ids["own"], ids["own"]),
    )  # fmt: skip
    return ids


def publications(office: Office) -> Iterator[object]:
    """A publication that comes, comes again, is edited, tied to its version, taken down."""
    ledger = office.ledger
    one = told("/a", OTHER, version_key="7")
    yield keep(ledger, one, _no_capture), keep(ledger, one, _no_capture)
    edited = replace(one, body=f"{OTHER} Yangilandi.", first_seen_at=one.first_seen_at + HOUR)
    yield keep(ledger, edited, _no_capture)
    cyrillic = told("/uz/a", "Бошқа алифбода.", 8, version_key="7", script="Cyrl")
    yield keep(ledger, cyrillic, _no_capture)[0], sorted(tie_versions(ledger, one.id))
    mark_gone(ledger, "kun.uz", one.url)
    yield evidence(ledger, one.url), evidence(ledger, cyrillic.id[:8])
    yield keep(ledger, edited, _no_capture)
    unread = rows_of(told("/unread", RELEASE))
    yield keep_unread(ledger, unread), keep_unread(ledger, unread)
    for table in ("publications", "mentions", "topics", "editions", "quotes", "coverage"):
        yield table, sorted(map(tuple, ledger.execute(f"SELECT * FROM {table}")))
    with pytest.raises(UnknownPublication):
        publication_named(ledger, "nothing")
    yield publication_named(ledger, one.id), last_row(ledger)


def decisions(office: Office) -> Iterator[object]:
    """What people say, its history, and what is learnt from it."""
    ledger, ids = office.ledger, _some(office)
    for name, kind, value in (
        ("none", "counts", "yes"), ("copy", "counts", "no"), ("other", "channel", "radio"),
        ("own", "unit", "academy,ministry"), ("other", "topic", "cyber"), ("copy", "topic", "-"),
        ("other", "origin", "release"), ("other", "channel", ""), ("copy", "tone", "neutral"),
    ):  # fmt: skip
        decide(ledger, ids[name], kind, value, SAID)  # type: ignore[arg-type]
    yield {name: history(ledger, one) for name, one in ids.items()}
    yield list(decided(ledger)), list(come_after(ledger, 2))
    model = Model("counts", "2026-10-12", 9, 4, 7, 8, 0.25, True, -0.5, {"so‘z": 1.5}, 0)
    keep_models(ledger, [model, replace(model, name="topic:drugs", in_use=False)])
    note_applied(ledger, last_row(ledger))
    yield models(ledger), models(ledger, in_use=True)
    for table in ("coverage", "coverage_units", "coverage_topics", "standing"):
        yield table, sorted(map(tuple, ledger.execute(f"SELECT * FROM {table}")))


def counts(office: Office) -> Iterator[object]:
    """Counts by every key, of every kind of selection, under every rule."""
    ledger, ids = office.ledger, _some(office)
    decide(ledger, ids["none"], "counts", "yes", SAID)
    find = read_query("yo‘l OR Denov", LAST)
    selections = (
        OCTOBER, Selection(date(2026, 10, 11), LAST), Selection(FIRST, LAST, unit="ministry"),
        Selection(FIRST, LAST, outlet="kun.uz"), Selection(FIRST, LAST, find=find),
        Selection(FIRST, LAST, foreign=False, region="none"), Selection(FIRST, LAST, closed=False),
        Selection(FIRST, LAST, channel="internet/official"), Selection(FIRST, LAST, judged=True),
        Selection(FIRST, LAST, story=ids["own"]), Selection(FIRST, LAST, language="uz-Latn"),
    )  # fmt: skip
    for selection in selections:
        for by in GROUPINGS:
            yield by, count(ledger, RULES, selection, by)
        yield list(list_appearances(ledger, RULES, selection))
        yield totals(ledger, RULES, selection)
    for rules in (
        replace(RULES, passing_mentions_count=False), replace(RULES, reprints_count=False),
        replace(RULES, gone_publications_count=False),
        replace(RULES, owned_outlets_count_whole=False),
    ):  # fmt: skip
        yield [count(ledger, rules, OCTOBER, by) for by in GROUPINGS]
    yield add_up(ledger, RULES), add_up(ledger, RULES), list(wrongly_added_up(ledger))
    yield [count(ledger, RULES, OCTOBER, by) for by in GROUPINGS]
    ledger.execute("UPDATE rollup SET stories = stories + 1 WHERE kind = 'outlet'")
    yield list(wrongly_added_up(ledger)), count(ledger, RULES, OCTOBER, "outlet")
    yield [is_appearance(ledger, RULES, one) for one in ids.values()]
    yield [appearance_named(ledger, one) for one in (*ids.values(), "none")]
    rows = sorted(full_rows(ledger, [1, 2]), key=lambda row: int(row["row"]))
    yield rows, [appearance_of(ledger, row) for row in rows]
    yield list(new_stories(ledger, RULES, date(2026, 10, 10)))
    yield list(new_stories(ledger, RULES, date(2026, 10, 10), 1, "UZ-SU"))
    mark_gone(ledger, "kun.uz", "https://kun.uz/copy")
    edited = told("/other", f"{OTHER} Yangi.", 11, outlet="xabar.uz", day=date(2026, 10, 11))
    kept(office, edited)
    yield edited_and_gone(ledger, edited.first_seen_at - HOUR, edited.first_seen_at + HOUR)


def lists(office: Office) -> Iterator[object]:
    """The list page by page in every order, folded and not; and views of it that are saved."""
    ledger = office.ledger
    _some(office)
    for fold in (False, True):
        for sort in SORTS:
            arrangement = Arrangement(sort, fold)
            first = page(ledger, RULES, OCTOBER, arrangement, most=2)
            yield first, page(ledger, RULES, OCTOBER, arrangement, first.following)
            yield list(every_line(ledger, RULES, OCTOBER, arrangement))
    counted = "FROM coverage c WHERE c.named"
    query = earliest_of_stories(ledger, "c.row, c.story", counted)
    yield sorted(map(tuple, ledger.execute(f"SELECT row, story, carried FROM ({query}) a")))
    saved = save_view(ledger, "nodira", "Oy", Filters(period="2026-10", fold="stories"), AT)
    other = save_view(ledger, "nodira", "Xorij", Filters(period="2026-10", origin="foreign"), AT)
    with suppress(BadView):
        yield rename_view(ledger, "nodira", other.id, "Oy")
    yield rename_view(ledger, "nodira", other.id, "Chet"), views_of(ledger, "nodira")
    yield view_of(ledger, "nodira", saved.id)
    yield feed_of(ledger, RULES, saved, LAST), feed_of(ledger, RULES, other, LAST, 1)
    delete_view(ledger, "nodira", saved.id)
    yield views_of(ledger, "nodira"), views_of(ledger, "anvar")


def quotes(office: Office) -> Iterator[object]:
    """Who speaks, where, and in which words."""
    ledger, ids = office.ledger, _some(office)
    said = [Quote("academy", "", "", False, 0, 5), Quote("ministry", "B. X", "b x", True, 6, 9)]
    keep_quotes(ledger, [(ids["other"], said), (ids["foreign"], [])])
    insert_quotes(ledger, [(ids["foreign"], 0, "ministry", "", "", False, 1, 3)])
    yield speakers(ledger, RULES, OCTOBER), quotes_of(ledger, ids["other"], OTHER)
    for key in ("anvar karimov", ""):
        yield quoting_outlets(ledger, RULES, OCTOBER, "ministry", key)
        yield quoting(ledger, RULES, OCTOBER, "ministry", key, 0, 1)
        yield quoting(ledger, RULES, OCTOBER, "ministry", key, 1, 9)


def from_tables(office: Office) -> Iterator[object]:
    """Imports, activities, and coverage lists that departments claim."""
    ledger = office.ledger
    number = begin_import(ledger, "tv.xlsx", "ab", "television", "N. Karimova", AT)
    for _ in range(2):
        keep_medium(ledger, "tv.zor", "Zo‘r TV", "television", "", "UZ")
    item = rows_of(told("/tv", RELEASE, outlet="tv.zor"))
    yield number, [keep_imported(ledger, item, number, "Varaq", n) for n in (2, 3)]
    end_import(ledger, number, 1, 1, 0)
    yield imports(ledger)
    one = Activity(
        "e1", "event", date(2026, 10, 9), "Brifing", "held", "region", "briefing", "UZ-SU", "",
        "", "", "", "Varaq", 4,
    )  # fmt: skip
    yield keep_activity(ledger, one, number), keep_activity(ledger, one, number)
    yield (
        list_activities(ledger, "event", FIRST, LAST),
        list_activities(ledger, "show", FIRST, LAST),
    )
    claimed = kept(office, told("/a", OTHER))
    row = ListRow(1, "V", 2, "IIB", "2026-10-10", "Kun", "Nomi", "https://kun.uz/a", "", "kun.uz")
    rows = [row, replace(row, number=2, doubt="kun?")]
    first = keep_list(ledger, "bir.xlsx", "cd", "A. Aliyev", (FIRST, LAST), rows, AT)
    yield first, keep_list(ledger, "bir.xlsx", "cd", "A. Aliyev", None, rows, AT)
    said = replace(row, verdict=Verdict.COUNTS, counted=True, publication=claimed)
    keep_verdicts(ledger, first, [said], AT + HOUR)
    second = keep_list(ledger, "ikki.xlsx", "ef", "A. Aliyev", None, rows, AT)
    yield first_claim(ledger, claimed, second), first_claim(ledger, claimed, first)
    yield list_rows(ledger, first), list_rows(ledger, second)
    replace_list(ledger, first, second)
    yield coverage_lists(ledger), list_numbered(ledger, first), first_claim(ledger, claimed, second)


def closed(office: Office) -> Iterator[object]:
    """A month that is closed, what is found and decided after it, and what counts then."""
    ledger, ids = office.ledger, _some(office)
    yield freeze(ledger, RULES, MONTH, LATER), is_closed(ledger, "2026-10")
    made = close(ledger, RULES, MONTH, {"total": 3}, LATER, "N. Karimova", "A. Aliyev", "oy")
    late = told("/late", OTHER + " kech", 15)
    kept(office, late)
    decide(ledger, ids["copy"], "counts", "no", SAID)
    decide(ledger, ids["other"], "channel", "television", SAID)
    yield made, closing(ledger, "2026-10"), closing(ledger, "2026"), closings(ledger)
    yield digest_of(ledger, made), is_closed(ledger, "2026-10"), list(check_closings(ledger))
    yield adjustments(ledger, RULES, MONTH)
    yield [count(ledger, RULES, OCTOBER, by) for by in GROUPINGS]
    ledger.execute("UPDATE closed_appearances SET channel = 'radio'")
    yield list(check_closings(ledger))


def _no_capture() -> int:
    return None  # type: ignore[return-value]


DIALOGUES = (publications, decisions, counts, lists, quotes, from_tables, closed)
