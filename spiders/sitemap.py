"""Outlets read by their sitemaps: indexes, plain and news sitemaps, packed or not."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from scrapy.http import TextResponse

from spiders.base.generic import GenericSite
from spiders.base.links import absolute
from spiders.base.site import Ask, Harvest
from spiders.base.xml_text import UnreadableXML, children, local, parse, text_in
from storage.records import DateSource, Found
from text.dates import UnreadableDate, read_date


class Sitemap(GenericSite):
    """``lastmod`` says when a page changed, not when it was published: it is only ``modified``."""

    def listings(self, since: date, until: date) -> Iterable[Ask]:
        """The outlet's sitemaps, dated ones for every day or week asked for; then its feeds."""
        for source in self.outlet.sitemaps:
            dated = addresses(source.url, since, until)
            for url in dated:
                yield Ask(url, language=source.language, optional="{" in source.url)
        yield from self.list_pages()

    def find(self, response: TextResponse, now: datetime) -> Harvest:
        """Addresses of a sitemap, or the sitemaps of an index."""
        if not self.is_sitemap(response.url):
            return self.find_on_page(response, now)
        root = parse(response.body)
        if local(root) == "sitemapindex":
            said = (text_in(one, "loc") for one in children(root, "sitemap"))
            indexed = (absolute(response, url) for url in said)
            return Harvest(more=[Ask(url) for url in indexed if url])
        if local(root) != "urlset":
            raise UnreadableXML(f"a sitemap was expected, not <{local(root)}>")
        found = (sitemap_entry(one, now) for one in children(root, "url"))
        return Harvest([one for one in found if one and self.is_article(one.url)])


def sitemap_entry(entry: object, now: datetime) -> Found | None:
    """One ``<url>`` of a sitemap, with the date of its news extension; None without an address."""
    url = text_in(entry, "loc")
    if not url:
        return None
    published, title = None, ""
    for news in children(entry, "news"):
        published = _moment(text_in(news, "publication_date"), now)
        title = text_in(news, "title")
    return Found(
        url,
        published=published,
        date_source=DateSource.FEED if published else None,
        modified=_moment(text_in(entry, "lastmod"), now),
        title=title,
    )


def addresses(template: str, since: date, until: date) -> list[str]:
    """A sitemap's addresses for the days since..until: {year} {month} {day}, or {monday}.

    Numbers are not padded; write {month:02d} where a site pads them.
    """
    if "{" not in template:
        return [template]
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    made = (
        template.format(
            year=day.year, month=day.month, day=day.day,
            monday=(day - timedelta(days=day.weekday())).isoformat(),
        )
        for day in days
    )  # fmt: skip
    return list(dict.fromkeys(made))


def _moment(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        return read_date(text, now).at
    except UnreadableDate:
        # an entry without a readable date is dated by its page
        return None
