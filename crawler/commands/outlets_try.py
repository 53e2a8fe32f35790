"""``yoritish outlets try``: what a night would read of an outlet that is not in the registry."""

import logging
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.screen import say, show_table, write_json
from crawler.session import BadOption, Session
from crawler.visit_options import Operator, Timeout
from reports.tables import Table
from storage.office_outlets import check_new, outlet_from
from storage.outlets import Outlet, outlet_of

ARTICLES = 5


def try_outlet(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A TOML file with the one outlet; else say the options.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the outlet is called.")] = "",
    url: Annotated[str, typer.Option(help="Its own address.")] = "",
    kind: Annotated[str, typer.Option(help="How it is read: feed or listing.")] = "feed",
    address: Annotated[str, typer.Option(help="Address of the feed or of the list page.")] = "",
    language: Annotated[str, typer.Option(help="uz-Latn, uz-Cyrl, ru, en or kaa.")] = "uz-Latn",
    region: Annotated[str, typer.Option(help="UZ-AN … where it is a region's.")] = "",
    country: Annotated[str, typer.Option(help="Two letters; others than UZ are foreign.")] = "UZ",
    article: Annotated[
        str, typer.Option(help="What stands in the path of every article (/news/).")
    ] = "",
    item: Annotated[str, typer.Option(help="Selector of one card of the list.")] = "",
    link: Annotated[str, typer.Option(help="Selector of the link in a card.")] = "",
    list_date: Annotated[str, typer.Option(help="Selector of the date in a card.")] = "",
    following: Annotated[
        str, typer.Option("--next", help="Following page: an address with {page}, or a selector.")
    ] = "",
    title: Annotated[str, typer.Option(help="Selector of an article's title.")] = "",
    date: Annotated[str, typer.Option(help="Selector of an article's date.")] = "",
    body: Annotated[str, typer.Option(help="Selector of an article's text.")] = "",
    remove: Annotated[str, typer.Option(help="Selector of what is no part of the text.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=20, help="Articles to read.")] = ARTICLES,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    operator: Operator = "",
    timeout: Timeout = 30.0,
) -> int:
    """Visit an outlet that is not in the registry and show what a night would read; keep nothing.

    Asks for robots.txt, the feed or at most two list pages, and a few articles. Exit code 1:
    nothing would be read; it says why.
    """
    # the crawler takes a second to load: not for `yoritish outlets`
    from crawler.try_out import try_out

    session: Session = context.obj
    if file is not None:
        outlet = _in_file(file)
    else:
        outlet = outlet_from(
            {
                "name": name, "url": url, "kind": kind, "address": address, "language": language,
                "region": region, "country": country, "article": article, "item": item,
                "link": link, "list_date": list_date, "next": following, "title": title,
                "date": date, "body": body, "remove": remove,
            }
        )  # fmt: skip
    check_new(outlet, session.shipped)
    for chatty in ("scrapy", "asyncio", "twisted", "trafilatura", "htmldate"):
        # what went wrong is among the problems
        logging.getLogger(chatty).setLevel(logging.INFO if session.verbose else logging.CRITICAL)
    tried = try_out(outlet, limit, operator, timeout)
    if json:
        write_json(asdict(tried) | {"outlet": outlet.id, "reads": tried.reads})
    else:
        headings = ["Day", "Dated by", "Title", "Address", "Text"]
        rows = [[one.day, one.date_source, one.title, one.url, one.text] for one in tried.items]
        show_table(Table(f"{outlet.id}: what would be read", headings, [False] * 5, rows))
    for one in tried.not_read:
        say(f"{one.addresses} × {one.outcome}: {one.reason or '-'} ({one.url})")
    for selector in tried.silent:
        say(f"finds nothing: {selector.field} {selector.css!r} ({selector.place})")
    for problem in tried.problems:
        say(f"yoritish: {problem}")
    if not tried.reads:
        say(f"yoritish: {outlet.id}: nothing would be read ({tried.found} addresses found)")
    return 0 if tried.reads else 1


def _in_file(file: Path) -> Outlet:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadOption(f"{file}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadOption(f"{file}: not readable as TOML: {error}") from error
    if len(tables) != 1:
        raise BadOption(f"{file}: one outlet is tried at a time, this file has {len(tables)}")
    ((key, table),) = tables.items()
    if not isinstance(table, dict):
        raise BadOption(f"{file}: {key!r} stands outside any outlet's table")
    return outlet_of(key, table)
