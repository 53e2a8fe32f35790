"""Scrapy's settings for a visit: polite by default, bounded in size and time."""

from typing import Any

from scrapy.settings import Settings

from crawler.replica_origin import replica_origin
from storage.outlets import Outlet

OPERATOR_VARIABLE = "YORITISH_OPERATOR"
"""Environment variable with the operator's address for outlets: an e-mail or a page."""

DEFAULT_OPERATOR = "info@iiv.uz"
"""The ministry's own contact address, from its page."""

MOST_BYTES = 24 * 1024 * 1024
"""Largest response read, where the ``Bounds`` middleware does not say less."""

READ_AT_ONCE = 256 * 1024
"""Bytes of pages of one visit that are being read at once: as trees they take six times that."""

MOST_SECONDS = 3 * 3600
"""Longest visit of one outlet; a back-fill of years is asked in ranges."""


WEB_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
REPLICA_HANDLER = "crawler.handlers.replica.ToReplica"


def user_agent(operator: str = "") -> str:
    """The user agent: names the program and whom an outlet may write to."""
    return f"Mozilla/5.0 (compatible; Yoritish/0.1; +mailto:{operator or DEFAULT_OPERATOR})"


def visit_settings(outlet: Outlet, operator: str = "", timeout: float = 30.0) -> dict[str, Any]:
    """Settings of one outlet's visit.

    Args:
        outlet: whose delay and concurrency are kept.
        operator: address named in the user agent.
        timeout: seconds until a request is given up.
    """
    replica = bool(replica_origin())
    return {
        "USER_AGENT": user_agent(operator),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "Yoritish",
        # the replica is this machine: there is nobody to spare
        "DOWNLOAD_DELAY": 0 if replica else outlet.delay,
        "DOWNLOAD_DELAY_JITTER": 0.3,
        "CONCURRENT_REQUESTS": 8 if replica else outlet.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8 if replica else outlet.concurrency,
        "CONCURRENT_ITEMS": 8,
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": READ_AT_ONCE,
        "DOWNLOAD_TIMEOUT": timeout,
        "DOWNLOAD_MAXSIZE": MOST_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "CLOSESPIDER_TIMEOUT": MOST_SECONDS,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        # reads the source of our callbacks again for every page, to warn of what mypy checks
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        # all of the framework's that is used: what else it would begin with is not even loaded
        # (a server that runs the code it is sent is among it)
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.middlewares.retry_after.RetryAfter": 560,
            "crawler.middlewares.usage_limits.UsageLimits": 570,
            "crawler.middlewares.bounds.Bounds": 585,
            "crawler.middlewares.whole_answers.WholeAnswers": 595,
            "crawler.middlewares.safe_addresses.SafeAddresses": 605,
            "crawler.middlewares.tally.TallyRequests": 920,
        },
        "DOWNLOAD_HANDLERS": {
            "http": REPLICA_HANDLER if replica else WEB_HANDLER,
            "https": REPLICA_HANDLER if replica else WEB_HANDLER,
            "file": None,
            "ftp": None,
            "s3": None,
            "data": None,
        },
        # every status is an outcome, none is dropped before the visit sees it
        "SPIDER_MIDDLEWARES_BASE": {
            "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
        },
        "EXTENSIONS_BASE": {
            "scrapy.extensions.corestats.CoreStats": 0,
            "scrapy.extensions.closespider.CloseSpider": 0,
        },
        "ITEM_PIPELINES": {
            "pipelines.stages.AcceptStage": 100,
            "pipelines.stages.AnalysisStage": 200,
            "pipelines.stages.ReprintsStage": 500,
            "pipelines.stages.KeepStage": 900,
        },
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "uz,ru;q=0.8,en;q=0.6",
        },
        "DEFAULT_DROPITEM_LOG_LEVEL": "DEBUG",
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "LOG_LEVEL": "WARNING",
    }


def parts_of_a_visit(outlet: Outlet) -> list[str]:
    """The import paths of what the framework loads when a visit begins; none starts its reactor."""
    own = visit_settings(outlet)
    built_in = Settings()
    parts = [WEB_HANDLER, "scrapy.core.engine.ExecutionEngine", own["DUPEFILTER_CLASS"]]
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES"):
        parts += [*own.get(f"{kind}_BASE", {}), *own.get(kind, {})]
    for kind in (
        "SCHEDULER", "DOWNLOADER", "STATS_CLASS", "LOG_FORMATTER", "ROBOTSTXT_PARSER",
        "SCHEDULER_PRIORITY_QUEUE", "SCHEDULER_MEMORY_QUEUE",
    ):  # fmt: skip
        parts.append(built_in[kind])
    return parts
