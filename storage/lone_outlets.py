"""Outlets that the registry does not hold, of which people name single pages.

Their ids say their host, so that a publication can be made again from its capture without a table.
"""

import re

from storage.connection import Connection
from storage.outlet_names import folded_name
from storage.outlets import Outlet, UnknownOutlet

MARK = "page."
"""What the id of a lone outlet begins with; no entry of the registry does."""

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+")
LONGEST_HOST = 56


def lone_id(host: str) -> str:
    """The id of the outlet at a host name.

    Raises:
        UnknownOutlet: no name of the public web (an address by numbers, one without a dot).
    """
    bare = host.lower().rstrip(".").removeprefix("www.")
    if not _HOST.fullmatch(bare) or len(bare) > LONGEST_HOST:
        raise UnknownOutlet(f"{host[:80]!r} is no host name of an outlet")
    return MARK + bare


def lone_outlet(outlet_id: str) -> Outlet:
    """The outlet of a lone id.

    Its country is that of the host's ending (.kz), Uzbekistan where the ending tells none (.com).

    Raises:
        UnknownOutlet: no such id.
    """
    host = outlet_id.removeprefix(MARK)
    if lone_id(host) != outlet_id:
        raise UnknownOutlet(f"no outlet {outlet_id!r}")
    ending = host.rsplit(".", 1)[1]
    # endings of two letters are countries', but for these three that anybody takes
    country = ending.upper() if re.fullmatch(r"[a-z]{2}", ending) else "UZ"
    return Outlet(
        id=outlet_id, name=host, url=f"https://{host}/",
        country="UZ" if country in {"TV", "ME", "IO"} else country,
        tier=3, languages=("uz-Latn", "uz-Cyrl", "ru", "en"), read="none", unverified=True,
        delay=1.0, concurrency=1,
    )  # fmt: skip


def keep_lone(connection: Connection, outlet: Outlet) -> None:
    """Have a row for an outlet of no registry; never due, so it makes no day a hole."""
    connection.execute(
        "INSERT INTO outlets (id, name, url, channel, subchannel, country, region, tier, languages,"
        " read, owned, is_foreign, due, folded)"
        " VALUES (?,?,?,?,?,?,'',?,?,?,FALSE,?,FALSE,?)"
        " ON CONFLICT (id) DO NOTHING",
        (
            outlet.id, outlet.name, outlet.url, outlet.channel, outlet.subchannel, outlet.country,
            outlet.tier, " ".join(outlet.languages), outlet.read, outlet.foreign,
            folded_name(outlet.id, outlet.name),
        ),
    )  # fmt: skip
