"""Import of a year: 150 599 synthetic rows in the parts of the office's report of 2024.

    python bench/imports.py [--share 1.0]

Writes the tables (XlsxWriter), imports each with the program (bar: under 60 s in all), and counts
the year and every month (bar: under 50 ms a month). ``--share`` takes a part of the rows.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.counting import counting_rules
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


def main() -> None:
    """Write, import, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    share = parser.parse_args().share
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "yoritish.db"
        took = rows = 0.0
        for kind, place, whole in PARTS:
            number = round(whole * share)
            path = write_part(folder, kind, place, number)
            began = time.monotonic()
            subprocess.run(
                [sys.executable, "-m", "crawler", "--db", str(database), "-q", "import", str(path),
                 "--kind", kind], check=True,
            )  # fmt: skip
            took += time.monotonic() - began
            rows += number
            print(f"{kind} {place}: {number} rows, {took:.1f} s so far")
        print(f"{rows:.0f} rows in {took:.1f} s (bar 60)")
        _count(database)


def write_part(folder: Path, kind: str, place: str, number: int) -> Path:
    """A table of so many synthetic rows, spread over the days of 2024."""
    path = folder / f"{kind}-{place}.xlsx"
    head = ["Сана", "Вақт", "ОАВ", "Сарлавҳа", "Тури", "Давлат"]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
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


if __name__ == "__main__":
    main()
