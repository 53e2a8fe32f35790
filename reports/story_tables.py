"""A story's timeline and the spread of the ministry's releases as tables."""

from collections.abc import Iterable
from datetime import timedelta

from reports.labels import Language, label
from reports.tables import Table
from storage.spread import Carrier, Spread
from storage.times import from_text
from text.clock import TASHKENT
from text.numbers import format_number

_COLUMNS = ["moment", "outlet", "relation", "after", "share", "language", "title", "address"]


def story_table(story: Spread, language: Language) -> Table:
    """A story from its origin on; what is only related stands below its members."""
    rows = [_row(one, language) for one in (story.text, *story.carriers)]
    rows += [_row(one, language, "related") for one in story.related]
    notes = [
        label("note", "story", language).format(
            members=format_number(len(story.carriers) + 1),
            outlets=format_number(len({one.outlet for one in (story.text, *story.carriers)})),
            languages=", ".join(_languages(story)),
        )
    ]
    title = f"{label('heading', 'story', language)} {story.text.publication}"
    return Table(title, _headings(language), [False] * len(_COLUMNS), rows, notes)


def spread_table(releases: Iterable[Spread], language: Language, period: str) -> Table:
    """Each of the ministry's releases, and under it who carried it."""
    rows: list[list[str]] = []
    count = carried = carriers = 0
    for release in releases:
        count += 1
        carried += bool(release.outlets)
        carriers += release.outlets
        rows.append(_row(release.text, language, "release"))
        rows += [_row(one, language) for one in release.carriers]
    note = label("note", "spread", language).format(
        releases=format_number(count), carried=format_number(carried),
        appearances=format_number(carriers),
    )  # fmt: skip
    title = f"{label('word', 'spread', language)} · {period}"
    return Table(title, _headings(language), [False] * len(_COLUMNS), rows, [note])


def _headings(language: Language) -> list[str]:
    return [label("heading", key, language) for key in _COLUMNS]


def _row(one: Carrier, language: Language, relation: str = "") -> list[str]:
    moment = from_text(one.published_at).astimezone(TASHKENT)
    first = relation == "release" or (not relation and one.relation == "origin")
    return [
        f"{moment:%Y-%m-%d %H:%M}",
        one.outlet_name,
        label("relation", relation or one.relation, language),
        "" if first and not one.after else _after(one.after),
        "" if first or one.share is None else f"{round(100 * one.share)} %",
        one.language,
        one.title,
        one.url,
    ]


def _after(after: timedelta) -> str:
    minutes = round(abs(after).total_seconds() / 60)
    sign = "−" if after < timedelta() else "+"
    return f"{sign}{minutes // 60}:{minutes % 60:02}"


def _languages(story: Spread) -> list[str]:
    return sorted({one.language for one in (story.text, *story.carriers)})
