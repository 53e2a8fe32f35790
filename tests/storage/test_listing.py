"""The coverage list: pages that neither repeat nor lose a row, totals that equal the list."""

import base64
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.counting import counting_rules
from storage.appearances import Selection
from storage.connection import Connection
from storage.counts import count
from storage.decisions import Said, decide
from storage.listing import SORTS, Arrangement, BadCursor, Sort, every_line, page, totals
from storage.publications import keep
from storage.records import Mention, Owner, Publication, Topic
from tests.conftest import publication
from text.folding import fold
from text.query import read_query

DAY = date(2026, 10, 10)
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
ONE_LEDGER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
WHOLE = Selection(date(2026, 1, 1), date(2026, 12, 31))
SAID = Said("Nodira Karimova", "", datetime(2026, 10, 11, tzinfo=UTC))


def _keep(ledger: Connection, path: str, **fields: object) -> Publication:
    made = publication(path, **({"title": f"Xabar {path}", "body": f"Matn {path}"} | fields))
    made.folded_title, made.folded_body = fold(made.title), fold(made.body)
    keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made


def _ids(ledger: Connection, selection: Selection, arranged: Arrangement, most: int) -> list[str]:
    ids, after = [], ""
    while True:
        one = page(ledger, counting_rules(), selection, arranged, after, most)
        assert len(one.lines) <= most
        ids += [line.appearance.publication for line in one.lines]
        after = one.following
        if not after:
            return ids


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(0, 3), "hour": st.integers(0, 2),
            "outlet": st.sampled_from(["kun.uz", "gov.uz", "ria.ru"]),
            "region": st.sampled_from(["", "UZ-SA", "UZ-TK"]),
            "language": st.sampled_from(["uz", "ru"]), "main": st.booleans(),
            "owner": st.sampled_from(list(Owner)), "unit": st.sampled_from(["ministry", "academy"]),
            "topic": st.sampled_from(["drugs", "cyber"]), "story": st.integers(0, 4),
            "decided": st.sampled_from(["", "", "", "yes", "no"]),
            "channel": st.sampled_from(["", "", "radio"]),
        }
    ),
    max_size=12,
)  # fmt: skip
SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.sampled_from(["internet", "internet/official", "radio"]),
        "outlet": st.sampled_from(["kun.uz", "ria.ru"]),
        "region": st.sampled_from(["UZ-SA", "none"]),
        "unit": st.sampled_from(["ministry", "academy"]),
        "topic": st.sampled_from(["drugs", "cyber"]),
        "language": st.sampled_from(["uz", "uz-Latn", "ru"]), "foreign": st.booleans(),
        "main": st.booleans(), "judged": st.booleans(), "owned": st.booleans(),
        "find": st.sampled_from(["qizil", "-qizil", "date:2026-10-10", "outlet:kun"]).map(
            lambda text: read_query(text, DAY)),
    },
)  # fmt: skip


