"""Kinds of bad pages: wrong charsets, too much markup, pages that stand in for an article."""

from collections.abc import Iterator

from replica.answers import Answer, Asked
from replica.hostile.fault import CYRILLIC, RUSSIAN, Answering, Fault, always, html, page, wire


def _in(text: str, charset: str, kind: str) -> Answering:
    return always(wire(text.encode(charset, "replace"), kind=kind))


def charsets() -> Iterator[Fault]:
    """Letters in other charsets than the page or its header says."""
    ru, uz = html(paragraphs=RUSSIAN), html(paragraphs=CYRILLIC)
    said, seen = "text/html; charset=utf-8", "очередное собрание"
    yield Fault("windows-1251", _in(html(paragraphs=RUSSIAN, charset="windows-1251"), "cp1251",
                "text/html"), "stored", seen)  # fmt: skip
    yield Fault("windows-1251-called-utf-8", _in(ru, "cp1251", said), "stored", seen)
    yield Fault("koi8-r-called-utf-8", _in(ru, "koi8-r", said), "stored", seen)
    yield Fault("koi8-r-called-windows-1251", _in(ru, "koi8-r", "text/html; charset=windows-1251"),
                "stored", seen)  # fmt: skip
    yield Fault("utf-8-called-windows-1251", _in(uz, "utf-8", "text/html; charset=windows-1251"),
                "stored", "йиғилиш бўлиб ўтди")  # fmt: skip
    yield Fault("utf-8-called-latin-1", _in(uz, "utf-8", "text/html; charset=iso-8859-1"),
                "stored", "йиғилиш бўлиб ўтди")  # fmt: skip
    yield Fault("utf-16-called-utf-8", _in(ru, "utf-16", said), "stored", seen)
    yield Fault("utf-16-without-a-mark", _in(ru, "utf-16-le", "text/html"), "stored", seen)
    yield Fault("charset-unknown", _in(ru, "utf-8", "text/html; charset=no-such"), "stored", seen)
    broken = ru.encode().replace("год".encode(), b"\xd0\xff\xd0", 1)
    yield Fault("utf-8-broken", always(wire(broken)), "stored", seen)
    zeros = html(body="<p>Bugun\x00 navbatdagi\x00\x00 yig‘ilish bo‘lib o‘tdi, unda yil davomida "
                 "qilingan ishlar va rejalar muhokama qilindi.</p>")  # fmt: skip
    yield Fault("zeros", page(zeros), "stored", "Bugun navbatdagi yig‘ilish")
    control = html(body="<p>Bugun&#1;\x07 navbatdagi&#xD800; yig‘ilish\x1b[31m bo‘lib o‘tdi, unda "
                   "yil davomida qilingan ishlar va rejalar muhokama qilindi.</p>")  # fmt: skip
    yield Fault("control-characters", page(control), "stored", "navbatdagi")


