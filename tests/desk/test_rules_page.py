"""The queue's assignment, and standing rules at the desk: effect first, undo, who may."""

import re
from collections.abc import Callable
from contextlib import closing

from django.test import Client

from desk.accounts.models import Change
from storage.database import open_database
from storage.decisions import history
from tests.desk.conftest import LEDGER, put

Rows = dict[str, str]
SignedIn = Callable[..., Client]


def waiting(client: Client, show: str) -> list[str]:
    page = client.get(f"/queue?show={show}").content.decode()
    return re.findall(r'class="title" href="/publication/([0-9a-f]+)"', page)


def total(client: Client) -> int:
    page = client.get("/coverage?period=2026-10").content.decode()
    said = re.search(r"In all: (\d+)", page)
    assert said
    return int(said[1])


def test_something_is_taken_given_on_and_given_back(signed_in: SignedIn, rows: Rows) -> None:
    one = put("/passing", 30, "Yo‘l-yo‘lakay", region="UZ-AN", passing=True)
    nodira, aziz = signed_in(name="nodira"), signed_in(name="aziz")
    reader = signed_in("reader", name="reader")
    assert waiting(nodira, "open") == [one]
    nodira.post("/queue/assign", {"row": one, "assignee": "nodira"})
    assert [waiting(nodira, show) for show in ("open", "mine", "taken")] == [[], [one], []]
    assert [waiting(aziz, show) for show in ("open", "mine", "taken")] == [[], [], [one]]
    nodira.post("/queue/assign", {"row": one, "assignee": "aziz"})
    assert waiting(aziz, "mine") == [one]
    aziz.post("/queue/assign", {"row": one, "assignee": ""})
    assert waiting(nodira, "open") == [one]
    for whom in ("nobody", "reader", "<script>"):
        nodira.post("/queue/assign", {"row": one, "assignee": whom})
        assert waiting(nodira, "open") == [one]
    assert reader.post("/queue/assign", {"row": one, "assignee": ""}).status_code == 403
    assert Change.objects.filter(what="assigned").count() == 3


def test_what_is_decided_is_shown_with_who_did_and_can_be_undone(
    signed_in: SignedIn, rows: Rows
) -> None:
    one = put("/passing", 30, "Yo‘l-yo‘lakay", region="UZ-AN", passing=True)
    client = signed_in(name="nodira")
    client.post(f"/publication/{one}/decide", {"kind": "counts", "value": "no"})
    assert waiting(client, "decided") == [one]
    assert "Does not count (Nodira)" in client.get("/queue?show=decided").content.decode()
    client.post(f"/publication/{one}/decide", {"kind": "counts", "value": ""})
    assert waiting(client, "open") == [one]


def test_nobody_touches_the_queue_of_another_region(signed_in: SignedIn, rows: Rows) -> None:
    one = put("/passing", 30, "Yo‘l-yo‘lakay", region="UZ-AN", passing=True)
    client = signed_in(region="UZ-SA", name="aziz")
    client.post("/queue/assign", {"row": one, "assignee": "aziz"})
    assert waiting(client, "mine") == []
    assert waiting(signed_in(name="nodira"), "open") == [one]
    assert client.get("/rules").status_code == 403
    said = {"outlet": "kun.uz", "kind": "tag", "value": "Sport", "sure": "1"}
    assert client.post("/rules", said).status_code == 403


def test_a_rule_shows_its_effect_then_holds_and_is_taken_back(
    signed_in: SignedIn, rows: Rows
) -> None:
    sport = put("/sport", 30, "Futbol", region="UZ-AN", passing=True, tags=("Sport", "A <b>"))
    client = signed_in()
    before = total(client)
    page = client.get(f"/rules?publication={sport}").content.decode()
    assert "tag: “Sport”" in page
    assert "A &lt;b&gt;" in page
    said = {"outlet": "kun.uz", "kind": "tag", "value": "Sport"}
    page = client.post("/rules", said).content.decode()
    assert "There are 1 such appearances. The count falls by 1." in page
    assert "Futbol" in page
    assert total(client) == before, "the effect is only shown"
    client.post("/rules", said | {"sure": "1", "reason": "sport <i>"})
    assert total(client) == before - 1
    assert waiting(client, "open") == []
    page = client.get(f"/publication/{sport}").content.decode()
    assert "Does not count" in page
    assert "Standing rule</a>: tag “Sport”" in page
    assert "<i>" not in page
    page = client.get("/rules").content.decode()
    (number,) = re.findall(r'name="revoke" value="(\d+)"', page)
    assert client.post("/rules", {"revoke": number}).status_code == 302
    assert total(client) == before
    assert waiting(client, "open") == [sport]
    assert client.post("/rules", {"revoke": number}).status_code == 404
    assert client.post("/rules", {"revoke": "x"}).status_code == 404
    with closing(open_database(LEDGER)) as ledger:
        assert [(one.value, one.person) for one in history(ledger, sport)] == [
            ("no", f"yoritish rule {number}"), ("", f"yoritish rule {number}"),
        ]  # fmt: skip
    assert set(Change.objects.values_list("what", flat=True)) >= {"rule_made", "rule_revoked"}


def test_a_rule_that_cannot_be_is_told_so(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in()
    for wrong in ({"outlet": "none", "kind": "tag", "value": "x"},
                  {"outlet": "kun.uz", "kind": "author", "value": "x"},
                  {"outlet": "kun.uz", "kind": "phrase", "value": "<script>"[:3]}, {}):  # fmt: skip
        assert "Not kept" in client.post("/rules", wrong).content.decode()
        client.post("/rules", wrong | {"sure": "1"})
    assert "<td>–</td>" in client.get("/rules").content.decode()
    assert client.get("/rules?publication=none").status_code == 404
