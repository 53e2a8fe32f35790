"""Coverage lists against a small ledger, without visits. All rows are synthetic."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crawler.claimed import Place, Unplaced, place_link
from crawler.session import Session
from reports.labels import LANGUAGES, label
from storage.coverage_lists import Verdict
from tests.crawler.conftest import Run

LINKS = {f"s{n}": f"https://kun.uz/news/2026/10/{n:02}/sinov-{n}" for n in (5, 6, 7)}


def book(path: Path, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]
    made.save(path)
    return path


@pytest.fixture
def held(tmp_path: Path, run: Run) -> Path:
    """A folder whose ledger holds three items of the internet and one of television."""
    rows = [[f"{n:02}.10.2026", "Kun.uz", f"Sinov {n}", LINKS[f"s{n}"]] for n in (5, 6, 7)]
    internet = book(tmp_path / "i.xlsx", ["Sana", "OAV", "Sarlavha", "Havola"], *rows)
    tv = book(
        tmp_path / "t.xlsx", ["Sana", "Telekanal", "Syujet"], ["06.10.2026", "MY5", "Qidiruv"]
    )
    for kind, path in (("internet", internet), ("television", tv)):
        assert run(tmp_path, "import", str(path), "--kind", kind).code == 0
    return tmp_path


def check(run: Run, folder: Path, path: Path, *words: str) -> list[dict[str, Any]]:
    ran = run(folder, "coverage", "check", str(path), "--offline", "--json", *words)
    assert ran.code in {0, 1}, ran.complained
    rows: list[dict[str, Any]] = ran.json
    return rows


HEAD = ["Бўлинма", "Сана", "ОАВ", "Сарлавҳа", "Ҳавола"]


def test_what_the_ledger_knows_is_judged_without_a_visit(held: Path, run: Run) -> None:
    path = book(
        held / "a.xlsx", HEAD,
        ["A", "05.10.2026", "Kun.uz", "", LINKS["s5"]],
        ["B", "08.10.2026", "Kun.uz", "", LINKS["s6"].replace("https://", "http://www.")],
        ["B", "05.10.2026", "Kun.uz", "", LINKS["s5"] + "?utm_source=fb"],
        ["A", "06.10.2026", "my5", "ҚИДИРУВ", ""],
        ["A", "06.10.2026", "my5", "Boshqa", ""],
        ["A", "", "", "", "https://kun.uz/news/2026/10/09/notanish"],
    )  # fmt: skip
    rows = check(run, held, path, "--month", "2026-10", "--in", "en")
    verdicts = [row["verdict"] for row in rows]
    assert verdicts == ["counts", "counts", "claimed", "counts", "not_article", None]
    assert "claimed for 8 October 2026, published on 6 October 2026" in rows[1]["explanation"]
    assert "in this list, row 2" in rows[2]["explanation"]
    assert "no publication of this title" in rows[4]["explanation"]
    assert [row["verdict"] for row in check(run, held, path, "--day", "2026-10-05")] == [
        "counts", "outside_period", "claimed", "outside_period", "not_article", None,
    ]  # fmt: skip


def test_a_mended_list_takes_the_place_of_the_first(held: Path, run: Run) -> None:
    first = book(held / "a.xlsx", HEAD, ["A", "05.10.2026", "Kun.uz", "", LINKS["s5"]])
    second = book(held / "b.xlsx", HEAD, ["A", "05.10.2026", "Kun.uz", "x", LINKS["s5"]])
    assert check(run, held, first)[0]["verdict"] == "counts"
    (row,) = check(run, held, second)
    assert (row["verdict"], row["claimed_list"]) == ("claimed", 1)
    assert "a.xlsx" in row["explanation"]
    (row,) = check(run, held, second, "--replaces", "1")
    assert row["verdict"] == "counts"
    lists = run(held, "coverage", "lists", "--json").json
    assert [(one["name"], one["replaced_by"]) for one in lists] == [("a.xlsx", 2), ("b.xlsx", None)]
    ran = run(held, "coverage", "check", str(second), "--offline", "--replaces", "2")
    assert (ran.code, "cannot take its own place" in ran.complained) == (2, True)
    ran = run(held, "coverage", "check", str(second), "--offline", "--replaces", "9")
    assert (ran.code, "no list 9" in ran.complained) == (2, True)


def test_a_person_who_decided_that_it_does_not_count_is_obeyed(held: Path, run: Run) -> None:
    words = ("--counts", "no", "--person", "A", "--reason", "sinov")
    assert run(held, "decide", LINKS["s5"], *words).code == 0
    path = book(held / "a.xlsx", HEAD, ["A", "05.10.2026", "Kun.uz", "", LINKS["s5"]])
    assert check(run, held, path)[0]["verdict"] == "not_ministry"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_in_every_language(held: Path, run: Run, language: Any) -> None:
    path = held / "a.csv"
    path.write_text(f"Сана,Ҳавола\n05.10.2026,{LINKS['s5']}\n,=HYPERLINK(1)\n", "utf-8")
    out = held / "out.xlsx"
    check(run, held, path, "--in", language, "-o", str(out))
    book = openpyxl.load_workbook(out)
    sheet, summed = book.worksheets
    assert [cell.value for cell in sheet[1]][7] == label("checked", "verdict", language)
    assert sheet["H2"].value == label("verdict", "counts", language)
    assert sheet["F3"].value == "'=HYPERLINK(1)"
    assert summed.title == label("checked", "summary", language)[:31]
    for verdict in Verdict:
        assert label("verdict", verdict, language) != verdict


def test_bad_options_are_one_line(held: Path, run: Run) -> None:
    path = book(held / "a.xlsx", HEAD, ["A", "05.10.2026", "Kun.uz", "", LINKS["s5"]])
    for words, why in (
        (["-o", str(path)], "is the list itself"),
        (["-o", str(held / "a.docx")], "written as .xlsx"),
        (["--month", "2026-13"], "cannot be read"),
        (["--in", "de"], "no reports in"),
    ):
        ran = run(held, "coverage", "check", str(path), "--offline", *words)
        assert (ran.code, ran.complained.count("\n")) == (2, 1)
        assert why in ran.complained


def place(link: str) -> Place:
    return place_link(Session(Path("none.db")).registry, link)


def test_whose_address_a_link_is() -> None:
    assert place("http://www.kun.uz/uz/news/2026/10/05/a?fbclid=1#x").url == (
        "https://kun.uz/news/2026/10/05/a"
    )
    assert place("https://t.me/s/kunuzofficial/77?single").url == "https://t.me/kunuzofficial/77"
    lone = place("https://www.Example-Gazeta.kz/a/1").outlet
    assert (lone.id, lone.country, lone.foreign) == ("page.example-gazeta.kz", "KZ", True)
    assert not place("https://sinov.com/a/1").outlet.foreign


@pytest.mark.parametrize(
    ("link", "verdict"),
    [
        ("yoʻq", Verdict.NOT_ARTICLE),
        ("ftp://kun.uz/a", Verdict.NOT_ARTICLE),
        ("https://kun.uz/", Verdict.NOT_ARTICLE),
        ("https://www.gazeta.uz/ru/", Verdict.NOT_ARTICLE),
        ("http://127.0.0.1/a", Verdict.NOT_ARTICLE),
        ("http://[::1]/a", Verdict.NOT_ARTICLE),
        ("http://localhost/a", Verdict.NOT_ARTICLE),
        ("https://user:pass@kun.uz/a", Verdict.NOT_ARTICLE),
        ("https://kun.uz:8080/a", Verdict.NOT_ARTICLE),
        ("https://t.me/no_such_channel_here/5", Verdict.NOT_REACHABLE),
        ("https://" + "a" * 3000, Verdict.NOT_ARTICLE),
    ],
)
def test_links_that_lead_to_no_article(link: str, verdict: Verdict) -> None:
    with pytest.raises(Unplaced) as raised:
        place(link)
    assert raised.value.verdict is verdict
