"""Tables of the office: every good row kept once, every bad one returned with its reason.

All rows are synthetic.
"""

import sqlite3
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.import_kinds import EXAMPLES, headings, kinds
from tests.crawler.conftest import Run

HEAD = ["Sana", "Vaqt", "Telekanal", "Sarlavha", "Dastur", "Hudud", "Havola"]
GOOD: list[list[Any]] = [
    [date(2026, 10, 5), time(19, 30), "O‘zbekiston 24", "Yo‘l harakati oyligi", "Axborot 24",
     "Samarqand viloyati", ""],
    ["06.10.2026", "20:00", "Sevimli", "Probatsiya xizmati haqida", "Zamon", "", ""],
    [46300, 0.5, "Zo‘r TV", "Kiberjinoyat", "Bu kun", "UZ-TK", "https://zortv.uz/1"],
    ["7 oktabr 2026", "", "MY5", "Qidiruv", "Hudud", "Фергана", ""],
]  # fmt: skip
BAD: dict[str, list[Any]] = {
    "day: empty": ["", "", "MY5", "Kunsiz", "", "", ""],
    "outlet: empty": ["05.10.2026", "", "", "Kanalsiz", "", "", ""],
    "title: empty": ["05.10.2026", "", "MY5", "  ", "", "", ""],
    "there is no 31.9.2026": ["31.09.2026", "", "MY5", "a1", "", "", ""],
    "names no day": ["ertaga", "", "MY5", "a2", "", "", ""],
    "ahead": ["05.10.2036", "", "MY5", "a3", "", "", ""],
    "before 1991": ["05.10.1980", "", "MY5", "a4", "", "", ""],
    "several days": ["05.10.2026 – 07.10.2026", "", "MY5", "a5", "", "", ""],
    "is not between": [datetime(2031, 1, 1), "", "MY5", "a6", "", "", ""],  # noqa: DTZ001
    "day: True is no text": [True, "", "MY5", "a7", "", "", ""],
    "time: '25:10'": ["05.10.2026", "25:10", "MY5", "a8", "", "", ""],
    "time: 'kechqurun'": ["05.10.2026", "kechqurun", "MY5", "a9", "", "", ""],
    "region: 'Atlantida'": ["05.10.2026", "", "MY5", "a10", "", "Atlantida", ""],
    "url: 'zortv'": ["05.10.2026", "", "MY5", "a11", "", "", "zortv"],
    "url: 'javascript:": ["05.10.2026", "", "MY5", "a12", "", "", "javascript:alert(1)"],
    "url: 'https://a b": ["05.10.2026", "", "MY5", "a13", "", "", "https://a b.uz/"],
    "#N/A, an error of Excel": ["05.10.2026", "", "#N/A", "a14", "", "", ""],
    "#REF!, an error of Excel": ["05.10.2026", "", "MY5", "#REF!", "", "", ""],
    "are no outlet's name": ["05.10.2026", "", "M" * 130, "a15", "", "", ""],
    "title: False is no text": ["05.10.2026", "", "MY5", False, "", "", ""],
    "title: a date where words": ["05.10.2026", "", "MY5", date(2026, 10, 1), "", "", ""],
    "outlet: a date where words": ["05.10.2026", "", date(2026, 10, 1), "a16", "", "", ""],
    "the template's example": ["05.10.2026", "", "MY5", "Namuna: a17", "", "", ""],
    "the same as row": ["06.10.2026", "20:00", "Sevimli", "Probatsiya xizmati haqida", "Zamon",
                        "", ""],
    "day: '12'": [12, "", "MY5", "a18", "", "", ""],
    "names no day or": ["—", "", "MY5", "a19", "", "", ""],
}  # fmt: skip


