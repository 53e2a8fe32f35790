"""The report as plain text and as HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from reports.labels import Language, label
from reports.report import Report
from reports.report_rows import keys_of_tables
from reports.report_words import paragraphs, period_words, tables, title
from reports.tables import Table

WIDE = 60
"""Characters of a cell that are shown in plain text."""

FIGURE_AT = {4: 3}
"""Where the count of appearances stands, by a table's width; else it is the second column."""

STYLE = (
    "body{font:16px/1.5 Georgia,'Noto Serif','DejaVu Serif',serif;max-width:52rem;margin:2rem auto;"
    "padding:0 1rem;color:#1c1c1c}h1{font-size:1.4rem;line-height:1.3;text-align:center}"
    "h2{font-size:1.05rem;margin-top:2rem}table{border-collapse:collapse;width:100%;"
    "font-size:.95rem}th{text-align:left;border-bottom:2px solid #444;vertical-align:bottom}"
    "td{border-bottom:1px solid #ccc;vertical-align:top}th,td{padding:.25rem .5rem}"
    "figure{margin:1rem 0}figure svg{max-width:100%;height:auto}"
    ".n{text-align:right;white-space:nowrap}p.period{text-align:center}footer{font-size:.85rem;"
    "color:#555;margin-top:2rem}@media print{body{margin:0;max-width:none}}"
)


def as_text(report: Report, language: Language) -> str:
    """Headline, narrative, tables, how it is counted."""
    lines = [title(language), period_words(report.first, report.last, language), ""]
    for paragraph in paragraphs(report, language):
        lines += [paragraph, ""]
    for table in tables(report, language):
        if table.rows:
            lines += [*_lines(table), ""]
    lines.append(label("report", "footnote", language))
    return "\n".join(lines) + "\n"


def as_html(
    report: Report, language: Language, links: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The same as a page of its own, that loads nothing; ``links`` lead figures to their rows."""
    parts = [
        f'<!DOCTYPE html><html lang="{language[:2]}"><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title(language))}</title><style>{STYLE}</style>"
        f"<h1>{escape(title(language))}</h1>"
        f'<p class="period">{escape(period_words(report.first, report.last, language))}</p>'
    ]
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs(report, language)]
    keys = keys_of_tables(report)
    # the chart is drawn by the typesetting package, which text alone does not need
    from reports.report_print import chart_as_svg

    figures, *others = tables(report, language)
    words = escape(label("report", "by_channel", language), quote=True)
    chart = chart_as_svg(report, language)
    # the same figures stand in the first table, as text
    parts.append(f'<figure role="img" aria-label="{words}">{chart}</figure>')
    parts.append(_html(figures, keys[0], links, planned=True))
    parts += [
        _html(table, of, links) for table, of in zip(others, keys[1:], strict=True) if table.rows
    ]
    footnote = escape(label("report", "footnote", language))
    return "".join([*parts, f"<footer>{footnote}</footer></html>"])


def _lines(table: Table) -> list[str]:
    rows = [table.headings, *table.rows]
    shown = [
        [cell if len(cell) <= WIDE else cell[: WIDE - 1] + "…" for cell in row] for row in rows
    ]
    widths = [max(len(row[at]) for row in shown) for at in range(len(table.headings))]
    made = [table.title] if table.title else []
    for row in shown:
        cells = (
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, numeric in zip(row, widths, table.numeric, strict=True)
        )
        made.append("  ".join(cells).rstrip())
    return made


def _html(
    table: Table, keys: Sequence[str], links: Mapping[str, str], *, planned: bool = False
) -> str:
    """A table; figures lead to the rows behind them: of the table that tells the plan, also those
    of the period before and of the plan."""
    kinds = [' class="n"' if numeric else "" for numeric in table.numeric]
    head = "".join(
        f"<th{kind}>{escape(name)}</th>" for name, kind in zip(table.headings, kinds, strict=True)
    )
    counted = FIGURE_AT.get(len(table.headings), 1)
    rows = []
    for at, row in enumerate(table.rows):
        cells = [escape(cell) for cell in row]
        if at < len(keys):
            # stories and outlets are counted over the same rows as appearances
            figures = [counted] if planned else [n for n, one in enumerate(table.numeric) if one]
            for n in figures:
                cells[n] = _link(cells[n], links.get(keys[at], ""))
            if planned:
                cells[2] = _link(cells[2], links.get(f"before {keys[at]}", ""))
                cells[-1] = _link(cells[-1], links.get(f"planned {keys[at]}", ""))
        rows.append("".join(f"<td{k}>{c}</td>" for c, k in zip(cells, kinds, strict=True)))
    heading = f"<h2>{escape(table.title)}</h2>" if table.title else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"{heading}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _link(cell: str, to: str) -> str:
    return f'<a href="{escape(to)}">{cell}</a>' if to and cell else cell
