"""Facebook's Graph API: what its errors mean, and how much of its limits is used.

Codes and headers: developers.facebook.com, "Handle Errors" and "Rate Limits". The words of an
error are never passed on: they may repeat the token.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy.http import Response

from spiders.base.json_api import Item, inside, whole_number

TOKEN_VARIABLE = "YORITISH_FACEBOOK_TOKEN"  # noqa: S105 - its name, not its value
"""Environment variable with the token of the pages that the office administers."""

DEAD_TOKEN = frozenset({102, 190})
LIMITS = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
NO_PERMISSION = frozenset({3, 10, *range(200, 300)})
NO_OBJECT = frozenset({100, 110, 803})
TEMPORARY = frozenset({1, 2})

MISSING = (100, 33)
"""Code and subcode for an object that does not exist any more, or never did."""

USAGE_HEADERS = ("X-App-Usage", "X-Page-Usage", "X-Business-Use-Case-Usage")
SHARES = ("call_count", "total_time", "total_cputime")
"""Shares of a limit that are used, in percent; the largest decides."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of the limits is used (percent), and in how many minutes calls are free again."""

    percent: int = 0
    minutes: int = 0


def usage_of(response: Response) -> Usage:
    """What the answer's headers say of the limits; nothing where they say nothing readable."""
    said = [one for name in USAGE_HEADERS for one in _usages(response.headers.get(name))]
    return Usage(
        max((_number(one, name) for one in said for name in SHARES), default=0),
        max((_number(one, "estimated_time_to_regain_access") for one in said), default=0),
    )


def _usages(header: bytes | None) -> Iterator[Item]:
    try:
        said = json.loads(header or b"{}")
    except (ValueError, RecursionError):
        # a header that cannot be read limits nothing
        return
    if not isinstance(said, Mapping):
        return
    yield said
    for group in said.values():
        # by business: a list of limits, one for each kind of call
        if isinstance(group, list):
            yield from (one for one in group if isinstance(one, Mapping))


def _number(item: Item, key: str) -> int:
    value = item.get(key)
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0


def error_of(response: Response) -> tuple[int, int] | None:
    """Code and subcode of an error (0 where not given); None where the answer is none."""
    try:
        reply: Any = json.loads(response.body)
    except (ValueError, RecursionError):
        # a page of a proxy in between: its status is all there is to say
        return None
    if not isinstance(reply, Mapping) or not isinstance(reply.get("error"), Mapping):
        return None
    error = inside(reply, "error")
    return whole_number(error, "code", 0), whole_number(error, "error_subcode", 0)


def explained(response: Response) -> str:
    """Why the API refused, and what a person can do about it; without its own words."""
    error = error_of(response)
    if error is None:
        return f"HTTP {response.status} and no error of the Graph API"
    code = error[0]
    if code in DEAD_TOKEN:
        cure = f"make a new one and set {TOKEN_VARIABLE} to it (docs/social.md)"
        why = f"the token has expired or was withdrawn: {cure}"
    elif code in LIMITS:
        minutes = usage_of(response).minutes
        when = f"in {minutes} minutes" if minutes else "within the hour, as a rule"
        why = f"the limit of calls is reached; free again {when}, the next visit goes on"
    elif code in NO_PERMISSION:
        why = (
            "the token may not read this page: give it pages_read_engagement and"
            " pages_read_user_content, by an account that administers the page (docs/social.md)"
        )
    elif code in NO_OBJECT:
        why = "no such page, or not for this token: compare url and channel_id in the registry"
    elif code in TEMPORARY:
        why = "a passing fault at Facebook; the next visit tries again"
    else:
        why = "an error that this program does not know; Meta's error reference tells it"
    return f"Facebook's Graph API, code {code}: {why}"
