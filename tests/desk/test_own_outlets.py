"""The office adds an outlet at the desk: tried out before it is kept, switched off, changed."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from desk.accounts.models import Change
from replica import NewsroomPlan, running
from storage.database import open_database
from storage.office_outlets import office_outlets, outlet_from
from tests.crawler.test_office_outlets import LISTING
from tests.desk.conftest import LEDGER
from tools.replica_night import played_registry

SignedIn = Callable[..., Client]


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A site that can be read, and a registry that lacks it."""
    with running(NewsroomPlan(days=2, per_day=10, outlets=("gov.uz", "aniq.uz"))) as one:
        played_registry(tmp_path, {"gov.uz"})
        monkeypatch.setenv("YORITISH_REPLICA", one.origin)
        monkeypatch.setenv("YORITISH_OUTLETS", str(tmp_path))
        yield


def kept() -> list[tuple[str, bool, str]]:
    with closing(open_database(LEDGER)) as ledger:
        return [(one.outlet.id, one.visited, one.person) for one in office_outlets(ledger)]


def hidden(page: str) -> dict[str, str]:
    """The fields of the form that keeps what was tried."""
    form = page.partition('class="tried"')[2].partition("</section>")[0]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


@pytest.mark.slow
def test_an_outlet_is_tried_kept_switched_off_and_changed(
    signed_in: SignedIn, newsroom: None
) -> None:
    client = signed_in("administrator")
    page = client.post("/outlets/own", LISTING | {"try": "1"}).content.decode()
    assert "A night would read" in page
    assert page.count("dated by the page") >= 1
    assert kept() == [], "a try-out keeps nothing"
    fields = hidden(page)
    # what was changed since it was tried is not kept
    client.post("/outlets/own", fields | {"body": ".other", "save": "1"})
    assert kept() == []
    client.post("/outlets/own", fields | {"save": "1"})
    assert kept() == [("aniq.uz", True, "Nodira")]
    assert "aniq.uz" in client.get("/outlets").content.decode()
    client.post("/outlets/own", {"outlet": "aniq.uz", "switch": "off"})
    assert kept() == [("aniq.uz", False, "Nodira")]
    assert "switched off" in client.get("/outlets/own").content.decode()
    client.post("/outlets/own", {"outlet": "aniq.uz", "switch": "on"})
    form = client.get("/outlets/own?outlet=aniq.uz").content.decode()
    for name, value in LISTING.items():
        if name not in {"kind", "language"}:
            shown = re.search(rf'id="o-{name}"[^>]* value="([^"]*)"', form)
            assert shown, name
            assert unescape(shown[1]) == value
    assert set(Change.objects.values_list("what", flat=True)) >= {
        "outlet_tried", "outlet_kept", "outlet_off", "outlet_on",
    }  # fmt: skip


@pytest.mark.slow
def test_what_reads_nothing_cannot_be_kept(signed_in: SignedIn, newsroom: None) -> None:
    client = signed_in("administrator")
    said = LISTING | {"item": ".no-such-card", "try": "1"}
    page = client.post("/outlets/own", said).content.decode()
    assert "Nothing was read" in page
    assert ".no-such-card</code>" in page
    assert 'name="save"' not in page
    page = client.post("/outlets/own", LISTING | {"url": "http://127.0.0.1/", "try": "1"})
    assert "It could not be tried" in page.content.decode()
    assert kept() == []


def test_only_an_administrator_of_every_region_adds_outlets(signed_in: SignedIn) -> None:
    said = LISTING | {"save": "1", "tried": "made-up:x"}
    for number, (role, region) in enumerate((("analyst", ""), ("administrator", "UZ-AN"))):
        client = signed_in(role, region, name=f"person{number}")
        assert client.get("/outlets/own").status_code == 403
        assert client.post("/outlets/own", said).status_code == 403
    client = signed_in("administrator", name="third")
    client.post("/outlets/own", said)
    assert kept() == [], "the token of a try-out cannot be made up"
    assert client.get("/outlets/own?outlet=none").status_code == 404
    assert client.post("/outlets/own", {"outlet": "none", "switch": "on"}).status_code == 404


def test_what_is_said_of_an_outlet_is_what_its_entry_says() -> None:
    outlet = outlet_from(LISTING | {"region": "UZ-AN", "remove": ".ad, .banner"})
    assert outlet.region == "UZ-AN"
    assert outlet.read == "listing"
    assert outlet.selectors[0].remove == (".ad, .banner",)
