"""What a person said of a publication's story: it beats the rules, and stays.

A decision of kind "story" says that a publication stands alone, or goes with another, or (empty)
that the rules may decide again. Ties by text to it count no more; its language versions stay.
"""

from collections.abc import Iterable

from storage.components import ALONE, WITH, component, regroup
from storage.connection import Connection
from storage.decisions import Said, UnknownPublication
from storage.story_rules import StoryRules
from storage.times import to_text


def split(connection: Connection, publication: str, rules: StoryRules, said: Said) -> None:
    """Say that a publication is of no story but its own. Runs inside the caller's transaction."""
    _decide(connection, publication, ALONE, rules, said)


def join(
    connection: Connection, publication: str, other: str, rules: StoryRules, said: Said
) -> None:
    """Say that a publication is of the story of another, and of no other story.

    Runs inside the caller's transaction.

    Raises:
        UnknownPublication: one of the two is not in the ledger's stories.
        ValueError: both are the same.
    """
    if publication == other:
        raise ValueError(f"{publication} cannot be joined to itself; name another publication")
    _known(connection, [other])
    _decide(connection, publication, WITH + other, rules, said)


def undecide(connection: Connection, publication: str, rules: StoryRules, said: Said) -> None:
    """Let the rules decide again. Runs inside the caller's transaction."""
    _decide(connection, publication, "", rules, said)


def _decide(
    connection: Connection, publication: str, value: str, rules: StoryRules, said: Said
) -> None:
    _known(connection, [publication])
    touched = set(component(connection, publication))
    connection.execute(
        "INSERT INTO decisions (publication, kind, value, person, reason, decided_at)"
        " VALUES (?, 'story', ?, ?, ?, ?)",
        (publication, value, said.person, said.reason, to_text(said.at)),
    )
    regroup(connection, touched | {publication}, rules)


def _known(connection: Connection, publications: Iterable[str]) -> None:
    for one in publications:
        if not connection.execute(
            "SELECT 1 FROM fingerprints WHERE publication = ?", (one,)
        ).fetchone():
            raise UnknownPublication(
                f"{one}: no such publication in the ledger's stories; "
                "`yoritish coverage list` prints them, `yoritish group` adds what is missing"
            )
