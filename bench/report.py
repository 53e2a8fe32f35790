"""The office's year of 2024 from rows to report: import, months' counts, the report in every form.

    python bench/report.py [--share 1.0] [--keep FOLDER]

Writes synthetic tables with exactly the figures of the office's own report (XlsxWriter), imports
each with the program (bar: under 60 s in all), writes the report of the year as text, HTML, Word,
Excel and PDF in five languages and compares its figures (bar: under 3 s a report), and counts every
month (bar: under 50 ms). ``--share`` takes a part of the rows; ``--keep`` leaves tables, ledger and
reports in a folder, and uses the ledger that is there already.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import pypdf
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.counting import counting_rules
from reports.labels import LANGUAGES, check_language, label
from reports.report import KEYS
from storage.appearances import Selection
from storage.counts import count
from storage.database import open_database

PARTS = (
    ("television", "", 12_675), ("radio", "", 7_003), ("print", "", 4_515),
    ("internet", "official", 15_680), ("internet", "own", 49_312), ("internet", "other", 61_414),
    ("foreign", "", 97),
)  # fmt: skip
"""Kind, place and number of rows, as the report of 2024 gives them."""

WORDS = (
    "Йўл ҳаракати хавфсизлиги ойлиги", "Профилактика инспекторлари маҳаллада",
    "Киберфирибгарлик ҳақида огоҳлантириш", "Пробация хизмати тадбири", "Қидирув эълони",
    "Сотрудники органов внутренних дел задержали подозреваемого", "Yangi xizmat uyi topshirildi",
)  # fmt: skip


ACTIVITIES = (
    ("event", "Сана,Номи,Даража,Ҳолати", "Брифинг {n},раҳбарият,ўтказилди", 16),
    ("event", "Сана,Номи,Даража,Ҳолати", "Ҳудудий брифинг {n},ҳудуд,ўтказилди", 346),
    ("event", "Сана,Номи,Даража,Ҳолати", "Режадаги брифинг {n},раҳбарият,режа", 18),
    ("event", "Сана,Номи,Даража,Ҳолати", "Режадаги ҳудудий {n},ҳудуд,режа", 300),
    ("statement", "Сана,Мавзу,Ф.И.О.", "Ҳолат {n},Н. Каримов", 1_770),
    ("programme", "Сана,Номи", "Дастур {n}", 16),
    ("show", "Сана,Номи", "Лойиҳа {n}", 18),
)
"""Kind, headings, the rest of a row, and how many."""

FORMS = (
    ("txt", "--rows"), ("html", "--no-rows"), ("docx", "--rows"), ("xlsx", "--no-rows"),
    ("pdf", "--rows"), ("html", "--rows"), ("xlsx", "--rows"),
)  # fmt: skip
"""The report, and last the two forms that can hold every row behind it as well."""


def main() -> None:
    """Write, import, report, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--keep", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        database = folder / "yoritish.db"
        if not database.exists():
            _import_year(folder, database, options.share)
        _count(database)
        _report(folder, database, figures_of(options.share))


def figures_of(share: float = 1.0) -> list[int]:
    """The figures of the report in its order, of a year that was made with this share."""
    parts = {(kind, place): round(n * share) for kind, place, n in PARTS}
    internet = [parts["internet", place] for place in ("official", "own", "other")]
    television, radio, printed = (parts[kind, ""] for kind in ("television", "radio", "print"))
    total = television + radio + printed + sum(internet)
    held = [16, 346, 1_770, 16, 18]
    foreign = parts["foreign", ""]
    return [total, television, radio, printed, sum(internet), *internet, foreign, *held]


def _import_year(folder: Path, database: Path, share: float) -> None:
    took = rows = 0.0
    tables = [
        (kind, write_part(folder, kind, place, round(n * share)), round(n * share))
        for kind, place, n in PARTS
    ]
    tables += [
        (kind, write_activities(folder / f"{kind}-{at}.csv", head, row, n), n)
        for at, (kind, head, row, n) in enumerate(ACTIVITIES)
    ]
    for kind, path, number in tables:
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "crawler", "--db", str(database), "-q", "import", str(path),
             "--kind", kind], check=True,
        )  # fmt: skip
        took += time.monotonic() - began
        rows += number
        print(f"{path.name}: {number} rows, {took:.1f} s so far", flush=True)
    print(f"{rows:.0f} rows in {took:.1f} s (bar 60)")


