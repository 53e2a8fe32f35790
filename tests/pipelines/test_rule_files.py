"""A broken rule file is refused with file, line and reason; the program's own are sound."""

import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from pipelines.counting import counting_rules
from pipelines.lexicon import lexicon
from pipelines.reprints import story_rules
from pipelines.rule_files import (
    BrokenRules,
    only_known,
    parse_rules,
    read_rules,
    rules_in_force,
    strings,
    words_pattern,
)
from pipelines.units import units

FILES = sorted(
    one.name.removesuffix(".toml")
    for one in (resources.files("pipelines") / "rules").iterdir()
    if one.name.endswith(".toml")
)


def test_the_programs_own_rules_are_sound() -> None:
    assert len(FILES) >= 7
    lexicon()
    units()
    story_rules()
    counting_rules()
    told = rules_in_force()
    for name in FILES:
        assert f" {name}=" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a]\nx = [\n", "rules.toml"),
        ("[a]\nx = 1\n[a]\n", "line 3"),
        ("x = 1\n[a]\n", "outside any table"),
    ],
)
def test_what_is_no_rule_file(text: str, words: str) -> None:
    with pytest.raises(BrokenRules, match=words):
        parse_rules(text, "rules.toml")


def test_a_wrong_key_or_value_names_its_line() -> None:
    rules = parse_rules('\n\n[road]\nwords = "one"\nwrods = ["two"]\n', "topics.toml")
    with pytest.raises(BrokenRules, match=r"topics.toml, line 3: \[road\]: unknown wrods"):
        only_known(rules, "road", frozenset({"name", "words"}))
    with pytest.raises(BrokenRules, match=r"line 3: \[road\] words: must be a list"):
        strings(rules, "road", "words")


@pytest.mark.parametrize("words", ["", "*", "… …", "(", "a …*"])
def test_a_pattern_without_words_is_refused(words: str) -> None:
    with pytest.raises(BrokenRules, match="file, line 1"):
        words_pattern(words, "file, line 1: [a]")


def test_not_utf_8_names_the_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "topics.toml").write_bytes(b"[a]\nx = 1\ny = '\xef\xf0'\n")
    monkeypatch.setattr("pipelines.rule_files.resources.files", lambda _: tmp_path)
    with pytest.raises(BrokenRules, match="line 3: not UTF-8"):
        read_rules("topics")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "broken", "words"),
    [
        ("topics", '[drugs]\nwords = "geroin"\n', "topics.toml, line 1"),
        ("units", '[ministry]\nkind = "kingdom"\nname = {}\n', "units.toml, line 1"),
        ("regions", '["UZ-TK"]\nnaem = ["Toshkent"]\n', "regions.toml, line 1"),
        ("counting", "reprints_count = 3\n", "counting.toml"),
        ("countries", '[RU]\nnames = [" "]\n', "countries.toml, line 1"),
        ("stories", "[reprint]\ncontainment = 'much'\n", "stories.toml"),
    ],
)
def test_a_program_with_a_broken_rule_file_says_so_in_one_line(
    tmp_path: Path, name: str, broken: str, words: str
) -> None:
    here = Path(__file__).parent.parent.parent
    for package in ("crawler", "pipelines", "reports", "spiders", "storage", "text"):
        shutil.copytree(here / package, tmp_path / package)
    (tmp_path / "pipelines" / "rules" / f"{name}.toml").write_text(broken, encoding="utf-8")
    (tmp_path / "in.jsonl").write_text('{"id": "1", "title": "IIV", "text": "IIV xabari"}\n')
    command = ["analyse", "in.jsonl"]
    if name == "stories":
        command = ["group", "in.jsonl"]
    if name == "counting":
        command = ["--db", "yoritish.db", "counts", "--day", "today"]
        subprocess.run(
            [sys.executable, "-c", "from pathlib import Path; from storage.database import"
             " open_database; open_database(Path('yoritish.db'))"], cwd=tmp_path, check=True,
        )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *command], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stdout
    assert done.stderr.count("\n") == 1, done.stderr
    assert words in done.stderr
