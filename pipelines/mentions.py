"""Mentions: which units a text names, whose they are, and whether it is about them."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from pipelines.lexicon import Found, Place, lexicon, starting_in
from pipelines.masking import mask
from pipelines.owners import Context, context_of, owners_named, unqualified
from pipelines.positions import Positions, plain_spaces
from pipelines.prominence import is_main
from pipelines.territory import body_of
from pipelines.units import Rule
from storage.records import Mention, Owner
from text.folding import fold

_JOINED = 40
"""Characters between the ministry's name and a word that is a unit beside it."""

_NAME = 120
"""Characters that no name of the ministry exceeds."""

_NOT_JOINED = re.compile(r"[.!?…;:\n|]|,\s|(?:^|\s)(?:va|hamda|i|and|ham|a)\s")
_SPEED_BUMP = "lejaç"
"""In the key before "полицейский": a speed bump is no policeman."""

_POLICE = Rule("foreign_police", "police of another country", re.compile(""))

Hit = tuple[int, int, Rule]


@dataclass(slots=True)
class MentionReport:
    """What a text says of the ministry."""

    owner: Owner = Owner.NONE
    main: bool = False
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text after the one pass: what later stages need of it. Addresses in it are blanked."""

    title: str
    text: str
    key: str
    title_key: int
    """Characters of the key that are the headline."""
    found: Found
    positions: Positions
    published: str
    """The same text as it was published, letter for letter."""


def scan(title: str, body: str) -> Scanned:
    """Fold a text once and search it once. Title and body are apart by a blank line."""
    masked_title = mask(plain_spaces(title))
    text = mask(plain_spaces(body))
    key = fold(text)
    title_key = 0
    if title:
        folded = fold(masked_title)
        title_key = len(folded)
        key = f"{folded}\n\n{key}"
        text = f"{masked_title}\n\n{text}"
    positions = Positions(text, key)
    found = lexicon().find(
        key, partial(_glued, text, positions), partial(_followed, text, positions)
    )
    published = f"{title}\n\n{body}" if title else body
    return Scanned(title, text, key, title_key, found, positions, published)


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
    if not found.units and not found.police:
        return MentionReport()
    context = context_of(found, country)
    hits = _hits(scanned, context)
    report = MentionReport()
    places: dict[Owner, list[tuple[int, int]]] = {Owner.OWN: [], Owner.FOREIGN: []}
    foreign_before = False
    for start, end, rule in hits:
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
            places[owner].append((start, end))
            report.mentions.append(_mention(scanned, rule, owner, start, end))
    for start, end in _foreign_police(scanned, context, ours=bool(hits)):
        places[Owner.FOREIGN].append((start, end))
        report.mentions.append(_mention(scanned, _POLICE, Owner.FOREIGN, start, end))
    report.owner = _owner_of(report.mentions)
    wanted = Owner.FOREIGN if report.owner is Owner.FOREIGN else Owner.OWN
    report.main = is_main(scanned.key, places[wanted], scanned.title_key)
    return report


def _hits(scanned: Scanned, context: Context) -> list[Hit]:
    """What the rules found, without what needs company it has not; of overlapping names one."""
    hits = [hit for hit in scanned.found.units if not hit[2].of_ministry]
    ministry = sorted((hit for hit in hits if hit[2].unit == "ministry"), key=itemgetter(0))
    for hit in scanned.found.units:
        joined = _joined(scanned.key, hit, ministry) if hit[2].of_ministry else None
        # "ИИВ вазири ўринбосари … Туркия ИИВ": a country between makes them two
        if joined is not None and not _between(scanned, hit, joined):
            hits.append(joined)
    strong = any(not hit[2].weak for hit in hits)
    kept = []
    for hit in hits:
        rule = hit[2]
        if (rule.weak and not strong) or (rule.home and context.foreign > context.home):
            continue
        if rule.capitals:
            first, last = scanned.positions.span(hit[0], hit[1])
            if rule.capitals not in scanned.text[first:last]:
                continue
        kept.append(hit)
    return _longest(kept)


def _between(scanned: Scanned, hit: Hit, joined: Hit) -> list[Place]:
    """Countries named between a word and the ministry it was joined with."""
    places = starting_in(scanned.found.countries, joined[0] + 1, joined[1])
    return [place for place in places if not hit[0] <= place.start < hit[1]]


def _joined(key: str, hit: Hit, ministry: list[Hit]) -> Hit | None:
    """The word and the ministry's name beside it as one name: "ИИВ Марказий госпитали"."""
    start, end, rule = hit
    first = bisect_left(ministry, start - _JOINED - _NAME, key=itemgetter(0))
    last = bisect_left(ministry, end + _JOINED + 1, first, key=itemgetter(0))
    for other_start, other_end, _ in ministry[first:last]:
        if 0 <= start - other_end <= _JOINED and not _NOT_JOINED.search(key, other_end, start):
            return other_start, end, rule
        if 0 <= other_start - end <= _JOINED and not _NOT_JOINED.search(key, end, other_start):
            return start, other_end, rule
    return None


def _longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for start, end, rule in sorted(hits, key=lambda h: (h[0], -h[1], -h[2].order)):
        if kept and start < kept[-1][1]:
            if end > kept[-1][1]:
                # overlapping names are one: "начальник УВД" and "УВД Ташкента"
                kept[-1] = (kept[-1][0], end, kept[-1][2])
            continue
        kept.append((start, end, rule))
    return kept


def _foreign_police(scanned: Scanned, context: Context, *, ours: bool) -> list[tuple[int, int]]:
    places = []
    for place in scanned.found.police:
        start, end = place.start, place.end
        if _SPEED_BUMP in scanned.key[max(0, start - 10) : start]:
            continue
        owners = owners_named(scanned.key, start, end, scanned.found)
        abroad = bool(place.weight) and not ours and context.foreign >= max(context.home, 1)
        if Owner.FOREIGN in owners or (not owners and abroad):
            places.append((start, end))
    return places


def _mention(scanned: Scanned, rule: Rule, owner: Owner, start: int, end: int) -> Mention:
    first, last = scanned.positions.span(start, end)
    text = scanned.published[first:last]
    unit = rule.unit
    if owner is Owner.OWN:
        unit = body_of(unit, scanned.key, start, end, scanned.found)
    offset = len(scanned.title) + 2 if scanned.title else 0
    if scanned.title and first < len(scanned.title):
        return Mention(unit, owner, "title", first, last, text, rule.name)
    return Mention(unit, owner, "body", first - offset, last - offset, text, rule.name)


def _owner_of(mentions: list[Mention]) -> Owner:
    owners = {mention.owner for mention in mentions}
    if owners == {Owner.OWN, Owner.FOREIGN}:
        return Owner.BOTH
    return owners.pop() if owners else Owner.NONE


def _glued(text: str, positions: Positions, start: int, end: int) -> bool:
    """Whether capitals begin here at the end of another word: DekabrIIV.

    A small letter after them makes them part of a word written in mixed case (учрашУВДа, кўрУВДи)
    unless the abbreviation is one that no word holds.
    """
    first, last = positions.span(start, end)
    if not text[first:last].isupper() or not text[first - 1 : first].islower():
        return False
    return not text[last : last + 1].islower() or text[first : first + 2] in {"ИИ", "II"}


def _followed(text: str, positions: Positions, start: int, end: int) -> bool:
    """Whether the next word is glued to capitals that end here: IIVMaʼlumot."""
    first, last = positions.span(start, end)
    following = text[last : last + 2]
    return text[first:last].isupper() and following[:1].isupper() and following[1:].islower()
