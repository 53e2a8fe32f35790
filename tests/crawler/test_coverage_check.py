"""A department's list checked against the newsroom replica: every verdict as the truth has it.

Lists and newsroom are synthetic.
"""

import json
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from replica import NewsroomPlan
from replica.plan import TASHKENT
from tests.crawler.claims_made import Made, Maker, write_list
from tests.crawler.conftest import Office, office
from tools.replica_night import played_registry

OUTLETS = (
    "gov.uz", "iiv.uz", "uza.uz", "kun.uz", "xs.uz", "xabar.uz", "gazeta.uz", "yuz.uz", "nuz.uz",
    "qalampir.uz", "aniq.uz", "anhor.uz",
)  # fmt: skip
FIRST, READ = date(2026, 11, 1), date(2026, 11, 3)
BROKEN, LONE = "anhor.uz", "aniq.uz"
NOW = datetime(2026, 11, 6, 22, 0, tzinfo=TASHKENT)


@dataclass(slots=True)
class Checked:
    """An office, the list it was sent, and what the first check said."""

    office: Office
    path: Path
    made: list[Made]
    rows: list[dict[str, Any]]


def _registry_without(one: Office, outlet: str) -> None:
    folder = one.folder / "outlets"
    folder.mkdir()
    played_registry(folder, set(one.newsroom.studio.sites) - {outlet})


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    """A night has read the last days; the list claims what came before them too."""
    folder = tmp_path_factory.mktemp("office")
    plan = NewsroomPlan(days=12, per_day=240, outlets=OUTLETS, now=NOW, faults={BROKEN: "500"})
    with office(folder, plan) as one:
        _registry_without(one, LONE)
        ran = one.run("nightly", "--json", "--since", READ.isoformat(), "--timeout", "5")
        assert ran.code == 1, ran.complained
        made = Maker(one.newsroom.truth, FIRST, READ, BROKEN, LONE).rows(500)
        assert len(made) == 500
        path = folder / "list.xlsx"
        write_list(path, made)
        ran = one.run("coverage", "check", str(path), "--month", "2026-11", "--json")
        assert ran.code == 0, ran.complained
        yield Checked(one, path, made, ran.json)


@pytest.mark.slow
def test_every_verdict_is_the_one_that_is_due(checked: Checked) -> None:
    due = Counter(one.due for one in checked.made)
    assert len(due) == 9, due
    wrong = [
        f"{one.link}: {row['verdict']} ({row['reason']}), due {one.due}: {one.kind}"
        for one, row in zip(checked.made, checked.rows, strict=True)
        if one.due != row["verdict"]
    ]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.slow
def test_what_is_said_beside_a_row_names_what_it_means(checked: Checked) -> None:
    for made, row in zip(checked.made, checked.rows, strict=True):
        if made.due in {"claimed", "same_publication"}:
            first = checked.rows[row["claimed_number"] - 1]
            assert row["claimed_list"] == 1
            assert (first["publication"], first["number"]) < (
                row["publication"],
                row["number"],
            ) or (first["publication"] == row["publication"])
            assert not row["counted"]
        elif made.due == "reprint":
            assert row["origin"]
            assert row["counted"]
        elif made.due == "dead" and made.kind == "taken down":
            assert not row["counted"]


@pytest.mark.slow
def test_the_workbook_comes_back_with_the_verdicts_and_the_sum(checked: Checked) -> None:
    book = openpyxl.load_workbook(checked.path.with_name("list-checked.xlsx"))
    sheet = book["Chiqishlar"]
    head = [cell.value for cell in sheet[2]]
    assert head[:6] == ["№", "Бўлинма", "Дата", "ОАВ номи", "Sarlavha", "Ҳавола"]
    assert head[6:] == ["Хулоса", "Ҳисобга киради", "Изоҳ", "Биздаги манзил", "Чиққан кун"]
    words = Counter(row[6].value for row in sheet.iter_rows(min_row=3))
    due = Counter(one.due for one in checked.made)
    assert sorted(words.values()) == sorted(due.values())
    total = [cell.value for cell in book.worksheets[1][book.worksheets[1].max_row]]
    assert total[:3] == ["Жами", 500, sum(row["counted"] for row in checked.rows)]
    assert sum(total[3:]) == 500


@pytest.mark.slow
def test_the_same_list_again_asks_nobody_but_what_failed(checked: Checked) -> None:
    one = checked.office
    one.newsroom.forget()
    ran = one.run("coverage", "check", str(checked.path), "--month", "2026-11", "--json")
    assert ran.code == 0, ran.complained
    assert ran.json == checked.rows
    assert {line.outlet for line in one.newsroom.requests} <= {BROKEN}


@pytest.mark.slow
def test_what_a_list_brings_settles_no_day_and_is_made_again_from_its_captures(
    checked: Checked,
) -> None:
    with sqlite3.connect(checked.office.database) as ledger:
        days = ledger.execute(
            "SELECT count(*) FROM read_days WHERE day < ?", (READ.isoformat(),)
        ).fetchone()[0]
        lone = ledger.execute(
            "SELECT count(*) FROM publications WHERE outlet = ?", (f"page.{LONE}",)
        ).fetchone()[0]
    assert (days, lone > 0) == (0, True)
    ran = checked.office.run("verify", "--month", "2026-11")
    assert ran.code == 0, ran.said + ran.complained


@pytest.mark.slow
def test_another_departments_list_is_told_who_claimed_first(checked: Checked) -> None:
    path = checked.path.with_name("boshqa.csv")
    claimed = [one for one in checked.made if one.due == "counts"][:5]
    lines = "".join(f"{one.day};ИИББ;{one.link}\n" for one in claimed)
    path.write_text(f"Дата;Подразделение;Ссылка\n{lines}", encoding="utf-8")
    words = ("coverage", "check", str(path), "--month", "2026-11", "--json", "--in", "ru")
    ran = checked.office.run(*words)
    assert ran.code == 0, ran.complained
    assert {row["verdict"] for row in ran.json} == {"claimed"}
    assert all("list.xlsx" in row["explanation"] for row in ran.json)


@pytest.mark.slow
def test_a_check_that_is_stopped_goes_on(tmp_path: Path, checked: Checked) -> None:
    plan = checked.office.newsroom.studio.plan
    one = Office(tmp_path, checked.office.newsroom)
    _registry_without(one, LONE)
    assert plan.now == NOW
    words = ("coverage", "check", str(checked.path), "--month", "2026-11", "--json")
    process = subprocess.Popen(
        one.command(*words, "-o", str(tmp_path / "out.xlsx")), env=one.environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    one.newsroom.forget()
    while len(one.newsroom.requests) < 60 and process.poll() is None:
        time.sleep(0.05)
    process.terminate()
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 1, complained
    assert b"not checked yet" in complained
    half = json.loads(said)
    assert 0 < sum(row["verdict"] is None for row in half) < 500
    read = {row["url"] for row in half if row["publication"]}
    one.newsroom.forget()
    ran = one.run(*words, "-o", str(tmp_path / "out.xlsx"))
    assert ran.code == 0, ran.complained
    asked = {f"https://{line.host}{line.path}" for line in one.newsroom.requests}
    assert asked.isdisjoint(read)
    assert all(row["verdict"] for row in ran.json)
