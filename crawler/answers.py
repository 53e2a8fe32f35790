"""How the answer at an article's address is judged before and after it is read."""

import re
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.middlewares.safe_addresses import UnsafeAddress
from storage.captures import Fetched
from storage.records import Outcome, Reading
from text.clock import now

FRONT_PAGES = frozenset({"", "uz", "oz", "ru", "en", "kr", "uzl"})
"""Paths of an outlet's front pages, by language."""

NO_PAGE = re.compile(r"(?:image|video|audio|font)/|application/pdf$")
"""Content types that hold no text to be read, whatever the bytes look like."""

STATUS_OUTCOMES = {
    401: Outcome.PAYWALLED,
    402: Outcome.PAYWALLED,
    403: Outcome.BLOCKED,
    404: Outcome.GONE,
    410: Outcome.GONE,
    451: Outcome.BLOCKED,
}
"""What an article's HTTP status means when it is not the article; others: not fetched."""


def unread(response: Response, fetched: Fetched) -> tuple[Outcome, str] | None:
    """Outcome and reason of an answer that cannot be a page to be read; None where it can."""
    if response.status != 200:
        outcome = STATUS_OUTCOMES.get(response.status, Outcome.FETCH_FAILED)
        return outcome, f"HTTP {response.status}"
    if isinstance(response, TextResponse) and not NO_PAGE.match(fetched.mime):
        return None
    packed = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
    if packed:
        return Outcome.FETCH_FAILED, f"packed as {packed[:40]}, not asked for"
    return Outcome.NOT_ARTICLE, f"no page but {fetched.mime or 'unknown content'}"


def refusal(reading: Reading) -> tuple[Outcome, str] | None:
    """Outcome and reason of a page that is no article; None where it is one."""
    if reading.blocked:
        return Outcome.BLOCKED, "a challenge page came instead of the article"
    if reading.paywalled:
        return Outcome.PAYWALLED, "only the beginning is free to read, or none without logging in"
    if reading.gone:
        return Outcome.GONE, "the page says that there is nothing here"
    if not reading.is_article:
        return Outcome.NOT_ARTICLE, "the page is no article"
    return None


def led_home(response: Response, url: str) -> tuple[Outcome, str] | None:
    """Some sites send readers of what they took down to their front page."""
    path = urlsplit(response.url).path.strip("/")
    if not redirected(response) or path not in FRONT_PAGES or url == response.url:
        return None
    return Outcome.GONE, f"leads to the front page, {response.url[:200]}"


def redirected(response: Response) -> bool:
    """Whether an answer came from another address than was asked for."""
    return response.request is not None and bool(response.request.meta.get("redirect_urls"))


def fetched_of(response: Response) -> Fetched:
    """A response as it is captured."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    mime = (response.headers.get("Content-Type") or b"").decode("latin-1").split(";")[0].strip()
    return Fetched(
        response.url, now(), response.status, headers, response.body, mime,
        redirected=redirected(response),
    )  # fmt: skip


def reason_of(failure: Failure) -> str:
    """Why a request failed, in short."""
    value = failure.value
    inner = getattr(value, "reasons", None)
    if inner:
        value = inner[0].value
    return f"{type(value).__name__}: {value}"[:300]


def unfetched(failure: Failure) -> tuple[Outcome, str]:
    """Outcome and reason of an article that could not be fetched, or may not be."""
    reason, error = reason_of(failure), failure.value
    if isinstance(error, UnsafeAddress):
        return Outcome.NOT_ARTICLE, reason
    if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
        return Outcome.REFUSED_ROBOTS, reason
    if isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error):
        return Outcome.REJECTED, f"too large to be an article: {reason}"
    return Outcome.FETCH_FAILED, reason
