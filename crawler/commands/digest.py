"""``yoritish digest``: the morning's digest of a day, printed or sent."""

from typing import Annotated

import typer

from crawler.notify import VARIABLE, send
from crawler.screen import say
from crawler.session import BadOption, Session, read_day
from pipelines.counting import counting_rules
from reports.digest import digest as gather
from reports.digest import digest_text, digest_title
from reports.labels import check_language


def digest(
    context: typer.Context,
    day: Annotated[str, typer.Option(help="The day (2026-10-31, yesterday).")] = "yesterday",
    language: Annotated[
        list[str] | None,
        typer.Option("--in", help="uz-Cyrl, uz-Latn, ru or en; may be given several times."),
    ] = None,
    sent: Annotated[
        bool,
        typer.Option("--send", help=f"Send it to the addresses in {VARIABLE} too (apprise)."),
    ] = False,
) -> None:
    """Print the digest of a day: counts, new stories, holes, alarms of the night that read it."""
    session: Session = context.obj
    languages = [check_language(one) for one in language or ["uz-Cyrl"]]
    with session.ledger() as ledger:
        told = gather(ledger, counting_rules(), read_day(day, "--day"))
    title = digest_title(told, languages[0])
    text = "\n\n".join(
        f"{digest_title(told, one)}\n\n{digest_text(told, one)}" for one in languages
    )
    if not session.quiet:
        typer.echo(text, nl=False)
    if sent:
        number = send(title, text)
        if not number:
            raise BadOption(f"--send: {VARIABLE} names no address; set it to apprise addresses")
        say(f"sent to {number}")
