"""List pages whose markup is not known: articles by the shape of their addresses."""

from scrapy.http import TextResponse

from spiders.base.site import Ask, Harvest, Site
from storage.records import Found


def linked_articles(site: Site, page: TextResponse, contains: str) -> Harvest:
    """Every link that holds a piece of path and leads to an article; then ``rel=next``."""
    links = page.css(f'a[href*="{contains}"]::attr(href)').getall()
    urls = dict.fromkeys(page.urljoin(link.strip()) for link in links)
    following = page.css('a[rel="next"]::attr(href), link[rel="next"]::attr(href)').get("")
    more = [Ask(page.urljoin(following), when="new", optional=True)] if following else []
    return Harvest([Found(url) for url in urls if site.is_article(url)], more)
