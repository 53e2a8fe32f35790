"""The stages in the order data passes, each a thin Scrapy pipeline around a pure function.

accept (100) → analysis: text, mentions, region, topics, quotes (200) → reprints (500) → keep (900).
None has an off-switch: a count that left one out would not be comparable with yesterday's.
"""

from typing import Self

from scrapy.crawler import Crawler

from pipelines.accept import accept
from pipelines.analysis import analyse
from pipelines.article import Article
from pipelines.keep import Unwritten, concerns_ministry
from pipelines.quotes import find_quotes
from pipelines.reprints import fingerprint
from storage.writer import LedgerWriter


def accept_stage(article: Article) -> None:
    """Address, day and text, or a refusal."""
    article.publication = accept(article)


def analysis_stage(article: Article) -> None:
    """Language and script, folded keys, mentions, region, topics, quotes."""
    publication = article.accepted
    found = analyse(
        publication.title, publication.body, url=publication.url, country=article.counted_at.country
    )
    publication.language = found.language
    publication.script = found.script
    publication.folded_title = found.folded_title
    publication.folded_body = found.folded_body
    publication.owner = found.owner
    publication.main = found.main
    publication.mentions = found.mentions
    publication.region = found.region or article.counted_at.region
    publication.topics = found.topics
    publication.quotes = find_quotes(publication.body, found.mentions)


def reprints_stage(article: Article) -> None:
    """The fingerprint by which its story is found; only for what concerns the ministry."""
    publication = article.accepted
    if concerns_ministry(publication, owned=article.counted_at.owned):
        article.fingerprint = fingerprint(
            publication.title,
            publication.body,
            publication.folded_title,
            publication.folded_body,
            publication.image,
        )


def run_stages(article: Article) -> Article:
    """All stages but the last, for an article that is read again from its capture.

    Raises:
        Refused: a stage refuses it.
    """
    for stage in (accept_stage, analysis_stage, reprints_stage):
        stage(article)
    return article


class AcceptStage:
    """See :func:`accept_stage`."""

    def process_item(self, item: Article) -> Article:
        """Accept an article or refuse it."""
        accept_stage(item)
        return item


class AnalysisStage:
    """See :func:`analysis_stage`."""

    def process_item(self, item: Article) -> Article:
        """Say what an article is about."""
        analysis_stage(item)
        return item


class ReprintsStage:
    """See :func:`reprints_stage`."""

    def process_item(self, item: Article) -> Article:
        """Take an article's fingerprint."""
        reprints_stage(item)
        return item


class KeepStage:
    """See :func:`pipelines.keep.keep_articles`; the writing is done by the ledger's own thread."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For one visit; the spider holds the ledger's writer."""
        return cls(crawler)

    async def process_item(self, item: Article) -> Article:
        """Hand an article to the writer."""
        desk = self._crawler.spider.desk  # type: ignore[union-attr]
        writer: LedgerWriter = desk.writer
        unwritten: Unwritten = desk.unwritten
        await writer.put(lambda _, captures: unwritten.add(captures, item))
        return item
