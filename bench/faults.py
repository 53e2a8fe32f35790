"""Kill points: a process killed at any moment loses nothing, and the next run ends the work.

    python bench/faults.py [--night 110] [--migration 60] [--import 40] [--backup 20]

Nights of a small newsroom, migrations of a ledger of the first version, imports of a table and
backups are each killed (SIGKILL) at moments spread evenly over their length; then the same is run
again and the content compared with that of an undisturbed run. Prints how many differ.
"""

import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from replica import NewsroomPlan, running
from storage.backup import copies
from storage.database import APPLICATION_ID, migrations, open_database
from tools.replica_night import played_registry

PLAN = NewsroomPlan(days=2, per_day=20, outlets=("iiv.uz", "kun.uz", "xabar.uz"))
CONTENT = (
    "SELECT id, outlet, url, title, body, language, script, published_at, date_source, day, owner,"
    " main, region, version_of, state FROM publications ORDER BY id",
    "SELECT publication_id, story, relation FROM story_members ORDER BY publication_id",
    'SELECT publication, unit, owner, field, "start", "end" FROM mentions'
    " ORDER BY publication, position",
    "SELECT publication, topic FROM topics ORDER BY publication, topic",
    "SELECT outlet, url, outcome FROM addresses ORDER BY outlet, url",
    "SELECT outlet, day, state FROM read_days ORDER BY outlet, day",
)
Content = list[list[tuple[object, ...]]]


