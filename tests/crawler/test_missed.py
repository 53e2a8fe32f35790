"""What people say we missed: the reason, the cure, the log. Newsroom and rows are synthetic."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from replica import NewsroomPlan
from replica.truth import Row
from reports.labels import LANGUAGES, label
from storage.missed import Why
from tests.crawler.conftest import Office, Run, office
from tools.replica_night import played_registry

OUTLETS = ("kun.uz", "gazeta.uz", "gov.uz", "aniq.uz", "xabar.uz")
LONE = "aniq.uz"
ADD = ("--add", "--person", "N. Karimova", "--reason", "sinov")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The last two of six days are read, of all outlets but one that the registry lacks."""
    folder = tmp_path_factory.mktemp("office")
    plan = NewsroomPlan(days=6, per_day=60, outlets=OUTLETS)
    with office(folder, plan) as one:
        (folder / "outlets").mkdir()
        played_registry(folder / "outlets", set(OUTLETS) - {LONE})
        assert one.run("nightly", "--since", "2026-10-30", "--json").code == 0
        yield one


def of(one: Office, outlet: str, own: bool, last: bool, kind: str = "article") -> Row:
    """A row of the truth: the oldest of those days that are not read, else the newest."""
    rows = one.newsroom.truth if last else reversed(one.newsroom.truth)
    return next(
        row
        for row in rows
        if row["outlet"] == outlet
        and (row["owner"] in {"own", "both"}) == own
        and (row["day"] >= "2026-10-30") == last
        and row["kind"] == kind
        and row["ways"]
    )


def ask(one: Office, *words: str) -> Any:
    ran = one.run("missed", *words, "--json")
    assert ran.code in {0, 1}, ran.complained
    return ran.json


def why(one: Office, *words: str) -> str:
    (found,) = ask(one, *words)
    return str(found["why"])


@pytest.mark.slow
def test_why_an_address_is_not_counted(read: Office) -> None:
    held = of(read, "gazeta.uz", own=True, last=True)
    assert why(read, held["url"]) == "have_it"
    assert why(read, held["url"], "--day", "2026-10-02") == "other_day"
    groups: dict[str, list[str]] = {}
    for row in read.newsroom.truth:
        if row["outlet"] == "gov.uz" and row["day"] >= "2026-10-30" and row["kind"] == "article":
            groups.setdefault(row["version_group"], []).append(row["url"])
    versions = next(urls for urls in groups.values() if len(urls) > 1)
    assert {why(read, url) for url in versions} == {"language_version", "have_it"}
    assert why(read, of(read, "kun.uz", own=False, last=True)["url"]) == "no_mention"
    assert why(read, of(read, LONE, own=True, last=True)["url"]) == "outlet_unknown"
    early = of(read, "xabar.uz", own=True, last=False)
    assert why(read, early["url"], "--day", early["day"]) == "not_visited"
    never = "https://xabar.uz/uz/jamiyat/synthetic-hech-qachon"
    assert why(read, never, "--day", "2026-10-30") == "not_listed"
    assert why(read, "https://kun.uz/") == "not_article"
    assert why(read, "https://t.me/no_such_channel_here/7") == "outlet_unknown"


@pytest.mark.slow
def test_what_was_missed_is_read_and_counts_by_decision(read: Office) -> None:
    early, foreign = (of(read, "kun.uz", own, last=False) for own in (True, False))
    lone = of(read, LONE, own=True, last=False)
    for row, reason in ((early, "not_visited"), (foreign, "not_visited"), (lone, "outlet_unknown")):
        (found,) = ask(read, row["url"], *ADD, "--how", "qo‘ng‘iroq")
        assert (found["why"], found["added"], found["counted"]) == (reason, True, True)
        assert found["day"] == row["day"]
        listed = read.run("coverage", "list", "--day", row["day"], "--json").json
        assert found["publication"] in {one["publication"] for one in listed}
        (decision,) = read.run("decide", found["publication"], "--json").json
        assert (decision["kind"], decision["value"], decision["person"], decision["reason"]) == (
            "counts", "yes", "N. Karimova", "sinov",
        )  # fmt: skip
        assert why(read, row["url"]) in {"have_it", "language_version"}
    log = read.run("missed", "--log", "--json").json
    (line,) = [one for one in log if one["url"] == early["url"]]
    assert (line["outlet"], line["why"], line["cured"]) == ("kun.uz", "not_visited", "added")
    assert (line["person"], line["found_by"]) == ("N. Karimova", "qo‘ng‘iroq")


@pytest.mark.slow
def test_what_is_not_there_cannot_be_added(read: Office) -> None:
    never = "https://xabar.uz/uz/jamiyat/synthetic-yoq-bunday"
    ran = read.run("missed", never, *ADD, "--json")
    assert ran.code == 1
    assert "1 of 1 could not be added" in ran.complained
    (found,) = json.loads(ran.said)
    assert (found["added"], found["reason"]) == (False, "HTTP 404")
    assert why(read, never) == "gone"


@pytest.mark.slow
def test_a_list_of_missed_addresses(read: Office) -> None:
    rows = [of(read, "xabar.uz", own, last=False) for own in (True, False)]
    path = read.folder / "missed.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Sana", "Havola"])
    for row in rows:
        sheet.append([row["day"], row["url"]])
    book.save(path)
    assert [one["why"] for one in ask(read, str(path))] == ["not_visited"] * 2
    assert [one["added"] for one in ask(read, str(path), *ADD)] == [True, True]


def test_bad_words_are_one_line(tmp_path: Path, run: Run) -> None:
    for words, said in (
        ([], "name an address"),
        (["yoq.xlsx"], "neither an address nor a file"),
        (["https://kun.uz/a", "--add"], "say --person and --reason"),
        (["https://kun.uz/a", "--day", "32.10.2026"], "is no day"),
        (["https://kun.uz/a", "--in", "de"], "no reports in"),
    ):
        ran = run(tmp_path, "missed", *words)
        assert (ran.code, ran.complained.count("\n")) == (2, 1)
        assert said in ran.complained


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_in_every_language(tmp_path: Path, run: Run, language: Any) -> None:
    ran = run(tmp_path, "missed", "https://kun.uz/news/2026/10/05/sinov", "--in", language)
    assert ran.code == 0, ran.complained
    assert label("missed", "title", language) in ran.said
    log = run(tmp_path, "missed", "--log", "--in", language)
    assert label("why", "not_visited", language) in log.said
    for one in Why:
        assert label("why", one, language) != one
