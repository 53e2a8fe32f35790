"""``yoritish group``: texts in; story and relation per text out (JSONL)."""

import json
import sys
from typing import Annotated

import typer

from crawler.jsonl import read_lines
from pipelines.grouping import group as group_texts


def group(
    file: Annotated[str, typer.Argument(help="A JSONL file, or - for standard input.")],
) -> int:
    """Group the texts of a file into stories; needs no ledger.

    Reads lines {"id", "title", "text", "url"?, "published"?}, answers one line each, in order.
    Lines that cannot be read are named on stderr, left out, and make the exit code 1.
    """
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
