"""Mentions: which units a text names, whose they are, and whether it is about them."""

import re
from dataclasses import dataclass, field

from pipelines.lexicon import Found, lexicon
from pipelines.owners import Context, context_of, owners_named, unqualified
from pipelines.units import Rule
from storage.records import Mention, Owner
from text.folding import Folded, fold, fold_map

_MASKED = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+"
    r"|\b[a-z0-9-]+\.(?:uz|com|ru|org|net|info|kz|kg)(?:/\S*)?\b",
    re.IGNORECASE,
)
"""Addresses, e-mails and channel names: what stands in them names nobody."""

_DOMAIN = re.compile(r"\.(?:uz|com|ru|org|net|info|kz|kg)\b", re.IGNORECASE)
_SHORTS = re.compile(
    r"(?<=[a-zа-яёўқғҳ])(?:IIV|IIB|IIO|YPX|YHX|ИИВ|ИИБ|ИИО|ЙПХ|ЙҲХ|МВД|ГУВД|УВД|ОВД)"
)
"""Abbreviations glued to the word before by bad markup: DekabrIIV."""

_SHORT_FORMS = (
    "IIV",
    "IIB",
    "IIO",
    "YPX",
    "YHX",
    "ИИВ",
    "ИИБ",
    "ИИО",
    "ЙПХ",
    "ЙҲХ",
    "МВД",
    "УВД",
    "ОВД",
)
_NONE: frozenset[int] = frozenset()

MAIN_WITHIN = 350
"""A body's characters within which a first mention makes the text be about it."""

MAIN_SHARE = 0.4
MAIN_TIMES = 3


@dataclass(slots=True)
class MentionReport:
    """What a text says of the ministry."""

    owner: Owner = Owner.NONE
    main: bool = False
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text after the one pass: what later stages need of it."""

    title: str
    text: str
    key: str
    found: Found


def scan(title: str, body: str) -> Scanned:
    """Fold a text once and search it once. Title and body are apart by a blank line."""
    text = f"{title}\n\n{body}" if title else body
    masked = text
    if "://" in text or "@" in text or "www." in text or _DOMAIN.search(text):
        masked = _MASKED.sub(lambda match: " " * len(match.group()), text)
    key = fold(masked)
    glued = _NONE
    if any(short in masked for short in _SHORT_FORMS) and _SHORTS.search(masked):
        glued = _glued(masked)
    return Scanned(title, masked, key, lexicon().find(key, glued))


def find_mentions(
    title: str, body: str, *, url: str = "", country: str = "UZ", language: str = ""
) -> MentionReport:
    """The units that a text names, each with its place in the original, owner and rule.

    Args:
        title: headline, may be "".
        body: text; its own words only, without menus or related links.
        url: not read: names in addresses name nobody.
        country: ISO code of the outlet's country.
        language: not needed; both alphabets and Russian share one key.
    """
    del url, language
    return mentions_in(scan(title, body), country)


def mentions_in(scanned: Scanned, country: str) -> MentionReport:
    """As :func:`find_mentions`, for a text that was scanned already."""
    found = scanned.found
    hits = _longest(found.units)
    if not hits and not found.police:
        return MentionReport()
    context = context_of(found, country)
    places: Folded | None = None
    report = MentionReport()
    foreign_before = False
    for start, end, rule in hits:
        if places is None:
            places = fold_map(scanned.text)
        first, last = places.span(start, end)
        if rule.capitals and rule.capitals not in scanned.text[first:last]:
            continue
        owners = owners_named(scanned.key, start, end, found)
        if not owners:
            owners = {
                unqualified(
                    scanned.key, start, end, context,
                    generic=rule.generic, foreign_before=foreign_before,
                )
            }  # fmt: skip
        foreign_before = foreign_before or owners == {Owner.FOREIGN}
        for owner in sorted(owners):
            report.mentions.append(_mention(scanned, rule, owner, first, last))
    if found.police:
        report.mentions += _foreign_police(scanned, context, places)
    report.owner = _owner_of(report.mentions)
    report.main = _is_main(scanned, report)
    return report


def _foreign_police(scanned: Scanned, context: Context, places: Folded | None) -> list[Mention]:
    rule = Rule("foreign_police", "police of another country", re.compile(""))
    mentions = []
    ours = bool(scanned.found.units)
    for place in scanned.found.police:
        start, end = place.start, place.end
        if "lejaç" in scanned.key[max(0, start - 10) : start]:
            # "лежачий полицейский" is a speed bump
            continue
        owners = owners_named(scanned.key, start, end, scanned.found)
        abroad = bool(place.weight) and not ours and context.foreign >= max(context.home, 1)
        if Owner.FOREIGN in owners or (not owners and abroad):
            places = places or fold_map(scanned.text)
            first, last = places.span(start, end)
            mentions.append(_mention(scanned, rule, Owner.FOREIGN, first, last))
    return mentions


def _mention(scanned: Scanned, rule: Rule, owner: Owner, first: int, last: int) -> Mention:
    text = scanned.text[first:last]
    offset = len(scanned.title) + 2 if scanned.title else 0
    if scanned.title and first < len(scanned.title):
        return Mention(rule.unit, owner, "title", first, last, text, rule.name)
    return Mention(rule.unit, owner, "body", first - offset, last - offset, text, rule.name)


def _longest(hits: list[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    kept: list[tuple[int, int, Rule]] = []
    for start, end, rule in sorted(hits, key=lambda h: (h[0], -h[1])):
        if kept and start < kept[-1][1]:
            if end > kept[-1][1]:
                # overlapping names are one: "начальник УВД" and "УВД Ташкента"
                kept[-1] = (kept[-1][0], end, kept[-1][2])
            continue
        kept.append((start, end, rule))
    return kept


def _owner_of(mentions: list[Mention]) -> Owner:
    owners = {mention.owner for mention in mentions}
    if owners == {Owner.OWN, Owner.FOREIGN}:
        return Owner.BOTH
    return owners.pop() if owners else Owner.NONE


def _is_main(scanned: Scanned, report: MentionReport) -> bool:
    wanted = Owner.FOREIGN if report.owner is Owner.FOREIGN else Owner.OWN
    mentions = [mention for mention in report.mentions if mention.owner is wanted]
    if not mentions:
        return False
    if any(mention.field == "title" for mention in mentions) or len(mentions) >= MAIN_TIMES:
        return True
    length = len(scanned.text) - len(scanned.title)
    return mentions[0].start < max(MAIN_WITHIN, 0) and mentions[0].start <= max(
        150, length * MAIN_SHARE
    )


def _glued(text: str) -> frozenset[int]:
    """Places in the key at which an abbreviation is glued to the word before it."""
    places = fold_map(text)
    starts = {match.start() for match in _SHORTS.finditer(text)}
    return frozenset(at for at, first in enumerate(places.starts) if first in starts)
