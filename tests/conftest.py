"""Shared pieces of the tests: real SQLite files, outlets and publications made for them."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from storage.connection import Connection
from storage.database import open_database
from storage.location import PostgresUrl
from storage.outlets import Outlet
from storage.records import DateSource, Owner, Publication
from storage.registry import Registry
from storage.visits import keep_outlets
from tools.throwaway_postgresql import Cluster

# the same inputs in every run, and no clock: how long a thing takes is measured in bench/
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def outlet(outlet_id: str = "kun.uz", **fields: object) -> Outlet:
    """An outlet for tests."""
    entry = {
        "id": outlet_id,
        "name": outlet_id,
        "url": f"https://{outlet_id}",
        "languages": ("uz-Latn", "uz-Cyrl", "ru"),
        "read": "kun",
    }
    return Outlet.model_validate(entry | fields)


def publication(path: str = "/news/a", **fields: object) -> Publication:
    """A publication for tests, of kun.uz on 10 October 2026 unless said otherwise."""
    day = fields.pop("day", date(2026, 10, 10))
    assert isinstance(day, date)
    made = {
        "outlet": "kun.uz",
        "url": f"https://kun.uz{path}",
        "title": "Sarlavha",
        "body": "Matn.",
        "published_at": datetime(day.year, day.month, day.day, 7, tzinfo=UTC),
        "date_source": DateSource.PAGE,
        "day": day,
        "first_seen_at": datetime(2026, 10, 10, 20, tzinfo=UTC),
        "language": "uz",
        "script": "Latn",
        "owner": Owner.OWN,
    }
    return Publication(**(made | fields))  # type: ignore[arg-type]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a test's ledger lies."""
    return tmp_path / "yoritish.db"


def keep_test_outlets(connection: Connection) -> None:
    """Three outlets: kun.uz, the ministry's page, a foreign one."""
    keep_outlets(
        connection,
        Registry(
            {
                o.id: o
                for o in (
                    outlet(),
                    outlet("gov.uz", subchannel="official"),
                    outlet("ria.ru", country="RU", languages=("ru",)),
                )
            }
        ),
    )


@pytest.fixture
def ledger(database: Path) -> Iterator[Connection]:
    """An open ledger with three outlets: kun.uz, the ministry's page, a foreign one."""
    connection = open_database(database)
    keep_test_outlets(connection)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of its own; where there is none the test fails and says how to get it."""
    one = Cluster()
    yield one
    one.remove()


@pytest.fixture(scope="session")
def empty_ledger(cluster: Cluster) -> str:
    """The name of a PostgreSQL ledger with nothing in it, to be copied."""
    url = cluster.new_database()
    open_database(url).close()
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def postgresql_place(cluster: Cluster, empty_ledger: str) -> Callable[[], PostgresUrl]:
    """Makes PostgreSQL ledgers, each its own database."""
    return lambda: cluster.new_database(empty_ledger)


def unbound(connection: Connection) -> Connection:
    """A ledger in which rows may name others that are not there: stories without publications."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = OFF")
    else:
        connection.execute("SET session_replication_role = replica")
    return connection


@pytest.fixture
def no_capture() -> Callable[[], int]:
    """Stands for a capture where a test is not about captures."""
    return lambda: None  # type: ignore[return-value]
