"""What is done on a ledger is done again where its database was away, and only there."""

from unittest.mock import patch

import pytest

from crawler import patience
from crawler.patience import patiently
from storage.connection import LedgerFault, LedgerLost
from storage.database import DatabaseAway, UnusableDatabase, open_database
from storage.location import PostgresUrl


class _Clock:
    """Time that passes only while somebody sleeps."""

    now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock() -> object:
    """No test waits."""
    one = _Clock()
    with patch.object(patience, "time", one):
        yield one


def test_it_is_done_again_until_the_database_is_back(clock: _Clock) -> None:
    answers = iter([LedgerLost("gone"), DatabaseAway("starting"), None])
    waited = []

    def action() -> str:
        if (error := next(answers)) is not None:
            raise error
        return "done"

    assert patiently(action, waiting=lambda: waited.append(1)) == "done"
    assert len(waited) == 2
    assert 0 < clock.now < 5


@pytest.mark.parametrize(
    "error", [LedgerFault("no such table"), UnusableDatabase("newer"), KeyError()]
)
def test_what_will_not_mend_itself_is_not_waited_for(clock: _Clock, error: Exception) -> None:
    def action() -> None:
        raise error

    with pytest.raises(type(error)):
        patiently(action)
    assert clock.now == 0


def test_it_is_given_up_after_minutes(clock: _Clock) -> None:
    def action() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        patiently(action, (OSError,))
    assert 60 < clock.now <= patience.PATIENCE


def test_a_server_that_is_away_is_told_from_one_that_is_not_ours() -> None:
    with pytest.raises(DatabaseAway):
        open_database(PostgresUrl("postgresql://press@127.0.0.1:9/nowhere"))
    with pytest.raises(UnusableDatabase) as refused:
        open_database(PostgresUrl("postgresql://press@no-such-host.invalid/nowhere"))
    assert not isinstance(refused.value, DatabaseAway)
