"""gov.uz, the ministry's official page: a JSON API, and pages that are a stream of scripts.

Facts: sites.md section 1. The same id in all languages; ids of other authorities lie in between,
and the API gives an article only to requests that name its authority.
"""

import json
from collections.abc import Sequence
from html import escape

from replica.answers import JSON, Answer, Asked, listing, page, refused
from replica.articles import Article
from replica.datelines import plain
from replica.dice import Dice
from replica.newsroom import Newsroom
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, page_number, paragraphs_html

_TAGS = {"oz": "uz-Latn", "uz": "uz-Cyrl", "ru": "ru", "en": "en"}
_CODES = {tag: code for code, tag in _TAGS.items()}
_NEWS = {"oz": "Yangiliklar", "uz": "Янгиликлар", "ru": "Новости", "en": "News"}
_SPLIT = 900
"""Letters of a stream's piece: one JSON value is spread over several."""


class Gov(Site):
    """The ministry's page on the government portal."""

    profile = Profile(
        "gov.uz", "ministry",
        (Line(("uz-Latn", "uz-Cyrl"), 1.0, (("ru", 0.7), ("en", 0.2))),),
        day_source="api",
    )  # fmt: skip
    host = "gov.uz"
    aliases = ("www.gov.uz",)
    apis = ("api-portal.gov.uz",)
    kilobytes = 55
    per_page = 10
    first_number = 140_000

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(newsroom)
        self._by_number = {str(article.number): article for article in self.articles}

    def address(self, article: Article, tag: str) -> str:
        """https://gov.uz/oz/iiv/news/view/222547."""
        return f"https://gov.uz/{_CODES[tag]}/iiv/news/view/{article.number}"

    def reach(self) -> dict[str, Sequence[Version]]:
        """Every version by the API's lists."""
        return {"api": [(a, t) for a, _ in self.listed() for t in a.tags]}

    def respond(self, asked: Asked) -> Answer | None:
        """The API's lists and articles, the list pages."""
        if asked.host.startswith("api-portal."):
            return self._api(asked)
        parts = asked.path.strip("/").split("/")
        if len(parts) == 4 and parts[0] in _TAGS and parts[1:] == ["iiv", "news", "news"]:
            return self._web_list(parts[0], page_number(asked))
        if len(parts) == 3 and parts[0] in _TAGS and parts[1] == "iiv":
            main = f"<h1>{escape(parts[2])}</h1><p>Ichki ishlar vazirligi</p>"
            return page("".join(p.raw.decode() for p in self.page("", main, _TAGS[parts[0]])))
        return None

    # -- API ---------------------------------------------------------------------------------

    def _api(self, asked: Asked) -> Answer | None:
        language = asked.headers.get("language", "uz")
        tag = _TAGS.get(language)
        if tag is None or asked.headers.get("code") != "iiv":
            # other authorities and the whole portal are not played
            empty = {"data": [], "total_page": 0, "current_page": 1}
            return page(json.dumps(empty), JSON) if "category" in asked.path else refused(404)
        if asked.path == "/authorities/news/category":
            if asked.query.get("code_name") != "news":
                return page('{"data":[],"total_page":0,"current_page":1}', JSON)
            number = page_number(asked)
            return self._api_list(language, number)
        if asked.path == "/authorities/news/view":
            return self._api_view(language, asked.query.get("id", ""))
        return None

    def _api_list(self, language: str, number: int) -> Answer:
        def make() -> Answer:
            versions = self.listed((_TAGS[language],))
            total = -(-len(versions) // self.per_page)
            shown = versions[(number - 1) * self.per_page : number * self.per_page]
            reply = {
                "data": [self._item(version, language) for version in shown],
                "total_page": total,
                "current_page": number,
            }
            return listing(json.dumps(reply, ensure_ascii=False), self.changed(shown), JSON)

        return self.cached(("api", language, number), make)

    def _item(self, version: Version, language: str) -> dict[str, object]:
        article, tag = version
        text = self.text(article, tag)
        dice = Dice(article.key, "gov")
        return {
            "id": article.number,
            "category_id": 27,
            "date": plain(article.published),
            "title": text.title,
            "anons": "" if dice.chance(0.3) else text.paragraphs[0][:160],
            "views": dice.between(12, 4000),
            "anons_image": f"https://api-portal.gov.uz/uploads/{dice.hexadecimal(32)}.jpg",
            "category_title": _NEWS[language],
            "category_code": "news",
            "activity_title": None,
            "activity_code": None,
            "url_to_web": self.address(article, tag),
        }

    def _api_view(self, language: str, number: str) -> Answer | None:
        tag = _TAGS[language]
        found = self._by_number.get(number)
        if found is None or tag not in found.tags or found.gone(self.now):
            return refused(404, '{"name":"Not Found","message":"","code":0,"status":404}')
        return self.cached(("api-view", number, tag), lambda: self._view(found, tag))

    def _view(self, article: Article, tag: str) -> Answer:
        text = self.text(article, tag)
        item = self._item((article, tag), _CODES[tag])
        changed = article.changed(self.now)
        data = {
            **{k: item[k] for k in ("id", "date", "title", "anons", "views", "anons_image")},
            "updated_date": plain(changed) if changed != article.published else None,
            "body": _body_html(text.paragraphs),
            "body_image": [],
        }
        return page(json.dumps({"data": data}, ensure_ascii=False), JSON, "article")

    # -- pages -------------------------------------------------------------------------------

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """A page whose article is in the stream and, once rendered, in the markup."""
        text = self.text(article, tag)
        code = _CODES[tag]
        head = (
            f"<title>{escape(text.title)}</title>"
            f'<meta property="og:title" content="{escape(text.title)}">'
        )
        data = json.dumps(
            {"data": {**self._item((article, tag), code), "body": _body_html(text.paragraphs)}},
            ensure_ascii=False,
        )
        main = (
            f'<section class="news-view"><h1>{escape(text.title)}</h1>'
            f"<h3>{plain(article.published)} / {_NEWS[code]}</h3>"
            f'<div class="news-view__body">{_body_html(text.paragraphs)}</div></section>'
            f"{_stream(data)}"
        )
        return head, main

    def _web_list(self, code: str, number: int) -> Answer:
        versions = self.listed((_TAGS[code],))
        total = -(-len(versions) // self.per_page)
        shown = versions[(number - 1) * self.per_page : number * self.per_page]
        data = json.dumps(
            {"data": [self._item(v, code) for v in shown], "total_page": total},
            ensure_ascii=False,
        )
        cards = "".join(
            f'<a href="/{code}/iiv/news/view/{a.number}"><span>{plain(a.published)}</span>'
            f"<h4>{escape(self.text(a, t).title)}</h4></a>"
            for a, t in shown
        )
        main = f'<div class="news-list">{cards}</div>{_stream(data)}'
        return self.web_listing(("web", code, number), shown, main, _TAGS[code])


def _body_html(paragraphs: Sequence[str]) -> str:
    return paragraphs_html(paragraphs).replace("<p>", '<p style="text-align:justify">')


def _stream(data: str) -> str:
    """The data as the framework streams it: numbered rows, cut anywhere, escaped as strings."""
    row = f'7:["$","$L12",null,{data}]\n'
    pieces = [row[at : at + _SPLIT] for at in range(0, len(row), _SPLIT)]
    return "<script>self.__next_f=self.__next_f||[]</script>" + "".join(
        f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>".replace("</p", "<\\/p")
        for piece in pieces
    )
