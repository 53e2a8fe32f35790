"""Accept: from what was read off a page to a publication with an address, a day and a text."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from scrapy.exceptions import DropItem

from storage.captures import Fetched
from storage.outlets import Outlet
from storage.records import DateSource, Found, Outcome, Publication, Reading
from text.clock import tashkent_day

EARLIEST = datetime(1991, 8, 31, tzinfo=UTC)
"""No publication of an Uzbek outlet on the web is older than the republic's independence."""

AHEAD = timedelta(hours=26)
"""How far a date may lie ahead of the capture: a date without time, a clock that is off."""

DISAGREE = timedelta(hours=26)
"""Page and feed further apart than this: the earlier is the publication, the later an edit or
a date that the page prints for its reader (tashkenttimes.uz prints today's)."""


class Refused(DropItem):
    """An address that ends here: with which outcome and why."""

    def __init__(self, outcome: Outcome, reason: str, day: str = "") -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.day = day


@dataclass(slots=True)
class Article:
    """One address on its way through the stages: what was found, fetched, read and made of it."""

    outlet: Outlet
    found: Found
    found_url: str
    """The address as a listing gave it, canonical; ``url`` is the publication's own."""
    url: str
    reading: Reading
    fetched: Fetched
    since: date
    until: date
    endings: Counter[str] = field(default_factory=Counter)
    """The visit's outcomes, counted when they are written."""
    version_key: str = ""
    is_version: bool = False
    """True for a language version another page named: it goes with that page, whatever its day."""
    publication: Publication | None = None

    @property
    def accepted(self) -> Publication:
        """The publication.

        Raises:
            ValueError: the accept stage has not run.
        """
        if self.publication is None:
            raise ValueError(f"{self.url} was not accepted yet")
        return self.publication


def accept(article: Article) -> Publication:
    """The publication an article is, not yet analysed.

    Raises:
        Refused: no title, no text, or a day outside the visit's range.
    """
    reading = article.reading
    if not reading.title.strip():
        raise Refused(Outcome.PARSE_FAILED, "no title")
    if not reading.body.strip():
        raise Refused(Outcome.PARSE_FAILED, "no text")
    seen = article.fetched.fetched_at
    moment, source = choose_moment(article.found, reading, seen)
    day = tashkent_day(moment)
    if not article.is_version and not article.since <= day <= article.until:
        raise Refused(Outcome.OUT_OF_RANGE, f"published on {day}", day.isoformat())
    return Publication(
        outlet=article.outlet.id,
        url=article.url,
        title=reading.title.strip(),
        lead=reading.lead.strip(),
        body=reading.body.strip(),
        author=reading.author.strip(),
        section=reading.section.strip(),
        tags=reading.tags,
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


class AcceptStage:
    """The first stage: see :func:`accept`."""

    def process_item(self, item: Article) -> Article:
        """Accept an article or refuse it."""
        item.publication = accept(item)
        return item
