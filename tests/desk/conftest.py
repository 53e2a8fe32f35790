"""The desk on a real ledger: a folder of its own for each process that tests it."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from desk.accounts.models import Change, FailedSignIn, Person, Token
from storage.database import open_database
from storage.publications import keep
from storage.records import Mention, Owner, Publication, Topic
from storage.registry import Registry
from storage.visits import keep_outlets
from tests.conftest import outlet, publication
from text.folding import fold

LEDGER = Path(os.environ["YORITISH_DB"])
PASSWORD = "Yorug-kun-2026"
NOW = "2026-10-31T22:00:00+05:00"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} {% now %}"
"""A title and a body as somebody who means harm writes them."""


def put(
    path: str, day: int, title: str, body: str = "", *, passing: bool = False, **fields: object
) -> str:
    """Keep a publication of October that names the ministry; returns its id."""
    text = body or f"Bu haqda Ichki ishlar vazirligi xabar berdi. {title}"
    at = text.find("Ichki ishlar vazirligi")
    made: Publication = publication(
        path, title=title, body=text, day=date(2026, 10, day), main=not passing,
        folded_title=fold(title), folded_body=fold(text),
        **({"url": f"https://{fields['outlet']}{path}"} if "outlet" in fields else {}), **fields,
    )  # fmt: skip
    if at >= 0:
        made.mentions = [
            Mention("ministry", Owner.OWN, "body", at, at + 22, text[at : at + 22], "synthetic")
        ]
    made.topics = [Topic("drugs", ("giyohvand",), 2.0)]
    with closing(open_database(LEDGER)) as ledger:
        keep(ledger, made, lambda: None)  # type: ignore[arg-type,return-value]
    return made.id


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the evening of 31 October 2026."""
    monkeypatch.setenv("YORITISH_NOW", NOW)


@pytest.fixture
def rows() -> dict[str, str]:
    """A ledger of its own with some publications, by a word for each; nobody has an account."""
    for path in LEDGER.parent.glob("yoritish.db*"):
        path.unlink()
    for model in (Person, Change, FailedSignIn, Token):
        model.objects.all().delete()
    with closing(open_database(LEDGER)) as ledger:
        outlets = (
            outlet(), outlet("gov.uz", subchannel="official"), outlet("xabar.uz"),
            outlet("ria.ru", country="RU", languages=("ru",)),
        )  # fmt: skip
        keep_outlets(ledger, Registry({one.id: one for one in outlets}))
    return {
        "own": put("/own", 29, "Vazirlik e’lon qildi", outlet="gov.uz", region="UZ-SA"),
        "andijan": put("/a", 30, "Andijonda yo‘l harakati oyligi", region="UZ-AN"),
        "samarkand": put("/s", 31, "Samarqandda tadbir", region="UZ-SA", outlet="xabar.uz"),
        "hostile": put("/h", 31, HOSTILE, f"Ichki ishlar vazirligi {HOSTILE}", region="UZ-AN"),
        "formula": put("/f", 28, '=HYPERLINK("http://evil","x")', region="UZ-AN"),
        "abroad": put("/abroad", 30, "МВД Узбекистана", outlet="ria.ru", language="ru",
                      script="Cyrl"),
        "unnamed": put("/u", 30, "Ob-havo", "Ertaga quyosh.", owner=Owner.NONE),
    }  # fmt: skip


def made_person(name: str = "nodira", role: str = "administrator", region: str = "") -> Person:
    """Somebody with an account."""
    person = Person(username=name, first_name=name.title(), role=role, region=region, language="en")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def signed_in(rows: dict[str, str]) -> Callable[..., Client]:
    """A browser of somebody who is signed in; there is always an administrator."""
    del rows
    made_person("boss")

    def sign_in(role: str = "officer", region: str = "", name: str = "nodira") -> Client:
        client = Client()
        client.force_login(made_person(name, role, region))
        return client

    return sign_in
