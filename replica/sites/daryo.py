"""daryo.uz: a JSON API in four languages. Facts: sites.md section 6.

Latin at the root and Cyrillic under `/uz/` share the slug; Russian and English have their own.
"""

import json
from html import escape

from replica.answers import JSON, Answer, Asked, listing, page, refused
from replica.articles import Article
from replica.datelines import plain, russian, uzbek
from replica.newsroom import Newsroom
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html

_PREFIX = {"uz-Latn": "", "uz-Cyrl": "/uz", "ru": "/ru", "en": "/en"}
_TAGS = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}


class Daryo(Site):
    """Daryo."""

    profile = Profile(
        "daryo.uz", "press",
        (Line(("uz-Latn", "uz-Cyrl"), 0.65), Line(("ru",), 0.25), Line(("en",), 0.1)),
        weight=3.0, carries=0.35, day_source="api",
    )  # fmt: skip
    host = "daryo.uz"
    aliases = ("www.daryo.uz",)
    apis = ("data.daryo.uz",)
    kilobytes = 48

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(newsroom)
        self._by_slug = {article.slug: article for article in self.articles}

    def address(self, article: Article, tag: str) -> str:
        """https://daryo.uz/2026/10/31/slug."""
        return f"https://daryo.uz{_PREFIX[tag]}/{article.published:%Y/%m/%d}/{article.slug}"

    def reach(self) -> dict[str, list[Version]]:
        """All by the API; the newest Latin and Russian ones by feeds."""
        every = [(a, t) for a, _ in self.listed() for t in a.tags]
        newest = [v for tag in ("uz-Latn", "ru") for v in self.listed((tag,))[:20]]
        return {"api": every, "feed": newest}

    def respond(self, asked: Asked) -> Answer | None:
        """API and feeds."""
        if asked.host == "data.daryo.uz":
            return self._api(asked)
        for tag in ("uz-Latn", "ru"):
            if asked.path == f"{_PREFIX[tag]}/rss/":
                return self.feed(("feed", tag), self.listed((tag,))[:20])
        return None

    def _api(self, asked: Asked) -> Answer | None:
        code = asked.headers.get("accept-language", "uz")
        tag = _TAGS.get(code, "uz-Latn")
        if asked.path == "/api/v1/site/news-latest/list":
            limit, offset = asked.query.get("limit", "20"), asked.query.get("offset", "0")
            if not (limit.isdigit() and offset.isdigit()):
                return refused(422)
            return self._list(tag, min(int(limit), 100), int(offset))
        if asked.path.startswith("/api/v1/site/news/"):
            article = self._by_slug.get(asked.path.rsplit("/", 1)[1])
            if article is None or tag not in article.tags or article.gone(self.now):
                return refused(404, '{"message":"not found"}')
            return self.cached(("post", article, tag), lambda: self._post(article, tag))
        return None

    def _list(self, tag: str, limit: int, offset: int) -> Answer:
        def make() -> Answer:
            shown = self.listed((tag,))[offset : offset + limit]
            data = [self._item(a, t) for a, t in shown]
            if offset == 0 and limit > len(data) > 3:
                # an advertisement among the news, as the API gives it
                data[3:3] = [{**data[0], "id": 1, "slug": "reklama-1", "category_slug": "reklama"}]
                data = data[:limit]
            reply = json.dumps({"data": data}, ensure_ascii=False)
            return listing(reply, self.changed(shown), JSON)

        return self.cached(("list", tag, limit, offset), make)

    def _item(self, article: Article, tag: str) -> dict[str, object]:
        section = article.event.topic.section
        return {
            "id": article.number, "title": self.text(article, tag).title, "slug": article.slug,
            "category": section, "category_slug": section, "date": plain(article.published),
            "status": "publish",
        }  # fmt: skip

    def _post(self, article: Article, tag: str) -> Answer:
        content = paragraphs_html(self.paragraphs(self.text(article, tag)), "post-content-p")
        post = {**self._item(article, tag), "content": content, "type": "news", "expired": False}
        return page(json.dumps({"data": post}, ensure_ascii=False), JSON, "article")

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """The page of 2026: its text lies in an inline script; the date has no year."""
        text = self.text(article, tag)
        title = escape(text.title)
        when = (
            uzbek(article.published, tag, year=False)
            if tag.startswith("uz")
            else russian(article.published, year=False)
        )
        content = json.dumps(paragraphs_html(self.paragraphs(text), "post-content-p"))
        content = content.replace("<", "\\u003C").replace(">", "\\u003E")
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        main = (
            f'<h1 class="post-view-title">{title}</h1><time class="post-date">{when}</time>'
            f"<script>window.__NUXT__=(function(a){{return {{data:[{content}]}}}})(1)</script>"
        )
        return head, main
