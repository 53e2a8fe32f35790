"""upl.uz (DLE): Russian, a feed. Facts: sites.md section 6."""

from html import escape

from replica.answers import Answer, Asked
from replica.articles import Article
from replica.datelines import near, russian
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.site import Site, Version, paragraphs_html


class Upl(Site):
    """Upl.uz: the feed holds the newest sixty."""

    profile = Profile("upl.uz", "press", (Line(("ru",)),), weight=0.8, carries=0.25)
    host = "upl.uz"
    aliases = ("www.upl.uz",)
    kilobytes = 48

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://upl.uz/policy/100001-news.html."""
        return f"https://upl.uz/policy/{article.number}-news.html"

    def reach(self) -> dict[str, list[Version]]:
        """The feed's."""
        return {"feed": self.listed()[:60]}

    def respond(self, asked: Asked) -> Answer | None:
        """The feed, and the first list page."""
        if asked.path == "/rss.xml":
            return self.feed("feed", self.listed()[:60])
        if asked.path == "/":
            shown = self.listed()[: self.per_page]
            cards = "".join(
                f'<div class="short-story"><h2 class="sh-tit"><a href="{self.address(a, t)}">'
                f"{escape(self.text(a, t).title)}</a></h2></div>"
                for a, t in shown
            )
            return self.web_listing("home", shown, f'<div id="dle-content">{cards}</div>', "ru")
        return None

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Microdata names the parts; line breaks instead of paragraphs here and there."""
        text = self.text(article, tag)
        title = escape(text.title)
        when = near(article.published, self.now, "ru") or russian(article.published)
        paragraphs = paragraphs_html(self.paragraphs(text))
        if Dice(article.key, "breaks").chance(0.3):
            paragraphs = "<br><br>".join(escape(p, quote=False) for p in self.paragraphs(text))
        main = (
            f'<article><h1 class="post-title">{title}</h1>'
            f'<span itemprop="datePublished">{when}</span>'
            f'<div itemprop="articleBody">{paragraphs}</div></article>'
        )
        return f"<title>{title} » Upl.uz</title>", main
