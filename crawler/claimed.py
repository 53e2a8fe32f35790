"""Which outlet's address a claimed link is, before anything is asked of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from crawler.answers import FRONT_PAGES
from pipelines.canonical import UnusableAddress, canonical_url
from pipelines.claims import Claim
from spiders import site_for
from storage.connection import Connection
from storage.coverage_lists import ListRow, Verdict
from storage.lone_outlets import lone_id
from storage.outlets import Outlet, UnknownOutlet
from storage.registry import SAME_HOSTS, SHARED_HOSTS, Registry
from storage.whereabouts import by_title
from text.folding import fold

NEAR = timedelta(days=3)
"""How far from the claimed day a publication without a link is looked for by its title."""


class Unplaced(ValueError):
    """A link that is no outlet's article; ``verdict`` is what its row gets.

    The message is the reason as rows keep it: a code of the group ``place`` in
    ``reports/coverage.toml``, and what was met.
    """

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Place:
    """An address at an outlet, canonical."""

    outlet: Outlet
    url: str


def place_link(registry: Registry, link: str) -> Place:
    """The outlet and canonical address of a link; of a host of no outlet, one made for it.

    Raises:
        Unplaced: no address, a front page, a channel that the registry does not hold.
    """
    try:
        parts = urlsplit(canonical_url(link))
        host = parts.hostname or ""
        outlet = registry.of_address(link)
        if outlet is None:
            shared = SAME_HOSTS.get(host.removeprefix("www."), host.removeprefix("www."))
            if shared in SHARED_HOSTS:
                raise Unplaced(Verdict.NOT_REACHABLE, f"unknown_channel: {shared}{parts.path[:80]}")
            outlet = registry[lone_id(host)]
        url = canonical_url(site_for(outlet).canonical(link), outlet)
    except (UnusableAddress, UnknownOutlet) as error:
        raise Unplaced(Verdict.NOT_ARTICLE, f"bad_address: {error}") from error
    if urlsplit(url).path.strip("/") in FRONT_PAGES and not urlsplit(url).query:
        raise Unplaced(Verdict.NOT_ARTICLE, "front_page")
    return Place(outlet, url)


def placed_rows(
    connection: Connection,
    registry: Registry,
    claims: Sequence[Claim],
    period: tuple[date, date] | None,
) -> list[ListRow]:
    """The rows of a list, each with its outlet and address where its link or title gives one."""
    return [
        _placed(connection, registry, claim, number, period)
        for number, claim in enumerate(claims, 1)
    ]


def _placed(
    connection: Connection,
    registry: Registry,
    claim: Claim,
    number: int,
    period: tuple[date, date] | None,
) -> ListRow:
    outlet = url = reason = ""
    verdict = None
    try:
        if claim.link:
            place = place_link(registry, claim.link)
            outlet, url = place.outlet.id, place.url
        else:
            outlet, url = _by_title(connection, claim, period)
    except Unplaced as error:
        verdict, reason = error.verdict, str(error)
    return ListRow(
        number, claim.sheet, claim.row, claim.department,
        claim.day.isoformat() if claim.day else "", claim.outlet, claim.title, claim.link,
        claim.doubt, outlet, url, verdict, reason=reason,
    )  # fmt: skip


def _by_title(
    connection: Connection, claim: Claim, period: tuple[date, date] | None
) -> tuple[str, str]:
    """The one publication of a claimed title: television, print and radio have no links.

    Raises:
        Unplaced: no title, no such publication, or several.
    """
    if not claim.title or (claim.day is None and period is None):
        raise Unplaced(Verdict.NOT_ARTICLE, "no_link")
    first, last = (claim.day - NEAR, claim.day + NEAR) if claim.day else (period or (None, None))
    named = [
        (outlet, url)
        for outlet, name, url, _ in by_title(
            connection, fold(claim.title), f"{first}", f"{last}"
        )
        if not claim.outlet or fold(claim.outlet) in {fold(name), fold(outlet)}
    ]  # fmt: skip
    if len(named) != 1:
        raise Unplaced(Verdict.NOT_ARTICLE, "several_of_title" if named else "no_such_title")
    return named[0]
