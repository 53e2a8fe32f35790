"""Tables of what people say we missed."""

from collections import Counter
from collections.abc import Sequence

from pipelines.missing import Finding
from reports.labels import Language, label
from reports.reasons import reason_words
from reports.tables import Table
from storage.missed import MissedItem
from storage.times import from_text
from text.clock import TASHKENT
from text.numbers import format_number


def findings_table(lines: Sequence[tuple[str, Finding, bool]], language: Language) -> Table:
    """Each address, why it is not counted, and whether it was added."""
    headings = [
        label("checked", "link", language), label("missed", "why", language),
        label("checked", "why", language), label("checked", "day", language),
        label("missed", "added", language),
    ]  # fmt: skip
    rows = [
        [
            link, label("why", finding.why, language), reason_words(finding.reason, language),
            finding.day,
            label("checked", "yes" if added else "no", language),
        ]
        for link, finding, added in lines
    ]  # fmt: skip
    return Table(label("missed", "title", language), headings, [False] * 5, rows)


def log_table(items: Sequence[MissedItem], language: Language) -> Table:
    """The log: date, outlet, how found, why missed, cured; below it how often each reason."""
    headings = [
        label("missed", "noted", language), label("heading", "outlet", language),
        label("checked", "link", language), label("missed", "found_by", language),
        label("missed", "why", language), label("missed", "cured", language),
    ]  # fmt: skip
    rows = [
        [
            from_text(one.noted_at).astimezone(TASHKENT).date().isoformat(), one.outlet, one.url,
            ", ".join(text for text in (one.person, one.found_by) if text),
            _told(one, language),
            label("missed", one.cured, language) if one.cured
            else label("checked", "no", language),
        ]
        for one in items
    ]  # fmt: skip
    often = Counter(one.why for one in items)
    notes = [f"{label('why', why, language)}: {format_number(n)}" for why, n in often.most_common()]
    return Table(label("missed", "title", language), headings, [False] * 6, rows, notes)


def _told(one: MissedItem, language: Language) -> str:
    words = label("why", one.why, language)
    more = reason_words(one.reason, language)
    return f"{words}; {more}" if more else words
