"""A ledger that is moved is the same ledger: every row, every capture, every figure."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from replica import NewsroomPlan, running
from storage.database import open_database, transaction
from storage.location import PostgresUrl
from storage.moving import CannotMove, ledger_tables, move_ledger
from tests.conftest import keep_test_outlets
from tests.crawler.conftest import Office, Ran
from tests.crawler.test_on_postgresql import OnPostgresql, rows_of

PLAN = NewsroomPlan(days=2, per_day=30, outlets=("gov.uz", "kun.uz", "uza.uz"))


def moved(office: Office, source: object, target: object, *words: str) -> Ran:
    return office.run("move", "--from", str(source), "--to", str(target), *words)


@pytest.mark.slow
def test_there_and_back_again_every_row_is_the_same(
    tmp_path: Path, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    with running(PLAN) as newsroom:
        first = Office(tmp_path, newsroom)
        assert first.night().code == 0
        listed = first.run("coverage", "list", "--month", "2026-10", "--json").json
        assert listed
        for words in (
            ("--counts", "no", "--person", "Nodira", "--reason", "sinov"),
            ("--topic", "cyber", "--person", "Nodira"), ("--unit", "-", "--person", "Nodira"),
        ):  # fmt: skip
            assert first.run("decide", listed[0]["publication"], *words).code == 0
        shared = OnPostgresql(tmp_path, newsroom, postgresql_place())
        ran = moved(first, first.database, shared.url, "--json")
        assert ran.code == 0, ran.complained
        assert {row["table"] for row in ran.json} == {table.name for table in ledger_tables()}
        assert rows_of(shared.url) == rows_of(first.database)
        # captures are not copied: what moves is the ledger
        (tmp_path / "yoritish.captures").rename(shared.captures)
        for words in (("counts", "--month", "2026-10", "--json"), ("coverage", "list", "--month",
                      "2026-10", "--find", "вазирлиг", "--json")):  # fmt: skip
            assert shared.run(*words).said == first.run(*words).said
        # new rows are numbered after those that came
        assert shared.run("nightly", "--json").code == 0
        back = tmp_path / "back.db"
        ran = moved(shared, shared.url, back)
        assert ran.code == 0, ran.complained
        assert rows_of(back) == rows_of(shared.url)
        assert "every one equal" in ran.complained


@pytest.mark.slow
def test_a_ledger_with_rows_is_not_written_over(
    tmp_path: Path, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    url = postgresql_place()
    with closing(open_database(tmp_path / "a.db")) as ours, closing(open_database(url)) as theirs:
        keep_test_outlets(ours)
        keep_test_outlets(theirs)
        with pytest.raises(CannotMove, match="outlets already"):
            move_ledger(ours, theirs)
        with transaction(theirs):
            theirs.execute("DELETE FROM outlets")
        assert sum(one.rows for one in move_ledger(ours, theirs)) == 3


@pytest.mark.slow
def test_what_the_other_database_cannot_hold_is_named_and_nothing_is_kept(
    tmp_path: Path, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    url = postgresql_place()
    with closing(open_database(tmp_path / "a.db")) as ours, closing(open_database(url)) as theirs:
        keep_test_outlets(ours)
        ours.execute("UPDATE outlets SET name = ? WHERE id = 'kun.uz'", ("a\x00b",))
        with pytest.raises(CannotMove, match=r"kun\.uz"):
            move_ledger(ours, theirs)
        assert theirs.execute("SELECT count(*) FROM outlets").fetchone()[0] == 0


def test_tables_stand_after_those_their_rows_refer_to() -> None:
    names = [table.name for table in ledger_tables()]
    assert names.index("outlets") < names.index("publications") < names.index("mentions")
    assert names.index("coverage_lists") < names.index("coverage_list_rows")
    assert not any("fts" in name for name in names)
