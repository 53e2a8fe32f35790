"""Every site the replica can play, by outlet id."""

from collections.abc import Mapping

from replica.sites.abroad import Eurasianet, Ria, TwentyFourKg
from replica.sites.aniq import Aniq
from replica.sites.daryo import Daryo
from replica.sites.facebook import IivFacebook
from replica.sites.gazeta import Gazeta
from replica.sites.gov import Gov
from replica.sites.iiv import Iiv
from replica.sites.kun import Kun
from replica.sites.podrobno import Podrobno
from replica.sites.qalampir import Qalampir
from replica.sites.regional import REGIONAL_SITES
from replica.sites.site import Site
from replica.sites.telegram import GazetaTelegram, IivTelegram, KunTelegram
from replica.sites.upl import Upl
from replica.sites.uza import Uza
from replica.sites.uznews import Uznews
from replica.sites.wordpress import Anhor, Nuz
from replica.sites.xabar import Xabar
from replica.sites.xs import Xs
from replica.sites.youtube import UzaYoutube
from replica.sites.yuz import Yuz
from replica.sites.zamin import Zamin

_SITES: tuple[type[Site], ...] = (
    Gov, Iiv, *REGIONAL_SITES, Uza, Kun, Xs, Xabar, Gazeta, Daryo, Qalampir, Yuz, Podrobno, Uznews,
    Zamin, Aniq, Upl, Nuz, Anhor, TwentyFourKg, Ria, Eurasianet,
    IivTelegram, KunTelegram, GazetaTelegram, IivFacebook, UzaYoutube,
)  # fmt: skip

SITES: Mapping[str, type[Site]] = {site.profile.id: site for site in _SITES}
