"""Fuzzing with atheris (libFuzzer): robots.txt, feeds, sitemaps, pages, addresses, dates.

    pip install atheris            # the `fuzz` dependency group; only needed for this
    python bench/fuzz.py --minutes 60 [--share 0.5] [--findings FOLDER]

Every input must be answered by a value or by the one error its function declares, within one
second of CPU. What is not goes into the findings folder with its error, and the run goes on. The
coverage of the project's own code guides the inputs; ``--share`` is how much of one core is taken.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["spiders", "text", "pipelines", "crawler", "protego"]):
    from protego import Protego
    from scrapy.http import HtmlResponse, Request, TextResponse

    from crawler.middlewares.bounds import bounded_robots
    from pipelines.canonical import UnusableAddress, canonical_url
    from replica.hostile.fault import CYRILLIC, html
    from replica.hostile.ways_in import feed
    from spiders import readers, site_for
    from spiders.base.bounds import TooMuch
    from spiders.base.fragments import text_of_html
    from spiders.base.json_api import UnexpectedAnswer
    from spiders.base.xml_text import UnreadableXML
    from spiders.extraction import extract
    from storage.outlets import Outlet
    from storage.registry import load_registry
    from text.charsets import true_charset
    from text.dates import UnreadableDate, read_date

from datetime import UTC, datetime

NOW = datetime(2026, 10, 31, 17, tzinfo=UTC)
SLOWEST = 1.0
"""Seconds of CPU an input may take."""

REGISTRY = load_registry(Path(__file__).parent.parent / "crawler" / "outlets", readers())
PAGES = (
    "https://kun.uz/news/2026/10/31/a", "https://www.gazeta.uz/oz/2026/10/31/a/",
    "https://example.uz/a", "https://daryo.uz/2026/10/31/a", "https://uza.uz/oz/posts/a_1",
    "https://gov.uz/oz/iiv/news/view/1", "https://xabar.uz/oz/jamiyat/a", "https://xs.uz/uzkr/a",
    "https://www.uznews.uz/posts/1", "https://nuz.uz/2026/10/31/a/",
)  # fmt: skip
FIELDS = {"id": "example.uz", "name": "Example", "url": "https://example.uz",
          "languages": ("uz-Latn",)}  # fmt: skip
FEED = site_for(Outlet.model_validate(
    FIELDS | {"read": "feed", "feeds": [{"url": "https://example.uz/rss"}]}))  # fmt: skip
SITEMAP = site_for(Outlet.model_validate(
    FIELDS | {"read": "sitemap", "sitemaps": [{"url": "https://example.uz/map.xml"}]}))  # fmt: skip
LISTING = site_for(Outlet.model_validate(
    FIELDS | {"read": "listing", "listings": [
        {"url": "https://example.uz/l", "item": "div", "date": "span", "next": "a.next"},
    ]}))  # fmt: skip


def robots(data: bytes) -> None:
    """A robots.txt and an address asked by it."""
    rules = bounded_robots(data).decode("utf-8", "replace")
    Protego.parse(rules).can_fetch("https://example.uz/news/" + "a" * 40, "Yoritish")


def a_feed(data: bytes) -> None:
    """A feed."""
    url = "https://example.uz/rss"
    FEED.find(TextResponse(url, body=data, encoding="utf-8", request=Request(url)), NOW)


def a_sitemap(data: bytes) -> None:
    """A sitemap."""
    url = "https://example.uz/map.xml"
    SITEMAP.find(TextResponse(url, body=data, encoding="utf-8", request=Request(url)), NOW)


def a_list(data: bytes) -> None:
    """A list page."""
    url = "https://example.uz/l"
    LISTING.find(HtmlResponse(url, body=data, encoding="utf-8", request=Request(url)), NOW)


def a_page(data: bytes) -> None:
    """A page of one of several outlets, chosen by its first byte."""
    extract(data[1:], PAGES[data[0] % len(PAGES)] if data else PAGES[0], REGISTRY, NOW)


def a_fragment(data: bytes) -> None:
    """A piece of HTML out of an API's answer."""
    text_of_html(data.decode("utf-8", "replace"))


def an_address(data: bytes) -> None:
    """An address as a page may hold it; its canonical form is its own canonical form."""
    url = canonical_url(data.decode("utf-8", "replace"))
    assert canonical_url(url) == url, url


def a_date(data: bytes) -> None:
    """A date as a page may print it."""
    read_date(data.decode("utf-8", "replace"), NOW)


def a_charset(data: bytes) -> None:
    """Letters in some charset."""
    data.decode(true_charset(data, "windows-1251"), errors="replace")


