"""What passes through the stages: one address, what was fetched there, and what was made of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from pipelines.reprints import Fingerprint
from storage.captures import Fetched
from storage.outlets import Outlet
from storage.records import Found, Publication, Reading


@dataclass(slots=True)
class SharedPage:
    """A fetched page that several publications stand on; ``capture`` once it is kept."""

    capture: int = 0


@dataclass(slots=True)
class Article:
    """One address on its way through the stages: what was found, fetched, read and made of it."""

    outlet: Outlet
    found: Found
    found_url: str
    """The address as a listing gave it, canonical; ``url`` is the publication's own."""
    url: str
    reading: Reading
    fetched: Fetched
    since: date
    until: date
    endings: Counter[str] = field(default_factory=Counter)
    """The visit's outcomes, counted when they are written."""
    version_key: str = ""
    is_version: bool = False
    """True for a language version another page named: it goes with that page, whatever its day."""
    medium: Outlet | None = None
    """The outlet it counts at, where that is not the visited one."""
    page: "SharedPage | None" = None
    """The listing that showed it whole, captured once for all that stand on it."""
    capture: int = 0
    """The capture it was read again from; 0 when it was fetched just now."""
    publication: Publication | None = None
    fingerprint: Fingerprint | None = None

    @property
    def counted_at(self) -> Outlet:
        """The outlet whose publication it is."""
        return self.medium or self.outlet

    @property
    def accepted(self) -> Publication:
        """The publication.

        Raises:
            ValueError: the accept stage has not run.
        """
        if self.publication is None:
            raise ValueError(f"{self.url} was not accepted yet")
        return self.publication
