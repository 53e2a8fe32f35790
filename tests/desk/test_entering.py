"""Who gets in: the first administrator, signing in, roles, sessions, other hosts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls.resolvers import URLPattern

from desk.accounts.models import Change, Person
from desk.urls import urlpatterns
from tests.desk.conftest import PASSWORD, made_person

Rows = dict[str, str]
SignedIn = Callable[..., Client]
FIRST = {"username": "nodira", "name": "Nodira Karimova", "password": PASSWORD, "again": PASSWORD}


def test_the_first_who_opens_it_makes_the_administrator_and_nobody_after(rows: Rows) -> None:
    client = Client()
    assert client.get("/coverage").headers["Location"] == "/first-run"
    assert client.post("/first-run", FIRST).headers["Location"] == "/"
    assert client.get("/people").status_code == 200
    again = Client().post("/first-run", FIRST | {"username": "other"})
    assert again.headers["Location"] == "/"
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"password": "short", "again": "short"}, {"password": "1234567890", "again": "1234567890"},
     {"again": "something else"}, {"username": "a b"},
     {"password": "password123", "again": "password123"}],
)  # fmt: skip
def test_weak_passwords_and_bad_names_are_refused(rows: Rows, change: dict[str, str]) -> None:
    assert Client().post("/first-run", FIRST | change).status_code == 200
    assert not Person.objects.exists()


def test_no_page_is_shown_to_somebody_who_is_not_signed_in(rows: Rows) -> None:
    made_person()
    client = Client()
    open_ones = {"sign-in", "first-run", "language"}
    for one in urlpatterns:
        if not isinstance(one, URLPattern) or one.name in open_ones:
            continue
        route = str(one.pattern)
        for name, value in (("slug:identity", rows["own"]), ("int:number", "1"),
                            ("slug:form", "csv"), ("slug:kind", "event")):  # fmt: skip
            route = route.replace(f"<{name}>", value)
        answer = client.get(f"/{route}")
        assert answer.status_code == 302, route
        assert answer.headers["Location"].startswith("/sign-in?next=")


def test_signing_in_changes_the_session_and_signing_out_ends_it(rows: Rows) -> None:
    made_person()
    client = Client()
    client.get("/sign-in")
    client.session["before"] = "x"
    client.session.save()
    before = client.session.session_key
    said = {"username": "nodira", "password": PASSWORD, "next": "/coverage"}
    assert client.post("/sign-in", said).headers["Location"] == "/coverage"
    assert client.session.session_key != before, "a session that somebody planted is not taken on"
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"],
)
def test_signing_in_leads_to_no_other_host(rows: Rows, elsewhere: str) -> None:
    made_person()
    said = {"username": "nodira", "password": PASSWORD, "next": elsewhere}
    assert Client().post("/sign-in", said).headers["Location"] == "/"
    assert (
        Client().post("/language", {"language": "ru", "next": elsewhere}).headers["Location"] == "/"
    )


def test_after_five_failures_even_the_right_password_waits(rows: Rows) -> None:
    made_person()
    client = Client()
    for _ in range(5):
        assert client.post("/sign-in", {"username": "Nodira", "password": "x"}).status_code == 400
    assert client.post("/sign-in", {"username": "nodira", "password": PASSWORD}).status_code == 429
    made_person("aziz")
    assert client.post("/sign-in", {"username": "aziz", "password": PASSWORD}).status_code == 302


def test_an_address_that_tries_many_names_waits_too(rows: Rows) -> None:
    made_person()
    client = Client()
    for number in range(20):
        client.post("/sign-in", {"username": f"name{number}", "password": "x"})
    assert client.post("/sign-in", {"username": "nodira", "password": PASSWORD}).status_code == 429


def test_a_form_of_another_site_does_nothing(rows: Rows) -> None:
    person = made_person()
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post(f"/publication/{rows['own']}/decide", {"kind": "counts", "value": "no"})
    assert answer.status_code == 403
    assert not Change.objects.exists()


ONLY = {
    "officer": ["/adding", "/checks", "/missed", "/queue"], "analyst": ["/changes"],
    "administrator": ["/people", "/tokens"],
}  # fmt: skip


@pytest.mark.parametrize("role", ["reader", "officer", "analyst", "administrator"])
def test_each_role_sees_its_pages_and_no_others(signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    order = ["reader", "officer", "analyst", "administrator"]
    for least, pages in ONLY.items():
        for page in pages:
            allowed = order.index(role) >= order.index(least)
            assert client.get(page).status_code == (200 if allowed else 403), page
    assert client.get("/coverage").status_code == 200


def test_a_reader_changes_nothing(signed_in: SignedIn, rows: Rows) -> None:
    client = signed_in("reader")
    said = {"kind": "counts", "value": "no"}
    assert client.post(f"/publication/{rows['own']}/decide", said).status_code == 403
    assert (
        client.post("/coverage/decide", {"row": rows["own"], "what": "counts=no"}).status_code
        == 403
    )
    assert client.post("/reports/close", {"period": "2026-09"}).status_code == 403


def test_a_new_password_ends_other_sessions(signed_in: SignedIn) -> None:
    client = signed_in("reader")
    other = Client()
    other.force_login(Person.objects.get(username="nodira"))
    fresh = "Boshqa-parol-77"
    said = {"old": PASSWORD, "password": fresh, "again": fresh}
    assert client.post("/password", said | {"old": "wrong"}).status_code == 200
    assert client.post("/password", said).status_code == 302
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_the_last_administrator_stays(signed_in: SignedIn) -> None:
    client = signed_in("administrator")
    boss = Person.objects.get(username="boss")
    client.post("/people", {"person": boss.pk, "role": "reader", "active": "on"})
    assert Person.objects.get(username="boss").role == "reader"
    me = Person.objects.get(username="nodira")
    client.post("/people", {"person": me.pk, "role": "reader", "active": "on"})
    client.post("/people", {"person": me.pk, "role": "administrator"})
    me.refresh_from_db()
    assert (me.role, me.is_active) == ("administrator", True)


def test_a_person_who_may_no_longer_sign_in_is_out(signed_in: SignedIn) -> None:
    client, boss = signed_in("officer"), Client()
    boss.force_login(Person.objects.get(username="boss"))
    me = Person.objects.get(username="nodira")
    boss.post("/people", {"person": me.pk, "role": "officer"})
    assert client.get("/").status_code == 302
