"""Accept: title, text, a plausible day in range; "now" is never a date in disguise."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.accept import Refused, accept, choose_moment
from pipelines.article import Article
from storage.captures import Fetched
from storage.records import DateSource, Found, Outcome, Reading
from tests.conftest import outlet

SEEN = datetime(2026, 10, 10, 17, tzinfo=UTC)


def at(day: int, hour: int = 7) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def article(reading: Reading, found: Found | None = None) -> Article:
    url = "https://kun.uz/news/a"
    return Article(
        outlet=outlet(), found=found or Found(url), found_url=url, url=url, reading=reading,
        fetched=Fetched(url, SEEN, 200, (), b"", "text/html"), since=date(2026, 10, 1),
        until=date(2026, 10, 10),
    )  # fmt: skip


def test_a_whole_article_is_accepted_with_its_tashkent_day() -> None:
    late = datetime(2026, 10, 9, 20, 30, tzinfo=UTC)
    accepted = accept(article(Reading(title=" T ", body="B", published=late)))
    assert accepted.day == date(2026, 10, 10)
    assert accepted.title == "T"
    assert accepted.date_source is DateSource.PAGE


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        (Reading(title=" ", body="B", published=at(9)), Outcome.PARSE_FAILED),
        (Reading(title="T", body="\n", published=at(9)), Outcome.PARSE_FAILED),
        (Reading(title="T", body="B", published=datetime(2026, 9, 9, tzinfo=UTC)),
         Outcome.OUT_OF_RANGE),
    ],
)  # fmt: skip
def test_refusals_say_their_outcome(reading: Reading, outcome: Outcome) -> None:
    with pytest.raises(Refused) as refused:
        accept(article(reading))
    assert refused.value.outcome is outcome
    assert refused.value.reason


@pytest.mark.parametrize(
    ("page", "source", "listing", "listing_source", "chosen"),
    [
        (at(9), DateSource.PAGE, at(9, 6), DateSource.FEED, (at(9), DateSource.PAGE)),
        (at(9), DateSource.PAGE, at(9, 6), DateSource.API, (at(9, 6), DateSource.API)),
        (None, None, at(8), DateSource.FEED, (at(8), DateSource.FEED)),
        # a page that prints today's date for its reader
        (at(10), DateSource.PAGE, at(3), DateSource.FEED, (at(3), DateSource.FEED)),
        (SEEN + timedelta(days=9), DateSource.PAGE, None, None, (SEEN, DateSource.FIRST_SEEN)),
        (datetime(1970, 1, 1, tzinfo=UTC), DateSource.PAGE, None, None,
         (SEEN, DateSource.FIRST_SEEN)),
        (None, None, None, None, (SEEN, DateSource.FIRST_SEEN)),
    ],
)  # fmt: skip
def test_where_the_moment_comes_from(
    page: datetime | None, source: DateSource | None, listing: datetime | None,
    listing_source: DateSource | None, chosen: tuple[datetime, DateSource],
) -> None:  # fmt: skip
    found = Found("https://kun.uz/news/a", published=listing, date_source=listing_source)
    reading = Reading(published=page, date_source=source)
    assert choose_moment(found, reading, SEEN) == chosen
