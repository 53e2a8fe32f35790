"""Every site the replica can play, by outlet id."""

from collections.abc import Mapping

from replica.sites.gov import Gov
from replica.sites.kun import Kun
from replica.sites.podrobno import Podrobno
from replica.sites.site import Site
from replica.sites.zamin import Zamin

SITES: Mapping[str, type[Site]] = {site.profile.id: site for site in (Gov, Kun, Podrobno, Zamin)}
