"""`yoritish period`: closing from the command line, and what is shown of it afterwards."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from reports.labels import LANGUAGES
from storage.database import open_database
from storage.publications import keep
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet, publication
from tests.crawler.conftest import Run

NOVEMBER = {"YORITISH_NOW": "2026-11-02T09:00:00+05:00"}
CLOSE = ("period", "close", "2026-10", "--person", "N. Karimova", "--confirmed-by", "A. Aliyev")


def _keep(folder: Path, *paths: str) -> None:
    with closing(open_database(folder / "yoritish.db")) as ledger:
        keep_outlets(ledger, Registry({"kun.uz": outlet()}))
        for path in paths:
            made = publication(path, day=date(2026, 10, 10), title=path)
            keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]


def test_a_closed_month_keeps_its_figures_and_lists_adjustments(run: Run, tmp_path: Path) -> None:
    _keep(tmp_path, "/a", "/b")
    ran = run(tmp_path, *CLOSE, environment=NOVEMBER)
    assert ran.code == 0, ran.complained
    _keep(tmp_path, "/kech")
    shown = run(tmp_path, "period", "show", "2026-10", "--json").json
    assert shown["untouched"] is True
    assert shown["figures"]["total"] == 2
    assert [(one["change"], one["title"]) for one in shown["adjustments"]] == [("added", "/kech")]
    counted = run(tmp_path, "counts", "--month", "2026-10", "--json").json
    assert counted["total"]["appearances"] == 2
    for language in LANGUAGES:
        text = run(tmp_path, "report", "--month", "2026-10", "--in", language).said
        assert shown["sha256"] in " ".join(text.split())
        assert "/kech" in text
        assert run(tmp_path, "period", "show", "2026-10", "--in", language).code == 0
    assert "2026-10" in run(tmp_path, "period", "show").said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("period", "close", "2026-10"), "give --person"),
        (("period", "close", "2026-11", "--person", "N"), "is not over"),
        (("period", "close", "kecha", "--person", "N"), "no period"),
        (("period", "show", "2026-09"), "is not closed"),
        ((*CLOSE[:-1], "n. karimova"), "another person"),
    ],
)
def test_wrong_input_is_told_in_one_line_and_closes_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    _keep(tmp_path, "/a")
    ran = run(tmp_path, *words, environment=NOVEMBER)
    assert ran.code == 2
    assert said in ran.complained
    assert run(tmp_path, "period", "show", "--json").json == []


def test_a_month_with_holes_is_closed_only_when_that_is_said(run: Run, tmp_path: Path) -> None:
    _keep(tmp_path, "/a")
    with closing(open_database(tmp_path / "yoritish.db")) as ledger:
        ledger.execute("UPDATE outlets SET due = 1")
        ledger.execute("INSERT INTO read_days VALUES ('kun.uz', '2026-10-10', 'completely')")
    ran = run(tmp_path, *CLOSE, environment=NOVEMBER)
    assert ran.code == 2
    assert "30 of its days were not read completely" in ran.complained
    assert run(tmp_path, *CLOSE, "--with-holes", environment=NOVEMBER).code == 0


def test_a_changed_row_of_a_closed_month_is_told(run: Run, tmp_path: Path) -> None:
    _keep(tmp_path, "/a")
    run(tmp_path, *CLOSE, environment=NOVEMBER)
    with closing(open_database(tmp_path / "yoritish.db")) as ledger:
        ledger.execute("UPDATE closed_appearances SET region = 'UZ-SA'")
    ran = run(tmp_path, "period", "show", "2026-10")
    assert ran.code == 1
    assert "not those that were closed" in ran.complained