TARGETS: tuple[tuple[Callable[[bytes], None], type[Exception] | tuple[type[Exception], ...]], ...]
TARGETS = (
    (a_page, (TooMuch, UnexpectedAnswer)), (a_feed, UnreadableXML), (a_sitemap, UnreadableXML),
    (a_list, (TooMuch, UnexpectedAnswer)), (robots, ()), (an_address, UnusableAddress),
    (a_date, UnreadableDate), (a_fragment, TooMuch), (a_charset, ()),
)  # fmt: skip


class Run:
    """The run's tally, kept in a file: libFuzzer ends the process itself."""

    def __init__(self, findings: Path, share: float) -> None:
        self.findings = findings
        self.share = share
        self.began = time.monotonic()
        self.inputs: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.slowest: dict[str, float] = {}
        self.found: Counter[str] = Counter()
        self._written = 0.0

    def one(self, data: bytes) -> None:
        """Try one input: its first byte says at what."""
        if not data:
            return
        target, allowed = TARGETS[data[0] % len(TARGETS)]
        name = target.__name__
        began = time.process_time()
        try:
            target(data[1:])
        except allowed:
            self.refused[name] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self._keep(name, f"{type(error).__name__}: {error}", data)
        took = time.process_time() - began
        self.inputs[name] += 1
        self.slowest[name] = max(self.slowest.get(name, 0), took)
        if took > SLOWEST:
            self._keep(name, f"slow: {took:.1f} s", data)
        if self.share < 1:
            time.sleep(took * (1 - self.share) / self.share)
        if time.monotonic() - self._written > 10:
            self.write()

    def _keep(self, name: str, error: str, data: bytes) -> None:
        where = traceback.extract_tb(sys.exc_info()[2])[-1:] if sys.exc_info()[2] else []
        place = f"{Path(where[0].filename).name}:{where[0].lineno}" if where else "-"
        kind = f"{name} {error.partition(':')[0]} {place}"
        self.found[kind] += 1
        if self.found[kind] <= 3:
            digest = hashlib.sha256(data).hexdigest()[:12]
            (self.findings / f"{name}-{digest}.bin").write_bytes(data)
            note = f"{error}\n{traceback.format_exc()}"
            (self.findings / f"{name}-{digest}.txt").write_text(note, encoding="utf-8")

    def write(self) -> None:
        """Write the tally."""
        self._written = time.monotonic()
        tally = {
            "minutes": round((self._written - self.began) / 60, 1),
            "cpu_minutes": round(time.process_time() / 60, 1),
            "inputs": dict(self.inputs), "refused": dict(self.refused),
            "slowest_s": {name: round(took, 3) for name, took in self.slowest.items()},
            "found": dict(self.found),
        }  # fmt: skip
        (self.findings / "tally.json").write_text(json.dumps(tally, indent=1), encoding="utf-8")


def _seeds(folder: Path) -> None:
    index = b"<sitemapindex><sitemap><loc>https://example.uz/m.xml</loc></sitemap></sitemapindex>"
    meta = (
        '<meta property="article:published_time" content="2026-10-31T10:00:00+05:00">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A"}</script>'
        '<link rel="canonical" href="https://kun.uz/news/a">'
    )
    reply = '{"data":{"title":"A","content":"<p>B</p>","publish_time":"2026-10-31 10:00:00"}}'
    seeds = [
        *(bytes([0, n]) + html(paragraphs=CYRILLIC, head=meta).encode() for n in range(len(PAGES))),
        b"\x00\x04" + reply.encode(),
        b"\x01" + feed("example.uz", "/news/a", "/news/b").encode(), b"\x02" + index,
        b"\x02<urlset><url><loc>https://example.uz/a</loc><lastmod>2026-10-31</lastmod></url>",
        b"\x03<div><a href='/a'>x</a><span>31.10.2026</span></div><a class=next href='?p=2'>",
        b"\x04User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 1\n",
        b"\x05https://www.gazeta.uz/oz/2026/10/31/a/?utm_source=x&b=%D0%B0#c",
        *(b"\x06" + one.encode() for one in (
            "18-iyun, 2025-yil 10:00", "kecha 22:10", "3 соат аввал", "8 ноября, 22:41",
            "2026-10-31T10:00:00+05:00", "Sat, 31 Oct 2026 10:00:00 +0500", "31.10.26")),
        b"\x07<p>a<br>b</p><div>c</div>", b"\x08" + CYRILLIC[0].encode("cp1251", "replace"),
    ]  # fmt: skip
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(seed)


def main() -> None:
    """Fuzz for the minutes asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--findings", type=Path, default=None)
    options = parser.parse_args()
    findings = options.findings or Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus = findings / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    _seeds(corpus)
    run = Run(findings, options.share)
    seconds = int(options.minutes * 60)
    print(f"findings and tally in {findings}", flush=True)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", "-max_len=8192", "-print_final_stats=1",
         "-timeout=30", "-len_control=0", "-rss_limit_mb=3000", str(corpus)],
        run.one,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
