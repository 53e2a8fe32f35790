"""Kinds of bad listings: feeds, sitemaps, list pages and robots.txt."""

import gzip
from collections.abc import Iterator

from replica.answers import RSS, XML, Answer, Asked
from replica.hostile.fault import Answering, Fault, always, html, page, wire


def feed(host: str, *paths: str, doctype: str = "") -> str:
    """A feed that names these paths."""
    items = "".join(
        f"<item><title>{path}</title><link>https://{host}{path}</link>"
        "<pubDate>Sat, 31 Oct 2026 10:00:00 +0500</pubDate></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>{items}</channel></rss>'


def _feed(*paths: str, doctype: str = "", kind: str = RSS) -> Answering:
    return lambda asked: wire(feed(asked.host, *paths, doctype=doctype).encode(), kind=kind)


def _laughs() -> str:
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)
    )
    return f"<!DOCTYPE rss [{entities}]>"


def _laughing(asked: Asked) -> Answer:
    plain = feed(asked.host, "/news/good", doctype=_laughs())
    return wire(plain.replace("<title>", "<title>&l11;").encode(), kind=RSS)


def feeds() -> Iterator[Fault]:
    """Feeds; what is readable of one is read, what is none fails the visit."""
    yield Fault("feed-with-a-billion-laughs", _laughing, "complete")
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield Fault("feed-with-an-entity-from-outside", _feed("/news/good", doctype=outside),
                "complete")  # fmt: skip
    yield Fault("feed-that-is-a-page", page(html()), "failed")
    yield Fault("feed-that-is-json", page('{"items":[]}', kind="application/json"), "failed")
    yield Fault("feed-that-is-a-challenge", page(
        "<html><title>Just a moment...</title>"), "failed", reason="challenge")  # fmt: skip
    yield Fault("feed-empty", page("", kind=RSS), "failed")
    yield Fault("feed-of-forty-megabytes", page("<rss>" + "x" * 40_000_000, kind=RSS), "failed")
    tags = "<rss>" + "<a/>" * 3_000_000
    yield Fault("feed-of-three-million-tags", page(tags, kind=RSS), "failed")
    packed = gzip.compress(bytes(300_000_000), 9, mtime=0)
    yield Fault("feed-that-is-a-bomb", always(wire(packed, kind="application/x-gzip")), "failed")
    yield Fault("feed-deep", page("<rss>" + "<a>" * 300_000, kind=RSS), "incomplete")
    yield Fault(
        "feed-cut",
        lambda asked: wire(feed(asked.host, "/news/good", "/news/good2").encode()[:230], kind=RSS),
        "complete",
    )
    bad = (
        "javascript:alert(1)", "data:text/html,x", "mailto:a@b", "https://[", "//", "file:///etc",
        "http://127.0.0.1/x", "https://a:b@example.com/", "\x00", "ht!tp://", "tel:+998",
        "https://example.com/" + "a" * 100_000,
    )  # fmt: skip
    links = "".join(f"<item><link>{one}</link></item>" for one in bad)
    yield Fault("feed-of-bad-links", lambda asked: wire(
        feed(asked.host, "/news/good").replace("</channel>", links + "</channel>").encode(),
        kind=RSS), "complete")  # fmt: skip
    yield Fault(
        "feed-in-drips",
        lambda asked: Answer(200, fate="drip", raw=feed(asked.host, "/news/good").encode()),
        "failed",
    )
    yield Fault("feed-without-answer", always(Answer(200, fate="hang")), "failed")
    yield Fault(
        "feed-in-utf-16",
        lambda asked: wire(feed(asked.host, "/news/good").encode("utf-16"), kind=RSS),
        "complete",
    )


def _index(asked: Asked) -> Answer:
    number = asked.path.strip("/").removesuffix(".xml").rpartition("-")[2]
    depth = int(number) if number.isdigit() else 0
    maps = "".join(
        f"<sitemap><loc>https://{asked.host}/map-{depth * 2 + n + 1}.xml</loc></sitemap>"
        for n in range(2)
    )
    return wire(f"<sitemapindex>{maps}</sitemapindex>".encode(), kind=XML)


def sitemaps() -> Iterator[Fault]:
    """Sitemaps."""
    yield Fault("sitemaps-without-end", _index, "incomplete", reason="without end", read="sitemap")
    yield Fault("sitemap-of-itself", lambda asked: wire(
        f"<sitemapindex><sitemap><loc>https://{asked.host}/map.xml</loc></sitemap></sitemapindex>"
        .encode(), kind=XML), "incomplete", read="sitemap")  # fmt: skip
    inside = "<sitemapindex><sitemap><loc>http://127.0.0.1/map.xml</loc></sitemap></sitemapindex>"
    yield Fault("sitemap-inside", page(inside, kind=XML), "incomplete", read="sitemap",
                reason="leads away")  # fmt: skip
    packed = gzip.compress(b"<urlset>" + bytes(200_000_000), 9, mtime=0)
    yield Fault("sitemap-that-is-a-bomb", always(wire(packed, kind="application/gzip")), "failed",
                read="sitemap")  # fmt: skip


def _calendar(asked: Asked) -> Answer:
    """A calendar whose every page leads to the next; each day has "articles" that are none."""
    text = asked.query.get("day", "0")
    day = int(text) if text.isdigit() else 0
    links = "".join(f'<div class="karta"><a href="/news/{day}-{n}">x</a></div>' for n in range(3))
    return wire((links + f'<a class="keyingi" href="/royxat?day={day + 1}">»</a>').encode())


def _parameters(asked: Asked) -> Answer:
    """The same article under ever new parameters."""
    turn = asked.query.get("s", "0")
    number = int(turn) if turn.isdigit() else 0
    links = f'<div class="karta"><a href="/news/good?session={number}">x</a></div>'
    return wire((links + f'<a class="keyingi" href="/royxat?s={number + 1}">»</a>').encode())


def lists() -> Iterator[Fault]:
    """List pages."""
    yield Fault("list-is-a-calendar", _calendar, "complete", read="listing")
    yield Fault("list-of-parameters", _parameters, "complete", read="listing")
    log_in = html("Kirish", body='<input type="password">')
    yield Fault("list-that-is-a-log-in", page(log_in), "incomplete", read="listing")
    yield Fault("list-that-is-a-challenge", page("<title>Just a moment...</title>"), "failed",
                read="listing")  # fmt: skip
    yield Fault("list-of-status-500", page("", status="500 Error"), "failed", read="listing")


def robots() -> Iterator[Fault]:
    """robots.txt; the outlet itself answers well."""
    yield Fault("robots-forbids-all", page("User-agent: *\nDisallow: /\n"), "failed",
                reason="robots")  # fmt: skip
    yield Fault("robots-forbids-articles", page("User-agent: *\nDisallow: /news/bad\n"),
                "complete")  # fmt: skip
    yield Fault("robots-that-is-a-page", page(html()), "complete")
    yield Fault("robots-of-a-megabyte", page("User-agent: *\n" + "Disallow: /x*y*z\n" * 70_000),
                "complete")  # fmt: skip
    yield Fault("robots-in-one-line", page("Disallow: /" + "*a" * 500_000), "complete")
    yield Fault("robots-of-status-500", page("", status="500 Error"), "complete")
    yield Fault("robots-without-end", lambda asked: wire(
        b"", f"Location: {asked.path}?n=1", status="302 Found"), "complete")  # fmt: skip
    yield Fault("robots-of-noise", always(wire(bytes(range(256)) * 40)), "complete")
