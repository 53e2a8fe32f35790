"""Feeds and sitemaps, as XML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from replica.datelines import iso, rfc822


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed or sitemap."""

    url: str
    title: str = ""
    lead: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    language: str = ""
    alternates: Sequence[tuple[str, str]] = ()


def rss(site: str, title: str, entries: Iterable[Entry]) -> str:
    """An RSS 2.0 feed."""
    items = "".join(
        f"<item><title>{escape(e.title)}</title><link>{escape(e.url)}</link>"
        f'<guid isPermaLink="true">{escape(e.url)}</guid>'
        f"<description><![CDATA[{e.lead}]]></description>"
        + (f"<pubDate>{rfc822(e.published)}</pubDate>" if e.published else "")
        + (f"<category>{escape(e.section)}</category>" if e.section else "")
        + f'<enclosure url="https://{site}/img/1.jpg" length="10240" type="image/jpeg"/></item>\n'
        for e in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(title)}</title><link>https://{site}/</link><description/>"
        f"{items}</channel></rss>"
    )


def sitemap(entries: Iterable[Entry], *, news: bool = False) -> str:
    """A sitemap; ``news``: with the titles and dates of Google's news extension."""
    urls: list[str] = []
    for e in entries:
        parts = [f"<loc>{escape(e.url)}</loc>"]
        parts += [
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(url)}"/>'
            for tag, url in e.alternates
        ]
        if e.modified:
            parts.append(f"<lastmod>{iso(e.modified)}</lastmod>")
        if news and e.published:
            parts.append(
                f"<news:news><news:publication><news:name>x</news:name><news:language>"
                f"{e.language}</news:language></news:publication><news:publication_date>"
                f"{iso(e.published)}</news:publication_date><news:title>{escape(e.title)}"
                "</news:title></news:news>"
            )
        urls.append(f"<url>{''.join(parts)}</url>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(urls)}</urlset>'
    )


def sitemap_index(entries: Iterable[Entry]) -> str:
    """An index of sitemaps."""
    maps = "".join(
        f"<sitemap><loc>{escape(e.url)}</loc>"
        + (f"<lastmod>{iso(e.modified)}</lastmod>" if e.modified else "")
        + "</sitemap>\n"
        for e in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>'
    )
