"""Reads a department's list whatever it is written in: Excel, CSV, Word, or text with links."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from openpyxl import load_workbook

from pipelines.claims import KINDS, Claim, claim_of
from pipelines.import_file import (
    Cell,
    Row,
    TableReader,
    UnreadableTable,
    check_archive,
    open_sheets,
)
from pipelines.links import links_in, without_links
from text.charsets import true_charset

MOST_CLAIMS = 20_000
"""Rows of one list; the largest departments claim some thousands a month."""

MOST_TEXT = 20 * 1024 * 1024
"""Bytes of a list that is a plain text."""

_FORMULA = re.compile(r"=\s*HYPERLINK\(\s*\"([^\"]+)\"", re.IGNORECASE)

_DAY = re.compile(r"\b\d{1,2}\.\d{1,2}\.20\d\d\b")

Links = Mapping[tuple[str, int], Sequence[str]]
"""Addresses behind the words of a sheet's row."""


def read_claims(path: Path, now: datetime) -> list[Claim]:
    """Every claim of a list, in its order; ``now`` is the instant it is read.

    Raises:
        UnreadableTable: no such file, none of the four kinds, damaged, too long, or with no claim.
    """
    claims: list[Claim] = []
    for claim in _claims(path, now):
        claims.append(claim)
        if len(claims) > MOST_CLAIMS:
            raise UnreadableTable(f"{path}: more than {MOST_CLAIMS} rows; check it in parts")
    if not claims:
        raise UnreadableTable(
            f"{path}: no row with a link, and no headings (Havola / Ссылка, Sana / Дата, OAV / СМИ,"
            " Sarlavha / Заголовок); give each row its link"
        )
    return claims


def is_workbook(path: Path) -> bool:
    """Whether a list is an Excel workbook, which the verdicts can be written into."""
    return zipfile.is_zipfile(path) and not _is_word(path)


def _claims(path: Path, now: datetime) -> Iterator[Claim]:
    if not path.is_file():
        raise UnreadableTable(f"{path}: no such file")
    if zipfile.is_zipfile(path):
        if _is_word(path):
            yield from _word(path, now)
            return
        links = _links_behind(path)
        for sheet, rows in open_sheets(path):
            yield from _of_table(path, sheet, list(rows), links, now)
    elif path.suffix.lower() in {".csv", ".xlsx", ".xls", ".docx", ".doc"}:
        for sheet, rows in open_sheets(path):
            yield from _of_table(path, sheet, list(rows), {}, now)
    else:
        yield from _text(path, now)


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableTable(f"{path}: a damaged file ({error})") from error


def _of_table(
    path: Path, sheet: str, rows: Sequence[Sequence[Cell]], links: Links, now: datetime
) -> Iterator[Claim]:
    """Rows below known headings, else every row that holds a link."""
    for kind in KINDS:
        table = TableReader(path, sheet, kind)
        read = list(table.read(rows))
        if table.headed:
            for row in read:
                claim = claim_of(row, now, links.get((sheet, row.number), ()))
                if claim is not None:
                    yield claim
            return
    for number, cells in enumerate(rows, 1):
        said = " ".join(str(cell) for cell in cells if cell is not None)
        found = list(links.get((sheet, number), ())) or links_in(said)
        if found:
            yield _loose(sheet, number, said, found[0], now)


def _loose(sheet: str, number: int, said: str, link: str, now: datetime) -> Claim:
    title = without_links(said)[:500]
    day = _DAY.search(title)
    cells = {"url": link, "title": title, "day": day[0] if day else ""}
    claim = claim_of(Row(sheet, number, cells), now)
    if claim is None:
        raise AssertionError(f"{sheet} {number}: a link and no claim")
    return claim


def _links_behind(path: Path) -> Links:
    """Hyperlinks of cells whose words are others, and those of the formula HYPERLINK."""
    links: dict[tuple[str, int], list[str]] = {}
    check_archive(path)
    try:
        book = load_workbook(path)
    except (
        KeyError,
        ValueError,
        OSError,
        TypeError,
        AttributeError,
        EOFError,
        IndexError,
        SyntaxError,
    ) as error:
        raise UnreadableTable(f"{path}: not a readable Excel file ({error})") from error
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                found = _behind(cell)
                if found:
                    links.setdefault((sheet.title, int(cell.row or 0)), []).append(found)
    return links


def _behind(cell: Any) -> str:
    if cell.hyperlink is not None and cell.hyperlink.target:
        target = str(cell.hyperlink.target)
        return target if target.startswith(("http://", "https://")) else ""
    match = _FORMULA.match(cell.value) if isinstance(cell.value, str) else None
    return match[1] if match else ""


# --- Word -----------------------------------------------------------------------------------------


def _word(path: Path, now: datetime) -> Iterator[Claim]:
    try:
        check_archive(path)
        document = Document(str(path))
    except (
        zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError, SyntaxError,
    ) as error:  # fmt: skip
        raise UnreadableTable(f"{path}: not a readable Word file ({error})") from error
    tables = 0
    for number, part in enumerate(document.iter_inner_content(), 1):
        if hasattr(part, "rows"):
            tables += 1
            yield from _word_table(path, f"table {tables}", part, now)
        else:
            said, behind = _paragraph(part)
            for link in behind or links_in(said):
                yield _loose("", number, said, link, now)


def _word_table(path: Path, name: str, table: Any, now: datetime) -> Iterator[Claim]:
    rows: list[list[str]] = []
    links: dict[tuple[str, int], list[str]] = {}
    for number, row in enumerate(table.rows, 1):
        cells = []
        for cell in row.cells:
            parts = [_paragraph(one) for one in cell.paragraphs]
            cells.append(" ".join(said for said, _ in parts).strip())
            behind = [link for _, found in parts for link in found]
            if behind:
                links.setdefault((name, number), []).extend(behind)
        rows.append(cells)
    unique = {key: list(dict.fromkeys(found)) for key, found in links.items()}
    yield from _of_table(path, name, rows, unique, now)


def _paragraph(paragraph: Any) -> tuple[str, list[str]]:
    """A paragraph's words, links' words among them, and the addresses behind those."""
    behind = [
        str(link.address)
        for link in paragraph.hyperlinks
        if str(link.address or "").startswith(("http://", "https://"))
    ]
    return str(paragraph.text), list(dict.fromkeys(behind))


# --- text -----------------------------------------------------------------------------------------


def _text(path: Path, now: datetime) -> Iterator[Claim]:
    if path.stat().st_size > MOST_TEXT:
        raise UnreadableTable(f"{path}: larger than {MOST_TEXT >> 20} MB; no list is")
    raw = path.read_bytes()
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(f"{path}: neither Excel, Word nor text; save it as .xlsx or .csv")
    text = raw.decode(true_charset(raw, "utf-8"), errors="replace").lstrip("\ufeff")
    yield from _lines(text.splitlines(), now)


def _lines(lines: Iterable[str], now: datetime) -> Iterator[Claim]:
    for number, line in enumerate(lines, 1):
        for link in links_in(line):
            yield _loose("", number, line, link, now)
