"""One page of an outlet, and what is read off it, kept for the tests.

    python tools/fixture.py kun.uz https://kun.uz/news/2026/10/31/slug
    python tools/fixture.py kun.uz page.html --url https://kun.uz/news/2026/10/31/slug --now 2026-…

The page goes to ``tests/fixtures/OUTLET/<day>-<slug>-<language>.html`` (``.json`` for an API's
reply), the expectation beside it. Look at the expectation before it is committed: it says what the
code reads, not what is right. Nothing is written where title, text or date would be empty. With
``YORITISH_REPLICA`` set the page is the replica's and the expectation says "synthetic".
"""

import argparse
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from scrapy.http import HtmlResponse, Request, TextResponse

from crawler.replica_origin import replica_origin
from crawler.session import Session
from crawler.settings import user_agent
from pipelines.canonical import canonical_url
from spiders import site_for
from spiders.base.site import Ask
from storage.outlets import Outlet
from storage.records import Found, Reading
from text.clock import now as present
from text.clock import tashkent_day
from text.languages import identify

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"
LARGEST = 60_000
"""Bytes of a kept page; a larger one is refused."""

SMALL = 20_000
"""Bytes; a larger page is made smaller where that changes nothing that is read."""

MOST_REDIRECTS = 5
LONGEST_SLUG = 40

_BALLAST = (
    r"<style\b.*?</style>",
    r"<svg\b.*?</svg>",
    r"<!--.*?-->",
    r"<script\b(?![^>]*ld\+json)(?:(?!</script>).){1500,}?</script>",
    r"<script\b(?![^>]*ld\+json).*?</script>",
    r"<footer\b.*?</footer>",
    r"<aside\b.*?</aside>",
)
"""What makes pages large, left out one after another until they are small enough."""


class NoFixture(ValueError):
    """A fixture that cannot be made; the message says why."""


def response_of(url: str, body: bytes) -> TextResponse:
    """A page or an API's reply as the night would hand it to a site."""
    kind = TextResponse if body.lstrip()[:1] in {b"{", b"["} else HtmlResponse
    return kind(url, body=body, encoding="utf-8", request=Request(url))


def read(outlet: Outlet, url: str, asked: str, body: bytes, now: datetime) -> Reading:
    """What the outlet's site reads off a page fetched from ``asked`` for the address ``url``."""
    return site_for(outlet).read(response_of(asked, body), now, url)


def expectation(outlet: Outlet, url: str, reading: Reading) -> dict[str, Any]:
    """A reading as it is compared: every field as text, the body by paragraphs."""
    language = identify(f"{reading.title}\n{reading.body}")
    return {
        "title": reading.title,
        "lead": reading.lead,
        "body": reading.body.split("\n\n") if reading.body else [],
        "published": reading.published and reading.published.isoformat(),
        "modified": reading.modified and reading.modified.isoformat(),
        "date_source": reading.date_source,
        "author": reading.author,
        "section": reading.section,
        "tags": list(reading.tags),
        "canonical": reading.canonical,
        "language": language.code,
        "script": language.script,
        "alternates": dict(reading.alternates),
        "version_key": site_for(outlet).version_key(url),
        "paywalled": reading.paywalled,
    }


def lacking(expected: Mapping[str, Any]) -> list[str]:
    """What an expectation must say and does not: title, body, date."""
    needed = {"title": "title", "body": "body", "published": "date"}
    return [name for field, name in needed.items() if not expected.get(field)]


def make(outlet: Outlet, url: str, asked: str, body: bytes, now: datetime) -> dict[str, Any]:
    """The expectation of a page.

    Raises:
        NoFixture: it is no article, or has no title, no text or no date.
    """
    reading = read(outlet, url, asked, body, now)
    if reading.blocked:
        raise NoFixture(f"{url}: a challenge came in place of the page; save it from a browser")
    if not reading.is_article:
        raise NoFixture(f"{url}: read as no article; nothing to expect")
    expected = expectation(outlet, url, reading)
    if lacks := lacking(expected):
        raise NoFixture(
            f"{url}: the reading has no {', no '.join(lacks)}; an empty expectation tests nothing: "
            f"mend the selectors of {outlet.id} or choose another page"
        )
    return {"outlet": outlet.id, "url": url, "asked": asked, "now": now.isoformat()} | expected


def smaller(outlet: Outlet, url: str, asked: str, body: bytes, now: datetime) -> bytes:
    """The page without ballast, as far as all that is read off it stays the same.

    Raises:
        NoFixture: it cannot be made small enough.
    """
    wanted = read(outlet, url, asked, body, now)
    for ballast in _BALLAST:
        if len(body) <= SMALL or not isinstance(response_of(asked, body), HtmlResponse):
            break
        without = re.sub(ballast.encode(), b"", body, flags=re.DOTALL | re.IGNORECASE)
        if read(outlet, url, asked, without, now) == wanted:
            body = without
    if len(body) > LARGEST:
        raise NoFixture(f"{url}: {len(body)} bytes, at most {LARGEST}; cut the page by hand")
    return body


