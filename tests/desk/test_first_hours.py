"""What somebody meets who is new: an empty ledger, a day that is not over, their own language."""

from collections.abc import Callable
from contextlib import closing

import pytest
from django.test import Client

from desk.words import word
from storage.database import open_database
from tests.desk.conftest import LEDGER, PASSWORD, put

Rows = dict[str, str]
SignedIn = Callable[..., Client]


def _read(day: str, state: str) -> None:
    with closing(open_database(LEDGER)) as ledger:
        for (outlet,) in ledger.execute("SELECT id FROM outlets WHERE due").fetchall():
            ledger.execute("INSERT INTO read_days VALUES (?, ?, ?)", (outlet, day, state))


def test_a_ledger_that_nobody_filled_says_what_to_do(signed_in: SignedIn) -> None:
    client = signed_in()
    for address in ("/", "/reports?period=2026-10"):
        page = client.get(address).content.decode()
        assert "yoritish nightly" in page
        assert word("needs_nothing", "en") not in page
    _read("2026-10-31", "completely")
    for address in ("/", "/reports?period=2026-10"):
        assert "yoritish nightly" not in client.get(address).content.decode()


def test_few_are_no_sign_while_the_day_is_not_over(signed_in: SignedIn, rows: Rows) -> None:
    for week, day in enumerate((24, 17, 10, 3)):
        for number in range(10):
            put(f"/w{week}-{number}", day, f"Xabar {week} {number}")
    client = signed_in()
    few = word("low", "en")
    _read("2026-10-31", "partly")
    page = client.get("/?day=2026-10-31").content.decode()
    assert few not in page
    assert word("so_far", "en") in page
    with closing(open_database(LEDGER)) as ledger:
        ledger.execute("UPDATE read_days SET state = 'completely'")
    page = client.get("/?day=2026-10-31").content.decode()
    assert few in page
    assert word("so_far", "en") not in page


def test_the_first_page_is_of_the_last_day_that_was_read_to_its_end(
    signed_in: SignedIn, rows: Rows
) -> None:
    client = signed_in()
    assert "31 October 2026" in client.get("/").content.decode()
    _read("2026-10-30", "completely")
    _read("2026-10-31", "partly")
    assert "<h1>30 October 2026</h1>" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("header", "shown"),
    [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("uz-Cyrl-UZ", "uz-Cyrl"), ("uz,en", "uz-Latn"),
     ("en-US", "en"), ("de, ru;q=0.5", "ru"), ("", "uz-Latn"), ("*;q=x,,", "uz-Latn")],
)  # fmt: skip
def test_the_first_page_is_in_the_language_of_the_browser(
    rows: Rows, header: str, shown: str
) -> None:
    page = Client().get("/first-run", headers={"Accept-Language": header}).content.decode()
    assert word("first_run_told", shown) in page  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "said"), [("a b", "bad_username"), ("", "is_needed")])
def test_a_bad_name_is_explained_in_the_language_of_the_page(
    rows: Rows, name: str, said: str
) -> None:
    client = Client()
    client.post("/language", {"language": "ru", "next": "/"})
    form = {"username": name, "name": "Нодира", "password": PASSWORD, "again": PASSWORD}
    assert word(said, "ru") in client.post("/first-run", form).content.decode()


def test_the_days_above_the_list_follow_the_period(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    part = client.get("/coverage?period=2026-09", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-swap-oob="true">1 September 2026 – 30 September 2026<' in part
    whole = client.get("/coverage?period=2026-09").content.decode()
    assert "hx-swap-oob" not in whole
    assert ">September 2026</option>" in whole


def test_an_empty_list_leads_to_the_month_before(signed_in: SignedIn) -> None:
    client = signed_in()
    page = client.get("/coverage?outlet=xabar.uz&find=hech-narsa").content.decode()
    assert 'href="/coverage?outlet=xabar.uz&amp;find=hech-narsa&amp;period=last_month"' in page
