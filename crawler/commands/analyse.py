"""``yoritish analyse``: texts in; language, mentions, units, region and topics out (JSONL)."""

import json
import sys
from typing import Annotated, Any

import typer

from crawler.jsonl import read_lines
from crawler.session import Session
from pipelines.analysis import analyse as analyse_text
from storage.records import Owner


def analyse(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A JSONL file, or - for standard input.")],
) -> int:
    """Say of every text in a file what it is about; needs no ledger.

    Reads lines {"id", "title", "text", "url"?, "published"?}, answers one line each, in order.
    A line that cannot be read is answered with {"line", "error"} and makes the exit code 1.
    """
    session: Session = context.obj
    hosts = session.shipped
    bad = 0
    for number, row, error in read_lines(file, needed=("id", "text")):
        if row is None:
            bad += 1
            answer: dict[str, Any] = {"line": number, "error": error}
        else:
            answer = _answer(row, hosts.country_of(str(row.get("url") or "")))
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if bad:
        sys.stderr.write(
            f'yoritish: {file}: {bad} lines could not be read; see "error" in the answer\n'
        )
    return 1 if bad else 0


def _answer(row: dict[str, Any], country: str) -> dict[str, Any]:
    title, text = str(row.get("title") or ""), str(row["text"] or "")
    found = analyse_text(title, text, url=str(row.get("url") or ""), country=country)
    own = [mention for mention in found.mentions if mention.owner is Owner.OWN]
    return {
        "id": row["id"],
        "language": found.language,
        "script": found.script,
        "mention": found.owner,
        "units": found.units,
        "spans": [
            {
                "field": "title" if mention.field == "title" else "text",
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "unit": mention.unit,
                "owner": mention.owner,
                "rule": mention.rule,
            }
            for mention in found.mentions
        ],
        "main": found.main and bool(own),
        "region": found.region,
        "topics": [topic.topic for topic in found.topics],
    }
