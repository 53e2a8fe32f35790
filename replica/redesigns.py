"""What a site's pages look like after a change nobody was told of."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from replica.answers import Answer, Asked, Part, moved
from replica.plan import RedesignKind

BODY = re.compile(
    r'(<div class="(?:td-post-content|news-item_text|article__content|fdesc)">)(.*?)(</div>)',
    re.DOTALL,
)
"""The texts of the outlets that are redesigned: nuz.uz, aniq.uz, anhor.uz, zamin.uz."""

RUSSIAN = (
    "<p>Сегодня в столице прошла очередная встреча жителей района, на которой обсудили "
    "благоустройство дворов и работу транспорта, сообщили организаторы.</p><p>Следующая встреча "
    "назначена на конец месяца, её участники обещают рассказать о сделанном.</p>"
)
"""Synthetic, as all texts of the replica."""


def redesigned(kind: RedesignKind, asked: Asked, answer: Answer, now: datetime) -> Answer:
    """An answer of the site as it is after the change."""
    if answer.status != 200:
        return answer
    if answer.sort == "article":
        if kind == "redirects_home":
            return moved(f"https://{asked.host}/", 302)
        return _with(answer, _article(kind, answer.text))
    if answer.sort == "listing":
        return _with(answer, _listing(kind, asked, answer.text, now))
    return answer


def _with(answer: Answer, text: str) -> Answer:
    if text == answer.text:
        return answer
    return replace(answer, parts=(Part(text.encode()),), etag="", modified=None)


def _article(kind: RedesignKind, text: str) -> str:
    if kind == "renamed_classes":
        return re.sub(r'(class|id)="', r'\1="new-', text)
    if kind == "date_moved":
        text = re.sub(r"<time.*?</time>", "", text, flags=re.DOTALL)
        return re.sub(r'(news-item_footer">).*?(</)', r"\1\2", text, flags=re.DOTALL)
    if kind == "body_in_script":
        return BODY.sub(r"\1</div><script>window.text={'html':''}</script>\3", text)
    if kind == "empty_bodies":
        return BODY.sub(r"\1\3", text)
    if kind == "teasers":
        return BODY.sub(lambda m: f"{m[1]}<p>{re.sub(r'<[^>]+>', '', m[2])[:90]}…</p>{m[3]}", text)
    if kind == "wrong_dates":
        text = re.sub(r"(<time[^>]*>).*?(</time>)", r"\g<1>1 января 2006, 10:00\2", text)
        return re.sub(r'(news-item_footer">).*?(</)', r"\g<1>01.01.2006\2", text, flags=re.DOTALL)
    return _stand_in(kind, text)


def _stand_in(kind: RedesignKind, text: str) -> str:
    if kind == "language_switched" and re.search(r'<html lang="uz', text):
        text = re.sub(r"(<h1[^>]*>).*?(</h1>)", r"\1Встреча жителей района\2", text)
        return BODY.sub(lambda m: f"{m[1]}{RUSSIAN}{m[3]}", text)
    if kind == "empty_titles":
        text = re.sub(r"(<h1[^>]*>).*?(</h1>)", r"\1\2", text)
        return re.sub(r'<title>.*?</title>|<meta property="og:title"[^>]*>', "", text)
    if kind == "challenge":
        return "<html><head><title>Just a moment...</title></head><body></body></html>"
    if kind == "log_in":
        form = '<form><input name="u"><input type="password"></form>'
        return f"<html><head><title>Kirish</title></head><h1>Kirish</h1>{form}</html>"
    if kind == "pay_wall":
        wall = '<div class="paywall">Davomi faqat obunachilar uchun</div>'
        return BODY.sub(lambda m: f"{m[1]}{m[2][:100]}</p>{wall}{m[3]}", text)
    return text


def _listing(kind: RedesignKind, asked: Asked, text: str, now: datetime) -> str:
    if kind == "new_list":
        return re.sub(r"<a [^>]*href=", "<span data-to=", text).replace("<item>", "<entry2>")
    if kind == "stale_feed" or (kind == "silent_language" and asked.path.startswith("/uz/")):
        return re.sub(r"<item>.*?</item>\n?", lambda m: _stale(m[0], now), text, flags=re.DOTALL)
    if kind == "new_addresses":
        return text.replace("/yangiliklar/", "/xabar/")
    return text


def _stale(item: str, now: datetime) -> str:
    said = re.search(r"<pubDate>(.*?)</pubDate>", item)
    if said is None or parsedate_to_datetime(said[1]) > now - timedelta(hours=20):
        return ""
    return item
