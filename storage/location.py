"""Where a ledger lies: a SQLite file, or a PostgreSQL database that many machines share."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

CAPTURES_VARIABLE = "YORITISH_CAPTURES"
"""Environment variable: where captures are kept, when not beside the ledger's file: a folder, or
the address of a store as fsspec reads it."""

_SCHEMES = ("postgresql://", "postgres://")


class PostgresUrl(str):
    """The address of a PostgreSQL database, as libpq reads it; shown without its password."""

    __slots__ = ()

    @property
    def shown(self) -> str:
        """The address for messages and logs: never with the password."""
        parts = urlsplit(self)
        user, at, host = parts.netloc.rpartition("@")
        said = "&".join(one for one in parts.query.split("&") if not one.startswith("password="))
        return urlunsplit(parts._replace(netloc=user.split(":")[0] + at + host, query=said))


Location = Path | PostgresUrl


def location(text: str) -> Location:
    """A ledger's place as typed: a path, or an address that begins with postgresql://."""
    return PostgresUrl(text) if text.startswith(_SCHEMES) else Path(text)


def shown(place: Location) -> str:
    """A ledger's place for messages."""
    return place.shown if isinstance(place, PostgresUrl) else str(place)


def captures_folder(place: Location) -> Path:
    """Where a ledger's captures and its chain's files lie: where :data:`CAPTURES_VARIABLE` says, or
    beside its file.

    A PostgreSQL ledger has no file to lie beside: without the variable they are kept in
    ``yoritish.captures`` where the program runs, which one machine alone can read. The chain's
    files lie there too where the captures are in a store (:func:`captures_url`).
    """
    said = os.environ.get(CAPTURES_VARIABLE)
    if said and not captures_url():
        return Path(said)
    if isinstance(place, PostgresUrl):
        return Path("yoritish.captures")
    return place.with_name(f"{place.stem}.captures")


def captures_url() -> str:
    """The address of the store that captures are kept in (s3://bucket/folder); "" for a folder."""
    said = os.environ.get(CAPTURES_VARIABLE, "")
    return said if "://" in said else ""


def is_there(place: Location) -> bool:
    """Whether a ledger may lie there: a database tells only when it is opened."""
    return isinstance(place, PostgresUrl) or place.exists()
