"""What is done on a ledger is done again where its database went away and came back."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from storage.connection import LedgerLost
from storage.database import DatabaseAway

logger = logging.getLogger(__name__)

PATIENCE = 120.0
"""Seconds a database may be away (it is restarted, or another takes its place)."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0

Answer = TypeVar("Answer")


def patiently(
    action: Callable[[], Answer],
    away: tuple[type[Exception], ...] = (),
    waiting: Callable[[], None] = lambda: None,
    patience: float = PATIENCE,
) -> Answer:
    """Do something that may be done twice, again whenever the database was away meanwhile.

    Args:
        action: opens the ledger itself, and leaves it sound wherever it is broken off.
        away: errors that say the same beside the ledger's own.
        waiting: is called before each further attempt.
        patience: seconds after which it is given up.

    Raises:
        LedgerLost, DatabaseAway, and those of ``away``: it did not come back in time.
    """
    gone: tuple[type[Exception], ...] = (LedgerLost, DatabaseAway, *away)
    deadline = time.monotonic() + patience
    wait = FIRST_WAIT
    while True:
        try:
            return action()
        except gone as error:
            if time.monotonic() + wait > deadline:
                raise
            logger.warning("waiting for the database: %s", " ".join(str(error).split())[:300])
            waiting()
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)
