"""The filters of a list as words: what an address, a saved view or an option says.

They are kept as said ("month" stays the month of whoever looks), and become a selection when a list
is shown.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

from storage.appearances import ORIGINS, Selection
from storage.listing import SORTS, Arrangement
from text.query import read_query
from text.query_dates import NoDay, days_meant

PERIODS = ("today", "yesterday", "week", "month", "last_month", "year", "last_year", "all")
"""Periods by name; besides them a day, a month, a year or a range as in ``date:``."""

_FLAGS = {
    "about": {"main": True, "passing": False},
    "decided": {"decided": True, "undecided": False},
}
_LONGEST = 200
"""Characters of a filter other than the query."""


class BadFilter(ValueError):
    """A filter that cannot be used; ``name`` is which, ``value`` what was said."""

    def __init__(self, name: str, value: str, instead: str) -> None:
        super().__init__(f"{name} {value!r} cannot be used; {instead}")
        self.name, self.value = name, value


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows and arranges a list; "" does not narrow."""

    period: str = "month"
    channel: str = ""
    outlet: str = ""
    region: str = ""
    unit: str = ""
    topic: str = ""
    language: str = ""
    """A code, or code and script: "uz", "uz-Cyrl"."""
    about: str = ""
    """main or passing."""
    decided: str = ""
    """decided or undecided: whether a person decided something."""
    origin: str = ""
    """owned, release, earned or foreign; domestic: all but foreign."""
    story: str = ""
    find: str = ""
    """A query as typed (docs/query.md)."""
    sort: str = "newest"
    fold: str = ""
    """stories: one line for a story."""

    def said(self) -> dict[str, str]:
        """What differs from a list without filters: for an address or a saved view."""
        usual = asdict(Filters())
        return {name: value for name, value in asdict(self).items() if value != usual[name]}


_NAMES = frozenset(field.name for field in fields(Filters))


def filters_from(said: Mapping[str, object]) -> Filters:
    """Filters from what was said of them; all that can be wrong of them is checked here.

    Raises:
        BadFilter: an unknown filter or value.
        BadQuery: ``find`` cannot be read.
    """
    for name, value in said.items():
        if name not in _NAMES:
            raise BadFilter(name, str(value), f"there are {', '.join(sorted(_NAMES))}")
        if not isinstance(value, str) or "\x00" in value:
            raise BadFilter(name, str(value), "it must be a text")
        if name != "find" and len(value) > _LONGEST:
            raise BadFilter(name, value[:20] + "…", f"it has at most {_LONGEST} characters")
    filters = Filters(**{name: str(value).strip() for name, value in said.items()})
    selection_of(filters, date(2000, 1, 1))
    arrangement_of(filters)
    return filters


def selection_of(filters: Filters, today: date) -> Selection:
    """The selection that filters mean on a day (Tashkent).

    Raises:
        BadFilter, BadQuery: as :func:`filters_from`.
    """
    first, last = period_of(filters.period, today)
    return Selection(
        first, last, channel=filters.channel, outlet=filters.outlet, region=filters.region,
        unit=filters.unit, topic=filters.topic, language=filters.language, story=filters.story,
        find=read_query(filters.find, today) if filters.find else None,
        main=_flag("about", filters.about), judged=_flag("decided", filters.decided),
        origin=_origin(filters.origin), foreign=False if filters.origin == "domestic" else None,
    )  # fmt: skip


def arrangement_of(filters: Filters) -> Arrangement:
    """How filters arrange a list.

    Raises:
        BadFilter: ``sort`` or ``fold`` is none.
    """
    for sort in SORTS:
        if sort == filters.sort and filters.fold in {"", "stories"}:
            return Arrangement(sort, fold=bool(filters.fold))
    if filters.fold not in {"", "stories"}:
        raise BadFilter("fold", filters.fold, "it is stories or nothing")
    raise BadFilter("sort", filters.sort, f"it is one of {', '.join(SORTS)}")


def period_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of a period as it is named on a day.

    Raises:
        BadFilter: it names none.
    """
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    year = today.year
    named = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1),) * 2,
        "week": (today - timedelta(days=6), today),
        "month": (month, _month_end(month)),
        "last_month": (before.replace(day=1), before),
        "year": (date(year, 1, 1), date(year, 12, 31)),
        "last_year": (date(year - 1, 1, 1), date(year - 1, 12, 31)),
        "all": (date.min, date.max),
    }
    if period in named:
        return named[period]
    try:
        first, last = days_meant(period, today)
    except NoDay:
        instead = f"say {', '.join(PERIODS)}, 2026-10-31, 2026-10, 2026 or 2026-10-01..2026-10-15"
        raise BadFilter("period", period, instead) from None
    first, last = first or date.min, last or date.max
    if last < first:
        raise BadFilter("period", period, "it ends before it begins")
    return first, last


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _origin(value: str) -> str:
    if value not in {"", "domestic", *ORIGINS}:
        raise BadFilter("origin", value, f"it is domestic or one of {', '.join(ORIGINS)}")
    return "" if value == "domestic" else value


def _flag(name: str, value: str) -> bool | None:
    if not value:
        return None
    if value not in _FLAGS[name]:
        raise BadFilter(name, value, f"it is {' or '.join(_FLAGS[name])}")
    return _FLAGS[name][value]
