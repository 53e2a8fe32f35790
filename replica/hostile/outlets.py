"""The table of all kinds, the registry entries of their outlets, and what must come of each."""

from functools import cache

from replica.hostile.fault import Fault
from replica.hostile.pages import charsets, markup, stand_ins
from replica.hostile.transport import compression, redirects, sizes_and_time, statuses
from replica.hostile.ways_in import feeds, lists, robots, sitemaps

DOMAIN = "yomon.uz"


@cache
def at_articles() -> dict[str, Fault]:
    """Kinds served at an article's address, by the host of their outlet."""
    every = (compression, sizes_and_time, redirects, statuses, charsets, markup, stand_ins)
    return {f"{one.name}.{DOMAIN}": one for kinds in every for one in kinds()}


@cache
def at_listings() -> dict[str, Fault]:
    """Kinds served as an outlet's feed, sitemap or list, by host."""
    every = (feeds, sitemaps, lists)
    return {f"{one.name}.{DOMAIN}": one for kinds in every for one in kinds()}


@cache
def at_robots() -> dict[str, Fault]:
    """Kinds served as robots.txt, by host."""
    return {f"{one.name}.{DOMAIN}": one for one in robots()}


def expected_outcomes() -> dict[str, str]:
    """Outcome by address, for every article a night finds."""
    outcomes = {}
    for host, fault in at_articles().items():
        outcomes[f"https://{host}/news/bad"] = fault.outcome
        outcomes[f"https://{host}/news/good"] = "stored"
    for host, fault in {**at_listings(), **at_robots()}.items():
        if fault.outcome == "complete" and fault.read == "feed":
            outcomes[f"https://{host}/news/good"] = "stored"
    outcomes[f"https://robots-forbids-articles.{DOMAIN}/news/bad"] = "refused_robots"
    return outcomes


def expected_visits() -> dict[str, tuple[str, str]]:
    """State of the visit, and words of its error, by outlet, for kinds of bad listings."""
    faults = {**at_listings(), **at_robots()}
    return {host: (fault.outcome, fault.reason) for host, fault in faults.items()}


def _entry(host: str, read: str) -> str:
    ways = {
        "feed": f'feeds = [{{ url = "https://{host}/rss" }}]',
        "sitemap": f'sitemaps = [{{ url = "https://{host}/map.xml" }}]',
        "listing": (
            f'listings = [{{ url = "https://{host}/royxat", item = "div.karta",'
            ' next = "a.keyingi" }]'
        ),
    }
    return (
        f'["{host}"]\nname = "{host}"\nurl = "https://{host}"\nlanguages = ["uz-Latn", "uz-Cyrl",'
        f' "ru"]\nread = "{read}"\n{ways[read]}\narticle = "^/news/"\nselectors = [{{ title ='
        ' "h1.sarlavha", body = "div.matn", date = "time.sana" }]\n\n'
    )


@cache
def _registry() -> str:
    faults = {**at_articles(), **at_listings(), **at_robots()}
    return "".join(_entry(host, fault.read) for host, fault in faults.items())


REGISTRY = _registry
"""The registry entries of all these outlets, as TOML."""
