"""How one article page is read: selectors as constants, one method per field."""

from datetime import date, datetime
from typing import ClassVar

from scrapy.http import TextResponse

from storage.outlets import Outlet
from storage.records import Reading


class Layout:
    """One layout of an outlet's article page."""

    valid_until: ClassVar[date | None] = None
    """Last Tashkent day on which pages were served in this layout; None for today's."""

    def __init__(self, page: TextResponse, now: datetime, outlet: Outlet) -> None:
        self.page = page
        self.now = now
        self.outlet = outlet

    def reading(self) -> Reading:
        """Every field of the publication, as published."""
        raise NotImplementedError
