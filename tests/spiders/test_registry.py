"""Generic tests over every outlet of the registry: whoever adds one is tested by these."""

import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipelines.canonical import canonical_url
from spiders import readers, site_class, site_for
from spiders.base.site import BrokenSite, Site
from storage.outlets import BrokenRegistry, Outlet, UnknownOutlet
from storage.registry import SHARED_HOSTS, load_registry
from tests.spiders.pages import OUTLETS, REGISTRY, ROOT

ALL = list(REGISTRY)
VISITED = REGISTRY.visited()
EXAMPLES: dict[str, list[str]] = tomllib.loads(
    (ROOT / "tests" / "spiders" / "examples.toml").read_text(encoding="utf-8")
)
SINCE, UNTIL = date(2026, 10, 30), date(2026, 11, 2)

every_outlet = pytest.mark.parametrize("outlet", ALL, ids=lambda one: one.id)
every_visited = pytest.mark.parametrize("outlet", VISITED, ids=lambda one: one.id)


def asks(outlet: Outlet) -> list[str]:
    return [ask.url for ask in site_for(outlet).listings(SINCE, UNTIL)]


def test_the_registry_is_as_large_as_promised() -> None:
    assert len(ALL) >= 60
    for named in ("gov.uz", "iiv.uz", "uza.uz", "xs.uz", "kun.uz", "xabar.uz"):
        assert named in REGISTRY


@every_visited
def test_an_outlets_reader_is_a_file_and_builds_its_site(outlet: Outlet) -> None:
    assert (ROOT / "spiders" / f"{outlet.read}.py").is_file()
    assert isinstance(site_for(outlet), site_class(outlet.read))


def test_no_spider_is_unused() -> None:
    assert {outlet.read for outlet in VISITED} == readers()


@every_visited
def test_listings_are_addresses_of_the_outlet_itself(outlet: Outlet) -> None:
    asked = list(site_for(outlet).listings(SINCE, UNTIL))
    assert asked
    # APIs tell languages by headers
    assert len(asked) == len({(ask.url, *sorted(ask.headers.items())) for ask in asked})
    for url in (ask.url for ask in asked):
        parts = urlsplit(url)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname in outlet.allowed_hosts
        assert "{" not in url


@every_visited
def test_listings_ask_in_languages_that_the_outlet_has(outlet: Outlet) -> None:
    asked = {ask.language for ask in site_for(outlet).listings(SINCE, UNTIL)} - {""}
    assert asked <= set(outlet.languages)


def test_every_visited_outlet_has_an_example_and_no_other() -> None:
    assert set(EXAMPLES) == {outlet.id for outlet in VISITED}


@every_visited
def test_an_articles_address_is_taken_for_one(outlet: Outlet) -> None:
    site = site_for(outlet)
    for url in EXAMPLES[outlet.id]:
        assert urlsplit(url).hostname in outlet.allowed_hosts
        assert site.is_article(canonical_url(site.canonical(url), outlet)), url


@every_visited
def test_lists_feeds_and_home_page_are_not_taken_for_articles(outlet: Outlet) -> None:
    site = site_for(outlet)
    following = [one.next.format(page=7) for one in outlet.listings if "{page}" in one.next]
    for url in [*asks(outlet), outlet.url, f"https://{urlsplit(outlet.url).hostname}/", *following]:
        assert not site.is_article(url), url


@every_visited
def test_language_versions_share_a_key_and_other_articles_do_not(outlet: Outlet) -> None:
    site = site_for(outlet)
    keys = [site.version_key(site.canonical(url)) for url in EXAMPLES[outlet.id]]
    assert all(one == other for one, other in pairwise(keys))
    if len(keys) > 1:
        assert keys[0]
        other = re.sub(r"[\w-]*(\w)(?=/?(?:cyr)?$)", "boshqa-7", EXAMPLES[outlet.id][0])
        assert site.version_key(other) != keys[0]


@every_visited
def test_a_version_key_has_one_group(outlet: Outlet) -> None:
    pattern = outlet.version_key or site_class(outlet.read).version_pattern
    assert not pattern or re.compile(pattern).groups == 1


@every_visited
def test_an_article_is_asked_for_at_the_outlets_hosts(outlet: Outlet) -> None:
    from storage.records import Found

    site = site_for(outlet)
    for url in EXAMPLES[outlet.id]:
        ask = site.ask(Found(canonical_url(site.canonical(url), outlet)))
        assert urlsplit(ask.url).hostname in outlet.allowed_hosts


@every_visited
def test_a_canonical_address_stays_as_it_is(outlet: Outlet) -> None:
    site = site_for(outlet)
    for url in EXAMPLES[outlet.id]:
        once = canonical_url(site.canonical(url), outlet)
        assert canonical_url(site.canonical(once), outlet) == once


@every_visited
def test_layouts_in_use_come_first_and_older_ones_are_dated(outlet: Outlet) -> None:
    layouts = site_for(outlet).layouts
    if not layouts:
        # posts are read off their list
        assert site_class(outlet.read).read is not Site.read
        return
    assert any(layout.valid_until is None for layout in layouts)
    ends = [layout.valid_until for layout in layouts if layout.valid_until]
    assert len(ends) == len(set(ends))


@every_outlet
def test_an_own_host_leads_to_its_outlet(outlet: Outlet) -> None:
    host = urlsplit(outlet.url).hostname or ""
    if not host:
        assert outlet.read == "none"
        return
    assert REGISTRY.of_address(outlet.url) is outlet
    if host.removeprefix("www.") in SHARED_HOSTS:
        return
    assert REGISTRY.of_host(host) is outlet
    assert REGISTRY.of_host(f"www.{host.removeprefix('www.')}") is outlet


