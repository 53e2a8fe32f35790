"""``yoritish group``: texts in; story and relation per text out (JSONL)."""

import json
import sys
from typing import Annotated

import typer

from crawler.jsonl import read_lines
from crawler.lock import night_lock
from crawler.screen import say
from crawler.session import BadOption, Session
from pipelines.grouping import group as group_texts
from pipelines.regrouping import learn_dictionary, regroup_ledger
from storage.database import open_database


def group(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(help="A JSONL file, or - for standard input; none: the ledger.")
    ] = "",
    anew: Annotated[
        bool, typer.Option("--anew", help="Forget the ledger's stories first; decisions stay.")
    ] = False,
) -> int:
    """Group the texts of a file into stories; needs no ledger.

    Reads lines {"id", "title", "text", "url"?, "published"?}, answers one line each, in order.
    Lines that cannot be read are named on stderr, left out, and make the exit code 1.

    Without a file, puts the ledger's own publications into stories: those that have none yet (a
    ledger of an older version), or with --anew all of them (after the rules were changed),
    by a dictionary learnt anew from the language versions in the ledger.
    """
    if not file:
        return _group_ledger(context.obj, anew=anew)
    if anew:
        raise BadOption("--anew is for the ledger; leave out the file")
    rows = []
    bad = 0
    for number, row, error in read_lines(file, needed=("id", "text")):
        if row is None:
            bad += 1
            sys.stderr.write(f"yoritish: {file}, line {number}: {error}; left out\n")
        else:
            rows.append(row)
    for answer in group_texts(rows):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 1 if bad else 0


def _group_ledger(session: Session, *, anew: bool) -> int:
    with session.ledger():
        # only to refuse a ledger that is not there
        pass
    with night_lock(session.database):
        ledger = open_database(session.database)
        try:
            learnt = learn_dictionary(ledger) if anew else None
            done = regroup_ledger(ledger, anew=anew)
        finally:
            ledger.close()
    if not session.quiet:
        say(f"{done} publications put into stories")
        if learnt is not None:
            say(f"{learnt} pairs of words learnt from language versions")
    return 0
