"""Reads an article off a page for which there are no selectors."""

import re

import trafilatura

from spiders.base.layout import Layout


class WholePage(Layout):
    """trafilatura finds the text; the title and the moment come from metadata, else from sight."""

    title_at = "h1"
    date_at = "article time, time[datetime], [itemprop=datePublished], .date, .post-date"

    def title(self) -> str:
        """Headline from metadata without the outlet's name behind it, else the first h1."""
        return _without_site(self.metadata.title) or self.text_at(self.title_at)

    def body(self) -> str:
        """The main text."""
        text = trafilatura.extract(
            self.page.body, fast=True, include_comments=False, include_tables=True
        )
        return "\n\n".join((text or "").split("\n"))


def _without_site(title: str) -> str:
    return re.sub(r"\s+[|–—]\s+[^|–—]{2,40}$", "", title)
