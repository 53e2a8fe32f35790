"""``yoritish rules``: what of an outlet never counts; a rule's effect before it is made."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from crawler.screen import say, show_table, write_json
from crawler.session import BadOption, Session
from pipelines.counting import counting_rules
from reports.tables import Table
from storage.database import open_database, transaction
from storage.decisions import Said
from storage.standing_rules import (
    Effect,
    StandingRule,
    effect,
    make_rule,
    revoke_rule,
    standing_rules,
)
from storage.times import from_text
from text.clock import TASHKENT, now

app = typer.Typer(
    help="Tags, sections and phrases of an outlet that never count: see, make, take back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Person = Annotated[str, typer.Option(help="Who decides so.")]


@app.callback()
def rules() -> None:
    """Tags, sections and phrases of an outlet that never count: see, make, take back."""


@app.command("list")
def rules_list(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """All rules, those in force first; on how many publications each one's decision stands."""
    session: Session = context.obj
    with session.ledger() as ledger:
        made = standing_rules(ledger)
    if json:
        write_json([asdict(one) for one in made])
    else:
        show_table(_table(made))


@app.command("make")
def rules_make(
    context: typer.Context,
    outlet: Annotated[str, typer.Argument(help="The outlet's id, as `yoritish outlets` has it.")],
    tag: Annotated[str, typer.Option(help="A tag of its pages.")] = "",
    section: Annotated[str, typer.Option(help="A section of its pages.")] = "",
    phrase: Annotated[str, typer.Option(help="Words beside each other, in any alphabet.")] = "",
    person: Person = "",
    reason: Annotated[str, typer.Option(help="Why; kept with every decision.")] = "",
    sure: Annotated[
        bool, typer.Option("--sure", help="Make it; without, only what it would do is shown.")
    ] = False,
) -> None:
    """Have a tag, section or phrase of an outlet never count, what is stored and what comes.

    A person's decision on one publication, and closed months, stay as they are.
    """
    session: Session = context.obj
    given = {"tag": tag, "section": section, "phrase": phrase}
    kinds = [kind for kind, value in given.items() if value]
    if len(kinds) != 1:
        raise BadOption("a rule is about one thing: give --tag, --section or --phrase")
    kind, value = kinds[0], given[kinds[0]]
    if not sure:
        with session.ledger() as ledger:
            would = effect(ledger, counting_rules(), outlet, kind, value)
        _show(would)
        return
    if not person:
        raise BadOption("a rule needs the name of who makes it; give --person")
    # a short write: it may come in the middle of a night
    with closing(open_database(session.database)) as ledger, transaction(ledger):
        number, made = make_rule(ledger, outlet, kind, value, Said(person, reason, now()))
    say(f"rule {number} is in force: {made} publications do not count any more")


@app.command("revoke")
def rules_revoke(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The rule's number, as `yoritish rules list`.")],
    person: Person = "",
) -> None:
    """Take a rule back; what it alone took out counts again."""
    session: Session = context.obj
    if not person:
        raise BadOption("taking a rule back needs a name; give --person")
    with closing(open_database(session.database)) as ledger, transaction(ledger):
        back = revoke_rule(ledger, number, person, now())
    say(f"rule {number} is no more in force: its decision on {back} publications is taken back")


def _show(would: Effect) -> None:
    rows = [[title] for title in would.titles]
    notes = [
        f"{would.matched} publications have it; {would.falling} of them count now and would not;"
        f" {would.decided} a person decided on and {would.closed} of closed months stay.",
        "Nothing was changed; --sure makes the rule.",
    ]
    show_table(Table("Would not count any more", ["Title"], [False], rows, notes))


def _table(made: list[StandingRule]) -> Table:
    rows = [
        [
            str(one.id), one.outlet, one.kind, one.value, str(one.publications), one.person,
            from_text(one.made_at).astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M"),
            f"taken back by {one.revoked_by}" if one.revoked_at else "in force", one.reason,
        ]
        for one in made
    ]  # fmt: skip
    headings = ["No.", "Outlet", "Kind", "Value", "Publications", "By", "When", "State", "Why"]
    right = [True, False, False, False, True, False, False, False, False]
    return Table("Standing rules", headings, right, rows, [])
