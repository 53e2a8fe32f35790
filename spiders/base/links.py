"""List pages whose markup is not known: articles by the shape of their addresses."""

from scrapy.http import TextResponse

from spiders.base.site import Ask, Harvest, Site
from storage.records import Found


def absolute(page: TextResponse, href: str) -> str:
    """The web address a link leads to; "" for none: one broken link must not cost the page."""
    try:
        url: str = page.urljoin(href.strip()) if href.strip() else ""
    except ValueError:
        # "https://[" and the like
        return ""
    return url if url.startswith(("http://", "https://")) else ""


def linked_articles(site: Site, page: TextResponse, contains: str) -> Harvest:
    """Every link that holds a piece of path and leads to an article; then ``rel=next``."""
    links = page.css(f'a[href*="{contains}"]::attr(href)').getall()
    urls = dict.fromkeys(absolute(page, link) for link in links)
    named = page.css('a[rel="next"]::attr(href), link[rel="next"]::attr(href)').get("")
    following = absolute(page, named)
    more = [Ask(following, when="new", optional=True)] if following else []
    return Harvest([Found(url) for url in urls if site.is_article(url)], more)
