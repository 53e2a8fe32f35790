"""Reads an article off a page for which there are no selectors."""

import re

import trafilatura

from spiders.base.layout import Layout

_DATE_LINE = re.compile(r"[\d.:/ -]{8,20}")


class WholePage(Layout):
    """trafilatura finds the text; the title and the moment come from metadata, else from sight."""

    title_at = "h1"
    date_at = "article time, time[datetime], [itemprop=datePublished], .date, .post-date"

    def title(self) -> str:
        """The first h1 where the metadata's title begins with it, else the metadata's."""
        shown, said = self.text_at(self.title_at), self.metadata.title
        return shown if shown and (not said or said.startswith(shown)) else said or shown

    def body(self) -> str:
        """The main text."""
        text = trafilatura.extract(
            self.page.body, fast=True, include_comments=False, include_tables=True
        )
        title = self.title()
        lines = [line for line in (text or "").split("\n") if line.strip()]
        # the headline and the date line above the text are not of it
        while lines and (lines[0].strip() == title or _DATE_LINE.fullmatch(lines[0].strip())):
            lines.pop(0)
        return "\n\n".join(lines)
