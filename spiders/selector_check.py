"""Which of an outlet's selectors find something on a page: what a redesign broke."""

from dataclasses import dataclass

from scrapy.http import TextResponse

from spiders import site_for
from spiders.base.bounds import readable
from spiders.base.fragments import text_of
from spiders.base.streamed import put_parts_back
from storage.outlets import Outlet

FIELDS = ("title", "body", "date", "lead", "author", "section", "tags")


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector of an outlet: where it is used and what it is to find."""

    place: str
    """"layout 1" (today's), "layout 2" …, or "list" with its address."""
    field: str
    css: str


def selectors_of(outlet: Outlet) -> list[Selector]:
    """Every selector by which an outlet's pages and lists are read; none for an API."""
    found = []
    layouts = [one for one in site_for(outlet).layouts if one.__name__ != "WholePage"]
    for number, layout in enumerate(layouts, start=1):
        until = f" (until {layout.valid_until})" if layout.valid_until else ""
        for field in FIELDS:
            css = getattr(layout, f"{field}_at")
            if css:
                found.append(Selector(f"layout {number}{until}", field, css))
    for listing in outlet.listings:
        parts = {"item": listing.item, "link": listing.link, "date": listing.date}
        if listing.next and "{page}" not in listing.next:
            parts["next"] = listing.next
        found += [Selector(f"list {listing.url}", k, css) for k, css in parts.items() if css]
    return found


def found_on(page: TextResponse, selectors: list[Selector]) -> dict[Selector, bool]:
    """For each selector whether it finds an element with text (or a link) on the page."""
    page = readable(page)
    if page.selector.type == "json":
        return dict.fromkeys(selectors, False)
    put_parts_back(page)
    return {
        one: any(_says_something(node.root) for node in page.css(one.css)[:20]) for one in selectors
    }


def _says_something(node: object) -> bool:
    if not hasattr(node, "iter"):
        # "::text" and "::attr(…)" give strings
        return bool(str(node).strip())
    return bool(text_of(node).strip()) or bool(node.get("href") or node.get("content"))  # type: ignore[attr-defined]  # lxml has no types
