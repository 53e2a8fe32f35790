"""One address for one publication, however many lead to it."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from storage.outlets import Outlet

TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|yclid|ysclid|_openstat|mc_[ce]id|igshid|share|amp)$", re.IGNORECASE
)
"""Query parameters that say where a reader came from, not what is read."""

LONGEST = 2_000
"""Characters; browsers and servers take little more, and no outlet's address has half of it."""


class UnusableAddress(ValueError):
    """Not an address of the web that a visit may ask for."""


def canonical_url(url: str, outlet: Outlet | None = None) -> str:
    """The canonical form: https, the outlet's own host name, no tracking, no fragment.

    ``www.``, bare host and the outlet's mirrors are one; the form the registry gives in ``url``
    wins. Letters outside ASCII stay percent-encoded in upper case, as browsers send them.

    Raises:
        UnusableAddress: no http(s) address, no host, credentials in it, a port of its own.
    """
    if len(url) > LONGEST:
        raise UnusableAddress(f"{url[:200]!r}…: {len(url)} characters are no address")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise UnusableAddress(f"{url[:200]!r}: {error}") from error
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise UnusableAddress(f"{url[:200]!r} is no http(s) address")
    if parts.username or port not in {None, 80, 443}:
        raise UnusableAddress(f"{url[:200]!r}: credentials or a port of its own are not followed")
    host = parts.hostname.rstrip(".")
    if outlet is not None:
        own = urlsplit(outlet.url).hostname or ""
        same = {own.removeprefix("www."), *outlet.mirrors}
        if host.removeprefix("www.") in same:
            host = own
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.match(name)
    ]
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._",
                 errors="surrogateescape")  # fmt: skip
    # kun.uz's sitemaps end some addresses in "." or "?"
    path = path.rstrip(".") or "/"
    return urlunsplit(("https", host, path, urlencode(query), ""))
