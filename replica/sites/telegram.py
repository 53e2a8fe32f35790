"""Telegram's web preview, t.me/s/NAME. Markup: sites.md section 4 and saved fragments of 2023."""

from datetime import UTC
from html import escape
from typing import ClassVar

from replica.answers import Answer, Asked, page, refused
from replica.articles import Article
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.channel import Channel

PAGE = 20


class TelegramChannel(Channel):
    """Twenty posts a page, the newest last; nothing is conditional; a busy host gives 502."""

    host = "t.me"
    aliases = ()
    robots: ClassVar[str] = "User-agent: *\nDisallow: /share/\n"
    channel: ClassVar[str]
    title_of_channel: ClassVar[str]

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://t.me/NAME/ID."""
        return f"https://t.me/{self.channel}/{article.number}"

    def serves(self, asked: Asked) -> bool:
        """By the first part of the path."""
        words = asked.path.strip("/").split("/")
        return (words[1:2] if words[0] == "s" else words[:1]) == [self.channel]

    def respond(self, asked: Asked) -> Answer | None:
        """A page of the preview, or one post as it is embedded."""
        if asked.path == f"/s/{self.channel}":
            if self.newsroom.plan.quirks and self._busy(asked):
                return refused(502)
            return self._preview(asked.query.get("before", ""))
        for article, tag in self.listed():
            if asked.path == f"/{self.channel}/{article.number}":
                shown = self._post(article, tag) if "embed" in asked.query else ""
                return page(f"<!DOCTYPE html><html><body>{shown}</body></html>", sort="article")
        if asked.path.startswith(f"/{self.channel}/"):
            # a post that is not there is told in a page like any other
            missing = '<div class="tgme_widget_message_error">Post not found</div>'
            return page(f"<!DOCTYPE html><html><body>{missing}</body></html>", sort="article")
        return None

    def _busy(self, asked: Asked) -> bool:
        if asked.target in self._asked:
            return False
        self._asked.add(asked.target)
        return Dice(self.newsroom.plan.seed, asked.target, "502").chance(0.1)

    def _preview(self, before: str) -> Answer:
        shown = [
            one for one in self.listed() if not before.isdigit() or one[0].number < int(before)
        ][:PAGE]
        posts = "".join(self._post(article, tag) for article, tag in reversed(shown))
        if not posts:
            posts = (
                '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
                '<div class="tgme_widget_message_centered">'
                '<div class="tme_no_messages_found">No posts found</div></div></div>'
            )
        html = (
            f"<!DOCTYPE html><html><head><title>{escape(self.title_of_channel)} – Telegram</title>"
            f'<meta property="og:title" content="{escape(self.title_of_channel)}"></head><body>'
            '<div class="tgme_header_info"><div class="tgme_channel_info_header_username">'
            f'<a href="https://t.me/{self.channel}">@{self.channel}</a></div>'
            '<div class="tgme_channel_info_counter"><span class="counter_value">1.1M</span> '
            '<span class="counter_type">subscribers</span></div></div><main class="tgme_main">'
            f'<section class="tgme_channel_history js-message_history">{posts}</section></main>'
            "</body></html>"
        )
        return page(html, sort="listing")

    # -- one post --------------------------------------------------------------------------------

    def _post(self, article: Article, tag: str) -> str:
        form = self.forms[article.key]
        dice = Dice(article.key, "form")
        service = " service_message" if form == "service" else ""
        name = (
            f'<a class="tgme_widget_message_owner_name" href="https://t.me/{self.channel}">'
            f'<span dir="auto">{escape(self.title_of_channel)}</span></a>'
        )
        parts = [f'<div class="tgme_widget_message_author accent_color">{name}</div>']
        if form == "service":
            note = '<div class="tgme_widget_message_text js-message_text">Channel photo updated'
            parts.append(f"{note}</div>")
        if form == "whole" and dice.chance(0.1):
            parts.append(_reply(self.channel, self.title_of_channel))
        elif form == "whole" and dice.chance(0.15):
            parts.append(
                '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
                '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/iivuz/1">'
                '<span dir="auto">IIV | Rasmiy kanal</span></a></div>'
            )
        pictured = form == "media" or (form != "service" and dice.chance(0.5))
        if pictured:
            parts.append(self._media(article, dice))
        if form in {"whole", "teaser"}:
            parts.append(self._text(article, tag, nested=pictured))
        if form == "teaser":
            parts.append(self._preview_of_link(article, tag))
        edited = "edited &nbsp;" if article.changed(self.now) != article.published else ""
        views = f"{dice.between(1, 99)}.{dice.below(10)}K"
        when = article.published.astimezone(UTC)
        parts.append(
            '<div class="tgme_widget_message_footer compact js-message_footer">'
            '<div class="tgme_widget_message_info short js-message_info">'
            f'<span class="tgme_widget_message_views">{views}</span>'
            f'<span class="copyonly"> views</span><span class="tgme_widget_message_meta">{edited}'
            f'<a class="tgme_widget_message_date" href="{self.address(article, tag)}">'
            f'<time datetime="{when:%Y-%m-%dT%H:%M:%S+00:00}" class="time">{when:%H:%M}</time>'
            "</a></span></div></div>"
        )
        return (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
            f'<div class="tgme_widget_message text_not_supported_wrap{service} js-widget_message" '
            f'data-post="{self.channel}/{article.number}">'
            f'<div class="tgme_widget_message_bubble">{"".join(parts)}</div></div></div>'
        )

    def _text(self, article: Article, tag: str, *, nested: bool) -> str:
        lines = [escape(p, quote=False) for p in self.text(article, tag).paragraphs]
        for sign in ("⚡️", "❗️"):
            if lines[0].startswith(sign):
                lines[0] = f'<i class="emoji"><b>{sign}</b></i>{lines[0].removeprefix(sign)}'
        text = "<br/><br/>".join(lines)
        if self.forms[article.key] == "teaser":
            url = escape(self.linked(article, tag))
            text = text.replace(url, f'<a href="{url}" target="_blank">{url}</a>')
        css = '<div class="tgme_widget_message_text js-message_text" dir="auto">'
        return f"{css}{css}{text}</div></div>" if nested else f"{css}{text}</div>"

    def _media(self, article: Article, dice: Dice) -> str:
        photos = dice.pick((1, 1, 1, 3))
        shown = "".join(
            '<a class="tgme_widget_message_photo_wrap" style="background-image:url'
            f"('https://cdn1.telegram-cdn.org/file/{dice.hexadecimal(12)}.jpg')\" "
            f'href="https://t.me/{self.channel}/{article.number + n}?single"></a>'
            for n in range(photos)
        )
        if photos == 1 and dice.chance(0.3):
            shown = (
                '<a class="tgme_widget_message_video_player" href="#"><time '
                'class="message_video_duration js-message_video_duration">0:27</time></a>'
            )
        return f'<div class="tgme_widget_message_grouped_wrap">{shown}</div>'

    def _preview_of_link(self, article: Article, tag: str) -> str:
        assert article.source is not None
        url = escape(self.linked(article, tag))
        lead = self.newsroom.version(article.source, tag).paragraphs[0][:170]
        return (
            f'<a class="tgme_widget_message_link_preview" href="{url}">'
            f'<div class="link_preview_site_name">{self.source}</div>'
            f'<div class="link_preview_title">Ichki ishlar vazirligi</div>'
            f'<div class="link_preview_description">{escape(lead)}</div></a>'
        )


