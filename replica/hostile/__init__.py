"""Outlets that answer badly: every kind of bad response an address or a listing can give.

Synthetic. Each kind is an outlet of its own, ``<kind>.yomon.uz``, whose feed names a good article
and one at which the kind is served; a kind of bad listing serves it as its feed, sitemap or list
page. The table says what must become of each.
"""

from replica.hostile.outlets import REGISTRY, expected_outcomes, expected_visits
from replica.hostile.running import HostileStudio, running_hostile

__all__ = [
    "REGISTRY", "HostileStudio", "expected_outcomes", "expected_visits", "running_hostile",
]  # fmt: skip
