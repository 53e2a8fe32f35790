"""The whole storage interface says the same on SQLite and on PostgreSQL, to the value.

Every public function that touches a ledger is called in one of the dialogues; which there are is
read off the package, and which are called is seen while they run, so that a new function without a
dialogue fails here.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from storage.database import open_database
from storage.location import Location, PostgresUrl
from tests.storage.contract import coverage, desk, proof, stories, visits
from tests.storage.contract.interface import Calls, answering, interface, plain
from tests.storage.contract.office import Office, begin
from tools.throwaway_postgresql import Cluster

Dialogue = Callable[[Office], Iterator[object]]
MODULES: tuple[ModuleType, ...] = (visits, coverage, stories, proof, desk)
DIALOGUES: dict[str, Dialogue] = {
    f"{module.__name__.rpartition('.')[2]}.{one.__name__}": one
    for module in MODULES for one in module.DIALOGUES
}  # fmt: skip


def _spoken(dialogue: Dialogue, place: Location, folder: Path) -> list[str]:
    folder.mkdir()
    with closing(open_database(place)) as ledger:
        office = Office(place, ledger, folder)
        begin(office)
        return [plain(one, folder) for one in dialogue(office)]


def _all_of_it(calls: Calls) -> None:
    missing = interface().keys() - calls.called
    assert not missing, f"no dialogue calls {', '.join(sorted(missing))}"
    silent = answering() - calls.answered
    assert not silent, f"in no dialogue says anything: {', '.join(sorted(silent))}"


def test_the_interface_is_found() -> None:
    found = interface()
    assert len(found) > 150
    assert {"storage.counts.count", "storage.writer.LedgerWriter.put"} <= found.keys()
    assert not [name for name in found if "._" in name]


def test_every_function_is_called_and_says_something_on_sqlite(tmp_path: Path) -> None:
    calls = Calls()
    with calls.noted():
        for name, dialogue in DIALOGUES.items():
            _spoken(dialogue, tmp_path / f"{name}.db", tmp_path / name)
    _all_of_it(calls)


@pytest.mark.slow
def test_every_function_is_called_and_says_something_on_postgresql(
    tmp_path: Path, cluster: Cluster, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    calls = Calls()
    for name, dialogue in DIALOGUES.items():
        place = postgresql_place()
        with calls.noted():
            _spoken(dialogue, place, tmp_path / name)
        cluster.drop(place)
    _all_of_it(calls)


@pytest.mark.slow
@pytest.mark.parametrize("name", DIALOGUES)
def test_both_databases_say_the_same(
    name: str, tmp_path: Path, cluster: Cluster, postgresql_place: Callable[[], PostgresUrl]
) -> None:
    place = postgresql_place()
    ours = _spoken(DIALOGUES[name], tmp_path / "yoritish.db", tmp_path / "sqlite")
    theirs = _spoken(DIALOGUES[name], place, tmp_path / "postgresql")
    cluster.drop(place)
    assert theirs == ours
    assert any(one not in {"None", "[]", "0", "False"} for one in ours)
