"""One saved page to one publication: by its outlet's description, else as a whole page."""

from datetime import datetime

from scrapy.http import HtmlResponse, Request
from scrapy.http.response.text import TextResponse

from spiders import site_for
from spiders.base.bounds import check_page, readable
from spiders.base.site import judged
from spiders.base.whole_page import WholePage
from storage.outlets import Outlet
from storage.records import Reading
from storage.registry import Registry


def extract(html: bytes, url: str, registry: Registry, now: datetime) -> Reading:
    """What a page says, read by the layout of its day.

    Args:
        html: the page, or an API's reply, as fetched.
        url: its address; decides which outlet's layouts are tried.
        registry: the outlets.
        now: instant at which it was fetched: "Bugun" means that day.
    """
    kind = TextResponse if html.lstrip()[:1] in {b"{", b"["} else HtmlResponse
    page = kind(url, body=html, request=Request(url))
    outlet = registry.of_address(url)
    if outlet is None or outlet.read == "none":
        return _whole(page, now, outlet)
    reading = site_for(outlet).read(page, now, url)
    walled = reading.blocked or reading.gone or reading.paywalled
    if reading.is_article and not (reading.title and reading.body) and not walled:
        return _whole(page, now, outlet)
    return reading


def _whole(page: TextResponse, now: datetime, outlet: Outlet | None) -> Reading:
    unknown = Outlet(id="unknown", name="-", url="https://unknown", languages=("uz-Latn",),
                     read="none")  # fmt: skip
    check_page(page.body)
    page = readable(page)
    if page.selector.type == "json":
        return Reading(is_article=False)
    return judged(page, WholePage(page, now, outlet or unknown).reading())
