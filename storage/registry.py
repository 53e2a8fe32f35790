"""The outlet registry: every outlet by id, host and address, read from one TOML table an outlet."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from storage.lone_outlets import MARK, lone_outlet
from storage.outlets import BrokenRegistry, Outlet, UnknownOutlet, outlet_of

SHARED_HOSTS = ("t.me", "facebook.com", "youtube.com")
"""Hosts on which every channel or page is an outlet of its own."""

SAME_HOSTS = {
    "telegram.me": "t.me", "t.iss.one": "t.me", "m.facebook.com": "facebook.com",
    "web.facebook.com": "facebook.com", "m.youtube.com": "youtube.com", "youtu.be": "youtube.com",
}  # fmt: skip
"""Other names of those hosts."""


class Registry:
    """All outlets, by id, in the order of the files; nights leave those that are ``off``."""

    def __init__(self, outlets: Mapping[str, Outlet], off: frozenset[str] = frozenset()) -> None:
        self._outlets = dict(outlets)
        self._off = off
        self._of_host = {
            host: outlet for outlet in reversed(list(self._outlets.values()))
            for host in outlet.allowed_hosts
        }  # fmt: skip
        # two outlets may read off one host: it is that one's whose own address it is
        for outlet in reversed(list(self._outlets.values())):
            own = (urlsplit(outlet.url).hostname or "").removeprefix("www.")
            if own:
                self._of_host[own] = self._of_host[f"www.{own}"] = outlet
        self._of_path: dict[str, dict[str, Outlet]] = {host: {} for host in SHARED_HOSTS}
        for outlet in self._outlets.values():
            parts = urlsplit(outlet.url)
            host = (parts.hostname or "").removeprefix("www.")
            if host in self._of_path:
                self._of_path[host][parts.path.strip("/").lower()] = outlet
                # a page's addresses go by its number too
                self._of_path[host].setdefault(outlet.channel_id.lower(), outlet)

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._outlets.values())

    def __len__(self) -> int:
        return len(self._outlets)

    def __contains__(self, outlet_id: str) -> bool:
        return outlet_id in self._outlets or outlet_id.startswith("page.")

    def __getitem__(self, outlet_id: str) -> Outlet:
        """The outlet with this id.

        Raises:
            UnknownOutlet: with the closest ids that exist.
        """
        try:
            return self._outlets[outlet_id]
        except KeyError:
            if outlet_id.startswith(MARK):
                return lone_outlet(outlet_id)

            near = difflib.get_close_matches(outlet_id, self._outlets, n=3, cutoff=0.5)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise UnknownOutlet(
                f"no outlet {outlet_id!r} in the registry{hint} (`yoritish outlets` lists them)"
            ) from None

    def visited(self) -> list[Outlet]:
        """The outlets a night is due to read."""
        return [outlet for outlet in self if outlet.read != "none" and outlet.id not in self._off]

    def of_host(self, host: str) -> Outlet | None:
        """The outlet to which a host belongs, or None."""
        return self._of_host.get(host.lower())

    def of_address(self, url: str) -> Outlet | None:
        """The outlet to which an address belongs, or None.

        On hosts that many share (t.me) the first part of the path says whose it is.
        """
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        except ValueError:
            return None
        host = SAME_HOSTS.get(host, host)
        if host not in self._of_path:
            return self.of_host(host)
        words = [word for word in parts.path.lower().split("/") if word]
        if words[:1] == ["s"]:
            words = words[1:]
        return next(
            (one for n in (2, 1) if (one := self._of_path[host].get("/".join(words[:n])))), None
        )

    def country_of(self, url: str) -> str:
        """Country of the outlet an address belongs to; "UZ" where that is not known."""
        outlet = self.of_address(url) if "://" in url else None
        return outlet.country if outlet else "UZ"


def load_registry(folder: Path, readers: frozenset[str] = frozenset()) -> Registry:
    """Read every ``*.toml`` of a folder; each top-level table is an outlet, its key the id.

    Args:
        folder: where the registry files are.
        readers: names allowed in ``read``; empty: any name.

    Raises:
        BrokenRegistry: a file or an entry is wrong; names file, outlet, field and reason.
    """
    outlets: dict[str, Outlet] = {}
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BrokenRegistry(f"{folder}: no outlet files (*.toml) here")
    for path in files:
        for outlet in _read_file(path, readers):
            if outlet.id in outlets:
                raise BrokenRegistry(f"{path.name}: outlet {outlet.id!r}: id is used twice")
            outlets[outlet.id] = outlet
    return Registry(_with_programmes(outlets))


def _with_programmes(outlets: dict[str, Outlet]) -> dict[str, Outlet]:
    """Video channels know the programmes of every broadcaster, after those of their own entry."""
    broadcast = tuple(
        one.model_copy(update={"outlet": one.outlet or outlet.id})
        for outlet in outlets.values() if outlet.read == "none" for one in outlet.programmes
    )  # fmt: skip
    told = {
        outlet.id: outlet.model_copy(update={"programmes": (*outlet.programmes, *broadcast)})
        for outlet in outlets.values() if outlet.read == "youtube"
    }  # fmt: skip
    for outlet in (*told.values(), *outlets.values()):
        for one in outlet.programmes:
            medium = outlets.get(one.outlet or outlet.id)
            if medium is None or medium.channel not in {"television", "radio"}:
                raise BrokenRegistry(
                    f"outlet {outlet.id!r}: field 'programmes': {one.name!r} names"
                    f" {one.outlet or outlet.id!r}, no television or radio outlet of the registry"
                )
    return outlets | told


def _read_file(path: Path, readers: frozenset[str]) -> Iterator[Outlet]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenRegistry(f"{path.name}: not readable as TOML: {error}") from error
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise BrokenRegistry(f"{path.name}: {key!r} stands outside any outlet's table")
        try:
            outlet = outlet_of(key, table)
        except BrokenRegistry as error:
            raise BrokenRegistry(f"{path.name}: {error}") from error
        if readers and outlet.read != "none" and outlet.read not in readers:
            raise BrokenRegistry(
                f"{path.name}: outlet {key!r}: field 'read': no spider {outlet.read!r}; "
                f"there are {', '.join(sorted(readers))}, none"
            )
        yield outlet
