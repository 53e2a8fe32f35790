"""Standing rules from the command line: effect first, then the rule, and taking it back."""

from contextlib import closing
from pathlib import Path

import pytest

from storage.database import open_database
from storage.publications import keep_unread, rows_of
from tests.conftest import keep_test_outlets, publication
from tests.crawler.conftest import Run

MAKE = ("rules", "make", "kun.uz")


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A folder with a ledger of three publications of kun.uz that count, two of them of sport."""
    with closing(open_database(tmp_path / "yoritish.db")) as ledger:
        keep_test_outlets(ledger)
        for path, title, tags in (
            ("/a", "Futbol", ("Спорт",)), ("/b", "=Kubok", ("Sport", "Toshkent")),
            ("/c", "Olov", ()),
        ):  # fmt: skip
            told = publication(path, title=title, folded_title=title.lower(), tags=tags,
                               body=f"Matn {path}", folded_body=f"matn {path[1:]}")  # fmt: skip
            keep_unread(ledger, rows_of(told))
    return tmp_path


def counted(run: Run, held: Path) -> int:
    return len(run(held, "coverage", "list", "--month", "2026-10", "--json").json)


def test_a_rule_shows_what_it_would_do_then_holds_and_is_taken_back(run: Run, held: Path) -> None:
    assert counted(run, held) == 3
    would = run(held, *MAKE, "--tag", "sport")
    assert would.code == 0
    assert "2 publications have it; 2 of them count now" in would.said
    assert "Futbol" in would.said
    assert counted(run, held) == 3
    made = run(held, *MAKE, "--tag", "sport", "--sure", "--person", "N. Karimova", "--reason", "ў")
    assert made.code == 0
    assert "rule 1 is in force: 2 publications" in made.complained
    assert counted(run, held) == 1
    (rule,) = run(held, "rules", "list", "--json").json
    assert (rule["id"], rule["outlet"], rule["kind"], rule["value"]) == (
        1,
        "kun.uz",
        "tag",
        "sport",
    )
    assert rule["publications"] == 2
    assert "in force" in run(held, "rules", "list").said
    back = run(held, "rules", "revoke", "1", "--person", "A. Aliyev")
    assert back.code == 0
    assert "on 2 publications" in back.complained
    assert counted(run, held) == 3
    assert "taken back by A. Aliyev" in run(held, "rules", "list").said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*MAKE,), "give --tag, --section or --phrase"),
        ((*MAKE, "--tag", "a", "--phrase", "b"), "give --tag, --section or --phrase"),
        (("rules", "make", "nosuch.uz", "--tag", "a"), "'nosuch.uz': no such outlet"),
        ((*MAKE, "--phrase", "va"), "too short"),
        ((*MAKE, "--tag", "sport", "--sure"), "give --person"),
        (("rules", "revoke", "7", "--person", "A"), "no rule 7 is in force"),
        (("rules", "revoke", "1"), "give --person"),
        (("rules", "revoke", "x", "--person", "A"), "valid integer"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    run: Run, held: Path, words: tuple[str, ...], said: str
) -> None:
    ran = run(held, *words)
    assert ran.code == 2
    assert said in ran.complained
    assert run(held, "rules", "list", "--json").json == []
    assert counted(run, held) == 3


def test_the_program_says_its_version(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "--version")
    assert ran.code == 0
    assert ran.said.startswith("yoritish ")
    assert not (tmp_path / "yoritish.db").exists()
