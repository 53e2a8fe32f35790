"""What a person's decision may say: its kinds, and the codes that rules and registry know."""

from typing import get_args

from pipelines.rule_files import read_rules
from pipelines.units import units
from storage.decisions import KINDS, BadDecision, Kind
from storage.outlets import Channel


def kind_of_decision(text: str) -> Kind:
    """The kind of this name.

    Raises:
        BadDecision: there is none; the message lists those there are.
    """
    for kind in KINDS:
        if kind == text:
            return kind
    raise BadDecision(f"{text!r}: no such kind of decision; it is one of {', '.join(KINDS)}")


def check_value(kind: Kind, value: str) -> None:
    """See that a channel, units or topics (codes apart by commas, "-" for none) are known.

    Raises:
        BadDecision: one is not; the message lists those that are.
    """
    known = {
        "channel": get_args(Channel), "unit": tuple(units()), "topic": tuple(read_rules("topics")),
    }  # fmt: skip
    for code in value.split(",") if kind in known else ():
        if code.strip(" -") and code.strip() not in known[kind]:
            raise BadDecision(f"{kind} {code.strip()!r}: unknown; one of {', '.join(known[kind])}")
