"""``yoritish desk``: the press desk, served on this machine."""

import os
from pathlib import Path
from typing import Annotated

import typer

from crawler.screen import say
from crawler.session import Session
from storage.database import open_database


def desk(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Where it listens; another machine reaches it by a TLS proxy.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="At which port.", min=1, max=65_535)] = 8000,
) -> None:
    """Serve the press desk; the first who opens it makes the administrator.

    What an office sets stands in the environment: YORITISH_DESK_HOSTS, YORITISH_DESK_HTTPS,
    YORITISH_DESK_PROXY, YORITISH_DESK_SECRET (docs/desk.md).
    """
    session: Session = context.obj
    # a ledger that cannot be used is said here, in one line, rather than on a page
    open_database(session.database).close()
    place = session.database
    os.environ["YORITISH_DB"] = str(place.resolve() if isinstance(place, Path) else place)
    from desk.server import serve

    say(f"the desk: http://{host}:{port}/ (Ctrl+C ends it)")
    serve(host, port)
