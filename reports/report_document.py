"""The report as a Word document, from a template the office can edit."""

import io
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from reports.labels import Language, label
from reports.report import Report
from reports.report_print import chart_as_png
from reports.report_words import paragraphs, period_words, tables, title
from reports.tables import Table

MOST_BYTES = 20 * 1024 * 1024
"""Of a template; a letterhead with pictures takes less."""


class UnusableTemplate(ValueError):
    """A Word template that cannot be filled in; the message names the file and the cure."""


def own_template() -> bytes:
    """The template that is used where the office has none of its own."""
    return (resources.files("reports") / "report.docx").read_bytes()


def write_document(
    path: Path, report: Report, language: Language, template: Path | None = None
) -> None:
    """Fill in the template.

    Args:
        path: where the document is written.
        report: what it says.
        language: in which language.
        template: the office's own; what may stand in it is told in docs/reports.md.

    Raises:
        UnusableTemplate: it is no Word file, or something in braces in it is not known.
    """
    try:
        raw = own_template() if template is None else template.read_bytes()
        if len(raw) > MOST_BYTES:
            raise UnusableTemplate(f"{template}: larger than {MOST_BYTES >> 20} MB")
        document = DocxTemplate(io.BytesIO(raw))
        document.render(
            _said(document, report, language),
            # a template is a file that somebody sent: it may fill in words and nothing else
            jinja_env=SandboxedEnvironment(autoescape=True),
        )
        document.save(path)
    except (TemplateError, PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UnusableTemplate(
            f"{template}: cannot be filled in ({reason}); begin from the one that"
            " `yoritish report --template-to FILE.docx` writes"
        ) from error


def _said(document: DocxTemplate, report: Report, language: Language) -> dict[str, Any]:
    figures, origins, regions, outlets, stories, adjustments = map(_table, tables(report, language))
    picture = io.BytesIO(chart_as_png(report, language))
    return {
        "title": title(language),
        "period": period_words(report.first, report.last, language),
        "paragraphs": paragraphs(report, language),
        "chart": InlineImage(document, picture, width=Cm(16)),
        "figures": figures,
        "origins": origins,
        "regions": regions,
        "outlets": outlets,
        "stories": stories,
        "adjustments": adjustments,
        "footnote": label("report", "footnote", language),
        "values": dict(report.values),
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any] | None:
    """A table as the template has it; None where it has no rows."""
    if not table.rows:
        return None
    rows = [list(row) for row in table.rows]
    return {"title": table.title, "headings": list(table.headings), "rows": rows}
