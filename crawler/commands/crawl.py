"""``yoritish crawl``: visit some outlets, or walk their archives."""

from typing import Annotated

import typer

from crawler.commands.nightly import visit
from crawler.session import Session
from crawler.visit_options import Timeout


def crawl(
    context: typer.Context,
    outlet: Annotated[list[str], typer.Argument(help="Ids of outlets (`yoritish outlets`).")],
    since: Annotated[str, typer.Option(help="First day to read (2026-10-31, yesterday).")] = "",
    until: Annotated[str, typer.Option(help="Last day to read; today if not given.")] = "",
    limit: Annotated[
        int, typer.Option(min=0, help="At most so many articles of each outlet; 0: all.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the visits as JSON.")] = False,
    timeout: Timeout = 30.0,
) -> int:
    """Visit some outlets, or walk their archives with --since and --until."""
    session: Session = context.obj
    chosen = [session.registry[one] for one in outlet]
    return visit(session, chosen, since, until, json=json, limit=limit, timeout=timeout)
