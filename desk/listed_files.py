"""A table as an Excel or Word file, cells as text that no spreadsheet takes for a formula."""

from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from reports.tables import Table, harmless


def as_workbook(path: Path, table: Table) -> None:
    """Write it as an Excel workbook of one sheet."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet()
        sheet.set_column(2, 3, 40)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table.headings):
            sheet.write_string(0, column, name, bold)
        for number, cells in enumerate(table.rows, 1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, harmless(cell)[:32_767])
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


def as_document(path: Path, table: Table) -> None:
    """Write it as a Word document, A4 across."""
    document: Any = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading(table.title, level=2)
    made = document.add_table(rows=1, cols=len(table.headings))
    made.style = "Table Grid"
    for cell, name in zip(made.rows[0].cells, table.headings, strict=True):
        cell.text = name
    for cells in table.rows:
        for cell, text in zip(made.add_row().cells, cells, strict=True):
            cell.text = "".join(letter for letter in text if letter.isprintable())
    for line in table.notes:
        document.add_paragraph(line)
    document.save(path)
