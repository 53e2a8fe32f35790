"""One file per outlet or kind of source: how to find its publications and read one."""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.base.site import Site
    from storage.outlets import Outlet

NOT_READERS = frozenset(
    {
        "addressing",
        "base",
        "extraction",
        "lone_page",
        "recomputing",
        "replaying",
        "selector_check",
    }
)


@cache
def readers() -> frozenset[str]:
    """Names that a registry entry may give in ``read``: the files here that describe a site."""
    return frozenset(m.name for m in pkgutil.iter_modules(__path__) if m.name not in NOT_READERS)


@cache
def site_class(reader: str) -> "type[Site]":
    """The site description of a file.

    Raises:
        BrokenSite: the file describes no site, or several.
    """
    # the crawler's whole framework: who only asks which readers there are does without
    from spiders.base.site import BrokenSite, Site

    module = importlib.import_module(f"spiders.{reader}")
    described = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Site) and one.__module__ == module.__name__
    ]
    if len(described) != 1:
        raise BrokenSite(f"spiders/{reader}.py must describe one site, not {len(described)}")
    return described[0]


def site_for(outlet: "Outlet") -> "Site":
    """The site description that reads an outlet; of one that is not visited, its single pages."""
    return site_class("lone_page" if outlet.read == "none" else outlet.read)(outlet)
