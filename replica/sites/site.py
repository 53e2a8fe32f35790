"""What all played sites share: addresses, listings and pages kept as bytes, quirks."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar
from urllib.parse import unquote

from replica.answers import RSS, Answer, Asked, Part, listing, moved, page, refused
from replica.articles import Article
from replica.chrome import Frame, frame
from replica.dice import Dice
from replica.feeds import Entry, rss
from replica.newsroom import Newsroom, address_slug
from replica.profiles import DaySource, Profile
from replica.writing.named import Named
from replica.writing.topics import Text

Version = tuple[Article, str]
"""One language version of an article."""


class Site(ABC):
    """One played outlet.

    Subclasses give ``profile``, ``host`` and ``address``, ``body`` and ``respond``; ``respond``
    sees only requests to the canonical host (or to one in ``apis``) over https.
    """

    profile: ClassVar[Profile]
    host: ClassVar[str]
    aliases: ClassVar[Sequence[str]] = ()
    """Hosts that redirect to ``host`` (``www.`` or bare, mobile)."""
    apis: ClassVar[Sequence[str]] = ()
    """Further hosts answered as they are."""
    robots: ClassVar[str] = "User-agent: *\nDisallow: /admin/\nDisallow: /search\n"
    kilobytes: ClassVar[int] = 60
    per_page: ClassVar[int] = 20
    gone_status: ClassVar[int] = 404
    first_number: ClassVar[int] = 100_000
    """The number of the site's articles on 1 September 2026; they grow by 4 320 a day."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.now = newsroom.now
        self.articles = newsroom.articles[self.profile.id]
        """Newest first; the taken-down ones too."""
        self._number()
        self.versions: list[Version] = [(a, tag) for a in self.articles for tag in a.tags]
        self._pages: dict[str, Version] = {}
        for version in self.versions:
            for url in self.addresses(*version):
                self._pages[_path(url)] = version
        self._asked: set[str] = set()
        self._answers: dict[object, Answer] = {}
        self._frames: dict[str, tuple[Part, Part]] = {}

    # -- what a site says of itself --------------------------------------------------------------

    @abstractmethod
    def address(self, article: Article, tag: str) -> str:
        """The canonical address of one language version."""

    @abstractmethod
    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """The own part of an article's page: what goes into the head, and the article."""

    @abstractmethod
    def respond(self, asked: Asked) -> Answer | None:
        """The answer to anything that is not an article or robots.txt; None for 404."""

    def others(self, article: Article, tag: str) -> Sequence[str]:  # noqa: ARG002
        """Further addresses that lead to the same version."""
        return ()

    def day_source(self, article: Article) -> DaySource:
        """Where this site says when an article was published."""
        return self.profile.day_source if article.dated else "first_seen"

    def lead(self, text: Text) -> str:  # noqa: ARG002
        """What the page sets apart from the body as its lead; "" where it does not."""
        return ""

    def paragraphs(self, text: Text) -> Sequence[str]:
        """The paragraphs of the text as the page has them, the lead first."""
        return text.paragraphs

    def title(self, text: Text) -> str:
        """The headline as the page has it."""
        return text.title

    def reach(self) -> Mapping[str, Sequence[Version]]:
        """Which versions are found by which way in: "api", "feed", "sitemap", "listing"."""
        return {"listing": self.listed()}

    def named(self, article: Article, language: str) -> Named:
        """Whom an article names, as it reads now."""
        return self.newsroom.named(article, language)

    def teaser(self, article: Article) -> bool:  # noqa: ARG002
        """Whether it is only a title with a link."""
        return False

    def counted_at(self, article: Article) -> str:
        """Id of the outlet whose appearance it is."""
        return article.outlet

    def serves(self, asked: Asked) -> bool:  # noqa: ARG002
        """Whether a request for one of its hosts is for it; where a host is shared, not always."""
        return True

    # -- service ---------------------------------------------------------------------------------

    def answer(self, asked: Asked) -> Answer:
        """The answer to a request for any of the site's hosts."""
        host = asked.host.partition(":")[0].rstrip(".")
        if asked.scheme != "https" or host in self.aliases:
            target = self.host if host in self.aliases else host
            return moved(f"https://{target}{asked.target}")
        if asked.path == "/robots.txt":
            return page(self.robots, "text/plain; charset=utf-8")
        if host not in self.apis:
            version = self._pages.get(asked.path)
            if version is not None:
                return self._moody(asked) or self._article(*version)
        return self.respond(asked) or self.missing(asked)

    def _moody(self, asked: Asked) -> Answer | None:
        """What a busy site answers instead, the first time it is asked: 429 or 503."""
        if not self.newsroom.plan.quirks or asked.target in self._asked:
            return None
        mood = Dice(self.newsroom.plan.seed, asked.host, asked.target).below(400)
        if mood < 2:
            self._asked.add(asked.target)
            status = (429, 503)[mood]
            return refused(status, headers=(("Retry-After", "1"),) if status == 429 else ())
        return None

    def missing(self, asked: Asked) -> Answer:  # noqa: ARG002
        """What an unknown address gives."""
        return refused(404)

    def addresses(self, article: Article, tag: str) -> list[str]:
        """The canonical address first, then all others that are answered as the article itself."""
        return [self.address(article, tag), *self.others(article, tag)]

    def live(self) -> list[Article]:
        """Articles not taken down, newest first."""
        return [a for a in self.articles if not a.gone(self.now)]

    def listed(self, tags: Sequence[str] = ()) -> list[Version]:
        """Versions as listings show them, newest first: also those taken down in the last hours.

        ``tags``: only versions in these languages; an article is shown in the first it has.
        """
        shown: list[Version] = []
        for article in self.articles:
            if article.gone_at and article.gone(self.now) and _hours(self.now, article.gone_at) > 6:
                continue
            tag = next((t for t in tags if t in article.tags), "") if tags else article.tags[0]
            if tag:
                shown.append((article, tag))
        return shown

    def cached(self, key: object, make: Callable[[], Answer]) -> Answer:
        """An answer made once."""
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = make()
        return answer

    def text(self, article: Article, tag: str) -> Text:
        """The text of a version as it reads now."""
        return self.newsroom.version(article, tag)

    def changed(self, versions: Iterable[Version]) -> datetime:
        """The last change of any of these."""
        moments = [article.changed(self.now) for article, _ in versions]
        return max(moments) if moments else self.now.replace(hour=0, minute=0)

    def page(self, head: str, main: str, tag: str) -> tuple[Part, ...]:
        """A whole page around its own part."""
        top, bottom = self._frame(tag)
        start = f'<!DOCTYPE html><html lang="{tag.partition("-")[0]}"><head>{head}'
        return (Part(start.encode()), top, Part(main.encode()), bottom)

    def feed(
        self, key: object, versions: Sequence[Version], *, tracked: bool = False, named: str = ""
    ) -> Answer:
        """An RSS feed of these versions; ``tracked``: with tracking parameters on the links.

        Now and then an article stands in it twice, once with a parameter of its own.
        """

        def make() -> Answer:
            entries: list[Entry] = []
            for article, tag in versions:
                text = self.text(article, tag)
                url = self.address(article, tag)
                entry = Entry(
                    f"{url}?utm_source=rss&utm_medium=feed" if tracked else url,
                    self.title(text), escape(text.paragraphs[0][:300]),
                    article.published if article.dated else None,
                    section=article.event.topic.section,
                )  # fmt: skip
                entries.append(entry)
                if Dice(article.key, "twice").chance(0.04):
                    entries.append(replace(entry, url=f"{url}?utm_source=telegram"))
            xml = rss(self.host, named or self.host, entries)
            return listing(xml, self.changed(versions), RSS)

        return self.cached(key, make)

    def not_article(self, article: Article, tag: str) -> Answer:
        """A page under an article's address that is none: a gallery, a page of a tag."""
        title = escape(self.title(self.text(article, tag)).split(":")[0])
        shown = "".join(
            f'<a class="gallery__item" href="{self.address(a, t)}"><img src="/img/{n}.jpg" '
            f'alt=""></a>'
            for n, (a, t) in enumerate(self.listed((tag,))[:24])
        )
        head = f'<title>{title}</title><meta property="og:type" content="video.other">'
        main = f'<h1>{title}</h1><div class="gallery">{shown}</div>'
        return Answer(200, self.page(head, main, tag), sort="article")

    def stub(self, main: str, text: Text, tag: str) -> str:
        """The article for those who have not paid: its first paragraph, and a wall."""
        kept = main
        for paragraph in self.paragraphs(text)[1:]:
            kept = kept.replace(f"<p>{escape(paragraph, quote=False)}</p>", "")
        wall = {"ru": "Продолжение доступно подписчикам", "en": "Subscribe to read on"}.get(
            tag, "Davomi obunachilar uchun"
        )
        return f'{kept}<div class="paywall">{wall}</div>'

    def web_listing(self, key: object, versions: Sequence[Version], main: str, tag: str) -> Answer:
        """A list page: conditional, framed as all pages of the site."""

        def make() -> Answer:
            parts = self.page(f"<title>{self.host}</title>", main, tag)
            plain = listing("".join(p.raw.decode() for p in parts), self.changed(versions))
            return Answer(200, parts, sort="listing", etag=plain.etag, modified=plain.modified)

        return self.cached(key, make)

    def _article(self, article: Article, tag: str) -> Answer:
        if article.gone(self.now):
            return refused(self.gone_status)

        def make() -> Answer:
            if article.kind == "not_article":
                return self.not_article(article, tag)
            head, main = self.body(article, tag)
            if article.kind == "paywalled":
                main = self.stub(main, self.text(article, tag), tag)
                head += (
                    '<script type="application/ld+json">{"@context":"https://schema.org",'
                    '"@type":"NewsArticle","isAccessibleForFree":false}</script>'
                )
            return Answer(200, self.page(head, main, tag), sort="article")

        return self.cached((article.key, tag), make)

    def _frame(self, tag: str) -> tuple[Part, Part]:
        made = self._frames.get(tag)
        if made is None:
            shown = [v for v in self.listed((tag,)) if v[0].dated][:12]
            headlines = [(self.address(a, t), self.text(a, t).title) for a, t in shown]
            parts: Frame = frame(self.host, tag, self.now, headlines, self.kilobytes)
            made = self._frames[tag] = (Part(parts.top.encode()), Part(parts.bottom.encode()))
        return made

    def _number(self) -> None:
        start = datetime(2026, 9, 1, tzinfo=self.now.tzinfo)
        last = 0
        slugs: set[str] = set()
        for article in reversed(self.articles):
            number = self.first_number + int((article.published - start).total_seconds() / 20)
            last = article.number = max(number, last + 1)
            article.slug = address_slug(article, article.tags[0])
            if article.slug in slugs or article.event.topic.alike:
                article.slug += f"-{Dice(article.key).hexadecimal(6)}"
            slugs.add(article.slug)


def _path(url: str) -> str:
    return unquote("/" + url.split("/", 3)[3])


def _hours(later: datetime, earlier: datetime) -> float:
    return (later - earlier).total_seconds() / 3600


def page_number(asked: Asked, name: str = "page") -> int:
    """The page a list is asked for; 1 when none or nonsense is given."""
    value = asked.query.get(name, "1")
    return int(value) if value.isdigit() and int(value) else 1


def paragraphs_html(paragraphs: Iterable[str], css: str = "") -> str:
    """Paragraphs as HTML."""
    opening = f'<p class="{css}">' if css else "<p>"
    return "".join(f"{opening}{escape(p, quote=False)}</p>\n" for p in paragraphs)
