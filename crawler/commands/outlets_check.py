"""``yoritish outlets check``: which selector of an outlet stopped matching."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from scrapy.http import HtmlResponse, Request

from crawler.screen import say, show_table, write_json
from crawler.session import BadOption, Session
from reports.tables import Table
from spiders.selector_check import Selector, found_on, selectors_of
from storage.capture_store import open_captures
from storage.captures import CaptureFolder, DamagedCapture
from storage.pages_kept import PageKept, latest_pages, pages_before
from storage.times import from_text, to_text

PAGES = 10
"""Captured pages looked at, of the last day and of the time before."""


def check(
    context: typer.Context,
    outlet: Annotated[str, typer.Argument(help="An outlet's id.")],
    file: Annotated[
        Path | None, typer.Option(help="A saved page to look at instead of the captures.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> int:
    """Show how often each of an outlet's selectors finds something: on its latest captured pages,
    on those from before, or on a saved page. Asks no site for anything.

    Exit code 1 when one stopped matching (or finds nothing on the saved page's first layout).
    """
    session: Session = context.obj
    entry = session.registry[outlet]
    selectors = [one for one in selectors_of(entry) if file or not one.place.startswith("list ")]
    if not selectors:
        say(f"{outlet} is read without selectors ({entry.read})")
        return 0
    if file is not None:
        return _check_file(file, entry.url, selectors, json=json)
    latest, before = _captured(session, outlet)
    if not latest:
        raise BadOption(f"{outlet}: no page was captured yet; give one with --file")
    rows, stopped = [], 0
    for one in selectors:
        now_has = [page for page, found in latest.items() if found[one]]
        had = [page for page, found in before.items() if found[one]]
        lost = bool(had) and len(had) * 2 > len(before) and not now_has
        stopped += lost
        first = next((page for page, found in latest.items() if not found[one]), "")
        state = "STOPPED" if lost else ("well" if now_has else "finds nothing")
        rows.append(
            {
                "place": one.place, "field": one.field, "selector": one.css, "state": state,
                "before": f"{len(had)} of {len(before)}", "now": f"{len(now_has)} of {len(latest)}",
                "without": "" if state == "well" else first,
            }
        )  # fmt: skip
    _print(f"Selectors of {outlet}", rows, json=json)
    return 1 if stopped else 0


def _check_file(file: Path, url: str, selectors: list[Selector], *, json: bool) -> int:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise BadOption(f"--file {file}: {error.strerror or error}") from error
    found = found_on(HtmlResponse(url, body=body, request=Request(url)), selectors)
    rows = [
        {"place": one.place, "field": one.field, "selector": one.css,
         "state": "well" if there else "finds nothing"}
        for one, there in found.items()
    ]  # fmt: skip
    _print(f"Selectors on {file}", rows, json=json)
    needed = {"title", "body"}
    first = [there for one, there in found.items()
             if one.place.startswith("layout 1") and one.field in needed]  # fmt: skip
    return 0 if all(first) else 1


def _captured(
    session: Session, outlet: str
) -> tuple[dict[str, dict[Selector, bool]], dict[str, dict[Selector, bool]]]:
    with session.ledger() as ledger:
        latest = latest_pages(ledger, outlet, PAGES)
        if not latest:
            return {}, {}
        day = from_text(latest[0].fetched_at) - timedelta(hours=20)
        before = pages_before(ledger, outlet, to_text(day), PAGES)
    latest = [one for one in latest if one.fetched_at >= to_text(day)]
    folder = open_captures(session.database)
    selectors = selectors_of(session.registry[outlet])
    return _look(folder, latest, selectors), _look(folder, before, selectors)


def _look(
    folder: CaptureFolder, pages: list[PageKept], selectors: list[Selector]
) -> dict[str, dict[Selector, bool]]:
    seen = {}
    for one in pages:
        try:
            kept = folder.read(one.file, one.position, one.length, one.sha256)
        except DamagedCapture as error:
            say(f"passed over: {error}")
            continue
        page = HtmlResponse(
            kept.url, headers=dict(kept.headers), body=kept.body, request=Request(kept.url)
        )
        seen[one.url] = found_on(page, selectors)
    return seen


def _print(title: str, rows: list[dict[str, str]], *, json: bool) -> None:
    if json:
        write_json(rows)
        return
    headings = list(rows[0])
    cells = [[row[name] for name in headings] for row in rows]
    show_table(Table(title, [one.capitalize() for one in headings], [False] * len(headings), cells))
