"""What a visit is given by the night, and what it hands back."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.keep import Unwritten
from spiders.base.site import Ask
from storage.addresses import Address
from storage.captures import Fetched
from storage.outlets import Outlet
from storage.records import Found, Outcome
from storage.times import to_text
from storage.visits import Validators
from storage.writer import LedgerWriter


@dataclass(slots=True)
class Plan:
    """What a visit is to do: days since..until (Tashkent, both included), at most ``limit``."""

    since: date
    until: date
    walk_back: bool
    """Whether to page on to ``since`` though newer pages are known: it was never read through."""
    limit: int = 0
    listings: bool = True
    """False where single addresses are read, which settles no day."""
    look_closely: bool = False
    """Whether to note which selectors find nothing on the list pages."""

    def holds(self, day: date) -> bool:
        """Whether a day (Tashkent) is one of those that are read."""
        return self.since <= day <= self.until


@dataclass(slots=True)
class Page:
    """A listing whose following pages wait until it is known whether they are needed."""

    more: list[Ask]
    shown: set[str]
    """Addresses that this listing showed so far, this page's predecessors included."""
    hops: int = 0
    """Listings that led to this one, one by another."""
    open: int = 0
    useful: bool = False


@dataclass(slots=True)
class Ending:
    """How an address of the visit ended without becoming a publication."""

    outlet: str
    url: str
    found: Found
    outcome: Outcome
    reason: str = ""
    day: str = ""
    fetched: Fetched | None = None


@dataclass(slots=True)
class Desk:
    """What the night gives a visit, so that it knows neither files nor databases itself."""

    known: Callable[[Iterable[str]], Mapping[str, Address]]
    """Looks addresses up in the ledger."""
    end: Callable[[Ending, "Counter[str]"], None]
    """Writes an outcome and counts it, after what was written before."""
    validators: Mapping[str, Validators]
    unsettled: list[Found]
    revisits: list[Found]
    """Publications to be looked at again: they may be edited or taken down."""
    writer: LedgerWriter
    unwritten: Unwritten
    medium: Callable[[str], Outlet]
    """The outlet with an id: where a post counts that is another's item."""


def may_pass(found: Found, address: Address, plan: Plan) -> bool:
    """Whether an address that the ledger knows needs no reading: nothing says that it changed."""
    if not address.settled:
        return False
    if address.outcome is Outcome.OUT_OF_RANGE and address.day:
        return not plan.holds(date.fromisoformat(address.day))
    if found.mark:
        return found.mark == address.mark
    read = {Outcome.STORED, Outcome.LANGUAGE_VERSION, Outcome.CHANGED, Outcome.UNCHANGED}
    if found.modified is None or not address.modified or address.outcome not in read:
        return True
    return to_text(found.modified) <= address.modified
