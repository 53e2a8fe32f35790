"""``yoritish retry``: read again, from what was fetched, what could not be read before."""

from typing import Annotated

import typer

from crawler.lock import night_lock
from crawler.screen import say
from crawler.session import Session
from pipelines.accept import Refused
from pipelines.article import Article
from pipelines.keep import keep_articles
from pipelines.rule_files import rules_in_force
from spiders.replaying import article_from
from storage.addresses import Ended, KeptAside, end_address, kept_aside
from storage.capture_rows import read_capture
from storage.capture_store import open_captures
from storage.captures import CaptureFolder, DamagedCapture
from storage.connection import Connection
from storage.database import open_database, transaction
from storage.ledger import seal
from storage.location import captures_folder
from storage.outlets import UnknownOutlet
from storage.visits import keep_outlets
from text.clock import now


def retry(
    context: typer.Context,
    outlet: Annotated[str, typer.Option(help="Only this outlet.")] = "",
) -> int:
    """Read again, from what was fetched, the pages that a layout or a stage could not read.

    To be run after a selector or a rule was mended; asks no site for anything. Exit code 1 when
    some still cannot be read.
    """
    session: Session = context.obj
    if outlet:
        outlet = session.registry[outlet].id
    captures = open_captures(session.database)
    read = failed = 0
    with night_lock(session.database):
        ledger = open_database(session.database)
        with transaction(ledger):
            keep_outlets(ledger, session.registry)
        for aside in kept_aside(ledger, outlet):
            try:
                article = _read_again(session, ledger, captures, aside)
            except (Refused, DamagedCapture, UnknownOutlet, ValueError) as error:
                failed += 1
                outcome = error.outcome if isinstance(error, Refused) else aside.outcome
                ended = Ended(aside.outlet, aside.url, outcome, str(error)[:500], found=aside.found)
                with transaction(ledger):
                    end_address(ledger, ended, now())
                continue
            with transaction(ledger):
                keep_articles(ledger, captures, [article])
            read += 1
        seal(ledger, captures_folder(session.database), now(), rules_in_force())
        ledger.close()
    say(f"{read} read, {failed} still not")
    return 1 if failed else 0


def _read_again(
    session: Session, ledger: Connection, captures: CaptureFolder, aside: KeptAside
) -> Article:
    fetched = read_capture(ledger, captures, aside.capture)
    article = article_from(
        session.registry[aside.outlet], fetched, address=aside.url, found=aside.found
    )
    article.capture = aside.capture
    return article
