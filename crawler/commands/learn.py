"""``yoritish learn``: learns from people's decisions, and uses it where it beats the rules."""

from contextlib import closing
from typing import Annotated

import typer

from crawler.screen import show_table, write_json
from crawler.session import Session
from pipelines.learning import Learnt
from pipelines.learnt import learn_all, use
from reports.tables import Table
from storage.database import open_database, transaction
from text.clock import now
from text.numbers import format_number


def learn(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be learnt.")
    ] = False,
    words: Annotated[int, typer.Option(min=0, max=100, help="Words shown of each model.")] = 6,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Learn from decisions what counts and what it is about; use it only where it beats the rules.

    A model is checked by cross-validation on the decisions themselves. One that is right more
    often than the rules (and not by chance) decides from now on where it is sure; each such
    decision is kept under the name "yoritish learn" with the words that weighed most. People's
    decisions beat it.
    """
    session: Session = context.obj
    with session.ledger() as ledger:
        learnt = learn_all(ledger)
    if not dry_run:
        with closing(open_database(session.database)) as ledger, transaction(ledger):
            use(ledger, learnt, now())
    if json:
        write_json([_as_json(one, words) for one in learnt])
    else:
        show_table(_table(learnt, words))


def _as_json(one: Learnt, words: int) -> dict[str, object]:
    speaks_for, against = one.strongest(words)
    return {
        "model": one.name,
        "examples": one.examples,
        "yes": one.yes,
        "rules_right": one.rules_right,
        "model_right": one.model_right,
        "chance": one.chance,
        "in_use": one.better,
        "for": speaks_for,
        "against": against,
        "lacking": one.lacking,
    }


def _table(learnt: list[Learnt], words: int) -> Table:
    rows = [
        [
            one.name,
            format_number(one.examples),
            _share(one.rules_right, one.examples),
            "" if one.lacking else _share(one.model_right, one.examples),
            "" if one.lacking else f"{one.chance:.3f}",
            one.lacking or ("in use" if one.better else "the rules do as well"),
            *("" if one.lacking else ", ".join(side) for side in one.strongest(words)),
        ]
        for one in learnt
    ]
    headings = ["Model", "Decisions", "Rules right", "With model", "Chance", "", "For", "Against"]
    note = "Each decision was judged by a model that had not seen its story."
    return Table(
        "Learnt from decisions", headings, [False, True, True, True, True, False, False, False],
        rows, [note],
    )  # fmt: skip


def _share(right: int, examples: int) -> str:
    return f"{right / examples:.1%}" if examples else ""
