"""What the newsroom knows of what it made: one row per address, to check a night's counts by."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from replica.articles import Article
from replica.datelines import iso
from replica.profiles import language_of, script_of
from replica.sites.site import Site


class Row(TypedDict):
    """One language version of one article at one outlet."""

    outlet: str
    url: str
    """Canonical address."""
    urls: list[str]
    """Other addresses that lead to it."""
    kind: str
    """article, not_article, gone or paywalled."""
    language: str
    script: str
    version_group: str
    """Shared by the versions of one article that the site itself ties."""
    published: str
    """ISO, +05:00."""
    modified: str
    """ISO; "" when never edited up to now."""
    day: str
    """The Tashkent day by which it counts: of publication, or today when no date is shown."""
    day_source: str
    title: str
    lead: str
    """What the page sets apart from the rest of the text."""
    body: str
    """The whole text, the lead first; paragraphs apart by one blank line."""
    owner: str
    units: list[str]
    """Own ones, ids as in ``pipelines/rules/units.toml``."""
    main: bool
    event: str
    text_of: str | None
    """Address of the publication whose text it carries."""
    text: str
    """The version group whose text it is: the same for a text and all that carry it."""
    relation: str
    manner: str
    """How a reprint carries the text: same, cut, added (paragraphs), sourced (a source line)."""
    teaser: bool
    """Whether it is a post of a title and a link: too little to be told by its text."""
    ways: list[str]
    """By which of the site's ways in it is found: api, feed, sitemap, listing."""


def truth(sites: Mapping[str, Site]) -> Iterator[Row]:
    """Every row, outlet by outlet, newest first."""
    for site in sites.values():
        ways: dict[tuple[Article, str], list[str]] = {}
        for way, versions in site.reach().items():
            for version in versions:
                ways.setdefault(version, []).append(way)
        for article in site.articles:
            for tag in article.tags:
                row = _row(site, article, tag, sites)
                row["ways"] = ways.get((article, tag), [])
                yield row


def _row(site: Site, article: Article, tag: str, sites: Mapping[str, Site]) -> Row:
    text = site.text(article, tag)
    named = site.named(article, language_of(tag))
    now = site.now
    source = site.day_source(article)
    day = now.date() if source == "first_seen" else article.published.date()
    changed = article.changed(now)
    return Row(
        outlet=site.counted_at(article),
        url=site.address(article, tag),
        urls=list(site.others(article, tag)),
        kind="gone" if article.gone(now) else article.kind,
        language=language_of(tag),
        script=script_of(tag),
        version_group=_group(article),
        published=iso(article.published),
        modified=iso(changed) if changed != article.published else "",
        day=day.isoformat(),
        day_source=source,
        title=site.title(text),
        lead=site.lead(text),
        body="\n\n".join(site.paragraphs(text)),
        owner=named.owner,
        units=list(named.units),
        main=article.event.topic.main and named.owner in {"own", "both"} and named.main,
        event=article.event.id,
        text_of=_text_of(article, tag, sites),
        text=_group(article.source or article),
        relation=article.relation,
        manner=article.manner,
        teaser=site.teaser(article),
        ways=[],
    )


def _group(article: Article) -> str:
    # not by number: a source may lie outside what its site shows
    return article.key.partition("/")[2]


def _text_of(article: Article, tag: str, sites: Mapping[str, Site]) -> str | None:
    source = article.source
    if source is None or source not in sites[source.outlet].articles:
        return None
    same = next((t for t in source.tags if t == tag), "")
    near = same or next(t for t in source.tags if language_of(t) == language_of(tag))
    return sites[source.outlet].address(source, near)


def write_truth(rows: Iterable[Row], path: Path) -> int:
    """Write rows as JSONL; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