def _book(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Varaq {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _titles(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "yoritish.db") as connection:
        return [row[0] for row in connection.execute("SELECT title FROM publications ORDER BY 1")]


def _total(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    total: dict[str, Any] = run(folder, "counts", "--year", "2026", *words, "--json").json["total"]
    return total


def test_a_table_is_counted_and_the_same_again_adds_nothing(tmp_path: Path, run: Run) -> None:
    path = _book(tmp_path / "tv.xlsx", [HEAD, *GOOD])
    ran = run(tmp_path, "import", str(path), "--kind", "television")
    assert ran.code == 0, ran.complained
    assert "4 added, 0 known already, 0 refused" in ran.complained
    assert _total(run, tmp_path)["appearances"] == 4
    rows = run(tmp_path, "coverage", "list", "--year", "2026", "--channel", "television", "--json")
    assert {row["day"] for row in rows.json} == {
        "2026-10-05", "2026-10-06", "2026-10-07"}  # fmt: skip
    assert {row["region"] for row in rows.json} >= {"UZ-SA", "UZ-FA", "UZ-TK"}
    again = run(tmp_path, "import", str(path), "--kind", "television")
    assert "0 added, 4 known already" in again.complained
    assert _total(run, tmp_path)["appearances"] == 4


def test_headings_in_any_order_alphabet_and_language_below_a_title(
    tmp_path: Path, run: Run
) -> None:
    tables = {
        "ru": ["Заголовок", "№", "Телеканал", "Дата выхода"],
        "cyrl": ["САРЛАВҲА", "т/р", "телеканал", "Сана"],
        "both": ["Sarlavha / Название", "№", "OAV / СМИ", "Sana\nДата"],
    }
    for name, head in tables.items():
        rows = [["Televideniyedagi chiqishlar"], [], head,
                [f"Lavha {name}", 1, "MY5", "05.10.2026"], ["", "", "", ""]]  # fmt: skip
        path = _book(tmp_path / f"{name}.xlsx", rows)
        ran = run(tmp_path, "import", str(path), "--kind", "television")
        assert ran.code == 0, ran.complained
    assert _titles(tmp_path) == sorted(f"Lavha {name}" for name in tables)


def test_several_sheets_merged_cells_and_sheets_of_something_else(tmp_path: Path, run: Run) -> None:
    path = _book(
        tmp_path / "tv.xlsx",
        [HEAD[:4], ["05.10.2026", "", "MY5", "bir"], [None, "", None, "ikki"],
         [None, "", None, "uch"]],
        [["Bu varaqda izohlar bor"], ["hech narsa"]],
        [HEAD[:4], ["06.10.2026", "", "Sevimli", "to‘rt"]],
    )  # fmt: skip
    book = openpyxl.load_workbook(path)
    book["Varaq 1"].merge_cells("A2:A4")
    book["Varaq 1"].merge_cells("C2:C4")
    book.save(path)
    ran = run(tmp_path, "import", str(path), "--kind", "television")
    assert ran.code == 0, ran.complained
    assert _titles(tmp_path) == ["bir", "ikki", "to‘rt", "uch"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_programs_write_it(tmp_path: Path, run: Run, encoding: str, delimiter: str) -> None:
    lines = [["Сана", "Радио", "Сарлавҳа"], ["05.10.2026", "Маҳалла", "Йўл ҳаракати"],
             ["06.10.2026", "Навруз", "Хавфсизлик ойлиги"]]  # fmt: skip
    if encoding == "windows-1251":
        lines = [[cell.replace("ҳ", "х").replace("ў", "у") for cell in line] for line in lines]
    path = tmp_path / "radio.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    ran = run(tmp_path, "import", str(path), "--kind", "radio")
    assert ran.code == 0, ran.complained
    assert len(_titles(tmp_path)) == 2
    assert _total(run, tmp_path)["appearances"] == 2


def test_twenty_five_kinds_of_mistakes_are_each_named(tmp_path: Path, run: Run) -> None:
    assert len(BAD) >= 25
    path = _book(tmp_path / "tv.xlsx", [HEAD, *GOOD, *BAD.values()])
    whole = run(tmp_path, "import", str(path), "--kind", "television")
    assert whole.code == 2
    assert _titles(tmp_path) == [], "nothing half stored"
    assert f"{len(BAD)} of {len(BAD) + len(GOOD)} rows" in whole.complained
    ran = run(tmp_path, "import", str(path), "--kind", "television", "--partial")
    assert ran.code == 1
    assert len(_titles(tmp_path)) == len(GOOD)
    assert _total(run, tmp_path)["appearances"] == len(GOOD)
    sheet = openpyxl.load_workbook(tmp_path / "tv-refused.xlsx").worksheets[0]
    returned = {row[1]: row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert set(returned) == set(range(len(GOOD) + 2, len(GOOD) + len(BAD) + 2))
    for number, reason in enumerate(BAD, len(GOOD) + 2):
        expected = reason.replace("before 1991", "before").replace(
            "names no day or", "names no day"
        )
        assert expected in returned[number], (reason, returned[number])


def test_a_mended_copy_of_the_refused_rows_can_be_imported(tmp_path: Path, run: Run) -> None:
    path = _book(tmp_path / "tv.xlsx", [HEAD, GOOD[0], ["05.10.2026", "99:99", "MY5", "bir"]])
    assert run(tmp_path, "import", str(path), "--kind", "television", "--partial").code == 1
    refused = tmp_path / "tv-refused.xlsx"
    book = openpyxl.load_workbook(refused)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(2, titles.index(" / ".join(headings("time"))) + 1).value = "19:30"
    book.save(refused)
    ran = run(tmp_path, "import", str(refused), "--kind", "television")
    assert ran.code == 0, ran.complained
    assert len(_titles(tmp_path)) == 2


@pytest.mark.parametrize("kind", list(kinds()))
def test_a_template_holds_what_its_kind_needs_and_its_example_is_refused(
    tmp_path: Path, run: Run, kind: str
) -> None:
    path = tmp_path / "t.xlsx"
    assert run(tmp_path, "import", "--template", kind, "-o", str(path)).code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [
        " / ".join(headings(f)) for f in kinds()[kind].fields
    ]
    ran = run(tmp_path, "import", str(path), "--kind", kind)
    assert ran.code == 2
    assert "the template's example" in ran.complained
    for at, field in enumerate(kinds()[kind].fields, 1):
        said = {"note": "", "title": "Haqiqiy satr", "text": "matn"}.get(field, EXAMPLES[field])
        sheet.cell(2, at).value = said
    sheet.parent.save(path)
    ran = run(tmp_path, "import", str(path), "--kind", kind)
    assert ran.code == 0, ran.complained


def test_a_link_of_a_known_outlet_is_that_outlets_publication(tmp_path: Path, run: Run) -> None:
    head = ["Sana", "OAV", "Sarlavha", "Havola", "Turi"]
    rows = [
        ["05.10.2026", "Kun", "bir", "https://kun.uz/news/2026/10/05/bir?utm_source=tg", ""],
        ["05.10.2026", "Kun.uz", "bir", "http://www.kun.uz/news/2026/10/05/bir", ""],
        ["05.10.2026", "IIV kanali", "ikki", "https://t.me/iiv_uz_sinov/5", "telegram"],
        ["05.10.2026", "gov.uz", "uch", "", "rasmiy sahifa"],
    ]
    path = _book(tmp_path / "net.xlsx", [head, *rows])
    ran = run(tmp_path, "import", str(path), "--kind", "internet", "--partial")
    assert ran.code == 1
    assert "the same as row 2" in ran.complained
    listed = run(tmp_path, "coverage", "list", "--year", "2026", "--json").json
    assert {(row["outlet"], row["subchannel"]) for row in listed} == {
        ("kun.uz", "other"), ("internet.telegram.iiv-kanali", "telegram"),
        ("internet.official.gov-uz", "official"),
    }  # fmt: skip
    assert next(row["url"] for row in listed if row["outlet"] == "kun.uz") == (
        "https://kun.uz/news/2026/10/05/bir"
    )


def test_foreign_items_are_apart_and_uzbek_ones_refused(tmp_path: Path, run: Run) -> None:
    head = ["Дата", "СМИ", "Заголовок", "Страна"]
    path = _book(
        tmp_path / "f.xlsx",
        [head, ["05.10.2026", "РИА", "а", "Россия"], ["05.10.2026", "BBC", "b", "GB"],
         ["05.10.2026", "Дарё", "в", "Узбекистан"]],
    )  # fmt: skip
    ran = run(tmp_path, "import", str(path), "--kind", "foreign", "--partial")
    assert "Uzbekistan is not abroad" in ran.complained
    total = _total(run, tmp_path)
    assert (total["appearances"], total["foreign"]) == (0, 2)


def test_events_statements_and_programmes_are_kept_once(tmp_path: Path, run: Run) -> None:
    head = ["Sana", "Nomi", "Daraja", "Holati", "Shakli"]
    rows = [["05.10.2026", "Brifing", "rahbariyat", "o‘tkazildi", "brifing"],
            ["05.12.2026", "Press-tur", "hudud", "reja", "press-tur"],
            ["05.12.2026", "Kelajak", "hudud", "o‘tkazildi", ""],
            ["05.10.2026", "Noma’lum", "osmon", "", ""]]  # fmt: skip
    path = _book(tmp_path / "e.xlsx", [head, *rows])
    for _ in range(2):
        ran = run(tmp_path, "import", str(path), "--kind", "event", "--partial")
        assert ran.code == 1
    assert "has not come yet" in ran.complained
    assert "'osmon' is none of leadership, region" in ran.complained
    with sqlite3.connect(tmp_path / "yoritish.db") as connection:
        kept = connection.execute(
            "SELECT title, state, level FROM activities ORDER BY title"
        ).fetchall()
    assert kept == [("Brifing", "held", "leadership"), ("Press-tur", "planned", "region")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "not a readable Excel"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "save it as .xlsx"),
        ("a.csv", b"\x00\x01\x02\x00binary" * 50, "neither Excel nor text"),
        ("a.csv", b"", "no headings were found"),
        ("a.csv", b"bir,ikki\n1,2\n", "no headings were found"),
        ("a.csv", b"Sana,Sarlavha\n05.10.2026,a\n", "no heading for outlet"),
    ],
)
def test_what_is_no_table_is_one_clear_line(
    tmp_path: Path, run: Run, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    ran = run(tmp_path, "import", str(path), "--kind", "television")
    assert ran.code == 2
    assert words in ran.complained
    assert "Traceback" not in ran.complained


def test_a_zip_bomb_and_a_missing_file_are_refused(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2_100):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", "")
    ran = run(tmp_path, "import", str(path), "--kind", "television")
    assert ran.code == 2
    assert "no table does" in ran.complained
    ran = run(tmp_path, "import", str(tmp_path / "none.xlsx"), "--kind", "television")
    assert ran.code == 2
    assert "No such file" in ran.complained
    ran = run(tmp_path, "import", str(path), "--kind", "newspaper")
    assert "no such kind" in ran.complained


def test_a_formula_in_a_table_is_no_formula_in_ours(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "tv.csv"
    path.write_text('Sana,Kanal,Sarlavha\nerta,MY5,"=HYPERLINK(1)"\n', encoding="utf-8")
    run(tmp_path, "import", str(path), "--kind", "television")
    sheet = openpyxl.load_workbook(tmp_path / "tv-refused.xlsx").worksheets[0]
    cells = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not any(str(cell).startswith("=") for cell in cells)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(
    rows=st.lists(
        st.lists(st.text(max_size=12) | st.integers() | st.floats() | st.none(), max_size=4),
        max_size=6,
    )
)
def test_whatever_stands_in_the_cells_ends_in_a_row_or_a_reason(
    tmp_path: Path, run: Run, rows: list[list[Any]]
) -> None:
    (tmp_path / "yoritish.db").unlink(missing_ok=True)
    path = tmp_path / "tv.csv"
    lines = ["Sana\tKanal\tSarlavha\tVaqt"]
    lines += ["\t".join("" if c is None else str(c).translate({9: 32, 10: 32, 13: 32}) for c in row)
              for row in rows]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    ran = run(tmp_path, "import", str(path), "--kind", "television", "--partial")
    assert ran.code in {0, 1, 2}
    assert "Traceback" not in ran.complained
