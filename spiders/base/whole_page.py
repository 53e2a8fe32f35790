"""Reads an article off a page for which there are no selectors."""

import re
from datetime import datetime
from itertools import zip_longest

import trafilatura

from spiders.base.layout import Layout
from storage.records import Reading
from text.dates import UnreadableDate, read_date
from text.folding import fold

HEAD_LINES = 6
"""Lines at the start of a text that may repeat the headline, the date, the author."""

DATE_LINE = 70
"""Letters; a longer line says more than when."""

SENTENCE = 80
"""Letters; a text in which no line is so long and none ends like a sentence is no article."""

NEAR = 8
"""Pieces of text before and after the headline among which its date is looked for."""

PARAGRAPH = 100
"""Letters; so long a piece is the article itself: what comes behind it dates something else."""


class WholePage(Layout):
    """trafilatura finds the text; the title and the moment come from metadata, else from sight."""

    title_at = "h1"
    date_at = "article time, time[datetime], [itemprop=datePublished], .date, .post-date"

    def reading(self) -> Reading:
        """Every field; none of them found by selectors of the outlet."""
        reading = super().reading()
        reading.own = frozenset()
        return reading

    def title(self) -> str:
        """The first h1 where metadata agrees, else the headline of the metadata."""
        said, shown = self.metadata.title, self.text_at(self.title_at)
        if shown and fold(said).startswith(fold(shown)):
            return shown
        return self._without_outlet(said) or shown

    def body(self) -> str:
        """The main text, without the headline, date and author above it."""
        text = trafilatura.extract(
            self.page.body, fast=True, include_comments=False, include_tables=True
        )
        lines = [line for line in (text or "").split("\n") if line.strip()]
        above = {fold(self.title()), fold(self.metadata.title), fold(self.author())}
        if not any(_says_something(line) and fold(line) not in above for line in lines):
            # a gallery or a page of links: what was found is its menu
            return ""
        kept = 0
        while kept < min(HEAD_LINES, len(lines) - 1) and (
            fold(lines[kept]) in above or self._is_date_line(lines[kept])
        ):
            kept += 1
        return self.without_ending("\n\n".join(lines[kept:]))

    def published(self) -> datetime | None:
        """From metadata, else the date beside the headline, else one that is marked as a date.

        Some pages print today's date at their head: what stands by the headline is better.
        """
        return (
            self.moment(self.metadata.published)
            or self._date_by_headline()
            or self.moment(self.text_at(self.date_at))
        )

    def _date_by_headline(self) -> datetime | None:
        texts = self.page.xpath(
            "//body//text()[normalize-space() and not(ancestor::script or ancestor::style)]"
        )
        pieces = [" ".join(one.get().split()) for one in texts]
        title = fold(self.title())
        if not title or title not in (folded := [fold(one) for one in pieces]):
            return None
        at = folded.index(title)
        behind = pieces[at + 1 : at + 1 + NEAR]
        behind = behind[: next((n for n, x in enumerate(behind) if len(x) > PARAGRAPH), NEAR)]
        before = pieces[max(0, at - NEAR) : at][::-1]
        for pair in zip_longest(behind, before, fillvalue=""):
            for piece in pair:
                if self._is_date_line(piece):
                    return self.moment(piece)
        return None

    def _is_date_line(self, line: str) -> bool:
        if len(line) > DATE_LINE or not re.search(r"\d", line):
            return False
        if len(re.findall(r"[^\W\d_]{2,}", line)) > 4:
            return False
        try:
            return bool(read_date(line, self.now))
        except UnreadableDate:
            return False

    def _without_outlet(self, title: str) -> str:
        cut = re.match(r"(.{8,}?)\s+(?:([|»])|[–—-])\s+([^|»]{2,40})$", title)
        if not cut:
            return title
        names = (self.outlet.name, self.outlet.id, self.metadata.first("og:site_name"))
        said = fold(cut[3])
        known = any(name and fold(name) in {said, said.removesuffix(".uz")} for name in names)
        return cut[1] if cut[2] or known else title


def _says_something(line: str) -> bool:
    return len(line) >= SENTENCE or line.rstrip()[-1] in ".!?…"
