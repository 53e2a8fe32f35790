"""``yoritish story``: a story's timeline; splitting and joining by a person's decision."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from crawler.lock import night_lock
from crawler.screen import say, show_table, write_csv, write_json
from crawler.session import BadOption, Session
from pipelines.reprints import story_rules
from reports.labels import check_language
from reports.story_tables import story_table
from storage.database import open_database, transaction
from storage.decisions import Said
from storage.spread import Carrier, Spread, publication_of, story_of
from storage.story_decisions import join, split, undecide
from text.clock import now


def story(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A publication's or story's id, or an address.")
    ],
    split_off: Annotated[
        bool, typer.Option("--split", help="Decide: the publication is of no other's story.")
    ] = False,
    join_to: Annotated[
        str, typer.Option("--join", metavar="ID", help="Decide: it is of the story of this one.")
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Let the rules decide again.")] = False,
    person: Annotated[str, typer.Option(help="Who decides (with a decision).")] = "",
    reason: Annotated[str, typer.Option(help="Why (with a decision).")] = "",
    language: Annotated[
        str, typer.Option("--in", help="uz-Cyrl, uz-Latn, uz-Latn-2026, ru or en.")
    ] = "en",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print as CSV.")] = False,
) -> None:
    """Show a story: its origin, who carried it, after how long, how much of it, what is related.

    With --split, --join or --undo a person's decision is kept first; it beats the rules and stays.
    """
    session: Session = context.obj
    words = check_language(language)
    if split_off + bool(join_to) + undo > 1:
        raise BadOption("give one of --split, --join and --undo")
    if split_off or join_to or undo:
        _decide(session, name, join_to, undo=undo, person=person, reason=reason)
    with session.ledger() as ledger:
        found = story_of(ledger, name)
    if json:
        write_json(as_json(found))
        return
    table = story_table(found, words)
    if csv:
        write_csv(table)
    else:
        show_table(table)


def as_json(spread: Spread) -> dict[str, object]:
    """A story or a release's spread as JSON is printed."""
    return {
        "text": _carrier(spread.text),
        "outlets": spread.outlets,
        "carriers": [_carrier(one) for one in spread.carriers],
        "related": [_carrier(one) for one in spread.related],
    }


def _carrier(one: Carrier) -> dict[str, Any]:
    return asdict(one) | {"after": round(one.after.total_seconds() / 60)}


def _decide(
    session: Session, name: str, other: str, *, undo: bool, person: str, reason: str
) -> None:
    if not person:
        raise BadOption("a decision needs a name; give --person")
    with session.ledger():
        # only to refuse a ledger that is not there
        pass
    said = Said(person, reason, now())
    with night_lock(session.database):
        ledger = open_database(session.database)
        try:
            publication = publication_of(ledger, name)
            with transaction(ledger):
                if undo:
                    undecide(ledger, publication, story_rules(), said)
                elif other:
                    join(ledger, publication, publication_of(ledger, other), story_rules(), said)
                else:
                    split(ledger, publication, story_rules(), said)
        finally:
            ledger.close()
    if not session.quiet:
        say(f"kept: {person} decided on {publication}")
