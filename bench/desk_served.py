"""The desk's pages over HTTP, ten people at once while a night is writing; Datasette beside it.

    python bench/desk_ledger.py big.db --publications 1000000
    python bench/desk_served.py big.db [--seconds 60] [--people 10] [--pause 1.0]
    python bench/desk_served.py big.db --datasette PATH/TO/datasette

What is asked is what ``bench/desk.py`` asks, as pages: the time is until the last byte. Datasette
is asked for the same rows as its JSON, which is less to make than a page: rows of the table
``coverage`` with their count; a search in ``publications`` through the same index; what charts show
as a query of its own. It knows neither what counts nor stories, so it answers a part of the
question. The accounts of the desk are thrown away.
"""

import argparse
import http.client
import multiprocessing
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk import p95, writes

NOW = "2026-10-31T22:00:00+05:00"
PASSWORD = "Yorug-kun-2026"
YEAR = "day__gte=2026-01-01&day__lte=2026-10-31"
MONTH = "day__gte=2026-10-01&day__lte=2026-10-31"

DESK = {
    "list: a month": "/coverage?period=month",
    "list: the year": "/coverage?period=year",
    "list: year, outlet": "/coverage?period=year&outlet=kun.uz",
    "list: year, region": "/coverage?period=year&region=UZ-SA",
    "list: year, unit": "/coverage?period=year&unit=road_safety",
    "list: year, topic": "/coverage?period=year&topic=drugs",
    "list: year, earned, by outlet": "/coverage?period=year&origin=earned&sort=outlet",
    "list: month, stories": "/coverage?period=month&fold=stories",
    "list: year, stories": "/coverage?period=year&fold=stories",
    "search: rare word, year": f"/coverage?period=year&find={quote('киберфирибгар')}",
    "search: common words, year": f"/coverage?period=year&find={quote('ички ишлар')}",
    "search: common words, year, best first":
        f"/coverage?period=year&sort=relevance&find={quote('ички ишлар')}",
    "search: common words, month": f"/coverage?period=month&find={quote('ички ишлар')}",
    "search: any of, year": f"/coverage?period=year&find={quote('наркотик | гиёҳванд')}",
    "chart: month by day": "/calendar?period=month&by=day",
    "chart: year by channel": "/calendar?period=year&by=channel",
    "chart: year by outlet": "/calendar?period=year&by=outlet",
    "chart: year by unit": "/calendar?period=year&by=unit",
    "today": "/",
}  # fmt: skip


def _rows(narrowed: str) -> str:
    return f"/BASE/coverage.json?{narrowed}&_sort_desc=day&_size=50"


def _grouped(key: str, first: str) -> str:
    sql = (
        f"SELECT {key}, count(*), count(DISTINCT story) FROM coverage"
        f" WHERE day BETWEEN '{first}' AND '2026-10-31' GROUP BY 1"
    )
    return f"/BASE.json?{urlencode({'sql': sql})}"


def _searched(words: str) -> str:
    said = {"_search": words, "_searchmode": "raw", "_sort_desc": "published_at", "_size": 50}
    return f"/BASE/publications.json?{YEAR}&{urlencode(said)}"


DATASETTE = {
    "list: a month": _rows(MONTH),
    "list: the year": _rows(YEAR),
    "list: year, outlet": _rows(f"{YEAR}&outlet=kun.uz"),
    "list: year, region": _rows(f"{YEAR}&region=UZ-SA"),
    "search: common words, year": _searched('"içki"* AND "işlar"*'),
    "search: any of, year": _searched('"narkotik"* OR "giyohvand"*'),
    "chart: month by day": _grouped("day", "2026-10-01"),
    "chart: year by channel": _grouped("channel || '/' || subchannel", "2026-01-01"),
    "chart: year by outlet": _grouped("outlet", "2026-01-01"),
}


