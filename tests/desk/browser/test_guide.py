"""The user guide: its steps can be done, its pictures are there, its words are the desk's own."""

import re
import shutil
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser

from desk.words import NAMES, word
from reports.labels import Language
from reports.report_words import title
from storage.location import CAPTURES_VARIABLE
from tests.desk.conftest import NOW
from tools.guide_pictures import play, served

GUIDE = Path(__file__).parents[3] / "docs" / "guide"
GUIDES: dict[Language, str] = {"uz-Cyrl": "uz", "ru": "ru"}
MOST_BYTES = 150_000
OWN = {"Word", "Excel", "CSV", "Y", "N", "U", "J", "K", "T"}
"""What stands in bold and is the same in every language."""
LABELS = (
    "save", "needs_you", "coverage", "filters", "find", "queue", "adding", "template", "reports",
    "people", "close_period", "checks", "missed", "outlets", "changes", "standing_rules",
    "add_outlet",
)  # fmt: skip


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_names_what_the_pages_name(language: Language) -> None:
    text = (GUIDE / f"{GUIDES[language]}.md").read_text(encoding="utf-8")
    bold = set(re.findall(r"\*\*([^*]+)\*\*", " ".join(text.split())))
    assert bold - OWN == {word(key, language) for key in LABELS}


@pytest.mark.parametrize("name", GUIDES.values())
def test_every_picture_is_there_and_small(name: str) -> None:
    text = (GUIDE / f"{name}.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\(pictures/([^)]+)\)", text))
    there = {path.name for path in (GUIDE / "pictures").glob(f"{name}-*.png")}
    assert shown == there
    for one in there:
        assert (GUIDE / "pictures" / one).stat().st_size < MOST_BYTES, one


@pytest.mark.slow
@pytest.mark.parametrize("language", GUIDES)
def test_from_the_first_page_to_the_report_in_word(
    night: Path, browser: Browser, tmp_path: Path, language: Language,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ledger = tmp_path / "yoritish.db"
    shutil.copyfile(night, ledger)
    monkeypatch.setenv(CAPTURES_VARIABLE, str(night.with_name("yoritish.captures")))
    # the morning after: last month is October
    morning = NOW.replace("10-31T22", "11-01T09")
    with served(ledger, tmp_path / "people.db", morning) as address:
        guided = play(browser, address, language, tmp_path, "2026-10")
    text = "\n".join(one.text for one in docx.Document(tmp_path / f"{language}.docx").paragraphs)
    assert title(language) in text
    assert len(guided.taken) == 9
    # the rest of ten minutes is for reading
    assert guided.seconds < 300
    assert language in NAMES
