"""The desk says the same of a ledger in PostgreSQL as of one in a file."""

import re
from collections.abc import Callable
from contextlib import closing

import pytest
from django.test import Client, override_settings

from storage.database import open_database
from storage.location import PostgresUrl
from storage.moving import move_ledger
from tests.desk.conftest import LEDGER
from tests.desk.test_pages import PAGES

pytestmark = pytest.mark.slow


def shown(client: Client, address: str) -> tuple[int, str]:
    """A page without what differs from one answer to the next."""
    answer = client.get(address)
    text = answer.content.decode() if not answer.streaming else ""
    return answer.status_code, re.sub(r'(csrf\w*"? value=|nonce=)"[^"]+"', "", text)


def test_every_page_is_the_same(
    signed_in: Callable[..., Client],
    rows: dict[str, str],
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    url = postgresql_place()
    with closing(open_database(LEDGER)) as ours, closing(open_database(url)) as theirs:
        move_ledger(ours, theirs)
    client = signed_in("administrator")
    for address in (
        *PAGES, f"/publication/{rows['own']}", f"/story/{rows['own']}", "/coverage?find=tadbir",
        "/coverage?fold=stories", "/coverage?sort=outlet&period=year", "/coverage/export.csv",
    ):  # fmt: skip
        ours = shown(client, address)
        with override_settings(LEDGER=url):
            assert shown(client, address) == ours, address


def test_a_correction_is_kept_there(
    signed_in: Callable[..., Client],
    rows: dict[str, str],
    postgresql_place: Callable[[], PostgresUrl],
) -> None:
    url = postgresql_place()
    with closing(open_database(LEDGER)) as ours, closing(open_database(url)) as theirs:
        move_ledger(ours, theirs)
    client = signed_in("officer")
    with override_settings(LEDGER=url):
        answer = client.post(
            f"/publication/{rows['andijan']}/decide", {"kind": "counts", "value": "no"}
        )
        assert answer.status_code in {200, 302}
    with closing(open_database(url)) as ledger:
        kept = ledger.execute("SELECT kind, value FROM decisions").fetchall()
    assert [tuple(row) for row in kept] == [("counts", "no")]
