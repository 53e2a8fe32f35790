"""uza.uz, the national agency: an API; every language has posts, ids and slugs of its own.

Facts: sites.md section 3. The Latin and the Cyrillic post of one article are tied by nothing but
their text; Russian and English posts are articles of their own.
"""

import json
import re
from html import escape

from replica.answers import JSON, Answer, Asked, listing, page, refused
from replica.articles import Article
from replica.datelines import plain
from replica.dice import Dice
from replica.letters import slug
from replica.newsroom import Newsroom
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html

_CODES = {"uz-Latn": "oz", "uz-Cyrl": "uz", "ru": "ru", "en": "en"}
_TAGS = {code: tag for tag, code in _CODES.items()}
_LANGUAGE_IDS = {"oz": 1, "uz": 2, "ru": 3, "en": 4}


class Uza(Site):
    """UzA."""

    profile = Profile(
        "uza.uz", "press",
        (Line(("uz-Latn", "uz-Cyrl"), 0.6), Line(("ru",), 0.3), Line(("en",), 0.1)),
        weight=2.5, carries=0.4, day_source="api",
    )  # fmt: skip
    host = "uza.uz"
    aliases = ("www.uza.uz",)
    apis = ("api.uza.uz",)
    kilobytes = 40
    first_number = 620_000

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(newsroom)
        self._by_slug = {self._slug(a, t): (a, t) for a, t in self.versions}
        self._by_id = {str(self._id(a, t)): (a, t) for a, t in self.versions}

    def _id(self, article: Article, tag: str) -> int:
        # the other alphabet's post is made a moment later
        return article.number * 2 + (tag != article.tags[0])

    def _slug(self, article: Article, tag: str) -> str:
        words = article.slug
        if tag == "uz-Cyrl":
            words = slug(self.text(article, tag).title)
        return f"{words}_{self._id(article, tag)}"

    def address(self, article: Article, tag: str) -> str:
        """https://uza.uz/oz/posts/slug_718604."""
        return f"https://uza.uz/{_CODES[tag]}/posts/{self._slug(article, tag)}"

    def reach(self) -> dict[str, list[Version]]:
        """All by the API; the newest also by feeds."""
        every = [(a, t) for a, _ in self.listed() for t in a.tags]
        return {"api": every, "feed": [v for tag in _CODES for v in self.listed((tag,))[:20]]}

    def respond(self, asked: Asked) -> Answer | None:
        """API and feeds."""
        if asked.host.startswith("api."):
            return self._api(asked)
        if match := re.fullmatch(r"/(oz|uz|ru|en)/rss", asked.path):
            tag = _TAGS[match[1]]
            return self.feed(("feed", tag), self.listed((tag,))[:20])
        return None

    def _api(self, asked: Asked) -> Answer | None:
        if asked.path == "/api/v1/posts":
            query = asked.query
            code = query.get("_l", "uz")
            size = query.get("per_page", query.get("limit", "20"))
            if code not in _TAGS or not size.isdigit() or not int(size):
                return page(json.dumps({"current_page": 1, "data": [], "last_page": 1}), JSON)
            return self._list(code, page_number(asked), min(int(size), 100))
        post = asked.path.removeprefix("/api/v1/posts/")
        found = self._by_slug.get(post) or self._by_id.get(post)
        if found is None or found[0].gone(self.now):
            return refused(404, '{"message":"Not Found"}')
        return self.cached(("post", found), lambda: self._post(*found))

    def _list(self, code: str, number: int, size: int) -> Answer:
        def make() -> Answer:
            versions = self.listed((_TAGS[code],))
            shown = versions[(number - 1) * size : number * size]
            last = max(1, -(-len(versions) // size))
            reply = {
                "current_page": number,
                "data": [self._item(a, t) for a, t in shown],
                "last_page": last,
                "per_page": size,
                "total": len(versions),
                "next_page_url": f"/?page={number + 1}" if number < last else None,
            }
            return listing(json.dumps(reply, ensure_ascii=False), self.changed(shown), JSON)

        return self.cached(("list", code, number, size), make)

    def _item(self, article: Article, tag: str) -> dict[str, object]:
        text = self.text(article, tag)
        dice = Dice(article.key, "uza")
        return {
            "id": self._id(article, tag),
            "old_id": None,
            "slug": self._slug(article, tag),
            "title": text.title,
            "description": text.paragraphs[0][:140],
            "publish_time": plain(article.published),
            "created_at": plain(article.published),
            "updated_at": plain(article.changed(self.now)),
            "viewed": dice.between(5, 5000),
            "lang": _LANGUAGE_IDS[_CODES[tag]],
            "category": {"title": article.event.topic.section, "slug": "society"},
            "files": {"domain": "https://cdn.uza.uz", "folder": "/2026/", "file": "1.jpg"},
        }

    def _post(self, article: Article, tag: str) -> Answer:
        content = paragraphs_html(self.paragraphs(self.text(article, tag)))
        reply: dict[str, object] = {**self._item(article, tag), "content": content}
        if Dice(article.key, "wrapped").chance(0.5):
            reply = {"data": reply}
        return page(json.dumps(reply, ensure_ascii=False), JSON, "article")

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """A shell: the page is drawn by scripts."""
        title = escape(self.text(article, tag).title)
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        return head, '<div id="__nuxt"></div>'
