"""Outlets read by their feeds: RSS 2.0, RSS 1.0 (RDF) and Atom."""

from collections.abc import Iterable
from datetime import date, datetime

from scrapy.http import TextResponse

from spiders.base.generic import GenericSite
from spiders.base.links import absolute
from spiders.base.site import Ask, Harvest
from spiders.base.xml_text import UnreadableXML, children, local, parse, text_in
from storage.records import DateSource, Found
from text.dates import UnreadableDate, read_date


class Feed(GenericSite):
    """A feed reaches back as far as it reaches: older days need a sitemap or listing."""

    def listings(self, since: date, until: date) -> Iterable[Ask]:  # noqa: ARG002
        """The outlet's feeds, and its listings for what the feeds no longer hold."""
        for source in self.outlet.feeds:
            yield Ask(source.url, language=source.language)
        yield from self.list_pages()

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """The entries of a feed, in its order."""
        if not self.is_feed(response.url):
            return self.find_on_page(response, now)
        root = parse(response.body)
        if local(root) not in {"rss", "feed", "rdf"}:
            raise UnreadableXML(f"a feed was expected, not <{local(root)}>")
        entries = (one for one in root.iter() if local(one) in {"item", "entry"})
        found = [one for entry in entries if (one := _found(entry, response, now))]
        moments = [one.published for one in found if one.published]
        # list pages, where there are any, go on where the feed ends
        reach = min(moments) if moments and not self.outlet.listings else None
        return Harvest(found, reach=reach)


def _found(entry: object, response: TextResponse, now: datetime) -> Found | None:
    url = absolute(response, _link(entry))
    if not url:
        return None
    published = _moment(text_in(entry, "pubdate", "published", "date", "issued"), now)
    modified = _moment(text_in(entry, "updated", "modified"), now)
    return Found(
        url,
        published=published or modified,
        date_source=DateSource.FEED if published or modified else None,
        modified=modified,
        title=text_in(entry, "title"),
    )


def _link(entry: object) -> str:
    links = list(children(entry, "link"))
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href")).strip()
    said = text_in(entry, "link")
    guid = text_in(entry, "guid", "id")
    return said or (guid if guid.startswith("http") else "")


def _moment(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        return read_date(text, now).at
    except UnreadableDate:
        # an entry without a readable date is dated by its page
        return None
