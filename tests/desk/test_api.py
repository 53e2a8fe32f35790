"""The JSON API: only by token, only its region, nothing changed, no fault whatever is asked."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings

from desk.accounts.models import Person, Token
from desk.server import application
from tests.desk.conftest import made_person

Rows = dict[str, str]
Ask = Callable[..., Any]


@pytest.fixture
def ask(rows: Rows) -> Ask:
    """Asks with a token of a region."""
    made_person()

    def asking(path: str, of_region: str = "", /, **said: str) -> Any:
        token = Token.give("synthetic system", of_region, "nodira")
        return Client().get(f"/api{path}", said, headers={"Authorization": f"Bearer {token}"})

    return asking


def test_nothing_without_a_token_that_was_given(rows: Rows) -> None:
    made_person()
    token = Token.give("synthetic system", "", "nodira")
    assert Client().get("/api/coverage").status_code == 401
    for bad in ("", "x", token[:-1], token + "x", "é", "\x00"):
        said = {"Authorization": f"Bearer {bad}"}
        assert Client().get("/api/coverage", headers=said).status_code == 401
    signed_in = Client()
    signed_in.force_login(Person.objects.get())
    assert signed_in.get("/api/coverage").status_code == 401, "a session is no token"
    assert token not in str(list(Token.objects.values())), "only its digest is kept"
    Token.objects.all().delete()
    said = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/coverage", headers=said).status_code == 401


def test_the_list_and_the_counts_agree(ask: Ask, rows: Rows) -> None:
    listed = ask("/coverage", period="2026-10").json()
    assert listed["items"] == len(listed["rows"]) == 6
    for by in ("channel", "outlet", "region", "origin", "day"):
        table = ask("/counts", period="2026-10", by=by).json()
        assert table["total"]["appearances"] + table["total"]["foreign"] == 6
        assert sum(row["appearances"] for row in table["rows"]) == 5
    first = ask("/coverage", period="2026-10", most="4").json()
    second = ask("/coverage", period="2026-10", most="4", after=first["following"]).json()
    assert [*first["rows"], *second["rows"]] == listed["rows"]
    found = ask("/coverage", period="2026-10", find="йўл ҳаракати").json()
    assert [row["publication"] for row in found["rows"]] == [rows["andijan"]]


def test_a_token_of_a_region_sees_that_region_alone(ask: Ask, rows: Rows) -> None:
    listed = ask("/coverage", "UZ-SA", period="2026-10", region="UZ-AN").json()
    assert {row["publication"] for row in listed["rows"]} == {rows["own"], rows["samarkand"]}
    assert ask(f"/publication/{rows['andijan']}", "UZ-SA").status_code == 404
    assert ask(f"/publication/{rows['own']}", "UZ-SA").json()["counts"] is True
    assert ask(f"/story/{rows['andijan']}", "UZ-SA").status_code == 404


@pytest.mark.parametrize(
    ("path", "said"),
    [("/coverage", {"period": "never"}), ("/coverage", {"find": '"open'}),
     ("/coverage", {"after": "zzz"}), ("/counts", {"by": "colour"}), ("/counts", {"period": "all"}),
     ("/coverage", {"colour": "red"}), ("/coverage", {"sort": "up"})],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(ask: Ask, path: str, said: dict[str, str]) -> None:
    answer = ask(path, **said)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_it_only_reads(ask: Ask, rows: Rows) -> None:
    token = Token.give("synthetic system", "", "nodira")
    for method in ("post", "put", "patch", "delete"):
        asked = getattr(Client(), method)
        said = {"Authorization": f"Bearer {token}"}
        assert asked(f"/api/publication/{rows['own']}", headers=said).status_code == 405


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_whatever_is_asked_is_answered_as_described(
    case: schemathesis.Case, kept_token: str
) -> None:
    answer = case.call(headers={"Authorization": f"Bearer {kept_token}"})
    assert answer.status_code < 500, case.as_curl_command()
    if answer.status_code in {200, 400, 401, 422}:
        assert answer.headers["content-type"][0].startswith("application/json")


@pytest.fixture
def kept_token(rows: Rows) -> str:
    """A token for many requests."""
    return Token.give("synthetic system", "", "nodira")
