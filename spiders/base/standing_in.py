"""Pages that come in place of an article: not-found pages sent with 200, log-ins, pay walls."""

import re
from typing import Literal

from scrapy.http import TextResponse

from storage.records import Reading
from text.folding import fold

StandIn = Literal["", "not_found", "log_in", "pay_wall"]

SHORT = 700
"""Letters; a longer text is an article, whatever its headline says."""

_NOT_FOUND = re.compile(
    r"\W*(?:(?:xato|xatolik|oşibka|error)?\W*404\b.{0,60}"
    r"|.{0,20}(?:sahifa|material|maqola|yangilik)\w* (?:topilmadi|mavjud emas|öçirilgan).{0,30}"
    r"|.{0,30}(?:stranit?sa|material|novost|statya)\w* "
    r"(?:ne nayd[ey]na?|ne suşestvuet|udal[ey]n?a?).{0,30}"
    r"|.{0,20}(?:page|article) (?:not found|does not exist|cannot be found).{0,30}"
    r"|not found)\W*"
)
_LOG_IN = re.compile(
    r"\W*(?:(?:saytga |tizimga |shaxsiy kabinetga )?kiriş|vxod(?: na sayt| v sistemu)?"
    r"|avtorizat?siya|(?:log|sign) ?in.{0,30}|ro.?yxatdan ötiş|registrat?siya).{0,40}"
)
_PAY_WALL = re.compile(
    r"(?:davomi|davomini|töliq matn|toliq matn)\W.{0,40}(?:obunaçi|obuna böl|pullik)"
    r"|(?:prodoljenie|polniy tekst|material|statya)\W.{0,40}(?:podpisçik|po podpiske)"
    r"|çtobi (?:proçitat|çitat).{0,40}(?:oformite podpisku|podpişites)"
    r"|(?:subscribe|sign up|log in) to (?:read|continue)|for subscribers only"
    r"|this (?:article|content) is for (?:paying )?subscribers"
)
"""As ``fold`` writes them: one spelling for both alphabets."""


def stands_in(page: TextResponse, reading: Reading) -> StandIn:
    """What a page is instead of an article; "" where it may be one."""
    if len(reading.body) > SHORT:
        return ""
    titles = [reading.title, *_titles(page)]
    if any(_NOT_FOUND.fullmatch(fold(one)) for one in titles if one):
        return "not_found"
    if b'type="password"' in page.body or b"type=password" in page.body:
        names = any(_LOG_IN.fullmatch(fold(one)) for one in titles if one)
        if names or not reading.body:
            return "log_in"
    ends = fold(reading.body[-300:])
    if _PAY_WALL.search(ends) or (_walled(page) and _PAY_WALL.search(_wall_text(page))):
        return "pay_wall"
    return ""


def _titles(page: TextResponse) -> list[str]:
    shown = page.css("title::text, h1::text").getall()[:4]
    return [" ".join(one.split()) for one in shown]


def _walled(page: TextResponse) -> bool:
    return any(mark in page.body for mark in (b"paywall", b"pay-wall", b"subscribe-wall"))


def _wall_text(page: TextResponse) -> str:
    walls = page.css('[class*="paywall"], [class*="pay-wall"], [class*="subscribe-wall"]')
    return fold(" ".join(" ".join(wall.css("::text").getall()) for wall in walls[:3])[:600])