def main() -> int:
    """Run all kinds; the exit code says whether anything differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--night", type=int, default=110)
    parser.add_argument("--migration", type=int, default=60)
    parser.add_argument("--import", dest="imported", type=int, default=40)
    parser.add_argument("--backup", type=int, default=20)
    parser.add_argument("--side-by-side", type=int, default=2)
    options = parser.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory() as name, running(PLAN) as newsroom:
        folder = Path(name)
        registry = folder / "outlets"
        registry.mkdir()
        played_registry(registry, set(newsroom.studio.sites))
        environment = os.environ | {
            "YORITISH_REPLICA": newsroom.origin,
            "YORITISH_NOW": PLAN.now.isoformat(),
            "YORITISH_OUTLETS": str(registry),
        }
        since = (PLAN.now.date() - timedelta(days=PLAN.days - 1)).isoformat()
        points = (
            (options.night, _Night(folder, environment, since)),
            (options.migration, _Migration(folder)),
            (options.imported, _Import(folder)),
            (options.backup, _Backup(folder, environment, since)),
        )
        for number, kind in points:
            lost += _points(kind, number, folder, options.side_by_side)
    return 1 if lost else 0


class _Kind:
    """Something that is killed and done again."""

    name = ""

    def prepare(self, folder: Path) -> None:
        """Lay out what it begins from."""

    def command(self, folder: Path) -> list[str]:
        """Its command line."""
        raise NotImplementedError

    def content(self, folder: Path) -> object:
        """What it is to end with."""
        raise NotImplementedError

    environment: dict[str, str] | None = None


class _Night(_Kind):
    name = "night"

    def __init__(self, folder: Path, environment: dict[str, str], since: str) -> None:
        self.folder, self.environment, self.since = folder, environment, since

    def command(self, folder: Path) -> list[str]:
        database = str(folder / "yoritish.db")
        return [sys.executable, "-m", "crawler", "--db", database, "-q", "nightly", "--since",
                self.since]  # fmt: skip

    def content(self, folder: Path) -> object:
        return _content(folder / "yoritish.db")


class _Migration(_Kind):
    name = "migration"

    def __init__(self, folder: Path) -> None:
        self.first = folder / "first-version.db"
        with closing(sqlite3.connect(self.first)) as connection:
            connection.executescript(migrations()[0])
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA user_version = 1")
            connection.executemany(
                "INSERT INTO outlets VALUES (?,?,?,'internet','','UZ','',1,'ru','kun',0,0,1)",
                [(f"o{n}", f"O{n}", f"https://o{n}.uz") for n in range(2000)],
            )
            connection.commit()

    def prepare(self, folder: Path) -> None:
        shutil.copy(self.first, folder / "yoritish.db")

    def command(self, folder: Path) -> list[str]:
        opened = "import sys; from pathlib import Path; from storage.database import open_database;"
        return [sys.executable, "-c", f"{opened} open_database(Path(sys.argv[1])).close()",
                str(folder / "yoritish.db")]  # fmt: skip

    def content(self, folder: Path) -> object:
        with closing(open_database(folder / "yoritish.db")) as connection:
            schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
            rows = connection.execute("SELECT id, name, url FROM outlets ORDER BY id")
            return [tuple(row) for row in [*schema, *rows]]


class _Import(_Kind):
    name = "import"

    def __init__(self, folder: Path) -> None:
        self.table = folder / "tv.csv"
        lines = [f"{1 + n % 28}.09.2026,{n % 24}:00,MY5,Lavha {n}" for n in range(1500)]
        self.table.write_text("\n".join(["Sana,Vaqt,Kanal,Sarlavha", *lines]), encoding="utf-8")

    def command(self, folder: Path) -> list[str]:
        return [sys.executable, "-m", "crawler", "--db", str(folder / "yoritish.db"), "-q",
                "import", str(self.table), "--kind", "television"]  # fmt: skip

    def content(self, folder: Path) -> object:
        with closing(sqlite3.connect(folder / "yoritish.db")) as connection:
            kept = connection.execute(
                "SELECT i.publication, i.row, p.title, p.day FROM imported i"
                " JOIN publications p ON p.id = i.publication ORDER BY i.publication"
            ).fetchall()
        return kept, _content(folder / "yoritish.db")


class _Backup(_Kind):
    name = "backup"

    def __init__(self, folder: Path, environment: dict[str, str], since: str) -> None:
        self.environment = environment
        self.office = folder / "office"
        self.office.mkdir()
        night = _Night(folder, environment, since)
        subprocess.run(night.command(self.office), env=environment, check=True, capture_output=True)

    def command(self, folder: Path) -> list[str]:
        return [sys.executable, "-m", "crawler", "--db", str(self.office / "yoritish.db"), "-q",
                "backup", str(folder / "backup")]  # fmt: skip

    def content(self, folder: Path) -> object:
        latest = copies(folder / "backup")[-1]
        captures = folder / "backup" / "captures"
        files = sorted(path for path in captures.rglob("*") if path.is_file())
        return _content(latest), [(str(p.relative_to(captures)), p.read_bytes()) for p in files]


def _points(kind: _Kind, number: int, folder: Path, side_by_side: int) -> int:
    whole_folder = folder / f"{kind.name}-whole"
    whole_folder.mkdir()
    kind.prepare(whole_folder)
    began = time.monotonic()
    _run(kind, whole_folder)
    took = time.monotonic() - began
    whole = kind.content(whole_folder)

    def point(turn: int) -> str:
        place = folder / f"{kind.name}-{turn}"
        place.mkdir()
        kind.prepare(place)
        killed = _killed(kind, place, took * (turn + 0.5) / number)
        _run(kind, place)
        same = kind.content(place) == whole
        shutil.rmtree(place)
        return ("killed" if killed else "ended before") if same else "differs"

    with ThreadPoolExecutor(side_by_side) as pool:
        ended = list(pool.map(point, range(number)))
    lost = ended.count("differs")
    print(
        f"{kind.name}: {number} kill points over {took:.1f} s, {ended.count('killed')} of them"
        f" before it ended; {lost} differ from the undisturbed run"
    )
    return lost


def _killed(kind: _Kind, folder: Path, after: float) -> bool:
    process = subprocess.Popen(
        kind.command(folder), env=kind.environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def _run(kind: _Kind, folder: Path) -> None:
    # the lock of a night that was just killed is let go a moment later
    tries: list[Callable[[], None]] = [lambda: time.sleep(0.2)] * 25
    for wait in tries:
        done = subprocess.run(
            kind.command(folder), env=kind.environment, capture_output=True, text=True, check=False
        )
        if "another night" not in done.stderr:
            break
        wait()
    if done.returncode:
        raise RuntimeError(f"{kind.name} run again ended with {done.returncode}: {done.stderr}")


def _content(database: Path) -> Content:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [connection.execute(query).fetchall() for query in CONTENT]


if __name__ == "__main__":
    sys.exit(main())