def write(outlet: Outlet, url: str, asked: str, body: bytes, now: datetime, folder: Path) -> Path:
    """Write page and expectation; returns the expectation's path.

    Raises:
        NoFixture: there is nothing to expect, or the page is too large.
    """
    expected = make(outlet, url, asked, body, now)
    body = smaller(outlet, url, asked, body, now)
    day = tashkent_day(datetime.fromisoformat(expected["published"]))
    last = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[1]
    slug = re.sub(r"[^\w-]+", "-", last)[:LONGEST_SLUG].strip("-")
    tongue = "-".join(x for x in (expected["language"], expected["script"]) if x).lower()
    suffix = ".html" if isinstance(response_of(asked, body), HtmlResponse) else ".json"
    page = folder / outlet.id / f"{day}-{slug}-{tongue}{suffix}"
    expected = {"page": page.name, "synthetic": bool(replica_origin())} | expected
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(body)
    path = page.with_suffix(".expected.json")
    path.write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def fetch(ask: Ask, outlet: Outlet) -> tuple[str, bytes]:
    """One page as the night would ask for it: robots.txt, user agent, the replica if it plays.

    Raises:
        NoFixture: it cannot be had.
    """
    url = ask.url
    for _ in range(MOST_REDIRECTS):
        if urlsplit(url).hostname not in outlet.allowed_hosts:
            raise NoFixture(f"{url}: no host of {outlet.id}")
        robots = RobotFileParser()
        robots.parse(_get(urljoin(url, "/robots.txt"), {})[1].decode(errors="replace").splitlines())
        if not robots.can_fetch("Yoritish", url):
            raise NoFixture(f"{url}: robots.txt forbids it")
        status, body, moved = _get(url, ask.headers)
        if status == 200:
            return url, body
        if not moved:
            raise NoFixture(f"{url}: HTTP {status}")
        url = urljoin(url, moved)
    raise NoFixture(f"{ask.url}: redirected {MOST_REDIRECTS} times")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects name real addresses; they are followed by ``fetch``."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _get(url: str, headers: Mapping[str, str]) -> tuple[int, bytes, str]:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    origin = replica_origin()
    asked = urllib.request.Request(  # noqa: S310 - hosts of the outlet only
        origin + path if origin else url,
        headers={"User-Agent": user_agent(""), "Accept": "*/*", **headers}
        | ({"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme} if origin else {}),
    )
    try:
        with urllib.request.build_opener(_Stay).open(asked, timeout=30) as answer:
            return answer.status, answer.read(), ""
    except urllib.error.HTTPError as error:
        return error.code, b"", error.headers.get("Location", "")
    except OSError as error:
        raise NoFixture(f"{url}: {error}") from error


def main(arguments: list[str] | None = None) -> int:
    """Write one fixture; exit code 1 where there is nothing to write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("outlet", help="its id in the registry")
    parser.add_argument("source", help="address of an article, or a file of it (then with --url)")
    parser.add_argument("--url", default="", help="address of the article in a file")
    parser.add_argument("--now", default="", help="instant of capture, ISO with zone; default: now")
    parser.add_argument("--into", type=Path, default=FIXTURES, help="folder (%(default)s)")
    given = parser.parse_args(arguments)
    try:
        outlet = Session(Path()).shipped[given.outlet]
        now = _instant(given.now) if given.now else present()
        sys.stdout.write(f"{_written(outlet, given.source, given.url, now, given.into)}\n")
    except (ValueError, OSError) as error:
        sys.stderr.write(f"fixture: {error}\n")
        return 1
    return 0


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise NoFixture(f"--now {text} has no zone; add +05:00")
    return instant


def _written(outlet: Outlet, source: str, url: str, now: datetime, folder: Path) -> Path:
    if outlet.read == "none":
        raise NoFixture(f"{outlet.id} is not read by a spider")
    site = site_for(outlet)
    from_web = re.match(r"https?://", source)
    if not (url or from_web):
        raise NoFixture(f"{source} is a file: say the article's address with --url")
    url = canonical_url(site.canonical(url or source), outlet)
    if not site.is_article(url):
        raise NoFixture(f"{url}: no article of {outlet.id} by its address")
    ask = site.ask(Found(url))
    if from_web:
        asked, body = fetch(ask, outlet)
    else:
        body = Path(source).read_bytes()
        is_reply = not isinstance(response_of(url, body), HtmlResponse)
        asked = ask.url if is_reply else url
    return write(outlet, url, asked, body, now, folder)


if __name__ == "__main__":
    sys.exit(main())
