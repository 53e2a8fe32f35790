"""Lists as departments send them: Excel, CSV, Word, text. All rows are synthetic."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipelines.claim_files import is_workbook, read_claims
from pipelines.import_file import UnreadableTable
from pipelines.links import links_in, without_links
from text.clock import TASHKENT

NOW = datetime(2026, 10, 31, 22, 0, tzinfo=TASHKENT)
A, B = "https://kun.uz/news/2026/10/30/sinov", "https://uza.uz/oz/posts/sinov_1"


def book(path: Path, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "Oktabr"
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_headings_in_any_order_alphabet_and_language(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["Чиқишлар рўйхати"],
        ["Ссылка", "Bo‘lim", "САНА", "ОАВ номи", "Заголовок"],
        [A, "ЙҲХХ", "30.10.2026", "Kun.uz", "Sinov"],
        [],
        [B, "Probatsiya", date(2026, 10, 29), "UzA", "Sinov 2"],
    )
    first, second = read_claims(path, NOW)
    assert (first.sheet, first.row, first.headed, first.link) == ("Oktabr", 3, 2, A)
    assert (first.department, first.day, first.outlet) == ("ЙҲХХ", date(2026, 10, 30), "Kun.uz")
    assert (second.row, second.day, second.title) == (5, date(2026, 10, 29), "Sinov 2")
    assert is_workbook(path)


def test_links_behind_words_and_in_formulas(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["Дата", "Ссылка"],
        ["30.10.2026", "ҳавола"],
        ["30.10.2026", f'=HYPERLINK("{B}", "bu yerda")'],
    )
    made = openpyxl.load_workbook(path)
    made["Oktabr"]["B2"].hyperlink = A
    made.save(path)
    assert [one.link for one in read_claims(path, NOW)] == [A, B]


def test_a_workbook_without_headings_is_its_rows_with_links(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["1", "kun.uz/news/2026/10/30/sinov Sinov"], ["2", "yoʻq"])
    (one,) = read_claims(path, NOW)
    assert (one.row, one.link, one.headed) == (1, A, 0)


def test_rows_without_links_claim_by_title(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["Sana", "Telekanal", "Syujet"], ["30.10.2026", "MY5", "A"])
    (one,) = read_claims(path, NOW)
    assert (one.link, one.outlet, one.title) == ("", "MY5", "A")


def test_what_cannot_be_understood_is_a_doubt_and_no_refusal(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ["Sana", "Havola"], ["tez kunda", f"{A} {B}"], ["31.02.2026", "yoʻq"]
    )
    first, second = read_claims(path, NOW)
    assert first.link == A
    assert "names no day" in first.doubt
    assert "2 links in one row" in first.doubt
    assert (second.link, second.day) == ("yoʻq", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
def test_csv_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Дата;Управление;Ссылка\n30.10.2026;Пробация;{A}\n", encoding=encoding)
    (one,) = read_claims(path, NOW)
    assert (one.link, one.department, one.day) == (A, "Пробация", date(2026, 10, 30))


def test_a_text_is_its_lines_with_links(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Salom!\n1. 30.10.2026 Sinov – {A}.\n{B}, (t.me/kunuzofficial/5)\n", "utf-8")
    claims = read_claims(path, NOW)
    assert [(one.row, one.link) for one in claims] == [
        (2, A), (3, B), (3, "https://t.me/kunuzofficial/5"),
    ]  # fmt: skip
    assert claims[0].day == date(2026, 10, 30)


def linked(paragraph: Any, words: str, address: str) -> None:
    part = paragraph.part
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def test_word_tables_and_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    made = Document()
    linked(made.add_paragraph("Birinchi: "), "shu yerda", A)
    table = made.add_table(rows=2, cols=3)
    for cell, word in zip(table.rows[0].cells, ("Дата", "СМИ", "Ссылка"), strict=True):
        cell.text = word
    table.rows[1].cells[0].text = "29.10.2026"
    table.rows[1].cells[1].text = "UzA"
    linked(table.rows[1].cells[2].paragraphs[0], "havola", B)
    made.save(str(path))
    first, second = read_claims(path, NOW)
    assert (first.link, first.title) == (A, "Birinchi: shu yerda")
    assert (second.sheet, second.row, second.link) == ("table 1", 2, B)
    assert (second.day, second.outlet) == (date(2026, 10, 29), "UzA")
    assert not is_workbook(path)


def test_bad_files_are_refused_by_name_with_the_cure(tmp_path: Path) -> None:
    cases = {
        "none.xlsx": (None, "no such file"),
        "empty.txt": (b"Salom", "give each row its link"),
        "old.xls": (b"\xd0\xcf\x11\xe0" + bytes(100), "save it as .xlsx or .docx"),
        "noise.txt": (bytes(range(256)) * 9, "neither Excel, Word nor text"),
    }
    for name, (content, why) in cases.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(UnreadableTable, match=why) as raised:
            read_claims(path, NOW)
        assert name in str(raised.value)
    for name, inside in (("bad.docx", "word/document.xml"), ("bad.xlsx", "xl/workbook.xml")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(inside, "<broken")
        with pytest.raises(UnreadableTable, match="not a readable"):
            read_claims(tmp_path / name, NOW)


@pytest.mark.slow
def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 900_000_000)
    with pytest.raises(UnreadableTable, match="unpacks to"):
        read_claims(path, NOW)


def test_links_in_what_people_write() -> None:
    assert links_in("Qarang: kun.uz/a, https://uza.uz/b). T.me/x/1!") == [
        "https://kun.uz/a", "https://uza.uz/b", "https://T.me/x/1",
    ]  # fmt: skip
    assert links_in("info@iiv.uz 12/10 v.uz") == []
    assert without_links("1 – Sinov: https://uza.uz/b") == "1 – Sinov"
