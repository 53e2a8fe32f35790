"""Compares a night's ledger with what the newsroom replica knows it made, row by row."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Row = Mapping[str, Any]


def expected(truth: Iterable[Row], since: date, until: date) -> list[Row]:
    """The rows a complete night must hold: articles that the site names, of the days asked for.

    A language version goes with its article: it is named by it even where no list does.
    """
    articles = [row for row in truth if row["kind"] == "article"]
    named = {row["version_group"] for row in articles if row["ways"]}
    days = (since.isoformat(), until.isoformat())
    return [
        row
        for row in articles
        if row["version_group"] in named and days[0] <= row["day"] <= days[1]
    ]


def differences(connection: sqlite3.Connection, rows: list[Row]) -> list[str]:
    """Everything in which the ledger differs from the truth: publications, days, languages,
    texts, mentions, language versions and stories. Empty when they are equal to the row.
    """
    ledger = {
        row["url"]: dict(row)
        for row in connection.execute(
            "SELECT p.*, coalesce(s.story, p.id) AS story FROM publications p"
            " LEFT JOIN story_members s ON s.publication_id = p.id"
        )
    }
    wanted = {row["url"]: row for row in rows}
    said = [f"missing {url}" for url in sorted(wanted.keys() - ledger.keys())]
    said += [f"too many {url}" for url in sorted(ledger.keys() - wanted.keys())]
    for url in sorted(wanted.keys() & ledger.keys()):
        said += _of_row(url, ledger[url], wanted[url])
    both = {url: wanted[url] for url in wanted.keys() & ledger.keys()}
    said += _of_versions(ledger, both)
    said += _of_stories(ledger, both)
    return said


def _of_row(url: str, ours: Mapping[str, Any], true: Row) -> list[str]:
    said = []
    pairs = [
        ("outlet", ours["outlet"], true["outlet"]),
        ("day", ours["day"], true["day"]),
        ("language", ours["language"], true["language"]),
        ("script", ours["script"], true["script"]),
        ("owner", ours["owner"], true["owner"]),
        ("title", _flat(ours["title"]), _flat(true["title"])),
        ("body", _flat(ours["body"]), _flat(true["body"])),
    ]
    for name, our, their in pairs:
        if our != their:
            said.append(f"{name} of {url}: {our[:120]!r} is not {their[:120]!r}")
    return said


def _of_versions(ledger: Mapping[str, Mapping[str, Any]], wanted: Mapping[str, Row]) -> list[str]:
    ours: dict[str, set[str]] = defaultdict(set)
    theirs: dict[str, set[str]] = defaultdict(set)
    for url, row in wanted.items():
        ours[ledger[url]["version_of"] or ledger[url]["id"]].add(url)
        theirs[row["version_group"]].add(url)
    return _partitions("versions", ours, theirs)


def _of_stories(ledger: Mapping[str, Mapping[str, Any]], wanted: Mapping[str, Row]) -> list[str]:
    """Stories by truth: what carries one text, is a version of it or tells of the same event, in
    whatever language, among what counts. Posts of a title and a link are left out: which story
    they are of is in the page they lead to, not in what they say.
    """
    counted = {u for u, row in ledger.items() if row["owner"] in {"own", "both"}} & wanted.keys()
    counted -= {url for url in counted if wanted[url].get("teaser")}
    ours: dict[str, set[str]] = defaultdict(set)
    for url in counted:
        ours[ledger[url]["story"]].add(url)
    theirs = _components(counted, wanted)
    return _partitions("stories", ours, theirs)


def _components(counted: set[str], wanted: Mapping[str, Row]) -> dict[str, set[str]]:
    parent = {url: url for url in counted}

    def root(url: str) -> str:
        while parent[url] != url:
            url = parent[url]
        return url

    groups: dict[str, str] = {}
    for url in sorted(counted):
        row = wanted[url]
        first = groups.setdefault(row["version_group"], url)
        parent[root(url)] = root(first)
        if row.get("event"):
            parent[root(url)] = root(groups.setdefault(f"event {row['event']}", url))
        if row["text_of"] in parent:
            parent[root(url)] = root(row["text_of"])
    made: dict[str, set[str]] = defaultdict(set)
    for url in counted:
        made[root(url)].add(url)
    return made


def _partitions(
    name: str, ours: Mapping[str, set[str]], theirs: Mapping[str, set[str]]
) -> list[str]:
    our = {frozenset(group) for group in ours.values()}
    their = {frozenset(group) for group in theirs.values()}
    return [f"{name}: {sorted(group)} is no group of the truth" for group in our - their] + [
        f"{name}: {sorted(group)} is not together" for group in their - our
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())
