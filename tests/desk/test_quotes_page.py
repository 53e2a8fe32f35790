"""Quotes at the desk: who spoke, where, how often; every number opens as many rows as it says."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from html import unescape

import pytest
from django.test import Client
from typer.testing import CliRunner

from crawler.cli import app
from pipelines.mentions import find_mentions
from pipelines.quotes import find_quotes
from storage.database import open_database, transaction
from storage.quotes import keep_quotes
from tests.desk.conftest import LEDGER, put

SignedIn = Callable[..., Client]
SAID = "Ichki ishlar vazirligi bu haqda xabar berdi."


def _say(path: str, day: int, body: str, **fields: object) -> str:
    one = put(path, day, f"Xabar {path}", body, **fields)  # type: ignore[arg-type]
    with closing(open_database(LEDGER)) as ledger, transaction(ledger):
        keep_quotes(ledger, [(one, find_quotes(body, find_mentions("", body).mentions))])
    return one


@pytest.fixture
def said(rows: dict[str, str]) -> dict[str, str]:
    """Three publications that quote, of two outlets and two regions."""
    name = (
        "“Barcha kameralar ertaga ishga tushadi”, dedi Ichki ishlar vazirligi vakili Aziz Karimov."
    )
    return rows | {
        "office": _say("/q1", 30, SAID, region="UZ-AN"),
        "person": _say("/q2", 30, f"{SAID}\n\n{name}", region="UZ-SA", outlet="xabar.uz"),
        "hostile": _say("/q3", 29, f"{SAID} <script>alert(1)</script> {{{{7*7}}}}", region="UZ-SA"),
    }


def _links(page: str) -> list[tuple[str, int]]:
    found = re.findall(r'<a href="(/quotes\?[^"]*unit=[^"]*)">([\d\u00a0]+)</a>', page)
    return [(unescape(link), int(number.replace("\u00a0", ""))) for link, number in found]


def test_every_number_opens_as_many_rows(signed_in: SignedIn, said: dict[str, str]) -> None:
    client = signed_in("reader")
    for extra in ("", "&outlet=xabar.uz"):
        page = client.get(f"/quotes?period=2026-10{extra}").content.decode()
        links = _links(page)
        assert links
        for link, number in links:
            opened = client.get(link).content.decode()
            assert len(re.findall(r'class="title" href="/publication/', opened)) == number
    names = client.get("/quotes?period=2026-10&outlet=xabar.uz").content.decode()
    assert "Aziz Karimov" in names
    assert "Aziz Karimov" not in client.get("/quotes?period=2026-10&outlet=kun.uz").content.decode()
    assert _links(client.get("/quotes?period=2026-09").content.decode()) == []


def test_where_and_how_often(signed_in: SignedIn, said: dict[str, str]) -> None:
    page = signed_in().get("/quotes?period=2026-10&unit=ministry&speaker=aziz karimov")
    text = page.content.decode()
    assert '<blockquote class="direct">“Barcha kameralar' in text
    assert "xabar.uz" in text


def test_a_region_sees_its_own_and_hostile_words_stay_text(
    signed_in: SignedIn, said: dict[str, str]
) -> None:
    client = signed_in("reader", region="UZ-AN")
    page = client.get("/quotes?period=2026-10").content.decode()
    assert "Aziz Karimov" not in page
    address = "/quotes?period=2026-10&unit=ministry&speaker="
    assert said["person"] not in client.get(address).content.decode()
    opened = signed_in("reader", name="aziz").get(address).content.decode()
    assert "<script>alert" not in opened
    assert "{{7*7}}" in opened


@pytest.mark.parametrize("wrong", ["period=never", "outlet=%00", "period=2026-10&unit=a%00b"])
def test_a_wrong_address_is_said_so(signed_in: SignedIn, wrong: str) -> None:
    assert signed_in().get(f"/quotes?{wrong}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "3"])
def test_a_page_that_is_not_there_is_empty(signed_in: SignedIn, page: str) -> None:
    assert signed_in().get(f"/quotes?unit=ministry&speaker=&page={page}").status_code == 200


def test_the_command_counts_as_the_page_does_and_finds_anew(said: dict[str, str]) -> None:
    words = ["--db", str(LEDGER), "quotes", "--month", "2026-10", "--json"]
    told = json.loads(CliRunner().invoke(app, words).stdout)
    assert {(one["speaker"], one["publications"]) for one in told} == {("", 3), ("Aziz Karimov", 1)}
    with closing(open_database(LEDGER)) as ledger:
        ledger.execute("DELETE FROM quotes")
    assert json.loads(CliRunner().invoke(app, words).stdout) == []
    again = json.loads(CliRunner().invoke(app, [*words, "--again"]).stdout)
    # the five whose quotes nobody had looked for say so, too; of each the first mention is kept
    assert {(one["speaker"], one["publications"]) for one in again} == {("", 8)}
