"""Accept: from what was read off a page to a publication with an address, a day and a text."""

import re
from datetime import UTC, datetime, timedelta

from scrapy.exceptions import DropItem

from pipelines.article import Article
from storage.records import DateSource, Found, Outcome, Publication, Reading
from text.clock import tashkent_day

EARLIEST = datetime(1991, 8, 31, tzinfo=UTC)
"""No publication of an Uzbek outlet on the web is older than the republic's independence."""

AHEAD = timedelta(hours=26)
"""How far a date may lie ahead of the capture: a date without time, a clock that is off."""

DISAGREE = timedelta(hours=26)
"""Page and feed further apart than this: the earlier is the publication, the later an edit or
a date that the page prints for its reader (tashkenttimes.uz prints today's)."""

LONGEST_TITLE = 1_000
"""Characters of a headline; an outlet's longest have some 250."""

LONGEST_ADDRESS = 2_000
LONGEST_TEXT = 400_000
"""Characters of an article's text; the longest laws that outlets print have some 200 000."""

MOST_TAGS = 100
"""The outlet's own tags that are kept of one article."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of letters: nothing that was published, and no database text."""


class Refused(DropItem):
    """An address that ends here: with which outcome and why."""

    def __init__(self, outcome: Outcome, reason: str, day: str = "") -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.day = day


def accept(article: Article) -> Publication:
    """The publication an article is, not yet analysed.

    Raises:
        Refused: no title, no text, far too much of either, or a day outside the visit's range.
    """
    reading = article.reading
    title, body = _clean(reading.title), _clean(reading.body)
    if not title:
        raise Refused(Outcome.PARSE_FAILED, "no title")
    if not body:
        raise Refused(Outcome.PARSE_FAILED, "no text")
    for field, text, longest in (("title", title, LONGEST_TITLE), ("text", body, LONGEST_TEXT)):
        if len(text) > longest:
            reason = f"a {field} of {len(text)} characters; no article has more than {longest}"
            raise Refused(Outcome.REJECTED, reason)
    seen = article.fetched.fetched_at
    moment, source = choose_moment(article.found, reading, seen)
    day = tashkent_day(moment)
    if not article.is_version and not article.since <= day <= article.until:
        raise Refused(Outcome.OUT_OF_RANGE, f"published on {day}", day.isoformat())
    return Publication(
        outlet=article.counted_at.id,
        url=article.url,
        title=title,
        lead=_clean(reading.lead)[:LONGEST_TEXT],
        body=body,
        author=_clean(reading.author)[:LONGEST_TITLE],
        section=_clean(reading.section)[:LONGEST_TITLE],
        image=_clean(reading.image) if len(reading.image) <= LONGEST_ADDRESS else "",
        tags=tuple(_clean(tag)[:LONGEST_TITLE] for tag in reading.tags[:MOST_TAGS]),
        published_at=moment,
        date_source=source,
        day=day,
        first_seen_at=seen,
        version_key=article.version_key,
    )


def choose_moment(found: Found, reading: Reading, seen: datetime) -> tuple[datetime, DateSource]:
    """When it was published (UTC) and where that is known from.

    In this order: API, page, feed, the day it was first seen. Implausible moments (before the
    republic, after the capture) are passed over. Where page and feed are days apart, the earlier.
    """
    said = [
        (reading.published, reading.date_source or DateSource.PAGE),
        (found.published, found.date_source or DateSource.PAGE),
    ]
    plausible = [
        (moment.astimezone(UTC), source)
        for moment, source in said
        if moment is not None and EARLIEST <= moment <= seen + AHEAD
    ]
    for moment, source in plausible:
        if source is DateSource.API:
            return moment, source
    if len(plausible) > 1 and abs(plausible[0][0] - plausible[1][0]) > DISAGREE:
        return min(plausible)
    return plausible[0] if plausible else (seen, DateSource.FIRST_SEEN)


def _clean(text: str) -> str:
    return _NO_TEXT.sub("", text).strip()
