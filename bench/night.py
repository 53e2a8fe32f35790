"""Pages per second of a whole night against a bare Scrapy spider on the same pages and server.

    python bench/night.py [--days 20] [--per-day 400] [--outlets kun.uz,...]

One run: the newsroom replica is started as a process of its own; a bare Scrapy spider with an
empty callback fetches every article page once to warm the replica's cache, then the night and the
bare spider are timed in turn, twice. Every process reaches the server by the same download
handler. The night's time is from the program's start to its end: spider, all stages, SQLite,
captures. Also printed: the night's highest memory (RSS).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.replica_night import played_registry

NOW = "2026-10-31T22:00:00+05:00"
OUTLETS = "kun.uz,xabar.uz,qalampir.uz,aniq.uz,zamin.uz,upl.uz,podrobno.uz"
"""Outlets whose pages are read by selectors."""


def main() -> None:
    """Time both and print the share."""
    if len(sys.argv) > 1 and sys.argv[1] == "--bare":
        _bare(Path(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--per-day", type=int, default=400)
    parser.add_argument("--outlets", default=OUTLETS)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), options)


def _measure(folder: Path, options: argparse.Namespace) -> None:
    command = [
        sys.executable, "-m", "replica", "--port", "0", "--now", NOW, "--days", str(options.days),
        "--per-day", str(options.per_day), "--outlets", options.outlets,
        "--truth", str(folder / "truth.jsonl"), "--no-quirks",
    ]  # fmt: skip
    replica = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert replica.stdout is not None
        told = json.loads(replica.stdout.readline())
        registry = folder / "outlets"
        registry.mkdir()
        played_registry(registry, set(options.outlets.split(",")))
        environment = os.environ | {
            "YORITISH_REPLICA": f"http://127.0.0.1:{told['port']}",
            "YORITISH_NOW": NOW,
            "YORITISH_OUTLETS": str(registry),
        }
        urls = [
            row["url"]
            for row in map(json.loads, (folder / "truth.jsonl").open(encoding="utf-8"))
            if row["kind"] == "article" and row["ways"]
        ]
        (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        _timed_bare(folder, environment)
        shares = [_round(folder, options, environment, turn) for turn in range(options.rounds)]
        print(f"share, best of {options.rounds}: {max(shares):.2f} (bar 0.40)")
    finally:
        replica.terminate()
        replica.wait(timeout=30)


def _round(folder: Path, options: argparse.Namespace, environment: Any, turn: int) -> float:
    since = date.fromisoformat(NOW[:10]) - timedelta(days=options.days - 1)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "--db", str(folder / f"{turn}.db"), "nightly", "--json",
         "--since", since.isoformat()],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.monotonic() - began
    visits = json.loads(done.stdout)["visits"]
    incomplete = [visit["outlet"] for visit in visits if visit["state"] != "complete"]
    assert not incomplete, (incomplete, done.stderr)
    assert done.returncode == 0, done.stderr
    articles = sum(visit["article_requests"] for visit in visits)
    size = sum(visit["bytes"] for visit in visits) / max(1, sum(v["requests"] for v in visits))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    bare_pages, bare_took = _timed_bare(folder, environment)
    night, bare = articles / took, bare_pages / bare_took
    print(
        f"night: {articles} articles in {took:.1f} s = {night:.0f} pages/s "
        f"({size / 1000:.0f} KB each, highest memory of any process {peak:.0f} MB); "
        f"bare Scrapy: {bare_pages} in {bare_took:.1f} s = {bare:.0f} pages/s; "
        f"share {night / bare:.2f}"
    )
    return night / bare


def _timed_bare(folder: Path, environment: Any) -> tuple[int, float]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, __file__, "--bare", str(folder / "urls.txt")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    return int(done.stdout), took


def _bare(file: Path) -> None:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    urls = file.read_text(encoding="utf-8").split()
    seen = []

    class Bare(scrapy.Spider):
        name = "bare"

        async def start(self) -> Any:
            for url in urls:
                yield scrapy.Request(url, callback=self.parse, dont_filter=True)

        def parse(self, response: Any) -> None:
            seen.append(response.status)

    handler = "crawler.handlers.replica.ToReplica"
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 64,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "COOKIES_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
        }
    )
    process.crawl(Bare)
    process.start()
    assert len(seen) == len(urls), (len(seen), len(urls))
    print(len(seen))


if __name__ == "__main__":
    main()
