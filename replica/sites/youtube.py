"""YouTube's channel feeds and the pages of videos. Feed: sites.md section 5."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import ClassVar

from replica.answers import Answer, Asked, listing, page
from replica.articles import Article, as_tagged, wording
from replica.datelines import iso
from replica.dice import Dice
from replica.profiles import Line, Profile, language_of
from replica.sites.channel import Channel
from replica.sites.site import Version
from replica.writing.topics import Text

ENTRIES = 15
PROGRAMMES = (
    ("AXBOROT 24 | {title}", "tv.uzbekistan24"), ("HUDUD – MY5 TV: {title}", "tv.my5"),
    ("{title} | Bu kun | Zo‘r TV", "tv.zortv"), ("Bu kun muhim: {title}", ""),
)  # fmt: skip
"""How titles name a programme, and whose item the video is; the last only sounds like one."""


class YoutubeChannel(Channel):
    """The newest fifteen, shorts among them; views change with every look."""

    host = "www.youtube.com"
    aliases = ("youtube.com", "m.youtube.com")
    robots: ClassVar[str] = "User-agent: *\nDisallow: /feeds/videos.xml\nDisallow: /results\n"
    channel_id: ClassVar[str]

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://www.youtube.com/watch?v=ID."""
        return f"https://www.youtube.com/watch?v={_id(article)}"

    def others(self, article: Article, tag: str) -> Sequence[str]:  # noqa: ARG002
        """Short addresses and shorts."""
        return (
            f"https://youtu.be/{_id(article)}",
            f"https://www.youtube.com/shorts/{_id(article)}",
        )

    def serves(self, asked: Asked) -> bool:
        """By the channel or the video."""
        if asked.path == "/watch":
            return any(_id(one) == asked.query.get("v") for one in self.articles)
        return asked.query.get("channel_id") == self.channel_id

    def counted_at(self, article: Article) -> str:
        """The broadcaster, where the title names its programme."""
        return self._programme(article)[1] or self.profile.id

    def listed(self, tags: Sequence[str] = ()) -> list[Version]:  # noqa: ARG002
        """Videos that are there; what has no words has no video."""
        return [(a, a.tags[0]) for a in self.live() if a.kind == "article"]

    def reach(self) -> Mapping[str, Sequence[Version]]:
        """The feed shows fifteen."""
        return {"feed": self.listed()[:ENTRIES]}

    def text(self, article: Article, tag: str) -> Text:
        """Title and description; of a video without one, the title."""
        return as_tagged(self._told(article, language_of(tag)), tag)

    def _told(self, article: Article, language: str) -> Text:
        edited = article.changed(self.now) != article.published
        text = wording(article, language, edited=edited)
        title = self._programme(article)[0].format(title=text.title)
        kept = text.paragraphs[1 if len(text.paragraphs) > 1 else 0 :]
        if self.forms[article.key] != "whole":
            kept = text.paragraphs[-1:] if edited else (title,)
        return Text(title, tuple(kept))

    def _programme(self, article: Article) -> tuple[str, str]:
        dice = Dice(article.key, "programme")
        return dice.pick(PROGRAMMES) if dice.chance(0.5) else ("{title}", "")

    def respond(self, asked: Asked) -> Answer | None:
        """The feed, or the page of one video."""
        if asked.path == "/feeds/videos.xml":
            return self._feed()
        for article, tag in self.listed():
            if asked.query.get("v") == _id(article):
                return self._watch(article, tag)
        player = json.dumps({"playabilityStatus": {"status": "ERROR", "reason": "Unavailable"}})
        return page(f"<script>var ytInitialPlayerResponse = {player};</script>", sort="article")

    def _watch(self, article: Article, tag: str) -> Answer:
        title, about = self._shown(article, tag)
        details = {"videoId": _id(article), "title": title, "shortDescription": about}
        player = {"playabilityStatus": {"status": "OK"}, "videoDetails": details}
        said = json.dumps(player).replace("</", "<\\/")
        html = (
            f"<!DOCTYPE html><html><head><title>{escape(title)} - YouTube</title></head><body>"
            f"<script>var ytInitialPlayerResponse = {said};var meta = 1;</script></body></html>"
        )
        return page(html, sort="article")

    def _shown(self, article: Article, tag: str) -> tuple[str, str]:
        text = self.text(article, tag)
        without = text.paragraphs == (text.title,)
        return text.title, "" if without else "\n\n".join(text.paragraphs)

    def _feed(self) -> Answer:
        entries = "".join(self._entry(*one) for one in self.listed()[:ENTRIES])
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<feed '
            'xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
            'xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">'
            f"<yt:channelId>{self.channel_id[2:]}</yt:channelId><title>{self.source}</title>"
            f"{entries}</feed>"
        )
        return listing(xml, self.changed(self.listed()[:ENTRIES]), "text/xml; charset=UTF-8")

    def _entry(self, article: Article, tag: str) -> str:
        title, about = (escape(one) for one in self._shown(article, tag))
        dice = Dice(article.key, "video")
        short = f"https://www.youtube.com/shorts/{_id(article)}"
        link = short if dice.chance(0.3) else self.address(article, tag)
        # updated moves with the views, not with the words
        return (
            f"<entry><id>yt:video:{_id(article)}</id><yt:videoId>{_id(article)}</yt:videoId>"
            f'<title>{title}</title><link rel="alternate" href="{link}"/>'
            f"<author><name>{self.source}</name></author>"
            f"<published>{iso(article.published)}</published><updated>{iso(self.now)}</updated>"
            f"<media:group><media:title>{title}</media:title><media:description>{about}"
            f'</media:description><media:community><media:statistics views="{dice.below(9999)}"/>'
            "</media:community></media:group></entry>"
        )


def _id(article: Article) -> str:
    return Dice(article.key, "video id").hexadecimal(11)


class UzaYoutube(YoutubeChannel):
    """The news agency's channel."""

    profile = Profile("youtube.uza", "social", (Line(("uz-Latn",)),), day_source="feed")
    source = "uza.uz"
    channel_id = "UC8VnKuevlppw9R4p12wA31A"
    tags = ("uz-Latn",)
    posted = 0.5