def write_activities(path: Path, head: str, row: str, number: int) -> Path:
    """A CSV table of so many synthetic events, statements or programmes over the days of 2024."""
    lines = [head]
    for n in range(number):
        day = date(2024, 1, 1) + timedelta(days=n * 366 // number)
        lines.append(f"{day:%d.%m.%Y},{row.format(n=n + 1)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_part(folder: Path, kind: str, place: str, number: int) -> Path:
    """A table of so many synthetic rows, spread over the days of 2024."""
    path = folder / f"{kind}-{place}.xlsx"
    head = ["Сана", "Вақт", "ОАВ", "Сарлавҳа", "Тури", "Давлат"]
    # texts in a table of their own, as Excel itself keeps them
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, head if kind in {"internet", "foreign"} else head[:4])
        for row in range(number):
            at = date(2024, 1, 1) + timedelta(days=row * 366 // number)
            sheet.write_datetime(row + 1, 0, at, day)  # type: ignore[arg-type]
            sheet.write_string(row + 1, 1, f"{row % 24:02}:{row % 60:02}")
            sheet.write_string(row + 1, 2, f"{kind} {place} {row % 40}")
            sheet.write_string(row + 1, 3, f"{WORDS[row % len(WORDS)]} {row}")
            if kind == "internet":
                sheet.write_string(row + 1, 4, place)
            if kind == "foreign":
                sheet.write_string(row + 1, 5, ("RU", "KZ", "GB")[row % 3])
    return path


def _count(database: Path) -> None:
    rules = counting_rules()
    with closing(open_database(database, read_only=True)) as ledger:
        year = count(ledger, rules, Selection(date(2024, 1, 1), date(2024, 12, 31)), "channel")
        print(f"the year: {year.total.appearances}, foreign {year.total.foreign}")
        for row in year.rows:
            print(f"  {row.key}: {row.appearances} {row.foreign or ''}")
        slowest = 0.0
        for month in range(1, 13):
            last = date(2024 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            began = time.perf_counter()
            count(ledger, rules, Selection(date(2024, month, 1), last), "channel")
            slowest = max(slowest, time.perf_counter() - began)
        print(f"a month's counts: {slowest * 1000:.0f} ms at most (bar 50)")


def _report(folder: Path, database: Path, figures: list[int]) -> None:
    for form, rows in FORMS:
        slowest = 0.0
        for language in LANGUAGES:
            path = folder / f"report-{language}.{form}"
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "crawler", "--db", str(database), "-q", "report", "--year",
                 "2024", "--as", form, "--in", language, rows, "-o", str(path)], check=True,
            )  # fmt: skip
            slowest = max(slowest, time.perf_counter() - began)
            said = _figures_in(path)[: len(figures)]
            if said != figures:
                raise SystemExit(f"{path.name}: says {said}, not {figures}")
        print(f"report as {form} {rows}: {slowest:.1f} s at most (bar 3), every figure right in"
              f" {len(LANGUAGES)} languages", flush=True)  # fmt: skip


def _figures_in(path: Path) -> list[int]:
    """The figures of the period as a written report has them, in its order."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        return [row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[1], int)]
    if path.suffix == ".docx":
        rows = docx.Document(str(path)).tables[0].rows
        return [_number(row.cells[1].text) for row in rows][1:]
    if path.suffix == ".html":
        cells = re.findall(r'<td class="n">(?:<a [^>]*>)?([^<]*)', path.read_text("utf-8"))
        return [_number(cell) for cell in cells[::4]]
    if path.suffix == ".pdf":
        text = " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(path).pages).split())
        language = check_language(path.stem.removeprefix("report-"))
        found = []
        # from the table on; the year before is all 0, so that no figure runs into another
        text = text[text.index(label("report", "planned", language)) :]
        for key in KEYS:
            name = re.escape(label("figure", key, language))
            match = re.search(rf"{name} (\d{{1,3}}(?: \d{{3}})*)", text)
            found.append(_number(match[1]) if match else -1)
        return found
    lines = [line for line in path.read_text("utf-8").splitlines() if re.search(r"  \d", line)]
    return [_number(re.split(r"\s{2,}", line.strip())[1]) for line in lines]


def _number(text: str) -> int:
    return int("".join(filter(str.isdigit, text)) or 0)


if __name__ == "__main__":
    main()