def _reply(channel: str, name: str) -> str:
    return (
        f'<a class="tgme_widget_message_reply" href="https://t.me/{channel}/1">'
        f'<div class="tgme_widget_message_author accent_color"><span '
        f'class="tgme_widget_message_author_name" dir="auto">{escape(name)}</span></div>'
        '<div class="tgme_widget_message_metatext js-message_reply_text" dir="auto">'
        "IIV: avvalgi xabar</div></a>"
    )


class IivTelegram(TelegramChannel):
    """@iivuz: the ministry's own; whole texts, with the line of its channels below."""

    profile = Profile("telegram.iivuz", "social", (Line(("uz-Latn",)),))
    source = "gov.uz"
    channel = "iivuz"
    title_of_channel = "IIV | Rasmiy kanal"
    whole = 0.85
    footer = "Sayt | Telegram | Facebook | Instagram | Youtube | TikTok"


class KunTelegram(TelegramChannel):
    """@kunuzofficial: mostly titles with a link."""

    profile = Profile("telegram.kunuzofficial", "social", (Line(("uz-Latn",)),))
    source = "kun.uz"
    channel = "kunuzofficial"
    title_of_channel = "Kun.uz | Rasmiy kanal"
    tags = ("uz-Latn",)


class GazetaTelegram(TelegramChannel):
    """@gazetauz: in Russian."""

    profile = Profile("telegram.gazetauz", "social", (Line(("ru",)),))
    source = "gazeta.uz"
    channel = "gazetauz"
    title_of_channel = "Газета.uz"
    tags = ("ru",)
