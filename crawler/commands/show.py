"""``yoritish show``: one publication with its page as captured, to be looked at."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.screen import say
from crawler.session import BadOption, Session
from pipelines.counting import counting_rules
from reports.evidence_page import evidence_page
from reports.labels import check_language
from storage.appearances import is_appearance
from storage.capture_rows import CaptureRow, capture_row, read_capture
from storage.capture_store import open_captures
from storage.captures import CaptureFolder, DamagedCapture, Fetched
from storage.connection import Connection
from storage.evidence import evidence


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A publication's id, or its address.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where the page is written; ID.html here.")
    ] = None,
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    launch: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:
    """Write a page that shows the capture, made harmless, beside the text with its words marked.

    Exit code 1: the capture is missing or damaged; the page says so and shows the rest.
    """
    session: Session = context.obj
    words = check_language(language)
    captures = open_captures(session.database)
    with session.ledger() as ledger:
        shown = evidence(ledger, name)
        row, fetched, wrong = _captured(ledger, captures, shown.capture)
        counts = is_appearance(ledger, counting_rules(), shown.id)
    path = out or Path(f"{shown.id}.html")
    if path.is_dir():
        raise BadOption(f"--out {path} is a folder; name a file")
    page = evidence_page(shown, row, fetched, words, counts=counts)
    path.write_text(page, encoding="utf-8", errors="replace")
    say(f"written: {path}")
    if wrong:
        say(f"yoritish: {wrong}")
    if launch:
        typer.launch(str(path))
    return 1 if wrong else 0


def _captured(
    ledger: Connection, captures: CaptureFolder, number: int | None
) -> tuple[CaptureRow | None, Fetched | None, str]:
    if number is None:
        return None, None, ""
    row = capture_row(ledger, number)
    try:
        return row, read_capture(ledger, captures, number), ""
    except DamagedCapture as error:
        return row, None, str(error)
