"""What is fetched is hostile: bounds, private addresses, cookies, every kind of bad answer."""

import gzip
import json
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli
import pytest
import zstandard

from bench.hostile import run as hostile_night
from crawler.middlewares.bounds import MOST_ROBOTS_BYTES, bounded_robots
from crawler.middlewares.whole_answers import ends, gunzipped
from crawler.resolver import is_public
from replica.hostile.outlets import at_articles, at_listings, at_robots
from storage.records import Outcome

INSIDE = (
    "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1", "::",
    "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "100.64.0.1",
    "224.0.0.1", "ff02::1", "255.255.255.255", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "x",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_addresses_inside_networks_are_not_public(host: str) -> None:
    assert not is_public(host)


@pytest.mark.parametrize("host", ["195.158.31.1", "8.8.8.8", "2a00:1450:4001:81b::200e"])
def test_addresses_of_the_open_internet_are(host: str) -> None:
    assert is_public(host)


@pytest.mark.slow
def test_the_table_of_bad_answers_is_large_and_its_outcomes_are_of_the_closed_list() -> None:
    faults = {**at_articles(), **at_listings(), **at_robots()}
    assert len(faults) >= 60
    assert {fault.outcome for fault in at_articles().values()} <= set(Outcome)
    states = {fault.outcome for fault in {**at_listings(), **at_robots()}.values()}
    assert states <= {"complete", "incomplete", "failed"}


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("deflate", lambda body: zlib.compressobj(wbits=-15).compress(body) + b"\x03\x00"),
    ],
)  # fmt: skip
def test_a_cut_answer_is_told_from_a_whole_one(packing: str, pack: object) -> None:
    body = os.urandom(3000)
    whole = pack(body)  # type: ignore[operator]
    cut = whole[: len(whole) // 2]
    if pack not in {gzip.compress, zlib.compress, brotli.compress, zstandard.compress}:
        packer = zlib.compressobj(wbits=-15)
        whole = packer.compress(body) + packer.flush()
    assert ends(whole, packing, 10_000)
    assert not ends(cut, packing, 10_000)
    assert ends(whole, packing, 100), "what is too large is left to the bounds"


def test_of_robots_txt_whole_lines_of_the_beginning_are_read() -> None:
    rules = b"User-agent: *\n" + b"Disallow: /a\n" * 100_000
    kept = bounded_robots(rules)
    assert len(kept) <= MOST_ROBOTS_BYTES
    assert set(kept.splitlines()) == {b"User-agent: *", b"Disallow: /a"}
    assert bounded_robots(b"<!DOCTYPE html><p>User-agent: *\nDisallow: /") == b""
    assert bounded_robots(b"User-agent: *\nDisallow: /" + b"*a" * 5000) == b"User-agent: *"


class _Inside(BaseHTTPRequestHandler):
    """A service inside the office, which no page may make us ask."""

    asked: list[str] = []  # noqa: RUF012 - one server, one list

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def inside() -> Iterator[int]:
    """A service on this machine; its port."""
    server = HTTPServer(("127.0.0.1", 0), _Inside)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_name_that_leads_inside_is_never_connected_to(tmp_path: Path, inside: int) -> None:
    registry = tmp_path / "outlets"
    registry.mkdir()
    (registry / "one.toml").write_text(
        f'["rebound.uz"]\nname = "Rebound"\nurl = "http://localhost:{inside}"\nlanguages = ["ru"]\n'
        f'read = "feed"\nfeeds = [{{ url = "http://localhost:{inside}/rss" }}]\n',
        encoding="utf-8",
    )
    environment = {k: v for k, v in os.environ.items() if k != "YORITISH_REPLICA"}
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "--db", str(tmp_path / "one.db"), "nightly", "--json"],
        env=environment | {"YORITISH_OUTLETS": str(registry)}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["visits"][0]["state"] == "failed"
    assert _Inside.asked == []


@pytest.mark.slow
def test_a_night_on_every_kind_of_bad_answer_at_once(tmp_path: Path) -> None:
    night = hostile_night(tmp_path, timeout=3)
    assert night.wrong == []
    assert night.seconds < 180
    assert night.megabytes < 500


def test_a_whole_packed_page_is_unpacked_once_and_nothing_else_is() -> None:
    body = b"<p>Ichki ishlar</p>" * 200
    whole = gzip.compress(body)
    assert gunzipped(whole, 10_000) == body
    assert gunzipped(whole[:-9], 10_000) is None, "cut"
    assert gunzipped(whole, len(body) - 1) is None, "larger than may be read"
    assert gunzipped(whole + whole, 10_000) is None, "two members: left to the framework"
    assert gunzipped(body, 10_000) is None, "not packed at all"