def _fill(ledger: Connection, rows: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    for table in ("decisions", "story_members", "mentions", "topics", "publications"):
        ledger.execute(f"DELETE FROM {table}")
    made: dict[str, dict[str, object]] = {}
    first: dict[object, str] = {}
    for n, row in enumerate(rows):
        day = DAY + timedelta(days=int(str(row["day"])))
        one = publication(
            f"/{n}", title=f"Xabar {n} " + ("qizil" if n % 2 else "oq"), body=f"Matn {n}",
            outlet=row["outlet"], url=f"https://{row['outlet']}/{n}", day=day,
            published_at=datetime(day.year, day.month, day.day, int(str(row["hour"])), tzinfo=UTC),
            region=row["region"], language=row["language"], main=row["main"], owner=row["owner"],
        )  # fmt: skip
        one.folded_title, one.folded_body = fold(one.title), fold(one.body)
        if one.owner in {Owner.OWN, Owner.BOTH}:
            one.mentions = [Mention(str(row["unit"]), Owner.OWN, "body", 0, 4, "Matn", "synthetic")]
        one.topics = [Topic(str(row["topic"]), ("Matn",), 2.0)]
        keep(ledger, one, lambda: None)  # type: ignore[arg-type,return-value]
        story = first.setdefault(row["story"], one.id)
        ledger.execute(
            'INSERT INTO story_members (publication_id, story, relation, "of", similarity)'
            " VALUES (?,?,'reprint','',1.0)",
            (one.id, story),
        )
        for kind in ("decided", "channel"):
            if row[kind]:
                what = "counts" if kind == "decided" else "channel"
                decide(ledger, one.id, what, str(row[kind]), SAID)  # type: ignore[arg-type]
        made[one.id] = {**row, "n": n, "story_id": story}
    return made


def _wanted(row: dict[str, object], narrowed: dict[str, object]) -> bool:
    """Whether a row is listed, said without SQL."""
    owned, foreign = row["outlet"] == "gov.uz", row["outlet"] == "ria.ru"
    counts = row["decided"] == "yes" or (
        row["decided"] == "" and (owned or row["owner"] in {Owner.OWN, Owner.BOTH})
    )
    channel = row["channel"] or "internet"
    sub = {"gov.uz": "official"}.get(str(row["outlet"]), "" if foreign else "other")
    named = row["owner"] in {Owner.OWN, Owner.BOTH}
    tests = {
        "channel": lambda v: v in {channel, f"{channel}/{sub}"},
        "outlet": lambda v: v == row["outlet"],
        "region": lambda v: v == (row["region"] or "none"),
        "unit": lambda v: named and v == row["unit"],
        "topic": lambda v: v == row["topic"],
        "language": lambda v: v in {row["language"], f"{row['language']}-Latn"},
        "foreign": lambda v: v == foreign, "main": lambda v: v == row["main"],
        "judged": lambda v: v == bool(row["decided"] or row["channel"]),
        "owned": lambda v: v == owned,
        "find": lambda v: {
            read_query("qizil", DAY): int(str(row["n"])) % 2 == 1,
            read_query("-qizil", DAY): int(str(row["n"])) % 2 == 0,
            read_query("date:2026-10-10", DAY): row["day"] == 0,
            read_query("outlet:kun", DAY): row["outlet"] == "kun.uz",
        }[v],
    }  # fmt: skip
    return counts and all(tests[name](value) for name, value in narrowed.items())


@settings(ONE_LEDGER, max_examples=80)
@given(rows=ROWS, narrowed=SELECTIONS, sort=st.sampled_from(SORTS), most=st.integers(1, 5))
def test_totals_equal_the_list_and_the_list_what_was_asked(
    ledger: Connection, rows: list[dict[str, object]], narrowed: dict[str, object],
    sort: Sort, most: int,
) -> None:  # fmt: skip
    made = _fill(ledger, rows)
    selection = Selection(WHOLE.first, WHOLE.last, **narrowed)  # type: ignore[arg-type]
    wanted = {one for one, row in made.items() if _wanted(row, narrowed)}
    listed = _ids(ledger, selection, Arrangement(sort), most)
    assert len(listed) == len(set(listed))
    assert set(listed) == wanted
    sums = totals(ledger, counting_rules(), selection)
    stories = Counter(made[one]["story_id"] for one in wanted)
    assert (sums.items, sums.stories) == (len(wanted), len(stories))
    assert sums.owned + sums.release + sums.earned + sums.foreign == sums.items
    counted = count(ledger, counting_rules(), selection, "day").total
    assert counted.appearances + counted.foreign == sums.items
    folded = list(every_line(ledger, counting_rules(), selection, Arrangement(sort, fold=True)))
    assert (
        Counter({made[line.appearance.publication]["story_id"]: line.carried for line in folded})
        == stories
    )
    paged = _ids(ledger, selection, Arrangement(sort, fold=True), most)
    assert paged == [line.appearance.publication for line in folded]


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_is_in_its_order(ledger: Connection, sort: Sort) -> None:
    for n in range(9):
        _keep(
            ledger, f"/{n}", day=DAY + timedelta(days=n % 3), region=("", "UZ-SA", "UZ-TK")[n // 3]
        )
    rows = [
        line.appearance for line in every_line(ledger, counting_rules(), WHOLE, Arrangement(sort))
    ]
    if sort == "region":
        assert [row.region for row in rows] == sorted(row.region for row in rows)
    days = [row.day for row in rows if sort != "region"]
    assert days == sorted(days, reverse=sort != "oldest")


@pytest.mark.parametrize(
    "arranged",
    [
        Arrangement(),
        Arrangement("outlet"),
        Arrangement("newest", fold=True),
        Arrangement("relevance"),
    ],
)
def test_what_comes_in_meanwhile_neither_repeats_nor_hides_a_row(
    ledger: Connection, arranged: Arrangement
) -> None:
    before = {_keep(ledger, f"/{n}").id for n in range(7)}
    first = page(ledger, counting_rules(), WHOLE, arranged, most=3)
    for n in range(20, 26):
        _keep(ledger, f"/{n}", day=DAY + timedelta(days=n % 2))
    rest = page(ledger, counting_rules(), WHOLE, arranged, first.following, 1000)
    seen = [line.appearance.publication for line in [*first.lines, *rest.lines]]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_story_is_shown_by_its_earliest_appearance_in_the_selection(
    ledger: Connection,
) -> None:
    early = _keep(ledger, "/early")
    late = _keep(ledger, "/late", day=DAY + timedelta(days=1))
    for one in (early, late):
        ledger.execute(
            "INSERT INTO story_members VALUES (?,?,'reprint','',1.0,'')", (one.id, early.id)
        )
    arranged = Arrangement(fold=True)
    (line,) = every_line(ledger, counting_rules(), WHOLE, arranged)
    assert (line.appearance.publication, line.carried) == (early.id, 2)
    (line,) = every_line(
        ledger, counting_rules(), Selection(DAY + timedelta(days=1), WHOLE.last), arranged
    )
    assert (line.appearance.publication, line.carried) == (late.id, 1)
    of_story = Selection(WHOLE.first, WHOLE.last, story=early.id)
    assert totals(ledger, counting_rules(), of_story).items == 2


@settings(ONE_LEDGER, max_examples=60)
@given(st.text(max_size=60))
def test_a_made_up_cursor_is_refused(ledger: Connection, cursor: str) -> None:
    if cursor:
        with pytest.raises(BadCursor):
            page(ledger, counting_rules(), WHOLE, after=cursor)


def test_a_cursor_of_another_order_is_refused(ledger: Connection) -> None:
    for n in range(3):
        _keep(ledger, f"/{n}")
    cursor = page(ledger, counting_rules(), WHOLE, most=1).following
    for arranged in (Arrangement("oldest"), Arrangement(fold=True)):
        with pytest.raises(BadCursor, match="first page"):
            page(ledger, counting_rules(), WHOLE, arranged, cursor)


def test_the_best_match_comes_first(ledger: Connection) -> None:
    long = "Boshqa gaplar ham bor. " * 40
    body = _keep(ledger, "/body", body=f"Bu yerda yong‘in haqida. {long}")
    title = _keep(ledger, "/title", title="Yong‘in", body=long)
    often = _keep(ledger, "/often", body=f"Yong‘in, yong‘in va yana yong‘in. {long}")
    other = _keep(ledger, "/other", day=DAY + timedelta(days=1))

    def found(query: str, *, folded: bool = False) -> list[str]:
        selection = Selection(WHOLE.first, WHOLE.last, find=read_query(query, DAY))
        return _ids(ledger, selection, Arrangement("relevance", fold=folded), 1)

    for folded in (False, True):
        assert found("ёнғин", folded=folded) == [title.id, often.id, body.id]
        assert found("outlet:kun ёнғин", folded=folded) == [title.id, often.id, body.id]
        # nothing by which one row is better than another: the newest first
        newest = found("outlet:kun | ёнғин", folded=folded)
        assert newest[0] == other.id
        assert set(newest) == {other.id, title.id, often.id, body.id}


def test_pages_of_the_best_matches_hold_while_more_come_in(ledger: Connection) -> None:
    words = ("yong‘in", "tuman", "bozor")
    made = [
        _keep(ledger, f"/{n}", body=" ".join(words[: 1 + n % 3]) + " so‘z" * (n * 7 % 23))
        for n in range(30)
    ]
    selection = Selection(WHOLE.first, WHOLE.last, find=read_query("yong‘in | bozor", DAY))
    arranged, seen, following = Arrangement("relevance"), list[str](), ""
    for number in range(30):
        one = page(ledger, counting_rules(), selection, arranged, following, 4)
        seen += [line.appearance.publication for line in one.lines]
        following = one.following
        if not following:
            break
        # by each of them every score changes
        _keep(ledger, f"/new{number}", body="bozor " * number)
    assert len(seen) == len(set(seen))
    assert {one.id for one in made} <= set(seen)


def test_a_cursor_with_an_impossible_score_is_refused(ledger: Connection) -> None:
    for score in ('"0"', "null", "true", "0"):
        said = f'["relevance",false,{score},"2026-10-10","2026-10-10T07:00:00Z",1]'
        cursor = base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")
        with pytest.raises(BadCursor):
            page(ledger, counting_rules(), WHOLE, Arrangement("relevance"), cursor)
