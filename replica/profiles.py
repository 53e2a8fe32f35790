"""What the newsroom needs to know of an outlet to fill it: whose it is, in which languages."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["ministry", "region", "press", "foreign", "social"]
DaySource = Literal["page", "api", "feed", "first_seen"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outlet's articles: all its articles appear in all of these versions.

    Articles of different lines are different articles, also where they tell the same event: the
    site shows nothing that ties them.
    """

    tags: tuple[str, ...]
    """Language tags, the first is the one written; "uz-Latn", "uz-Cyrl", "ru", "en"."""
    share: float = 1.0
    """Share of the outlet's articles."""
    sometimes: tuple[tuple[str, float], ...] = ()
    """Further versions that only a share of the articles has."""

    @property
    def language(self) -> str:
        """Language of the first version, without script."""
        return self.tags[0].partition("-")[0]


@dataclass(frozen=True, slots=True)
class Profile:
    """An outlet as the newsroom sees it. ``weight`` is its share of a day's articles."""

    id: str
    role: Role
    lines: tuple[Line, ...]
    weight: float = 1.0
    carries: float = 0.0
    """Share of the ministry's releases that it brings in some form."""
    country: str = "UZ"
    region: str = ""
    """The region a regional site belongs to (ISO 3166-2)."""
    day_source: DaySource = "page"
    slips: bool = False
    """Whether some of its pages carry no date at all."""
    galleries: bool = False
    """Whether pages that are no articles stand among its articles' addresses."""
    stubs: bool = False
    """Whether some of its articles are for subscribers."""


def language_of(tag: str) -> str:
    """ "uz" of "uz-Latn"."""
    return tag.partition("-")[0]


def script_of(tag: str) -> str:
    """The script of a language tag: "Latn" or "Cyrl"."""
    language, _, script = tag.partition("-")
    return script or ("Cyrl" if language == "ru" else "Latn")
