"""Reads a department's list whatever it is written in: Excel, CSV, Word, or text with links."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from pipelines.claim_tables import find_headings, rows_below
from pipelines.claim_workbooks import BROKEN, Links, check_packed, workbook_sheets
from pipelines.claims import Claim, claim_of
from pipelines.import_file import Cell, Row, UnreadableTable
from pipelines.links import links_in, without_links
from text.charsets import true_charset

MOST_CLAIMS = 20_000
"""Rows of one list; the largest departments claim some thousands a month."""

MOST_TEXT = 20 * 1024 * 1024
"""Bytes of a list that is a plain text or CSV."""

_DAY = re.compile(r"\b\d{1,2}\.\d{1,2}\.20\d\d\b")
_OLD = b"\xd0\xcf\x11\xe0"
"""First bytes of the Office formats before 2007, and of locked files."""


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
    if not zipfile.is_zipfile(path):
        yield from _plain(path, now)
    elif _is_word(path):
        yield from _word(path, now)
    else:
        for sheet, rows, links in workbook_sheets(path):
            yield from _of_table(sheet, rows, links, now)


def _is_word(path: Path) -> bool:
    check_packed(path)
    with zipfile.ZipFile(path) as archive:
        return "word/document.xml" in archive.namelist()


def _of_table(
    sheet: str, rows: Sequence[Sequence[Cell]], links: Links, now: datetime
) -> Iterator[Claim]:
    """Rows below known headings, else every row that holds a link."""
    headed, columns = find_headings(rows)
    if headed:
        for row in rows_below(sheet, rows, headed, columns):
            claim = claim_of(row, now, links.get(row.number, ()), headed)
            if claim is not None:
                yield claim
        return
    for number, cells in enumerate(rows, 1):
        said = " ".join(str(cell) for cell in cells if cell is not None)
        found = list(links.get(number, ())) or links_in(said)
        if found:
            yield _loose(sheet, number, said, found[0], now)


def _loose(sheet: str, number: int, said: str, link: str, now: datetime) -> Claim:
    """A claim of words with a link among them."""
    title = without_links(said)[:500]
    day = _DAY.search(title)
    cells = {"url": link, "title": title, "day": day[0] if day else ""}
    claim = claim_of(Row(sheet, number, cells), now)
    if claim is None:
        raise AssertionError(f"{sheet} {number}: a link and no claim")
    return claim


# --- Word -----------------------------------------------------------------------------------------


def _word(path: Path, now: datetime) -> Iterator[Claim]:
    try:
        document = Document(str(path))
    except (*BROKEN, PackageNotFoundError) as error:
        raise UnreadableTable(f"{path}: not a readable Word file ({error})") from error
    tables = 0
    for number, part in enumerate(document.iter_inner_content(), 1):
        if hasattr(part, "rows"):
            tables += 1
            yield from _word_table(f"table {tables}", part, now)
        else:
            said, behind = _paragraph(part)
            for link in behind or links_in(said):
                yield _loose("", number, said, link, now)


def _word_table(name: str, table: Any, now: datetime) -> Iterator[Claim]:
    rows: list[list[str]] = []
    links: dict[int, list[str]] = {}
    for number, row in enumerate(table.rows, 1):
        cells = []
        for cell in row.cells:
            parts = [_paragraph(one) for one in cell.paragraphs]
            cells.append(" ".join(said for said, _ in parts).strip())
            behind = [link for _, found in parts for link in found]
            # a merged cell is met once for each column it covers
            links[number] = list(dict.fromkeys([*links.get(number, ()), *behind]))
        rows.append(cells)
    yield from _of_table(name, rows, links, now)


def _paragraph(paragraph: Any) -> tuple[str, list[str]]:
    """A paragraph's words, links' words among them, and the addresses behind those."""
    behind = [
        str(link.address)
        for link in paragraph.hyperlinks
        if str(link.address or "").startswith(("http://", "https://"))
    ]
    return str(paragraph.text), list(dict.fromkeys(behind))


# --- CSV and text ---------------------------------------------------------------------------------


def _plain(path: Path, now: datetime) -> Iterator[Claim]:
    if path.stat().st_size > MOST_TEXT:
        raise UnreadableTable(f"{path}: larger than {MOST_TEXT >> 20} MB; no list is")
    raw = path.read_bytes()
    if raw.startswith(_OLD):
        raise UnreadableTable(f"{path}: an old or locked Office file; save it as .xlsx or .docx")
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(f"{path}: neither Excel, Word nor text; save it as .xlsx or .csv")
    text = raw.decode(true_charset(raw, "utf-8"), errors="replace").lstrip("\ufeff")
    if path.suffix.lower() == ".csv":
        yield from _of_table("", _csv(path, text), {}, now)
        return
    for number, line in enumerate(text.splitlines(), 1):
        for link in links_in(line):
            yield _loose("", number, line, link, now)


def _csv(path: Path, text: str) -> list[list[str]]:
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        # a single column
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    try:
        return list(reader)
    except csv.Error as error:
        raise UnreadableTable(f"{path}, line {reader.line_num}: {error}") from error