def markup() -> Iterator[Fault]:
    """Markup that costs, lies or leads away."""
    yield Fault("nested-50000-deep", page(html(body="<div>" * 20_000 + "matn")), "parse_failed")
    yield Fault("tags-without-number", page(html(body="<b>a</b>" * 60_000)), "rejected")
    many = " ".join(f"a{n}=1" for n in range(60_000))
    yield Fault("attributes-without-number", page(html(body=f"<p {many}>matn</p>")), "rejected")
    yield Fault("title-of-a-megabyte", page(html("so‘z " * 200_000)), "rejected")
    yield Fault("text-of-two-megabytes", page(html(body="<p>" + "so‘z " * 400_000 + "</p>")),
                "rejected")  # fmt: skip
    nested = '<script type="application/ld+json">' + '{"@graph":[' * 50_000 + "</script>"
    yield Fault("json-ld-nested", page(html(head=nested)), "stored")
    late = '<meta property="article:published_time" content="9999-12-31T23:59:59+05:00">'
    yield Fault("date-of-year-9999", page(html(head=late)), "stored")
    early = '<meta property="article:published_time" content="0001-01-01T00:00:00Z">'
    yield Fault("date-of-year-1", page(html(head=early)), "stored")
    for name, target in (
        ("elsewhere", "https://example.com/other"), ("a-script", "javascript:alert(1)"),
        ("inside", "http://127.0.0.1/"), ("no-address", "https://["),
    ):  # fmt: skip
        link = f'<link rel="canonical" href="{target}">'
        yield Fault(f"canonical-{name}", page(html(head=link)), "stored")
    versions = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{target}">'
        for tag, target in (("ru", "http://10.0.0.1/"), ("en", "data:text/html,x"), ("uz", "//["))
    )
    yield Fault("versions-elsewhere", page(html(head=versions)), "stored")
    moved = '<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">'
    yield Fault("meta-refresh-inside", page(html(head=moved)), "stored")
    base = '<base href="http://127.0.0.1/">'
    yield Fault("base-inside", page(html(head=base)), "stored")
    yield Fault("headline-is-a-formula", page(html("=HYPERLINK(&quot;http://x&quot;)")), "stored")
    script = html("&lt;script&gt;alert(1)&lt;/script&gt;")
    yield Fault("headline-is-a-script", page(script), "stored")
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha">'
        + "".join(
            f'<!ENTITY {chr(n + 1)} "{f"&{chr(n)};" * 10}">' for n in range(ord("a"), ord("k"))
        )
        + ']><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>&k;'
        "</p></body></html>"
    )
    yield Fault("xhtml-with-a-billion-laughs", page(bomb, kind="application/xhtml+xml"),
                "parse_failed")  # fmt: skip
    drawn = html(body='<div id="app"></div><script>window.data={"body":"matn"}</script>')
    yield Fault("drawn-by-a-script", page(drawn), "parse_failed")
    yield Fault("cookies-without-number", _cookies, "stored")


def _cookies(asked: Asked) -> Answer:
    """Sets a cookie and asks for it back; a client that brings one is shown nothing."""
    if "cookie" in asked.headers or "authorization" in asked.headers:
        return wire(b"", status="500 Brought")
    if "again" not in asked.query:
        more = [f"Set-Cookie: c{n}=secret; Domain=.uz" for n in range(50)]
        return wire(b"", f"Location: {asked.path}?again=1", *more, status="302 Found")
    return wire(html().encode())


def stand_ins() -> Iterator[Fault]:
    """Pages with status 200 that are no article."""
    yield Fault("soft-404", page(html("Sahifa topilmadi", ("Siz qidirgan sahifa yo‘q.",))), "gone")
    yield Fault("soft-404-russian", page(html("Ошибка 404", ("Страница не найдена",))), "gone")
    yield Fault("soft-404-english", page(html("Page not found", ("Sorry.",))), "gone")
    form = '<form><input name="u"><input type="password" name="p"></form>'
    yield Fault("log-in-wall", page(html("Tizimga kirish", body=form)), "paywalled")
    yield Fault("log-in-wall-russian", page(html("Вход на сайт", body=form)), "paywalled")
    wall = "<p>Yig‘ilish bo‘lib o‘tdi.</p><div class='paywall'>Davomi faqat obunachilar uchun</div>"
    yield Fault("pay-wall-stub", page(html(body=wall)), "paywalled")
    wall = "<p>Прошло собрание.</p><p>Продолжение доступно только подписчикам</p>"
    yield Fault("pay-wall-stub-russian", page(html(body=wall)), "paywalled")
    free = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}'
    yield Fault("pay-wall-in-metadata", page(html(head=f"{free}</script>")), "paywalled")
    cloud = "<html><head><title>Just a moment...</title></head><script>_cf_chl_opt={}</script>"
    yield Fault("challenge-cloudflare", page(cloud), "blocked")
    yield Fault("challenge-cloudflare-403", page(cloud, status="403 Forbidden"), "blocked")
    guard = "<html><head><title>DDoS-Guard</title></head><body>Checking your browser</body></html>"
    yield Fault("challenge-ddos-guard", page(guard), "blocked")
    yield Fault("json-for-a-page", page('{"error":"nope"}', kind="application/json"),
                "parse_failed")  # fmt: skip
    yield Fault(
        "pdf", always(wire(b"%PDF-1.7\n%\xe2\xe3\x00" * 9, kind="application/pdf")), "not_article"
    )
    yield Fault("picture", always(wire(b"\x89PNG\r\n\x1a\n" * 99, kind="image/png")), "not_article")
    yield Fault("archive", always(wire(b"PK\x03\x04" * 99, kind="application/zip")), "not_article")
    yield Fault("plain-words", page("salom", kind="text/plain"), "parse_failed")
