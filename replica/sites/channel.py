"""What channels at somebody else's host share: posts made of the articles of an outlet."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Literal

from replica.answers import Answer, Asked, page, refused
from replica.articles import Article, as_tagged, wording
from replica.dice import Dice
from replica.newsroom import Newsroom
from replica.profiles import language_of
from replica.sites.site import Site, Version
from replica.writing.named import Named, named_in
from replica.writing.topics import Text

Form = Literal["whole", "teaser", "media", "service"]
"""The article's whole text; its title and a link to it; a picture alone; a system note."""

READ_ON = {"ru": "Подробнее", "en": "Read more"}


class Channel(Site):
    """A channel that posts what its outlet publishes; empty where that outlet is not played.

    Its posts are made of articles that are there already, so that a newsroom tells the same news
    with and without channels.
    """

    source: ClassVar[str]
    """Id of the outlet whose articles it posts."""
    whole: ClassVar[float] = 0.35
    """Share of posts that carry the whole text."""
    posted: ClassVar[float] = 0.7
    tags: ClassVar[tuple[str, ...]] = ("uz-Latn", "uz-Cyrl", "ru", "en")
    """Languages it may post in, the first that an article has."""
    footer: ClassVar[str] = ""

    def __init__(self, newsroom: Newsroom) -> None:
        self.forms: dict[str, Form] = {}
        made = newsroom.articles[self.profile.id]
        for article in newsroom.articles.get(self.source, ()):
            if article.kind == "article" and article.dated:
                made += self._posts(article, newsroom)
        made.sort(key=lambda post: (post.published, post.key), reverse=True)
        super().__init__(newsroom)

    def _posts(self, article: Article, newsroom: Newsroom) -> list[Article]:
        dice = Dice(article.key, self.profile.id)
        tag = next((tag for tag in self.tags if tag in article.tags), "")
        if not tag or not dice.chance(self.posted):
            return []
        moment = article.published + timedelta(minutes=dice.between(1, 25))
        post = Article(
            self.profile.id, f"{article.key}/{self.profile.id}", article.event, moment, (tag,),
            voice=article.voice, relation="reprint", source=article, manner="same",
        )  # fmt: skip
        self.forms[post.key] = "whole" if dice.chance(self.whole) else "teaser"
        if newsroom.plan.quirks and dice.chance(0.06):
            post.modified = moment + timedelta(minutes=dice.between(3, 600))
        if newsroom.plan.quirks and dice.chance(0.015):
            post.gone_at = moment + timedelta(minutes=dice.between(3, 900))
        posts = [post]
        if dice.chance(0.12):
            form = dice.weighted((("media", 3.0), ("service", 1.0)))
            wordless = Article(
                self.profile.id, f"{post.key}/{form}", article.event,
                moment + timedelta(minutes=2), (tag,), kind="not_article",
            )  # fmt: skip
            self.forms[wordless.key] = "media" if form == "media" else "service"
            posts.append(wordless)
        return [one for one in posts if one.published <= newsroom.now]

    # -- texts -----------------------------------------------------------------------------------

    def text(self, article: Article, tag: str) -> Text:
        """A post: its first line is all the title it has."""
        told = as_tagged(self._told(article, language_of(tag)), tag)
        if self.forms[article.key] != "teaser":
            return told
        return Text(told.title, (*told.paragraphs, self.link(article, tag)))

    def _told(self, article: Article, language: str) -> Text:
        edited = article.changed(self.now) != article.published
        text = wording(article, language, edited=edited)
        first = f"{self.before(article)}{text.title}"
        note = text.paragraphs[-1:] if edited else ()
        kept = text.paragraphs if self.forms[article.key] == "whole" else note
        footer = (self.footer,) if self.footer else ()
        return Text(first, (first, *kept, *footer))

    def before(self, article: Article) -> str:
        """What stands before the title: a sign, here and there."""
        return Dice(article.key, "sign").weighted((("", 7.0), ("⚡️ ", 2.0), ("❗️ ", 1.0)))

    def link(self, article: Article, tag: str) -> str:
        """The line that leads to the article."""
        return f"{READ_ON.get(language_of(tag), 'Batafsil')}: {self.linked(article, tag)}"

    def linked(self, article: Article, tag: str) -> str:
        """Where a teaser leads."""
        assert article.source is not None
        return f"https://{article.source.outlet}/{tag[:2]}/{article.source.slug or 'yangilik'}"

    def named(self, article: Article, language: str) -> Named:
        """Whom a post names: a teaser only what its title does."""
        return named_in(self._told(article, language), language)

    def teaser(self, article: Article) -> bool:
        """Whether it says too little to be known as the same story by its text."""
        return self.forms[article.key] == "teaser"

    # -- service ---------------------------------------------------------------------------------

    def listed(self, tags: Sequence[str] = ()) -> list[Version]:  # noqa: ARG002
        """All that is there, newest first: what was deleted vanishes at once."""
        return [(article, article.tags[0]) for article in self.live()]

    def body(self, article: Article, tag: str) -> tuple[str, str]:
        """Not used: a post has no page of an article's kind."""
        raise NotImplementedError

    @abstractmethod
    def serves(self, asked: Asked) -> bool:
        """Whether a request is for this channel: its host shows many."""

    def answer(self, asked: Asked) -> Answer:
        """As any site, but that no address is an article's page."""
        if asked.path == "/robots.txt":
            return page(self.robots, "text/plain; charset=utf-8")
        return self.respond(asked) or refused(404)
