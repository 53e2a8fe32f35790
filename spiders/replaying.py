"""A publication made again from its capture: the same reading, the same stages, no network."""

import json
from dataclasses import replace
from datetime import date

from scrapy.http import Headers, HtmlResponse, Request, TextResponse
from scrapy.responsetypes import responsetypes

from pipelines.accept import Refused
from pipelines.article import Article
from pipelines.stages import run_stages
from spiders import site_for
from spiders.addressing import address_of, version_key
from storage.addresses import found_from_text
from storage.outlets import Outlet
from storage.records import Found, Outcome
from storage.warc import Fetched


def article_from(
    outlet: Outlet,
    fetched: Fetched,
    *,
    address: str = "",
    found: Found | None = None,
    medium: Outlet | None = None,
) -> Article:
    """An article as the visit made it, all stages but the last.

    ``address`` and ``found`` are used where the capture has no note of them (a page that shows
    several publications whole, or an older version's). ``medium`` is the outlet it counts at,
    where that is not the visited one.

    Raises:
        Refused: the page holds no article, or a stage refuses it.
        ValueError: the site's description cannot read it.
    """
    site = site_for(outlet)
    url = str(fetched.note.get("address") or address or fetched.url)
    said = fetched.note.get("found")
    found = found_from_text(url, json.dumps(said)) if said is not None else (found or Found(url))
    reading = site.read(_response(fetched), fetched.fetched_at, url)
    if not reading.is_article or reading.blocked or reading.paywalled or reading.gone:
        raise Refused(Outcome.NOT_ARTICLE, "the page is no article")
    own = address_of(site, outlet, reading, fetched, url)
    article = Article(
        outlet=outlet, found=found, found_url=url, url=own, reading=reading,
        fetched=replace(fetched, note={}), since=date.min, until=date.max,
        version_key=version_key(site, outlet, own, reading.alternates.values()),
        is_version=bool(fetched.note.get("version")), medium=medium,
    )  # fmt: skip
    return run_stages(article)


def _response(fetched: Fetched) -> TextResponse:
    # chosen as the downloader chose it, so that the same encoding and markup rules hold
    kind = responsetypes.from_args(
        headers=Headers(_headers(fetched)), url=fetched.url, body=fetched.body[:5000]
    )
    if not issubclass(kind, TextResponse):
        kind = HtmlResponse
    response: TextResponse = kind(
        fetched.url, status=fetched.status, headers=_headers(fetched), body=fetched.body,
        request=Request(fetched.url),
    )  # fmt: skip
    return response


def _headers(fetched: Fetched) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in fetched.headers:
        headers.setdefault(name, []).append(value)
    return headers
