"""What invented news are about, and how a text is put together from its templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from replica.dice import Dice
from replica.writing.facts import Facts, in_english, in_russian, in_uzbek
from replica.writing.grammar import expand

Owner = Literal["own", "foreign", "both", "none"]
Voice = Literal["release", "press"]
"""Who writes: the ministry's press service, or a newsroom that tells the same in its own words."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How one voice tells a topic in one language: headline and paragraphs, in order.

    ``aside`` paragraphs stand between the first two and the last; some of them are drawn.
    """

    title: str
    paragraphs: tuple[str, ...]
    aside: tuple[str, ...] = ()
    asides: tuple[int, int] = (0, 0)
    """How many of ``aside`` are drawn, at least and at most."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of event. ``units``: ids of bodies its texts name besides the region's own."""

    id: str
    owner: Owner
    tellings: Mapping[tuple[str, Voice], Telling]
    section: str = "uzbekiston"
    main: bool = True
    region: bool = False
    """Whether the region's interior department is named."""
    ministry: bool = False
    """Whether the ministry itself is named."""
    alike: bool = False
    """Whether its texts are alike in form on purpose: weather, currency."""
    weight: float = 1.0
    extra: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """More facts, drawn from these options: name → options, "uz/ru/en" each."""

    def tells(self, language: str) -> bool:
        """Whether it can be written in this language."""
        return (language, "release") in self.tellings or (language, "press") in self.tellings


@dataclass(frozen=True, slots=True)
class Text:
    """A written text; Uzbek in Latin letters of 1995."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """Paragraphs apart by one blank line."""
        return "\n\n".join(self.paragraphs)


_TELLERS = {"uz": in_uzbek, "ru": in_russian, "en": in_english}
_PLACE = {"uz": 0, "ru": 1, "en": 2}


def _prepared(
    topic: Topic, facts: Facts, language: str, voice: Voice, key: str
) -> tuple[Telling, Mapping[str, str], Dice]:
    telling = topic.tellings.get((language, voice))
    if telling is None:
        other: Voice = "press" if voice == "release" else "release"
        telling = topic.tellings[language, other]
    words = dict(_TELLERS[language](facts))
    for name, told in extras(topic, facts).items():
        words[name] = told.split("/")[_PLACE[language]]
    return telling, words, Dice(key, language, voice)


def extras(topic: Topic, facts: Facts) -> dict[str, str]:
    """A topic's further facts of an event, "uz/ru/en" each: the same whoever tells them."""
    dice = Dice(facts.moment, facts.numbers, "extra")
    return {name: dice.pick(options) for name, options in topic.extra.items()}


def headline(topic: Topic, facts: Facts, language: str, voice: Voice, key: str) -> str:
    """The title that :func:`write` would give, without the text."""
    telling, words, dice = _prepared(topic, facts, language, voice, key)
    return expand(telling.title, words, dice)


def write(topic: Topic, facts: Facts, language: str, voice: Voice, key: str) -> Text:
    """Write an event up. The same arguments give the same text.

    Raises:
        KeyError: the topic is not told in this language.
    """
    telling, words, dice = _prepared(topic, facts, language, voice, key)
    title = expand(telling.title, words, dice)
    paragraphs = list(telling.paragraphs)
    low, high = telling.asides
    drawn = dice.some(telling.aside, dice.between(low, high)) if high else []
    at = min(2, len(paragraphs) - 1)
    paragraphs[at:at] = drawn
    return Text(title, tuple(expand(paragraph, words, dice) for paragraph in paragraphs))
