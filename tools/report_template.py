"""Writes reports/report.docx, the Word template of the report.

python tools/report_template.py
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

PLACE = Path(__file__).parent.parent / "reports" / "report.docx"


def main() -> None:
    """Write it."""
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    _line(document, "{{ title }}", bold=True, centred=True, size=14)
    _line(document, "{{ period }}", centred=True)
    for text in ("{%p for paragraph in paragraphs %}", "{{ paragraph }}", "{%p endfor %}"):
        _line(document, text)
    _line(document, "{{ chart }}", centred=True)
    _table(document, "figures", (7.4, 2.3, 2.7, 2.3, 2.3), words=1)
    for name, widths, words in (
        ("origins", (11, 3, 3), 1), ("regions", (11, 3, 3), 1), ("outlets", (11, 3, 3), 1),
        ("stories", (8, 4, 2.3, 2.7), 2), ("adjustments", (2.4, 3, 7.6, 4), 4),
    ):  # fmt: skip
        _line(document, "{%p if " + name + " %}")
        _line(document, "{{ " + name + ".title }}", bold=True)
        _table(document, name, widths, words)
        _line(document, "{%p endif %}")
    _line(document, "{{ footnote }}", size=9)
    document.save(PLACE)


def _line(
    document: Any, text: str, *, bold: bool = False, centred: bool = False, size: int = 12
) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, name: str, widths: tuple[float, ...], words: int) -> None:
    """A table of as many rows as there are; widths in centimetres, figures to the right."""
    table = document.add_table(rows=4, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    columns = range(len(widths))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    texts = (
        [f"{{{{ {name}.headings[{at}] }}}}" for at in columns],
        ["{%tr for row in " + name + ".rows %}"],
        [f"{{{{ row[{at}] }}}}" for at in columns],
        ["{%tr endfor %}"],
    )
    for number, row in enumerate(table.rows):
        for at, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            if at < len(texts[number]):
                run = paragraph.add_run(texts[number][at])
                run.bold, run.font.size = number == 0, Pt(10)
            if at >= words:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


if __name__ == "__main__":
    main()
