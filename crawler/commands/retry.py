"""``yoritish retry``: read again, from what was fetched, what could not be read before."""

from typing import Annotated

import typer
from scrapy.http import HtmlResponse, Request

from crawler.lock import night_lock
from crawler.night import captures_folder
from crawler.screen import say
from crawler.session import Session
from pipelines.accept import Refused
from pipelines.article import Article
from pipelines.keep import Untied, keep_article
from pipelines.stages import run_stages
from spiders import site_for
from storage.addresses import Ended, KeptAside, end_address, kept_aside
from storage.captures import CaptureFolder, DamagedCapture
from storage.database import open_database, transaction
from storage.outlets import UnknownOutlet
from storage.records import Outcome
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
    captures = CaptureFolder(captures_folder(session.database))
    read = failed = 0
    with night_lock(session.database):
        ledger = open_database(session.database)
        with transaction(ledger):
            keep_outlets(ledger, session.registry)
        for aside in kept_aside(ledger, outlet):
            try:
                article = _read_again(session, captures, aside)
            except (Refused, DamagedCapture, UnknownOutlet, ValueError) as error:
                failed += 1
                outcome = error.outcome if isinstance(error, Refused) else aside.outcome
                ended = Ended(aside.outlet, aside.url, outcome, str(error)[:500], found=aside.found)
                with transaction(ledger):
                    end_address(ledger, ended, now())
                continue
            untied = Untied()
            with transaction(ledger):
                keep_article(ledger, captures, article, untied)
                untied.settle(ledger)
            read += 1
        captures.close()
        ledger.close()
    say(f"{read} read, {failed} still not")
    return 1 if failed else 0


def _read_again(session: Session, captures: CaptureFolder, aside: KeptAside) -> Article:
    outlet = session.registry[aside.outlet]
    site = site_for(outlet)
    kept = captures.read(aside.file, aside.position, aside.length, aside.sha256)
    response = HtmlResponse(
        kept.url, status=kept.status, headers=dict(kept.headers), body=kept.body,
        request=Request(kept.url),
    )  # fmt: skip
    reading = site.read(response, kept.fetched_at, aside.url)
    if not reading.is_article or reading.blocked or reading.paywalled or reading.gone:
        raise Refused(Outcome.NOT_ARTICLE, "the page is no article")
    day = kept.fetched_at.date()
    article = Article(
        outlet=outlet, found=aside.found, found_url=aside.url, url=aside.url, reading=reading,
        fetched=kept, since=day.min, until=day.max, version_key=site.version_key(aside.url),
    )  # fmt: skip
    return run_stages(article)
