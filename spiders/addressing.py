"""Under which address a page that was read is a publication, and what its versions share."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from pipelines.canonical import UnusableAddress, canonical_url
from spiders.base.site import Site
from storage.outlets import Outlet
from storage.records import Reading
from storage.warc import Fetched


def address_of(site: Site, outlet: Outlet, reading: Reading, fetched: Fetched, url: str) -> str:
    """The canonical address: what the page says of itself, else where redirects led, else ``url``.

    ``url`` is the canonical address it was found by.
    """
    said = reading.canonical
    if not said and fetched.redirected and urlsplit(fetched.url).path != urlsplit(url).path:
        # by its query alone a site only asks whether cookies are kept
        said = fetched.url
    if not said:
        return url
    try:
        address = canonical_url(site.canonical(said), outlet)
    except UnusableAddress:
        return url
    if address.split("/")[2] not in outlet.allowed_hosts:
        return url
    return address if site.is_article(address) else url


def version_key(site: Site, outlet: Outlet, address: str, alternates: Iterable[str]) -> str:
    """What all language versions of a publication share; "" when nothing says so.

    ``alternates`` are the addresses that the page names as its versions.
    """
    key = site.version_key(address)
    named = list(alternates)
    if key or not named:
        return key
    # every version names the same set of addresses, so its first is a key they share
    return min([address, *_usable(outlet, named)])


def _usable(outlet: Outlet, alternates: Iterable[str]) -> Iterator[str]:
    for one in alternates:
        try:
            url = canonical_url(one, outlet)
        except UnusableAddress:
            # a page may name anything as its version
            continue
        if url.split("/")[2] in outlet.allowed_hosts:
            yield url
