"""Secrets that an address may carry are not kept with what was fetched from it."""

import re
from urllib.parse import urlsplit, urlunsplit

HIDDEN = "hidden"
"""Stands where a secret was."""

_NAMES = re.compile(
    r"(?i)(?:^|[_-])(?:key|apikey|token|secret|password|passwd|pwd|signature|sig|auth|session|sid"
    r"|sessionid)$"
)
_TELEGRAM_BOT = re.compile(r"/bot\d+:[\w-]+")
_ANSWERED_SECRETS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authorization"})


def without_secrets(url: str) -> str:
    """An address without user name, password, keys and tokens; any other is returned as it is.

    Line breaks and blanks are percent-encoded, so that it stands in one word of one line.
    """
    url = re.sub(r"\s", lambda found: f"%{ord(found[0]):02X}", url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    netloc = parts.netloc.rpartition("@")[2]
    path = _TELEGRAM_BOT.sub(f"/bot{HIDDEN}", parts.path)
    query = "&".join(_pair(pair) for pair in parts.query.split("&"))
    if (netloc, path, query) == (parts.netloc, parts.path, parts.query):
        return url
    return urlunsplit((parts.scheme, netloc, path, query, parts.fragment))


def is_secret_header(name: str) -> bool:
    """Whether a header of an answer gives access: a cookie given to us is no part of a page."""
    return name.lower() in _ANSWERED_SECRETS


def _pair(pair: str) -> str:
    name, given, value = pair.partition("=")
    return f"{name}={HIDDEN}" if given and value and _NAMES.search(name) else pair
