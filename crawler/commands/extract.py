"""``yoritish extract``: one page in, one publication out (JSON)."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.jsonl import UnreadableFile
from crawler.screen import write_json
from crawler.session import BadOption, Session
from pipelines.canonical import UnusableAddress, canonical_url
from spiders.extraction import extract as extract_page
from storage.times import to_text
from text.clock import now
from text.languages import identify

LARGEST_PAGE = 40 * 1024 * 1024
"""Bytes; as large as a night reads."""


def extract(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="An HTML file, or - for standard input.")],
    url: Annotated[str, typer.Option(help="The page's address: says which outlet's it is.")],
) -> int:
    """Read one publication off a saved page; needs no ledger.

    Exit code 1 when the page holds no article.
    """
    session: Session = context.obj
    registry = session.shipped
    try:
        address = canonical_url(url)
    except UnusableAddress as error:
        raise BadOption(f"--url: {error}") from error
    html = _read(file)
    reading = extract_page(html, url, registry, now())
    language = identify(f"{reading.title}\n{reading.body}")
    write_json(
        {
            "url": reading.canonical or address,
            "title": reading.title,
            "lead": reading.lead,
            "body": reading.body,
            "published_at": to_text(reading.published) if reading.published else None,
            "date_source": reading.date_source,
            "author": reading.author,
            "section": reading.section,
            "tags": list(reading.tags),
            "language": language.code,
            "script": language.script,
            "alternates": dict(reading.alternates),
            "is_article": reading.is_article,
            "paywalled": reading.paywalled,
            "blocked": reading.blocked,
        }
    )
    return 0 if reading.is_article and reading.body else 1


def _read(file: str) -> bytes:
    if file == "-":
        html = sys.stdin.buffer.read(LARGEST_PAGE + 1)
    else:
        try:
            with Path(file).open("rb") as stream:
                html = stream.read(LARGEST_PAGE + 1)
        except OSError as error:
            raise UnreadableFile(f"{file}: {error.strerror or error}; check the name") from error
    if len(html) > LARGEST_PAGE:
        raise BadOption(f"{file}: larger than {LARGEST_PAGE // 1024 // 1024} MB; no page is")
    return html