@every_outlet
def test_polite_by_default(outlet: Outlet) -> None:
    assert outlet.delay >= 0.5
    assert outlet.concurrency <= 2


# --- broken entries -------------------------------------------------------------------------------

WHOLE = """
["example.uz"]
name = "Example"
url = "https://example.uz"
languages = ["uz-Latn"]
read = "feed"
feeds = [{ url = "https://example.uz/rss" }]
"""


def loaded(folder: Path, text: str) -> str:
    """The complaint about a registry file; fails where there is none."""
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenRegistry) as refused:
        load_registry(folder, readers())
    return str(refused.value)


def test_a_whole_entry_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(WHOLE, encoding="utf-8")
    assert load_registry(tmp_path, readers())["example.uz"].name == "Example"


@pytest.mark.parametrize(
    ("change", "to", "field", "why"),
    [
        ('name = "Example"', 'name = ""', "name", "at least 1"),
        ('name = "Example"', "", "name", "required"),
        ('url = "https://example.uz"\nl', 'url = "example.uz"\nl', "url", "pattern"),
        ('["uz-Latn"]', "[]", "languages", "at least 1"),
        ('["uz-Latn"]', '["oz"]', "languages.0", "uz-Latn"),
        ('"feed"', '"feeds"', "read", "no spider 'feeds'"),
        ('"feed"', '"base"', "read", "no spider 'base'"),
        ('"feed"', '"../feed"', "read", "pattern"),
        ('read = "feed"', 'read = "sitemap"', "sitemaps", "needs it"),
        ('read = "feed"', 'read = "listing"', "listings", "needs it"),
        ("https://example.uz/rss", "ftp://example.uz/rss", "feeds.0.url", "pattern"),
        ("https://example.uz/rss", "https://example.uz/{hour}", "feeds.0.url", "{monday}"),
        ('/rss"', '/rss", language = "uz"', "feeds.0.language", "uz-Latn"),
        ('/rss"', '/rss", language = "ru"', "feeds", "not among"),
        ("read =", 'article = "("\nread =', "article", "not a regular expression"),
        ("read =", 'skip = "["\nread =', "skip", "not a regular expression"),
        ("read =", 'version_key = "/news/"\nread =', "version_key", "one group"),
        ("read =", 'version_key = "/(a)/(b)"\nread =', "version_key", "one group"),
        ("read =", 'selectors = [{ title = "h1." }]\nread =', "selectors.0.title", "CSS"),
        ("read =", 'selectors = [{ body = "p:has-it" }]\nread =', "selectors.0.body", "CSS"),
        ("read =", 'selectors = [{ remove = ["]"] }]\nread =', "selectors.0.remove.0", "CSS"),
        ("read =", 'selectors = [{ titel = "h1" }]\nread =', "selectors.0.titel", "permitted"),
        ("read =", 'hosts = ["https://a.uz"]\nread =', "hosts.0", "pattern"),
        ("read =", 'listings = [{ url = "https://example.uz/", next = "/{p}" }]\nread =',
         "listings.0.next", "{page}"),
        ("read =", "delay = -1\nread =", "delay", "greater"),
        ("read =", "concurrency = 99\nread =", "concurrency", "less"),
        ("read =", 'colour = "red"\nread =', "colour", "permitted"),
    ],
)  # fmt: skip
def test_a_broken_entry_is_refused_with_file_outlet_and_field(
    tmp_path: Path, change: str, to: str, field: str, why: str
) -> None:
    assert change in WHOLE
    said = loaded(tmp_path, WHOLE.replace(change, to, 1))
    assert said.startswith("mine.toml: outlet 'example.uz': ")
    assert f"field {field!r}" in said
    assert why in said


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    assert "mine.toml: not readable as TOML" in loaded(tmp_path, "[[[")


def test_a_value_outside_any_table_is_named(tmp_path: Path) -> None:
    assert "'stray' stands outside" in loaded(tmp_path, f"stray = 1\n{WHOLE}")


def test_an_id_is_used_once(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(WHOLE, encoding="utf-8")
    assert "id is used twice" in loaded(tmp_path, WHOLE)


def test_an_empty_folder_is_no_registry(tmp_path: Path) -> None:
    with pytest.raises(BrokenRegistry, match="no outlet files"):
        load_registry(tmp_path)


def test_an_unknown_outlet_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownOutlet, match=r"did you mean kun\.uz"):
        REGISTRY["kunuz"]


def test_every_file_of_the_registry_is_read() -> None:
    named = {
        name for path in OUTLETS.glob("*.toml")
        for name in re.findall(r'(?m)^\["([^"]+)"\]', path.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert named == {outlet.id for outlet in ALL}


# --- broken site descriptions ---------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["listings", "find"])
def test_a_site_that_lacks_a_method_is_refused(lacking: str) -> None:
    other = {"listings", "find"} - {lacking}
    broken = type("Broken", (Site,), {other.pop(): lambda self, *_: []})
    with pytest.raises(BrokenSite, match=f"Broken must say its {lacking}"):
        broken(REGISTRY["kun.uz"])


def test_a_file_that_describes_no_site_is_refused() -> None:
    with pytest.raises(BrokenSite, match=r"extraction\.py must describe one site, not 0"):
        site_class("extraction")
