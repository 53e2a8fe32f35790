"""From every earlier version, with rows in it, to today's: rows kept, all or nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import APPLICATION_ID, UnusableDatabase, migrations, open_database

VERSIONS = range(1, len(migrations()))
OUTLET = (
    "INSERT INTO outlets (id, name, url, channel, subchannel, country, region, tier, languages,"
    " read, owned, is_foreign, due) VALUES"
    " ('kun.uz', 'Kun.uz', 'https://kun.uz', 'internet', 'other', 'UZ', '', 1, 'uz-Latn', 'kun',"
    " 0, 0, 1)"
)
PUBLICATION = (
    "INSERT INTO publications (id, outlet, url, title, lead, body, author, section, tags, language,"
    " script, published_at, date_source, day, first_seen_at, state, owner, main, region,"
    " version_key, text_key, version_of, folded_title, folded_body, capture) VALUES"
    " (?, 'kun.uz', ?, 'Sarlavha', '', 'Matn', '', '', '[]', 'uz', 'Latn', '2026-10-10T07:00:00Z',"
    " 'page', '2026-10-10', '2026-10-10T08:00:00Z', 'live', 'own', 1, '', '', '', '', 'sarlavha',"
    " 'matn', NULL)"
)
DECISION = (
    "INSERT INTO decisions (publication, kind, value, person, reason, decided_at)"
    " VALUES ('a1', 'counts', 'no', 'N. Karimova', '', '2026-10-11T07:00:00Z')"
)
KEPT = (
    "SELECT id, url, title, day FROM publications ORDER BY id",
    "SELECT publication, kind, value, person FROM decisions",
    "SELECT id, name FROM outlets",
    "SELECT rowid FROM {words} WHERE {words} MATCH 'matn' ORDER BY rowid",
)


def _of_version(path: Path, version: int) -> None:
    """A ledger as the program of that version left it, with rows."""
    with closing(sqlite3.connect(path)) as connection:
        for script in migrations()[:version]:
            connection.executescript(script)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute(OUTLET)
        for name in ("a1", "b2", "c3"):
            connection.execute(PUBLICATION, (name, f"https://kun.uz/{name}"))
        connection.execute(DECISION)
        connection.commit()


def _kept(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        # its name before and since version 22
        words = connection.execute(
            "SELECT name FROM sqlite_master WHERE name IN ('publications_fts', 'coverage_words')"
        ).fetchone()[0]
        return [connection.execute(query.format(words=words)).fetchall() for query in KEPT]


def _schema(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()


@pytest.mark.parametrize("version", VERSIONS)
def test_an_earlier_ledger_becomes_todays_and_keeps_its_rows(
    database: Path, tmp_path: Path, version: int
) -> None:
    _of_version(database, version)
    before = _kept(database)
    with closing(open_database(database)) as ledger:
        assert ledger.execute("PRAGMA user_version").fetchone()[0] == len(migrations())
        assert ledger.execute("PRAGMA foreign_key_check").fetchall() == []
        assert ledger.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert _kept(database) == before
    new = tmp_path / "new.db"
    open_database(new).close()
    assert _schema(database) == _schema(new), "a migrated ledger is as a new one"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    database: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_version(database, version)
    before, schema = _kept(database), _schema(database)
    scripts = [*migrations()[:-1], migrations()[-1] + "\nINSERT INTO nowhere VALUES (1);"]
    monkeypatch.setattr("storage.sqlite.migrations", lambda: scripts)
    with pytest.raises(UnusableDatabase):
        open_database(database)
    assert _kept(database) == before
    assert _schema(database) == schema
    monkeypatch.undo()
    open_database(database).close()
    assert _kept(database) == before


@pytest.mark.slow
def test_a_migration_killed_at_any_moment_is_done_by_the_next(database: Path) -> None:
    before = None
    for step in range(12):
        database.unlink(missing_ok=True)
        _of_version(database, 1)
        before = before or _kept(database)
        opened = subprocess.Popen(
            [sys.executable, "-c",
             "import sys; from pathlib import Path; from storage.database import open_database;"
             "print('ready', flush=True); open_database(Path(sys.argv[1]))", str(database)],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert opened.stdout is not None
        opened.stdout.readline()
        time.sleep(step * 0.002)
        os.kill(opened.pid, signal.SIGKILL)
        opened.wait()
        open_database(database).close()
        assert _kept(database) == before
