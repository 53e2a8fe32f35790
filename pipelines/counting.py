"""The counting rules, read from ``rules/counting.toml``."""

import tomllib
from importlib import resources

from storage.appearances import CountingRules


class BrokenCountingRules(ValueError):
    """The counting rules cannot be used; the message names the file, the switch and the cure."""


def counting_rules() -> CountingRules:
    """The switches by which this ledger counts.

    Raises:
        BrokenCountingRules: a switch is missing, unknown, or neither true nor false.
    """
    name = "pipelines/rules/counting.toml"
    text = (resources.files("pipelines") / "rules" / "counting.toml").read_text(encoding="utf-8")
    try:
        switches = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenCountingRules(f"{name}: {error}") from error
    known = set(CountingRules.__dataclass_fields__)
    for switch, value in switches.items():
        if switch not in known:
            raise BrokenCountingRules(
                f"{name}: unknown switch {switch!r}; there are {sorted(known)}"
            )
        if not isinstance(value, bool):
            raise BrokenCountingRules(f"{name}: {switch} must be true or false")
    missing = known - set(switches)
    if missing:
        raise BrokenCountingRules(f"{name}: missing {sorted(missing)}")
    return CountingRules(**switches)
