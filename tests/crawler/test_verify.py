"""Verification: an untouched ledger holds; every kind of tampering is found and named."""

import gzip
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.verifying import Verified, verify
from pipelines.reprints import story_rules
from replica import NewsroomPlan
from spiders import readers
from storage.captures import CaptureFolder
from storage.database import open_database, transaction
from storage.decisions import Said
from storage.ledger import day_digest, day_text, seal
from storage.registry import Registry, load_registry
from storage.story_decisions import split
from tests.crawler.conftest import Run, office

FIRST, LAST = date(2026, 10, 28), date(2026, 10, 31)
NIGHTS = NewsroomPlan(days=3, per_day=8, outlets=("iiv.uz", "kun.uz"))


class Kept:
    """A ledger with its captures, to be tampered with."""

    def __init__(self, folder: Path, registry: Registry) -> None:
        self.database = folder / "yoritish.db"
        self.captures = folder / "yoritish.captures"
        self.registry = registry

    def sql(self, statement: str, *values: object) -> None:
        """Change rows past the program."""
        with sqlite3.connect(self.database) as connection:
            connection.execute(statement, values)

    def ask(self, query: str) -> sqlite3.Row:
        """The first row of a query."""
        with sqlite3.connect(self.database) as connection:
            connection.row_factory = sqlite3.Row
            row: sqlite3.Row = connection.execute(query).fetchone()
            return row

    def warc(self) -> Path:
        """The first capture file."""
        return min(self.captures.glob("20*/*/*.warc.gz"))

    def ledger_file(self) -> Path:
        """The first day's file."""
        return min(self.captures.glob("ledger/*.txt"))

    def flip(self, path: Path, position: int) -> None:
        """Change one bit."""
        content = bytearray(path.read_bytes())
        content[position] ^= 1
        path.write_bytes(content)

    def verify(self) -> Verified:
        """What verification says of the days of both nights."""
        connection = open_database(self.database, read_only=True)
        try:
            return verify(connection, self.captures, self.registry, FIRST, LAST)
        finally:
            connection.close()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Two nights of different days and a person's decision, untouched."""
    folder = tmp_path_factory.mktemp("nights")
    for now in (NIGHTS.now - timedelta(days=1), NIGHTS.now):
        with office(folder, replace(NIGHTS, now=now)) as one:
            ran = one.run("nightly", "--json")
            assert ran.code == 0, ran.complained
    registry = load_registry(folder / "outlets", readers())
    kept = Kept(folder, registry)
    connection = open_database(kept.database)
    publication = connection.execute(
        "SELECT p.id FROM publications p JOIN story_members ON id = publication_id ORDER BY p.id"
    ).fetchone()[0]
    said = Said("A. Karimova", "synthetic reason", datetime(2026, 10, 31, 18, tzinfo=UTC))
    with transaction(connection):
        split(connection, publication, story_rules(), said)
    seal(connection, kept.captures, datetime(2026, 10, 31, 18, tzinfo=UTC))
    connection.close()
    return kept


@pytest.fixture
def kept(nights: Kept, tmp_path: Path) -> Kept:
    """A copy of both nights."""
    shutil.copy(nights.database, tmp_path)
    shutil.copytree(nights.captures, tmp_path / nights.captures.name)
    return Kept(tmp_path, nights.registry)


def test_an_untouched_ledger_holds(nights: Kept) -> None:
    done = nights.verify()
    assert done.differences == []
    assert done.untold == []
    assert done.days == 2
    assert done.publications > 20


def test_the_chain_is_that_of_sha256sum(nights: Kept) -> None:
    first, second = sorted(nights.captures.glob("ledger/*.txt"))
    connection = open_database(nights.database, read_only=True)
    digest = day_digest(connection, first.stem)
    connection.close()
    head = second.read_text(encoding="utf-8").partition("\n")[0]
    assert head == f"yoritish-ledger 1 day {second.stem} after {first.stem} {digest}"


Tampering = Callable[[Kept], str]
KINDS: dict[str, Tampering] = {}


def kind(change: Tampering) -> Tampering:
    """A kind of tampering: changes something, returns what the finding must name (a pattern)."""
    KINDS[change.__name__] = change
    return change


# --- captures -------------------------------------------------------------------------------------


