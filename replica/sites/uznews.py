"""uznews.uz: found by feeds, read by an API whose text is a list of blocks.

Facts: sites.md section 6. The path does not tell the language: `/ru/news/ID` may hold Uzbek. The
API's dates are Russian words ("Сегодня, 07:36") also for Uzbek texts.
"""

import json
import re
from html import escape

from replica.answers import JSON, Answer, Asked, page, refused
from replica.articles import Article
from replica.datelines import near, russian
from replica.dice import Dice
from replica.newsroom import Newsroom
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html


class Uznews(Site):
    """Uznews.uz."""

    profile = Profile(
        "uznews.uz", "press", (Line(("uz-Cyrl",), 0.5), Line(("ru",), 0.5)),
        weight=1.2, carries=0.3, day_source="api",
    )  # fmt: skip
    host = "www.uznews.uz"
    aliases = ("uznews.uz",)
    apis = ("api.uznews.uz",)
    kilobytes = 50

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(newsroom)
        self._by_number = {str(a.number): (a, a.tags[0]) for a in self.articles}

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://www.uznews.uz/ru/news/77697, whatever the language."""
        return f"https://www.uznews.uz/ru/news/{article.number}"

    def reach(self) -> dict[str, list[Version]]:
        """Two feeds of eighty: all news, and the Uzbek ones."""
        return {"feed": list(dict.fromkeys(self.listed()[:80] + self.listed(("uz-Cyrl",))[:80]))}

    def answer(self, asked: Asked) -> Answer:
        """The Uzbek feed is known under the bare host: it answers there, too."""
        if asked.host == "uznews.uz" and asked.path == "/uz/rss" and asked.scheme == "https":
            return self.feed("uz", self.listed(("uz-Cyrl",))[:80])
        return super().answer(asked)

    def respond(self, asked: Asked) -> Answer | None:
        """API and feeds."""
        if asked.host == "api.uznews.uz":
            return self._post(asked.path)
        if asked.path == "/rss":
            return self.feed("all", self.listed()[:80])
        return None

    def _when(self, article: Article) -> str:
        moment = article.published
        return near(moment, self.now, "ru") or russian(moment, year=moment.year != self.now.year)

    def _post(self, path: str) -> Answer:
        match = re.fullmatch(r"/api/v1/posts/(\d+)", path)
        found = self._by_number.get(match[1]) if match else None
        if found is None or found[0].gone(self.now):
            return refused(404, '{"success":false,"result":null}')
        article, tag = found

        def make() -> Answer:
            text = self.text(article, tag)
            blocks = [{"type": "paragraph", "data": {"text": escape(p, quote=False)}}
                      for p in self.paragraphs(text)]  # fmt: skip
            post = {
                "id": article.number, "title": text.title,
                "description": json.dumps({"time": 1, "blocks": blocks}, ensure_ascii=False),
                "views_count": Dice(article.key).between(10, 9000),
                "created_at": self._when(article),
            }  # fmt: skip
            reply = {"success": True, "result": {"post": post}}
            return page(json.dumps(reply, ensure_ascii=False), JSON, "article")

        return self.cached(("post", article), make)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """The page as a browser shows it."""
        text = self.text(article, tag)
        title = escape(text.title)
        main = (
            f'<h1 class="section-header-title">{title}</h1>'
            f'<span class="section-header-date">{self._when(article)}</span>'
            f'<span class="widgets-item-text">{Dice(article.key).between(10, 9000)}</span>'
            f'<div class="content">{paragraphs_html(self.paragraphs(text))}</div>'
        )
        return f"<title>{title}</title>", main
