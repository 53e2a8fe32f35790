"""Names are looked up once, and only public addresses are handed to whoever connects.

The connection is made to the very address that was checked here, so that a name which answers
differently the second time (DNS rebinding) leads nowhere.
"""

import ipaddress
from collections.abc import Sequence
from typing import Any

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # has no types

from crawler.replica_origin import replica_origin

FURTHER = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)
"""Addresses that are public by name but stand for others: NAT64, 6to4, Teredo."""


def is_public(host: str) -> bool:
    """Whether an address (IPv4 or IPv6) is one of the open internet; False for what is none."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    if any(address.version == net.version and address in net for net in FURTHER):
        return False
    return address.is_global and not address.is_multicast


@implementer(IResolutionReceiver)
class _OnlyPublic:
    """Passes on what is public; an answer with nothing public in it is as no answer."""

    def __init__(self, receiver: Any) -> None:
        self._receiver = receiver

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(str(address.host)):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class PublicNames:
    """A resolver around the system's own."""

    def __init__(self, resolver: Any) -> None:
        self._resolver = resolver

    def resolveHostName(  # noqa: N802
        self, resolutionReceiver: Any, hostName: str, portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None, transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:  # fmt: skip
        """Look a name up; addresses inside networks are left out."""
        return self._resolver.resolveHostName(
            _OnlyPublic(resolutionReceiver), hostName, portNumber, addressTypes, transportSemantics
        )


def install(reactor: Any) -> None:
    """Let a reactor connect to public addresses only; with the replica, as it was."""
    if not replica_origin():
        reactor.installNameResolver(PublicNames(reactor.nameResolver))