@kind
def a_byte_of_a_page(kept: Kept) -> str:
    row = kept.ask("SELECT * FROM captures ORDER BY length DESC")
    path = kept.captures / row["file"]
    kept.flip(path, row["position"] + row["length"] // 2)
    return rf"capture {row['id']}, record.*{path.name} at byte {row['position']}\b"


@kind
def a_byte_that_decompresses_the_same(kept: Kept) -> str:
    row = kept.ask("SELECT * FROM captures WHERE position > 0")
    kept.flip(kept.captures / row["file"], row["position"] + 9)
    return rf"capture {row['id']}, record"


@kind
def the_last_byte_cut_off(kept: Kept) -> str:
    path = kept.warc()
    path.write_bytes(path.read_bytes()[:-1])
    return rf"capture file .*{path.name}, length"


@kind
def a_record_put_at_the_end(kept: Kept) -> str:
    path = kept.warc()
    with path.open("ab") as stream:
        stream.write(gzip.compress(b"WARC/1.0\r\n"))
    return rf"capture file .*{path.name}, length"


@kind
def a_file_taken_away(kept: Kept) -> str:
    path = kept.warc()
    path.unlink()
    return rf"capture file .*{path.name}, file"


@kind
def two_records_exchanged(kept: Kept) -> str:
    row = kept.ask("SELECT * FROM captures ORDER BY id")
    path = kept.captures / row["file"]
    whole, end = path.read_bytes(), row["position"] + row["length"]
    path.write_bytes(whole[end:] + whole[row["position"] : end])
    return rf"capture {row['id']}, record"


@kind
def a_page_written_anew_with_its_row(kept: Kept) -> str:
    row = kept.ask("SELECT * FROM captures WHERE outlet = 'kun.uz' ORDER BY id")
    folder = CaptureFolder(kept.captures)
    fetched = folder.read(row["file"], row["position"], row["length"], row["sha256"])
    forged = folder.keep(replace(fetched, body=fetched.body.replace(b"a", b"o")))
    folder.close()
    kept.sql(
        "UPDATE captures SET file = ?, position = ?, length = ?, sha256 = ?, record = ?"
        " WHERE id = ?",
        forged.file, forged.position, forged.length, forged.sha256, forged.record, row["id"],
    )  # fmt: skip
    return rf"capture {row['id']}, sha256"


# --- rows -----------------------------------------------------------------------------------------


def _changed(kept: Kept, column: str, value: str) -> str:
    row = kept.ask("SELECT id FROM publications WHERE outlet = 'kun.uz' ORDER BY id")
    kept.sql(f"UPDATE publications SET {column} = {value} WHERE id = ?", row["id"])
    return rf"publication {row['id']}, {column}:"


@kind
def a_title(kept: Kept) -> str:
    return _changed(kept, "title", "title || '.'")


@kind
def a_text(kept: Kept) -> str:
    return _changed(kept, "body", "body || '.'")


@kind
def a_day(kept: Kept) -> str:
    return _changed(kept, "day", "'2026-10-28'")


@kind
def a_moment(kept: Kept) -> str:
    return _changed(kept, "published_at", "'2026-10-29T00:00:01Z'")


@kind
def whom_it_names(kept: Kept) -> str:
    return _changed(kept, "owner", "CASE owner WHEN 'own' THEN 'none' ELSE 'own' END")


@kind
def a_language_version(kept: Kept) -> str:
    return _changed(kept, "version_of", "'0123456789'")


@kind
def a_state(kept: Kept) -> str:
    return _changed(kept, "state", "'changed'")


@kind
def a_publication_taken_away(kept: Kept) -> str:
    row = kept.ask("SELECT id FROM publications ORDER BY id")
    kept.sql("DELETE FROM publications WHERE id = ?", row["id"])
    return rf"publication {row['id']}, row: “missing”"


@kind
def a_publication_put_in(kept: Kept) -> str:
    columns = (
        "outlet, title, lead, body, author, section, tags, language, script, published_at,"
        " date_source, day, first_seen_at, state, owner, main, region, version_key, text_key,"
        " folded_title, folded_body, capture"
    )
    kept.sql(
        f"INSERT INTO publications (id, url, {columns}) SELECT 'forged', 'https://kun.uz/forged',"
        f" {columns} FROM publications WHERE outlet = 'kun.uz' ORDER BY id LIMIT 1"
    )
    return "publication forged, id"


@kind
def a_publication_put_in_without_a_page(kept: Kept) -> str:
    a_publication_put_in(kept)
    kept.sql("UPDATE publications SET capture = NULL WHERE id = 'forged'")
    return "publication forged, capture"


@kind
def a_mention(kept: Kept) -> str:
    row = kept.ask("SELECT publication FROM mentions ORDER BY publication")
    kept.sql("UPDATE mentions SET unit = 'forged' WHERE publication = ?", row["publication"])
    return rf"publication {row['publication']}, mentions\[0\].unit: “forged”"


@kind
def a_topic_taken_away(kept: Kept) -> str:
    row = kept.ask("SELECT publication FROM topics ORDER BY publication")
    kept.sql("DELETE FROM topics WHERE publication = ?", row["publication"])
    return rf"publication {row['publication']}, topics"


@kind
def a_quote_put_in(kept: Kept) -> str:
    row = kept.ask("SELECT publication FROM mentions ORDER BY publication")
    kept.sql(
        'INSERT INTO quotes (publication, position, unit, speaker, speaker_key, direct, "start",'
        " \"end\") VALUES (?, 99, 'ministry', 'forged', 'forged', 1, 0, 5)",
        row["publication"],
    )
    return rf"publication {row['publication']}, quotes: “\d+ rows” is kept"


@kind
def a_story(kept: Kept) -> str:
    row = kept.ask("SELECT publication_id FROM story_members ORDER BY publication_id")
    kept.sql("UPDATE story_members SET story = 'forged' WHERE publication_id = ?", row[0])
    return rf"publication {row[0]}, story_members.story: “forged”"


@kind
def a_decisions_reason(kept: Kept) -> str:
    kept.sql("UPDATE decisions SET reason = 'another'")
    return "decision 1, reason"


@kind
def a_decision_taken_away(kept: Kept) -> str:
    kept.sql("DELETE FROM decisions")
    return "decision 1, row: “missing”"


@kind
def a_captures_address(kept: Kept) -> str:
    kept.sql("UPDATE captures SET url = 'https://kun.uz/x' WHERE id = 1")
    return "capture 1, url: “https://kun.uz/x”"


@kind
def a_capture_row_taken_away(kept: Kept) -> str:
    kept.sql("DELETE FROM captures WHERE id = 2")
    return "capture 2, row: “missing”"


@kind
def an_outlet_made_foreign(kept: Kept) -> str:
    kept.sql("UPDATE outlets SET is_foreign = 1 WHERE id = 'kun.uz'")
    return "outlet kun.uz, is_foreign: “1”"


@kind
def a_day_said_to_be_read(kept: Kept) -> str:
    kept.sql("UPDATE read_days SET state = 'partly' WHERE day = '2026-10-29'")
    return "read day iiv.uz 2026-10-29, state"


# --- the ledger itself ----------------------------------------------------------------------------


@kind
def a_line_in_the_table(kept: Kept) -> str:
    row = kept.ask("SELECT * FROM ledger WHERE kind = 'publication'")
    kept.sql("UPDATE ledger SET line = line || 'x' WHERE number = ?", row["number"])
    return rf"ledger day {row['day']}|ledger file {row['day']}.txt .*line"


@kind
def a_line_taken_out_of_the_table(kept: Kept) -> str:
    kept.sql("DELETE FROM ledger WHERE kind = 'capture' AND key = '1'")
    return "capture 1, row"


@kind
def a_byte_of_a_days_file(kept: Kept) -> str:
    path = kept.ledger_file()
    kept.flip(path, 200)
    return rf"ledger file {path.name} and table ledger, .*line 2.*{path.name} at byte 200\b"


@kind
def a_days_file_taken_away(kept: Kept) -> str:
    path = kept.ledger_file()
    path.unlink()
    return rf"ledger file {path.name}, file: “missing”"


@kind
def a_row_its_line_and_its_file(kept: Kept) -> str:
    """All three agree afterwards: the next day's file still has the digest of before."""
    kept.sql("UPDATE captures SET status = 404 WHERE id = 1")
    kept.sql("UPDATE ledger SET line = replace(line, ' 200 ', ' 404 ') WHERE key = '1'")
    path = kept.ledger_file()
    connection = open_database(kept.database)
    path.write_text(day_text(connection, path.stem), encoding="utf-8")
    connection.close()
    return "ledger day 2026-10-31, digest of the day before"


@kind
def a_sum_of_a_day(kept: Kept) -> str:
    day = kept.ask("SELECT min(day) FROM rollup_days")[0]
    with sqlite3.connect(kept.database) as connection:
        connection.execute(
            "UPDATE rollup SET appearances = appearances + 1 WHERE day = ? AND kind = 'channel'",
            (day,),
        )
    return rf"{day} by channel \S+, rollup"


QUICK = {"a_byte_of_a_page", "a_publication_put_in", "a_mention", "a_row_its_line_and_its_file"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in KINDS],
)
def test_tampering_is_found_and_named(kept: Kept, name: str) -> None:
    wanted = KINDS[name](kept)
    said = [str(difference) for difference in kept.verify().differences]
    assert any(re.search(wanted, line) for line in said), (wanted, said[:20])


def test_the_command_lists_what_differs(nights: Kept, kept: Kept, run: Run) -> None:
    environment = {"YORITISH_OUTLETS": str(nights.database.parent / "outlets")}
    words = ("verify", "--month", "2026-10")
    ran = run(nights.database.parent, *words, environment=environment)
    assert (ran.code, ran.said) == (0, "")
    assert "0 differences" in ran.complained
    wanted = KINDS["a_title"](kept)
    ran = run(kept.database.parent, *words, environment=environment)
    assert ran.code == 1
    assert re.search(wanted, ran.said)
    ran = run(kept.database.parent, "verify", "--all", "--json", environment=environment)
    assert ran.code == 1
    assert any(one["field"] == "title" for one in json.loads(ran.said)["differences"])
