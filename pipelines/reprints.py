"""Reprints: which texts carry the same text or report the same event, and so are one story."""

import tomllib
from functools import cache
from importlib import resources

from pipelines.fingerprints import fingerprint
from pipelines.rule_files import BrokenRules
from storage.fingerprint import Fingerprint
from storage.likeness import Likeness
from storage.likeness import compare as compare_by
from storage.story_rules import StoryRules

__all__ = ["Fingerprint", "Likeness", "compare", "fingerprint", "story_rules"]

FILE = "pipelines/rules/stories.toml"


def compare(
    a: Fingerprint,
    b: Fingerprint,
    *,
    days: int = 0,
    one_language: bool = True,
    one_outlet: bool = False,
) -> Likeness:
    """How two texts are related, by the rules of ``stories.toml``.

    ``days`` lie between the two publications (0 where one is not dated); ``one_language`` says
    whether both are in one language, ``one_outlet`` whether one outlet has both. See
    :func:`storage.likeness.compare`.
    """
    return compare_by(
        a, b, story_rules(), days=days, one_language=one_language, one_outlet=one_outlet
    )


@cache
def story_rules() -> StoryRules:
    """The thresholds by which texts are one story.

    Raises:
        BrokenRules: one is missing, unknown or no number.
    """
    text = (resources.files("pipelines") / "rules" / "stories.toml").read_text(encoding="utf-8")
    return parse_story_rules(text)


def parse_story_rules(text: str) -> StoryRules:
    """As :func:`story_rules`, from the text of such a file."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenRules(f"{FILE}: {error}") from error
    wanted = set(StoryRules.__dataclass_fields__)
    if set(given) != wanted:
        wrong = sorted(set(given) ^ wanted)
        raise BrokenRules(f"{FILE}: missing or unknown: {', '.join(wrong)}")
    for name, value in given.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
            raise BrokenRules(f"{FILE}: {name} must be a number, not {value!r}")
    return StoryRules(**given)
