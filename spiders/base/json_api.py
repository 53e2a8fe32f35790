"""Answers of the outlets' JSON APIs, read with the care that other people's data needs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from scrapy.http import TextResponse

from text.dates import UnreadableDate, read_date

Item = Mapping[str, Any]


class UnexpectedAnswer(ValueError):
    """An API answered something else than its description says; the message names it."""


def is_json(response: TextResponse) -> bool:
    """Whether an answer is an API's, and not a page."""
    return response.body[:200].lstrip()[:1] in {b"{", b"["}


def reply_of(response: TextResponse) -> Item:
    """The object an API answered.

    Raises:
        UnexpectedAnswer: it is no JSON, or no object.
    """
    try:
        reply = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(f"{response.url}: no JSON: {error}") from error
    if not isinstance(reply, Mapping):
        raise UnexpectedAnswer(f"{response.url}: an object was expected")
    return reply


def items_of(reply: Item, key: str, *needed: str) -> Iterator[Item]:
    """The objects of a list in a reply.

    Raises:
        UnexpectedAnswer: there is no such list, or an object in it lacks a key that is needed.
    """
    items = reply.get(key)
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise UnexpectedAnswer(f"the answer has no list {key!r}")
    for item in items:
        if not isinstance(item, Mapping):
            raise UnexpectedAnswer(f"{key!r} holds something that is no object")
        for name in needed:
            if not item.get(name):
                raise UnexpectedAnswer(f"an entry of {key!r} has no {name!r}")
        yield item


def inside(reply: Item, *keys: str) -> Item:
    """The object behind some keys; empty where it is missing, null or no object."""
    for key in keys:
        value = reply.get(key)
        reply = value if isinstance(value, Mapping) else {}
    return reply


def string(item: Item, key: str) -> str:
    """A value as text; "" where it is missing or null."""
    value = item.get(key)
    return "" if value is None else str(value).strip()


def whole_number(item: Item, key: str, default: int) -> int:
    """A value as a number; some APIs give numbers as text."""
    value = string(item, key)
    return int(value) if value.isdecimal() else default


def moment_of(item: Item, key: str, now: datetime) -> datetime | None:
    """A moment as an API writes it, read as Tashkent time; None where none can be read."""
    try:
        return read_date(string(item, key), now).at
    except UnreadableDate:
        # its page or the feed dates it
        return None
