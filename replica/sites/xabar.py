"""xabar.uz: a cumulative list, dates without a year, the headline an h2.

Facts: sites.md section 3. That the root is Cyrillic and `/uz/` Latin, and that both share the
slug, is assumed; so is `section/slug` as the shape of an address.
"""

import re
from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.dice import Dice
from replica.letters import slug
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html

_PREFIX = {"uz-Cyrl": "", "uz-Latn": "/uz"}


class Xabar(Site):
    """Xabar.uz."""

    profile = Profile(
        "xabar.uz", "press", (Line(("uz-Latn", "uz-Cyrl")),), weight=1.5, carries=0.35
    )
    host = "xabar.uz"
    aliases = ("www.xabar.uz", "m.xabar.uz")
    kilobytes = 52

    def address(self, article: Article, tag: str) -> str:
        """https://xabar.uz/uz/jamiyat/slug."""
        section = slug(article.event.topic.section)
        return f"https://xabar.uz{_PREFIX[tag]}/{section}/{article.slug}"

    def reach(self) -> dict[str, list[Version]]:
        """Both alphabets' lists; the feed has the newest twenty Latin ones."""
        every = [(a, t) for a, _ in self.listed() for t in a.tags]
        return {"listing": every, "feed": self.listed(("uz-Latn",))[:20]}

    def respond(self, asked: Asked) -> Answer | None:
        """Lists and the feed."""
        for tag, prefix in _PREFIX.items():
            if asked.path == f"{prefix}/yangiliklar":
                load = asked.query.get("load", "30")
                return self._list(tag, int(load) if load.isdigit() else 30)
        if asked.path == "/uz/rss":
            return self.feed("feed", self.listed(("uz-Latn",))[:20])
        return None

    def _when(self, article: Article, tag: str) -> str:
        moment = article.published
        if moment.date() == self.now.date():
            word = "bugun" if tag == "uz-Latn" else "бугун"
            return f"{word}, {moment:%H:%M}"
        return f"{moment:%d/%m, %H:%M}"

    def _list(self, tag: str, load: int) -> Answer:
        shown = self.listed((tag,))[:load]
        cards = "".join(
            f'<div class="media-info"><p class="news__item-title"><a href="{self.address(a, t)}">'
            f"{escape(self.text(a, t).title)}</a></p>"
            f'<span class="date-time">{self._when(a, t)}</span></div>'
            for a, t in shown
        )
        return self.web_listing((tag, load), shown, f'<div id="p0">{cards}</div>', tag)

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Views stand beside the date; the headline is an h2."""
        text = self.text(article, tag)
        title = escape(text.title)
        views = Dice(article.key, "views").between(50, 9000)
        head = f'<title>{title}</title><meta property="og:title" content="{title}">'
        main = (
            '<div class="article"><div class="article__category"><a href="#">Jamiyat</a></div>'
            f'<h2 class="post__title">{title}</h2>'
            f'<span class="date-time">{self._when(article, tag)}</span>'
            f'<i class="eye-icon"></i>{views}<div class="media"><img '
            f'src="/static/crop/1/2/736_736_95_{article.number}.jpg"></div>'
            f'<div class="post__body">{paragraphs_html(self.paragraphs(text))}</div></div>'
        )
        if re.search("[0-9]$", str(article.number)) and article.number % 5 == 0:
            main += '<div class="post__related"><p>Mavzuga oid: IIV brifingi</p></div>'
        return head, main
