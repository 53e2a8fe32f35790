"""A closed period as shown: its figures as they were frozen, and the adjustments since."""

from collections.abc import Sequence

from reports.labels import Language, label
from reports.report import KEYS, is_read
from reports.report_words import period_words
from reports.tables import Table
from storage.connection import Connection
from storage.counts import days_read
from storage.periods import Adjustment, Closing, Period
from text.clock import tashkent_day
from text.numbers import format_day, format_number


def holes_of(connection: Connection, period: Period) -> int:
    """Days of a period on which an outlet that was due was not read; 0 where none ever was."""
    if not is_read(connection):
        return 0
    days = days_read(connection, period.first, period.last)
    return sum(day.state == "hole" for day in days)


def period_table(made: Closing, adjusted: Sequence[Adjustment], language: Language) -> Table:
    """Figures, then a line for each adjustment, then who closed it and under which digest."""
    rows = [
        [label("figure", key, language), format_number(made.figures[key])]
        for key in KEYS if key in made.figures
    ]  # fmt: skip
    rows += [
        [
            f"{label('adjustment', one.change, language)}: {one.day} {one.outlet} – {one.title}",
            one.what,
        ]
        for one in adjusted
    ]
    closed = label("report", "closed", language).format(
        day=format_day(tashkent_day(made.closed_at), language),
        person=" / ".join(filter(None, (made.person, made.confirmed_by))),
        sha256=made.sha256,
    )
    number = f"{label('report', 'adjustments', language)}: {format_number(len(adjusted))}"
    headings = [label("report", "figure", language), label("report", "now", language)]
    title = period_words(made.first, made.last, language)
    return Table(title, headings, [False, True], rows, [closed, number])
