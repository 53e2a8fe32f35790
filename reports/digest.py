"""The morning's digest of a day: counts, new stories, alarms; plain text in four languages."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from reports.labels import Language
from storage.alarms import Alarm, alarms_between, open_alarms
from storage.appearances import CountingRules, Selection
from storage.connection import Connection
from storage.counts import CountTable, count
from storage.news_of_day import NewStory, edited_and_gone, holes, new_stories, night_of
from text.clock import day_start
from text.numbers import format_number
from text.transliteration import transliterate

NUMBERS = frozenset({"volume", "length", "requests"})
"""Fields whose figures are numbers; the others are shares."""

BARE = frozenset({"listing", "visit"})
"""Fields that say everything by their name."""

MOST = 12
"""Alarms and outlets named; of more, the number is given."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What there is to say of a day."""

    day: date
    counts: CountTable
    stories: list[NewStory]
    opened: list[Alarm]
    closed: list[Alarm]
    still: list[Alarm]
    holes: list[str]
    edited: int
    gone: int


def digest(connection: Connection, rules: CountingRules, day: date) -> Digest:
    """Gather the digest of a day (Tashkent) and of the night that read it."""
    first, last = night_of(day_start(day))
    opened, closed = alarms_between(connection, first, last)
    told = {alarm.id for alarm in opened}
    return Digest(
        day=day,
        counts=count(connection, rules, Selection(day, day), "channel"),
        stories=new_stories(connection, rules, day),
        opened=opened,
        closed=closed,
        still=[alarm for alarm in open_alarms(connection) if alarm.id not in told],
        holes=[hole.outlet for hole in holes(connection, day, day)],
        edited=(changed := edited_and_gone(connection, first, last))[0],
        gone=changed[1],
    )


def digest_title(told: Digest, language: Language) -> str:
    """The digest's headline."""
    return word("title", language).format(day=f"{told.day:%d.%m.%Y}")


def digest_text(told: Digest, language: Language) -> str:
    """The digest as plain text, without its headline."""
    total = told.counts.total
    figures = {
        name: format_number(getattr(total, name))
        for name in ("appearances", "stories", "owned", "release", "earned", "foreign")
    }
    read = told.counts.days[0]
    lines = [
        word("total", language).format(**figures),
        word("owned", language).format(**figures),
        word("foreign", language).format(**figures),
        word("read", language).format(read=read.completely, due=read.due),
    ]
    if told.holes:
        lines.append(word("hole", language).format(outlets=_some(told.holes)))
    lines += ["", f"{word('stories', language)}:"]
    lines += [
        "• " + word("story", language).format(
            title=" ".join(one.title.split())[:160], outlet=one.outlet,
            appearances=format_number(one.appearances),
        )
        for one in told.stories
    ] or [word("none", language)]  # fmt: skip
    lines += ["", word("changed", language).format(edited=told.edited, gone=told.gone), ""]
    lines.append(f"{word('alarms', language)}:")
    lines += [f"• {alarm_line(one, language)}" for one in told.opened[:MOST]]
    if len(told.opened) > MOST:
        lines.append(f"… +{len(told.opened) - MOST}")
    if not told.opened:
        lines.append(word("none", language))
    if told.still:
        lines.append(
            word("still", language).format(
                alarms=_some(_where(one, language) for one in told.still)
            )
        )
    if told.closed:
        lines.append(
            word("well", language).format(
                alarms=_some(_where(one, language) for one in told.closed)
            )
        )
    return "\n".join(lines) + "\n"


def alarm_line(alarm: Alarm, language: Language) -> str:
    """One alarm: outlet, language, field, what is usual and what was seen, the first address."""
    line = f" ({alarm.line})" if alarm.line else ""
    name = word(alarm.field, language, "field")
    if alarm.field in BARE:
        return f"{alarm.outlet}{line}: {name}. {alarm.url}".rstrip(". ")
    text = word("alarm", language).format(
        outlet=alarm.outlet, line=line, field=name, url=alarm.url,
        usual=_figure(alarm.field, alarm.usual), seen=_figure(alarm.field, alarm.seen),
    )  # fmt: skip
    return text.strip()


@cache
def word(key: str, language: Language, group: str = "word") -> str:
    """A text of the digest in a language, its places in braces left as they are."""
    words = _words()[group].get(key)
    if words is None:
        return key
    if language in words:
        return words[language]
    pieces = words["uz-Latn"].replace("{", "\0{").replace("}", "}\0").split("\0")
    return "".join(one if one.startswith("{") else transliterate(one, language) for one in pieces)


def _figure(name: str, value: float) -> str:
    return format_number(round(value)) if name in NUMBERS else f"{round(100 * value)} %"


def _where(alarm: Alarm, language: Language) -> str:
    line = f" ({alarm.line})" if alarm.line else ""
    return f"{alarm.outlet}{line}: {word(alarm.field, language, 'field')}"


def _some(names: object) -> str:
    every = list(dict.fromkeys(names))  # type: ignore[call-overload]
    more = f" … +{len(every) - MOST}" if len(every) > MOST else ""
    return ", ".join(every[:MOST]) + more


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    text = (resources.files("reports") / "digest.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
