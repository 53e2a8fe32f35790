"""Every test of the ledger that is not about SQLite's file runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.connection import Connection
from storage.database import open_database
from storage.location import Location
from tests.conftest import keep_test_outlets

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Location]:
    """Where a test's ledger lies, on each database."""
    if request.param == "sqlite":
        yield tmp_path / "yoritish.db"
        return
    made = request.getfixturevalue("postgresql_place")()
    yield made
    request.getfixturevalue("cluster").drop(made)


@pytest.fixture
def ledger(place: Location) -> Iterator[Connection]:
    """As ``tests.conftest.ledger``, on each database."""
    connection = open_database(place)
    keep_test_outlets(connection)
    yield connection
    connection.close()
