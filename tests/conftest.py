"""Shared pieces of the tests: real SQLite files, outlets and publications made for them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storage.database import open_database
from storage.outlets import Outlet, Registry
from storage.records import DateSource, Owner, Publication
from storage.visits import keep_outlets


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


@pytest.fixture
def ledger(database: Path) -> Iterator[object]:
    """An open ledger with three outlets: kun.uz, the ministry's page, a foreign one."""
    connection = open_database(database)
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
    yield connection
    connection.close()


@pytest.fixture
def no_capture() -> Callable[[], int]:
    """Stands for a capture where a test is not about captures."""
    return lambda: None  # type: ignore[return-value]
