"""The report of a made year: every figure in the right place, the same in every form and language.

The rows are synthetic; their numbers are a hundredth of the office's own of 2024, rounded.
"""

import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from bench.report import write_part
from reports.labels import LANGUAGES
from tests.crawler.conftest import Run
from text.numbers import NO_BREAK

PARTS = {
    ("television", ""): 127, ("radio", ""): 70, ("print", ""): 45, ("internet", "official"): 157,
    ("internet", "own"): 493, ("internet", "other"): 614, ("foreign", ""): 9,
}  # fmt: skip
INTERNET = 157 + 493 + 614
TOTAL = 127 + 70 + 45 + INTERNET
ACTIVITIES = {
    "event": ["Sana,Nomi,Daraja,Holati"]
    + [f"{1 + n:02}.03.2024,Brifing {n},rahbariyat,o‘tkazildi" for n in range(16)]
    + [f"{1 + n % 28:02}.05.2024,Tadbir {n},hudud,o‘tkazildi" for n in range(34)]
    + [f"{1 + n:02}.06.2024,Reja {n},rahbariyat,reja" for n in range(20)],
    "statement": ["Sana,Mavzu,F.I.O."]
    + [f"{1 + n % 28:02}.07.2024,Holat {n},N. Karimov" for n in range(177)],
    "programme": ["Sana,Nomi"] + [f"01.02.2024,Dastur {n}" for n in range(11)],
    "show": ["Sana,Nomi"] + [f"01.02.2024,Loyiha {n}" for n in range(18)],
}
FIGURES = [TOTAL, 127, 70, 45, INTERNET, 157, 493, 614, 9, 16, 34, 177, 11, 18]
"""In the order of the report's rows."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger into which the year was imported."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("year")
    tables = [(kind, write_part(folder, kind, place, n)) for (kind, place), n in PARTS.items()]
    for kind, lines in ACTIVITIES.items():
        path = folder / f"{kind}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        tables.append((kind, path))
    for kind, path in tables:
        subprocess.run(
            [sys.executable, "-m", "crawler", "--db", str(folder / "yoritish.db"), "-q", "import",
             str(path), "--kind", kind], check=True,
        )  # fmt: skip
    return folder


def _written(number: int) -> str:
    return f"{number:,}".replace(",", NO_BREAK)


def _is_figure(row: tuple[Any, ...]) -> bool:
    return isinstance(row[1].value, int)


def _every_figure_leads_to_its_rows(book: openpyxl.Workbook) -> None:
    """Directly, or to a list of parts that add up to it and lead to as many rows as they say."""
    sheet, parts = book.worksheets[:2]
    led = 0
    for row in sheet.iter_rows(min_col=2):
        figures: dict[str, int] = {}
        for cell in row[:3]:
            if cell.hyperlink is not None:
                led += 1
                to = str(cell.hyperlink.location)
                # stories and outlets are fewer than the rows they are counted over
                figures[to] = max(figures.get(to, 0), cell.value)
        for cell in row[:3]:
            if cell.hyperlink is None:
                continue
            figure = figures[str(cell.hyperlink.location)]
            name, first, last = _target(cell)
            if name != parts.title:
                assert last - first + 1 == figure, cell
                continue
            lines = [parts.cell(at, 2) for at in range(first, last + 1)]
            assert sum(line.value for line in lines) == figure, cell
            for line in lines:
                _, begin, end = _target(line)
                assert end - begin + 1 == line.value, line
    assert led > len(FIGURES) + 40, "regions, outlets and origins too, and their stories"


def _target(cell: Any) -> tuple[str, int, int]:
    name, _, rows = str(cell.hyperlink.location).rpartition("!")
    first, last = map(int, re.findall(r"[A-Z](\d+)", rows))
    return name.strip("'"), first, last


def test_every_figure_of_the_page_leads_to_its_rows(year: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "yil.html"
    said = run(year, "report", "--year", "2024", "--as", "html", "-o", str(page))
    assert said.code == 0
    found = re.findall(
        r'<td class="n"><a href="([^"]+)">([^<]*)</a>', page.read_text(encoding="utf-8")
    )
    assert [figure for _, figure in found[:9]] == [_written(number) for number in FIGURES[:9]]
    numbers = {
        int(number): path.name
        for path in (tmp_path / "yil-rows").glob("rows-*.html")
        for number in re.findall(r'<tr id="r(\d+)">', path.read_text(encoding="utf-8"))
    }
    assert sorted(numbers) == list(range(1, TOTAL + 9 + 1)), "every row once"
    for link, figure in found:
        path, _, anchor = link.partition("#")
        target = (tmp_path / path).read_text(encoding="utf-8")
        if anchor:
            assert f'id="{anchor}"' in target
            continue
        rows = re.findall(r'<td><a href="([^"#]+)#r(\d+)">.*?<td class="n">(\S+)</td></tr>', target)
        assert _written(sum(int(n.replace(NO_BREAK, "")) for *_, n in rows)) == figure
        for name, number, _ in rows:
            assert numbers[int(number)] == name


def test_figures_of_the_period_before_lead_to_their_rows(
    year: Path, run: Run, tmp_path: Path
) -> None:
    page, path = tmp_path / "r.html", tmp_path / "r.xlsx"
    words = ("report", "--half", "2024-2")
    assert run(year, *words, "--as", "xlsx", "-o", str(path)).code == 0
    assert run(year, *words, "--as", "html", "-o", str(page)).code == 0
    book = openpyxl.load_workbook(path)
    _every_figure_leads_to_its_rows(book)
    figures = [row for row in book.worksheets[0].iter_rows() if isinstance(row[1].value, int)]
    figures = figures[: len(FIGURES)]
    assert sum(row[2].value > 0 for row in figures) > 5
    for row in figures:
        for cell in row[1:3]:
            assert bool(cell.hyperlink) == (cell.value > 0), cell
    assert book.worksheets[2].max_row - 1 == TOTAL + 9, "every row of both halves once"
    table = page.read_text(encoding="utf-8").partition("</table>")[0]
    linked = re.findall(r'<a href="([^"]+)">([^<]*)</a>', table)
    shown = [_written(cell.value) for row in figures for cell in row[1:3] if cell.value]
    assert [figure for _, figure in linked] == shown
    for link, _ in linked:
        path_, _, anchor = link.partition("#")
        target = (tmp_path / path_).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in target


def test_the_report_alone_has_the_figures_and_no_rows(year: Path, run: Run, tmp_path: Path) -> None:
    words = ("report", "--year", "2024", "--no-rows")
    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    assert run(year, *words, "--as", "html", "-o", str(page)).code == 0
    assert run(year, *words, "--as", "xlsx", "-o", str(book)).code == 0
    text = page.read_text(encoding="utf-8")
    assert "<a href" not in text
    assert not (tmp_path / "r-rows").exists()
    for number in FIGURES:
        assert f">{_written(number)}<" in text
    (sheet,) = openpyxl.load_workbook(book).worksheets
    cells = [row[1] for row in sheet.iter_rows() if isinstance(row[1].value, int)]
    assert [cell.value for cell in cells][: len(FIGURES)] == FIGURES
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_html_and_excel_agree_to_the_digit(
    year: Path, run: Run, tmp_path: Path, language: str
) -> None:
    text = run(year, "report", "--year", "2024", "--in", language).said
    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    words = ("report", "--year", "2024", "--in", language)
    assert run(year, *words, "--as", "html", "-o", str(page)).code == 0
    assert run(year, *words, "--as", "xlsx", "-o", str(book)).code == 0
    rows = [line for line in text.splitlines() if re.search(r"  \d", line)][: len(FIGURES)]
    shown = [re.split(r"\s{2,}", line.strip())[1] for line in rows]
    assert shown == [_written(number) for number in FIGURES]
    html = page.read_text(encoding="utf-8")
    cells = re.findall(r'<td class="n">(?:<a [^>]*>)?([^<]*)(?:</a>)?</td>', html)
    assert cells[: 4 * len(FIGURES) : 4] == shown
    sheet = openpyxl.load_workbook(book).worksheets[0]
    numbers = [row[1].value for row in sheet.iter_rows() if isinstance(row[1].value, int)]
    assert numbers[: len(FIGURES)] == FIGURES
    _every_figure_leads_to_its_rows(openpyxl.load_workbook(book))
    document, print_ = tmp_path / "r.docx", tmp_path / "r.pdf"
    assert run(year, *words, "--as", "docx", "-o", str(document)).code == 0
    table = docx.Document(str(document)).tables[0]
    assert [row.cells[1].text for row in table.rows][1:] == shown
    assert run(year, *words, "--as", "pdf", "-o", str(print_)).code == 0
    lines = "".join(page.extract_text() + "\n" for page in pypdf.PdfReader(print_).pages)
    said = " ".join(lines.split())
    for row in table.rows[1:]:
        cells = " ".join(f"{row.cells[0].text} {row.cells[1].text}".split())
        assert cells in said, "every figure beside its name"
    behind = openpyxl.load_workbook(book).worksheets[2]
    assert behind.max_row - 1 == TOTAL + 9, "the rows behind the figures"


def test_the_offices_own_template_is_filled_in(year: Path, run: Run, tmp_path: Path) -> None:
    own, made = tmp_path / "own.docx", tmp_path / "made.docx"
    assert run(year, "report", "--template-to", str(own)).code == 0
    changed = docx.Document(str(own))
    changed.add_paragraph("Jami: {{ values.total }}. Bosh muharrir: {{ 1 + 1 }}")
    changed.save(str(own))
    words = ("report", "--year", "2024", "--as", "docx", "-o", str(made), "--template")
    assert run(year, *words, str(own)).code == 0
    assert docx.Document(str(made)).paragraphs[-1].text == f"Jami: {TOTAL}. Bosh muharrir: 2"
    changed.add_paragraph("{{ ''.__class__.__mro__ }}")
    changed.save(str(own))
    ran = run(year, *words, str(own))
    assert ran.code == 2, "a template fills in words and reaches nothing else"
    assert "own.docx: cannot be filled in" in ran.complained
    own.write_text("no Word file")
    ran = run(year, *words, str(own))
    assert ran.code == 2
    assert "own.docx: cannot be filled in" in ran.complained


def test_the_narrative_holds_every_figure_in_the_offices_words(year: Path, run: Run) -> None:
    text = run(year, "report", "--year", "2024", "--in", "uz-Cyrl").said
    narrative = text.split("\n\n")[1]
    assert narrative.startswith("2024 йил январь–декабрь давомида Ички ишлар вазирлиги фаолияти")
    assert f"жами {_written(TOTAL)} марта ёритилди" in narrative
    for words, number in (
        ("телевидениеда", 127), ("радиода", 70), ("интернетда", INTERNET),
        ("расмий саҳифасида", 157), ("веб-сайтларида", 493), ("ижтимоий тармоқларда", 614),
    ):  # fmt: skip
        assert f"{words} – {_written(number)}" in narrative, narrative
    assert "16" in text.split("\n\n")[2]


def test_the_plan_and_the_period_before_stand_beside(year: Path, run: Run) -> None:
    text = run(year, "report", "--half", "2024-2", "--in", "en").said
    assert text.splitlines()[1] == "July – December 2024"
    row = next(line for line in text.splitlines() if line.startswith("Press events of the leader"))
    assert re.split(r"\s{2,}", row)[1:4] == ["0", "16", "−16"]
    first = run(year, "report", "--half", "2024-1", "--in", "en").said
    row = next(line for line in first.splitlines() if line.startswith("Press events of the leader"))
    assert re.split(r"\s{2,}", row)[1:] == ["16", "0", "+16", "20"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--half", "2024-3"], "2024-1 or 2024-2".replace("2024", "2026")),
        (["--year", "24"], "--year"),
        (["--year", "2024", "--in", "tr"], "no reports in"),
        ([], "say one of"),
    ],
)
def test_a_wrong_period_or_language_is_one_clear_line(
    year: Path, run: Run, words: list[str], said: str
) -> None:
    ran = run(year, "report", *words)
    assert ran.code == 2
    assert said in ran.complained
