"""All topics of the invented newsroom, from the TOML files beside this one. Synthetic."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from replica.writing.topics import Telling, Topic, Voice

_FOLDER = Path(__file__).parent
_VOICES: tuple[Voice, ...] = ("release", "press")


@cache
def _asides() -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / "asides.toml").read_text(encoding="utf-8"))


def _read(name: str) -> tuple[Topic, ...]:
    tables = tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return tuple(_topic(topic, table) for topic, table in tables.items())


def _topic(topic: str, table: dict[str, Any]) -> Topic:
    tellings: dict[tuple[str, Voice], Telling] = {}
    for language in ("uz", "ru", "en"):
        voices = table.pop(language, {})
        for voice in _VOICES:
            if voice in voices:
                told = voices[voice]
                low, high = told.get("asides", (0, 0))
                aside = tuple(_asides()[language][voice]) if high else ()
                tellings[language, voice] = Telling(
                    told["title"], tuple(told["paragraphs"]), aside, (low, high)
                )
    return Topic(topic, tellings=tellings, **table)


RELEASES = _read("police.toml")
"""What the ministry tells, and newsrooms tell in their own words."""

NOISE = _read("noise.toml")
"""What has nothing to do with any interior ministry."""

FOREIGN = _read("foreign.toml")
"""Other countries' interior ministries."""

PASSING = _read("passing.toml")
"""Texts that name the ministry in passing."""
