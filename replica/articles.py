"""Articles of the invented newsroom, and how the text of each comes about."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from replica.dice import Dice
from replica.profiles import language_of
from replica.writing.facts import Facts
from replica.writing.topics import Text, Topic, Voice, headline, write
from text.transliteration import transliterate

Relation = Literal["origin", "reprint", "same_event", "translation", "alone"]
Kind = Literal["article", "not_article", "gone", "paywalled"]
Manner = Literal["", "same", "cut", "added", "sourced"]


@dataclass(slots=True, eq=False)
class Event:
    """Something that happened: every publication on it, in any language, is one story."""

    id: str
    topic: Topic
    facts: Facts
    articles: list["Article"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Article:
    """One article at one outlet, in all its language versions.

    Instants are aware Tashkent. ``source`` is the article whose text it carries, ``manner`` how
    it carries it. ``given`` is a real text to serve instead of an invented one.
    """

    outlet: str
    key: str
    """What it is drawn from: the same in every run with the same seed."""
    event: Event
    published: datetime
    tags: tuple[str, ...]
    voice: Voice = "press"
    relation: Relation = "alone"
    source: "Article | None" = None
    manner: Manner = ""
    retitled: bool = False
    modified: datetime | None = None
    """When it is edited, if it is."""
    gone_at: datetime | None = None
    """When it is taken down, if it is."""
    kind: Kind = "article"
    dated: bool = True
    given: Text | None = None
    number: int = 0
    slug: str = ""

    @property
    def language(self) -> str:
        """The language its first version is written in."""
        return language_of(self.tags[0])

    def changed(self, now: datetime) -> datetime:
        """The last instant at which its text changed, as known at ``now``."""
        return self.modified if self.modified and self.modified <= now else self.published

    def gone(self, now: datetime) -> bool:
        """Whether it has been taken down by ``now``."""
        return self.gone_at is not None and self.gone_at <= now


_SOURCED = {
    "uz": ("{name} xabariga ko‘ra, bu haqda rasman ma’lum qilindi.", "Manba: {name}"),
    "ru": ("Об этом сообщает {name}.", "Источник: {name}"),
    "en": ("This was reported by {name}.", "Source: {name}"),
}
_ADDED = {
    "uz": (
        (
            "Tahririyatimizga kun davomida shu mavzuda {a} ta savol kelib tushdi, ularning bir "
            "qismiga quyidagi xabarda javob topasiz."
        ),
        (
            "Avvalroq nashrimiz shunga yaqin mavzuda {b} ta material e’lon qilgan edi, ularni "
            "saytimizning arxiv bo‘limida o‘qish mumkin."
        ),
    ),
    "ru": (
        (
            "За день в редакцию поступило {a} вопросов на эту тему; на часть из них отвечает "
            "сообщение ниже."
        ),
        "Ранее издание опубликовало {b} материалов на близкую тему, их можно найти в архиве сайта.",
    ),
    "en": (
        (
            "The newsroom received {a} questions on the subject during the day; some are answered "
            "below."
        ),
        "The paper has published {b} pieces on a similar subject earlier; they are in the archive.",
    ),
}
_EDITED = {
    "uz": "Yangilandi. Xabar e’lon qilinganidan keyin {a} ta tafsilot aniqlashtirildi.",
    "ru": "Обновлено. После публикации уточнены {a} детали этого сообщения.",
    "en": "Updated. After publication {a} details of this report were made more precise.",
}


def wording(article: Article, language: str, *, edited: bool) -> Text:
    """An article's text in a language; Uzbek in Latin letters.

    ``edited``: as it reads after its late edit. A reprint carries its source as first published.
    """
    if article.given is not None:
        return article.given
    topic, facts = article.event.topic, article.event.facts
    if article.source is None:
        text = write(topic, facts, language, article.voice, article.key)
    else:
        text = _carried(article, language)
    if not edited:
        return text
    dice = Dice(article.key, "edit")
    note = _EDITED[language].format(a=dice.between(2, 9))
    return Text(text.title, (*text.paragraphs, note))


def title_of(article: Article, language: str) -> str:
    """The headline of an article in a language, without writing the rest; edits keep it."""
    if article.given is not None:
        return article.given.title
    topic, facts = article.event.topic, article.event.facts
    if article.source is not None and not article.retitled:
        return title_of(article.source, language)
    voice = "press" if article.retitled else article.voice
    return headline(topic, facts, language, voice, article.key)


def _carried(article: Article, language: str) -> Text:
    assert article.source is not None
    told = wording(article.source, language, edited=False)
    dice = Dice(article.key, "carry")
    title = told.title
    if article.retitled:
        title = title_of(article, language)
    paragraphs = told.paragraphs
    if article.manner == "cut":
        paragraphs = paragraphs[: max(2, (len(paragraphs) + 1) // 2)]
    elif article.manner == "added":
        before, after = (
            line.format(a=dice.between(3, 40), b=dice.between(2, 30)) for line in _ADDED[language]
        )
        paragraphs = (before, *paragraphs, after)
    elif article.manner == "sourced":
        first, last = _SOURCED[language]
        line = dice.pick((first, last)).format(name=article.source.outlet)
        paragraphs = (*paragraphs, line)
    return Text(title, paragraphs)


def as_tagged(text: Text, tag: str) -> Text:
    """A text in the script of a language tag."""
    if tag != "uz-Cyrl":
        return text
    paragraphs = tuple(transliterate(p, tag) for p in text.paragraphs)
    return Text(transliterate(text.title, tag), paragraphs)