def main() -> None:
    """Start what is measured, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--datasette", type=Path, help="its program; else the desk is measured")
    parser.add_argument("--leave-out", default="no name", help="of what is asked, by its name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        served = _started(options, port, Path(folder))
        try:
            _wait(port)
            cookie = "" if options.datasette else _signed_in(port)
            pages = DATASETTE if options.datasette else DESK
            asked = {
                name: page.replace("BASE", options.database.stem)
                for name, page in pages.items() if options.leave_out not in name
            }  # fmt: skip
            _measured(options, port, asked, cookie)
        finally:
            served.terminate()
            served.wait(timeout=30)


def _started(
    options: argparse.Namespace, port: int, folder: Path
) -> "subprocess.Popen[bytes]":  # fmt: skip
    if options.datasette:
        words = [str(options.datasette), "serve", str(options.database), "--port", str(port),
                 "--setting", "sql_time_limit_ms", "20000"]  # fmt: skip
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    words = [sys.executable, "-m", "crawler", "--db", str(options.database), "desk",
             "--port", str(port)]  # fmt: skip
    environment = os.environ | {
        "YORITISH_NOW": NOW, "YORITISH_DESK_DB": str(folder / "people.db"),
    }  # fmt: skip
    return subprocess.Popen(words, env=environment)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing answers at port {port}")


def _signed_in(port: int) -> str:
    """Make the first person; the cookies of somebody who is signed in."""
    cookies: dict[str, str] = {}

    def asked(method: str, path: str, said: dict[str, str] | None = None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if said is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded",
                        "Origin": f"http://127.0.0.1:{port}"}  # fmt: skip
        connection.request(method, path, urlencode(said or {}), headers)
        answer = connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            cookies[name] = rest.partition(";")[0]
        text = answer.read().decode()
        connection.close()
        return text

    def token(page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if found is None:
            raise ValueError(f"no form in {page[:300]}")
        return found[1]

    said = {"username": "nodira", "name": "Nodira Karimova", "password": PASSWORD,
            "again": PASSWORD}  # fmt: skip
    page = asked("GET", "/first-run")
    asked("POST", "/first-run", said | {"csrfmiddlewaretoken": token(page)})
    return "; ".join(f"{k}={v}" for k, v in cookies.items())


def _measured(
    options: argparse.Namespace, port: int, pages: dict[str, str], cookie: str
) -> None:  # fmt: skip
    context = multiprocessing.get_context("spawn")
    over, kept = context.Event(), context.Value("i", 0)
    writer = context.Process(target=writes, args=(options.database, over, kept))
    writer.start()
    while not kept.value:
        time.sleep(0.1)
    took: dict[str, list[float]] = {name: [] for name in pages}
    size = dict.fromkeys(pages, 0)
    until = time.monotonic() + options.seconds

    def person(number: int) -> None:
        dice, names = random.Random(number), list(pages)
        while True:
            dice.shuffle(names)
            for name in names:
                time.sleep(dice.uniform(0, 2 * options.pause))
                if time.monotonic() >= until:
                    return
                began = time.perf_counter()
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                connection.request("GET", pages[name], headers={"Cookie": cookie})
                answer = connection.getresponse()
                body = answer.read()
                connection.close()
                took[name].append(time.perf_counter() - began)
                size[name] = len(body)
                if answer.status != 200:
                    raise ValueError(f"{pages[name]}: {answer.status} {body[:200]!r}")

    threads = [threading.Thread(target=person, args=(n,)) for n in range(options.people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    writer.join()
    print(f"meanwhile {kept.value} publications were written")
    print(f"{'asked':<42}{'times':>6}{'median':>9}{'p95':>9}  ms{'bytes':>9}")
    for name, values in took.items():
        print(f"{name:<42}{len(values):>6}{median(values) * 1000:>9.0f}"
              f"{p95(values) * 1000:>9.0f}{size[name]:>13}")  # fmt: skip
    every = [value for values in took.values() for value in values]
    print(f"{'all':<42}{len(every):>6}{median(every) * 1000:>9.0f}{p95(every) * 1000:>9.0f}")


if __name__ == "__main__":
    main()
