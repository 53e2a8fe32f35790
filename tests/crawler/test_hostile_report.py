"""Titles and names of outlets that mean harm stand in a report's files to the letter.

Nothing of them is filled in by the template's language, and nothing becomes a part of the document.
"""

import zipfile
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from reports.labels import LANGUAGES
from storage.database import open_database, transaction
from storage.publications import keep
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet, publication
from tests.crawler.conftest import Run
from text.folding import fold

TITLES = (
    "{{ 7*7 }} va {{ ''.__class__.__mro__ }}",
    "{% for x in range(9) %}takror{% endfor %} {# izoh #}",
    "{%p if true %}{%tr for a in b %}{{r title }}{{ values }}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>yangi band</w:t></w:r></w:p>",
    "<w:instrText>DDEAUTO c:\\windows\\system32\\cmd.exe</w:instrText> & ]]> &amp; &#x41;",
    "{{ title }} {{ paragraphs }} {{ cycler.__init__.__globals__ }}",
)
NAMES = ("{{ 7*7 }} & <w:t>OAV</w:t>", "{% raw %}{{ period }}{% endraw %} 'Yoritish'")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A folder with a ledger in which every title is a story of two outlets."""
    outlets = {
        one.id: one
        for number, name in enumerate(NAMES)
        for one in (outlet(f"synthetic{number}.uz", name=name, read="none"),)
    }
    with closing(open_database(tmp_path / "yoritish.db")) as connection:
        keep_outlets(connection, Registry(outlets))
        for number, title in enumerate(TITLES):
            ids = []
            for one in outlets:
                body = f"Ichki ishlar vazirligi xabar berdi. {number}"
                made = publication(
                    f"/{number}", outlet=one, url=f"https://{one}/{number}", title=title,
                    body=body, folded_title=fold(title), folded_body=fold(body),
                )  # fmt: skip
                with transaction(connection):
                    keep(connection, made, lambda: None)  # type: ignore[arg-type,return-value]
                ids.append(made.id)
            for one_id in ids:
                connection.execute(
                    "INSERT INTO story_members VALUES (?,?,?,?,1.0,'')",
                    (one_id, ids[0], "origin" if one_id == ids[0] else "reprint",
                     "" if one_id == ids[0] else ids[0]),
                )  # fmt: skip
    return tmp_path


def report(run: Run, folder: Path, form: str, language: str) -> Path:
    path = folder / f"report.{form}"
    ran = run(folder, "report", "--month", "2026-10", "--as", form, "--in", language, "-o",
              str(path))  # fmt: skip
    assert ran.code == 0, ran.complained
    return path


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_word_shows_them_to_the_letter(ledger: Path, run: Run, language: str) -> None:
    path = report(run, ledger, "docx", language)
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for said in (*TITLES, *NAMES):
        assert said in cells, said
    paragraphs = "\n".join(one.text for one in document.paragraphs)
    assert "yangi band" not in paragraphs
    assert not [text for text in (*cells, paragraphs) if "49" in text.split()]
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if not name.endswith(".xml"):
                continue
            root = etree.fromstring(parts.read(name))
            fields = [one for one in root.iter() if etree.QName(one).localname == "instrText"]
            assert not [one for one in fields if "DDE" in (one.text or "")], name


@pytest.mark.slow
def test_excel_shows_them_to_the_letter(ledger: Path, run: Run) -> None:
    book = openpyxl.load_workbook(report(run, ledger, "xlsx", "ru"))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    for said in (*TITLES, *NAMES):
        assert said in cells, said
