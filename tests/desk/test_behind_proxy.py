"""The desk as a process behind a TLS proxy, whose word on who asks, and how, it takes alone."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from storage.database import open_database
from tests.desk.conftest import PASSWORD

HOST = "desk.example"
TOO_OFTEN = 20
"""Wrong passwords after which an address waits (docs/desk.md)."""


@contextmanager
def desk(folder: Path, proxy: str) -> Iterator[int]:
    """A desk that is asked through a proxy at that address; its port."""
    open_database(folder / "yoritish.db").close()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "crawler", "--db", str(folder / "yoritish.db"), "desk",
             "--port", str(port)]  # fmt: skip
    environment = os.environ | {
        "YORITISH_DESK_DB": str(folder / "people.db"), "YORITISH_DESK_HOSTS": HOST,
        "YORITISH_DESK_HTTPS": "1", "YORITISH_DESK_PROXY": proxy,
    }  # fmt: skip
    with subprocess.Popen(words, env=environment) as served:
        try:
            for _ in range(300):
                try:
                    asked(port, "GET", "/first-run")
                    break
                except ConnectionError:
                    time.sleep(0.1)
            yield port
        finally:
            served.terminate()


def asked(
    port: int, method: str, path: str, said: dict[str, str] | None = None, **headers: str
) -> tuple[int, str, list[str], str]:
    """Status, place sent to, cookies and text of an answer."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    body = urlencode(said) if said else None
    if body:
        names |= {"Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request(method, path, body, {"Host": HOST, **names})
        answer = connection.getresponse()
        cookies = answer.headers.get_all("Set-Cookie") or []
        return answer.status, answer.headers.get("Location", ""), cookies, answer.read().decode()


def wrong_password(port: int, person: str, address: str) -> int:
    """Sign in from an address with a password that is not the person's; the status."""
    proxied = {"X_Forwarded_Proto": "https", "X_Forwarded_For": address}
    _, _, cookies, page = asked(port, "GET", "/sign-in", **proxied)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    said = {"username": person, "password": "wrong", "csrfmiddlewaretoken": token[1]}
    proxied |= {"Cookie": cookies[0].partition(";")[0], "Referer": f"https://{HOST}/sign-in"}
    return asked(port, "POST", "/sign-in", said, **proxied)[0]


@pytest.mark.slow
def test_what_came_by_https_is_served_and_all_else_sent_there(tmp_path: Path) -> None:
    with desk(tmp_path, "") as port:
        status, _, cookies, page = asked(port, "GET", "/first-run", X_Forwarded_Proto="https")
        assert status == 200
        assert "csrfmiddlewaretoken" in page
        assert all("Secure" in cookie for cookie in cookies)
        assert cookies
        for headers in ({}, {"X_Forwarded_Proto": "http"}):
            status, place, _, _ = asked(port, "GET", "/first-run", **headers)
            assert (status, place) == (301, f"https://{HOST}/first-run")


@pytest.mark.slow
def test_nobody_but_the_proxy_is_believed(tmp_path: Path) -> None:
    with desk(tmp_path, "192.0.2.1") as port:
        status, place, _, _ = asked(port, "GET", "/first-run", X_Forwarded_Proto="https")
        assert (status, place) == (301, f"https://{HOST}/first-run")


@pytest.mark.slow
def test_who_guesses_passwords_keeps_nobody_else_behind_the_proxy_waiting(tmp_path: Path) -> None:
    with desk(tmp_path, "*") as port:
        proxied = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.7"}
        _, _, cookies, page = asked(port, "GET", "/first-run", **proxied)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        first = {"username": "nodira", "name": "Nodira", "password": PASSWORD, "again": PASSWORD,
                 "csrfmiddlewaretoken": token[1]}  # fmt: skip
        proxied |= {"Cookie": cookies[0].partition(";")[0], "Referer": f"https://{HOST}/first-run"}
        assert asked(port, "POST", "/first-run", first, **proxied)[0] == 302
        for guess in range(TOO_OFTEN):
            assert wrong_password(port, f"person{guess}", "203.0.113.9") == 400
        assert wrong_password(port, "another", "203.0.113.9") == 429
        assert wrong_password(port, "another", "203.0.113.7") == 400
