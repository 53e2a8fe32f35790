"""The report as a page whose figures lead to pages with the rows they count, all in one folder."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from reports.count_tables import activity_table, appearance_table
from reports.labels import Language, label
from reports.report import Report
from reports.report_rows import Behind, Part, counts_activities
from reports.report_text import STYLE, as_html
from reports.tables import Table
from text.numbers import format_number

ROWS_A_PAGE = 2_000

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_pages(path: Path, report: Report, behind: Behind, language: Language) -> None:
    """Write the report to ``path``, and the rows into a folder named after it, beside it.

    A figure leads to its rows where they stand together, else to the list of the parts that it
    adds up to, each of which leads to its rows.
    """
    folder = path.with_name(f"{path.stem}-rows")
    folder.mkdir(exist_ok=True)
    links = {}
    for number, (key, parts) in enumerate(behind.parts.items(), 1):
        kind = "activities" if counts_activities(key) else "rows"
        if len(parts) == 1:
            links[key] = f"{folder.name}/{_place(kind, parts[0].first)}"
        else:
            name = f"figure-{number}.html"
            _write(folder / name, _parts_table(parts, kind, language), language, _to_rows(parts))
            links[key] = f"{folder.name}/{name}"
    first, last = report.before[0].isoformat(), report.last.isoformat()
    _write_rows(
        folder, "rows", appearance_table(behind.appearances, language, first, last), language
    )
    _write_rows(folder, "activities", activity_table(behind.activities, language), language)
    path.write_text(as_html(report, language, links), encoding="utf-8")


def _place(kind: str, row: int) -> str:
    return f"{kind}-{row // ROWS_A_PAGE + 1}.html#r{row + 1}"


def _to_rows(parts: Sequence[Part]) -> list[str]:
    return [_place("rows", part.first) for part in parts]


def _parts_table(parts: Sequence[Part], kind: str, language: Language) -> Table:
    rows = [
        [part.name or label("word", kind, language), _numbers(part), format_number(part.rows)]
        for part in parts
    ]
    total = format_number(sum(part.rows for part in parts))
    rows.append([label("word", "total", language), "", total])
    headings = [
        label("heading", "outlet", language), label("word", "rows", language),
        label("heading", "appearances", language),
    ]  # fmt: skip
    return Table(label("word", "parts", language), headings, [False, True, True], rows)


def _numbers(part: Part) -> str:
    first, last = format_number(part.first + 1), format_number(part.last + 1)
    return first if part.rows == 1 else f"{first} – {last}"


def _write_rows(folder: Path, kind: str, table: Table, language: Language) -> None:
    """Pages of so many rows each, every row with its number."""
    pages = max(1, -(-len(table.rows) // ROWS_A_PAGE))
    for page in range(pages):
        begin = page * ROWS_A_PAGE
        rows = table.rows[begin : begin + ROWS_A_PAGE]
        beside = []
        if page:
            beside.append(f'<a href="{kind}-{page}.html">←</a>')
        beside.append(f"{page + 1} / {pages}")
        if page + 1 < pages:
            beside.append(f'<a href="{kind}-{page + 2}.html">→</a>')
        lines = _lines(rows, begin + 1)
        head = "".join(f"<th>{escape(name)}</th>" for name in ["№", *table.headings])
        body = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
        text = _page(
            table.title, f"<p>{' '.join(beside)}</p>{body}<p>{' '.join(beside)}</p>", language
        )
        (folder / f"{kind}-{page + 1}.html").write_text(text, encoding="utf-8")


def _lines(rows: Sequence[Sequence[str]], first: int) -> str:
    """Rows as HTML, numbered; the last cell of each is its address.

    All are escaped at once, with control characters in place of the tags: a year has 1.5 million
    cells.
    """
    parts = []
    for number, (*cells, address) in enumerate(rows, first):
        said = f"{_BEGIN}{number}{_BEFORE}{number}{_CELL}{_CELL.join(map(_plain, cells))}{_CELL}"
        # addresses come from outlets: only those of the web are made links
        web = address.startswith(("https://", "http://"))
        shown = _plain(address)
        parts.append(f"{said}{f'{_LINK}{shown}{_SHOWN}{shown}{_LINKED}' if web else shown}{_END}")
    text = escape("".join(parts))
    for mark, tag in _TAGS.items():
        text = text.replace(mark, tag)
    return text


def _plain(text: str) -> str:
    return text if text.isprintable() else text.translate(_NO_MARKS)


_BEGIN, _BEFORE, _CELL, _LINK, _SHOWN, _LINKED, _END = "\x01\x02\x03\x04\x05\x06\x07"
_TAGS = {
    _BEGIN: '<tr id="r', _BEFORE: '"><td>', _CELL: "</td><td>", _LINK: '<a href="',
    _SHOWN: '" rel="noreferrer noopener">', _LINKED: "</a>", _END: "</td></tr>",
}  # fmt: skip
_NO_MARKS = dict.fromkeys(range(32))


def _write(path: Path, table: Table, language: Language, links: Sequence[str]) -> None:
    rows = "".join(
        _linked(cells, link) for cells, link in zip(table.rows, [*links, ""], strict=True)
    )
    head = "".join(f"<th>{escape(name)}</th>" for name in table.headings)
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    path.write_text(_page(table.title, body, language), encoding="utf-8")


def _linked(cells: Sequence[str], link: str) -> str:
    name, *figures = map(escape, cells)
    shown = f'<a href="{link}">{name}</a>' if link else name
    return (
        f"<tr><td>{shown}</td>" + "".join(f'<td class="n">{one}</td>' for one in figures) + "</tr>"
    )


def _page(title: str, body: str, language: Language) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language[:2]}"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}body{{max-width:none}}"
        "tr:target{background:#fff3c4}td{overflow-wrap:anywhere}</style>"
        f"<h1>{escape(title)}</h1>{body}</html>"
    )
