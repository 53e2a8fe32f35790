"""Decisions made at the desk: signed, checked for region, undone by another decision."""

from collections.abc import Iterable

from desk.accounts.models import Person
from desk.ledger import writing
from desk.roles import visible
from pipelines.decidable import check_value, kind_of_decision
from pipelines.reprints import story_rules
from storage.connection import Connection
from storage.decisions import BadDecision, Said, decide
from storage.story_decisions import join, split, undecide
from text.clock import now


def may_touch(ledger: Connection, person: Person, publication: str) -> bool:
    """Whether there is such a publication, and it is of the person's region where one is set."""
    return visible(ledger, person.region, publication)


def decided(
    person: Person, publications: Iterable[str], kind: str, value: str, reason: str
) -> None:
    """Keep a decision on each of the publications, all or none; "" lets the rules decide again.

    Raises:
        BadDecision: a kind or value that cannot be.
        UnknownPublication: one is not in the ledger.
    """
    said = Said(person.shown_name, reason.strip()[:500], now())
    known = kind_of_decision(kind)
    check_value(known, value)
    with writing() as ledger:
        for one in publications:
            decide(ledger, one, known, value, said)


def placed_in_story(person: Person, publication: str, how: str, other: str, reason: str) -> None:
    """Take a publication out of its story, put it into another's, or let the rules decide.

    Raises:
        BadDecision: ``how`` is none of split, join and rules.
        ValueError: it cannot be joined to that one.
        UnknownPublication: one is not in the ledger's stories.
    """
    said = Said(person.shown_name, reason.strip()[:500], now())
    with writing() as ledger:
        if how == "split":
            split(ledger, publication, story_rules(), said)
        elif how == "join":
            join(ledger, publication, other, story_rules(), said)
        elif how == "rules":
            undecide(ledger, publication, story_rules(), said)
        else:
            raise BadDecision(f"{how!r} is nothing that can be done with a story")
