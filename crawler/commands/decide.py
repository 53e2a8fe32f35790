"""``yoritish decide``: a person's decision on one publication; it beats the rules, and stays."""

from contextlib import closing
from typing import Annotated

import typer

from crawler.screen import show_table, write_json
from crawler.session import BadOption, Session
from pipelines.decidable import check_value, kind_of_decision
from reports.tables import Table
from storage.database import open_database, transaction
from storage.decisions import (
    KINDS,
    Decision,
    Kind,
    Said,
    decide,
    history,
    publication_named,
)
from storage.times import to_text
from text.clock import TASHKENT, now


def decide_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A publication's id, or its address.")],
    counts: Annotated[str, typer.Option(help="yes or no: whether it counts.")] = "",
    channel: Annotated[str, typer.Option(help="The channel it counts at.")] = "",
    unit: Annotated[str, typer.Option(help="Units it names, apart by commas; - for none.")] = "",
    topic: Annotated[str, typer.Option(help="Topics, apart by commas; - for none.")] = "",
    origin: Annotated[
        str, typer.Option(help="release (carries the ministry's text) or earned.")
    ] = "",
    tone: Annotated[str, typer.Option(help="positive, neutral or negative.")] = "",
    undo: Annotated[
        str, typer.Option(metavar="KIND", help="Let the rules decide again: counts, topic …")
    ] = "",
    person: Annotated[str, typer.Option(help="Who decides.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Decide on a publication, or show what was decided; the latest decision of a kind counts."""
    session: Session = context.obj
    said = {
        "counts": counts, "channel": channel, "unit": unit, "topic": topic, "origin": origin,
        "tone": tone,
    }  # fmt: skip
    made: dict[Kind, str] = {kind: said[kind] for kind in KINDS if said[kind]}
    if undo:
        made[kind_of_decision(undo)] = ""
    for kind, value in made.items():
        check_value(kind, value)
    if made and not person:
        raise BadOption("a decision needs a name; give --person")
    with session.ledger() as ledger:
        publication = publication_named(ledger, name)
    if made:
        # a short write: it may come in the middle of a night
        with closing(open_database(session.database)) as ledger, transaction(ledger):
            for kind, value in made.items():
                decide(ledger, publication, kind, value, Said(person, reason, now()))
    with session.ledger() as ledger:
        decisions = history(ledger, publication)
    if json:
        write_json([_as_json(one) for one in decisions])
    else:
        show_table(_table(publication, decisions))


def _as_json(one: Decision) -> dict[str, str]:
    return {
        "kind": one.kind, "value": one.value, "person": one.person, "reason": one.reason,
        "at": to_text(one.at),
    }  # fmt: skip


def _table(publication: str, decisions: list[Decision]) -> Table:
    rows = [
        [
            one.at.astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M"), one.kind,
            one.value or "(the rules again)", one.person, one.reason,
        ]
        for one in decisions
    ]  # fmt: skip
    headings = ["When", "What", "Decided", "By", "Why"]
    return Table(f"Decisions on {publication}", headings, [False] * 5, rows, [])
