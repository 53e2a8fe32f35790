"""Quotes: what somebody of the ministry says in a text, in their own words or in others'.

A sentence is a quote where one of the ministry's units stands in it as the one that speaks; who is
named there by name is the speaker, else the unit is. What stands in quotation marks is passed over
while the speaker is looked for: whom a quoted person names does not speak.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pipelines.quote_rules import Speaking, names, speaking
from storage.records import Mention, Owner, Quote
from text.folding import fold

SPEECH_WORDS = 4
"""Fewest words between quotation marks that are speech and not a name («Ёшлик»)."""
REACH = 12
"""Words between who speaks and the verb."""
NEAR = 5
"""Words between a verb and who speaks after it."""
FURTHER = 4
"""Sentences after which "in the ministry they said" is still who spoke before."""
LONGEST = 600
"""Characters of a sentence that are kept as the quote."""

_MARKS = re.compile(r"«[^«»]{3,4000}»|“[^“”\n]{3,4000}”|„[^„“”]{3,4000}[“”]|\"[^\"\n]{1,4000}\"")
_END = re.compile(
    r"\n+|(?<=[a-zа-яёўқғҳşöğç\d»”\")][.!?…])\s*(?=[–—«“„\"]?\s?[A-ZА-ЯЁЎҚҒҲŞÖĞÇ])|(?<=[!?…])\s+"
)
_TOKEN = re.compile(r"\d+:\d+\w*|[\w’‘ʻʼ'`´]+(?:-[\w’‘ʻʼ'`´]+)*|[,:;–—]")
_INITIAL = r"[A-ZА-ЯЁЎҚҒҲŞÖĞÇ][hʻ‘’']?\."
_WORD = r"[A-ZА-ЯЁЎҚҒҲŞÖĞÇ][a-zа-яёўқғҳşöğç’‘ʻʼ'`´]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?"
_NAME = re.compile(rf"(?<!\w)(?:{_INITIAL}\s?{_WORD}|{_WORD}(?:[ \u00a0]{_WORD}){{1,2}})(?!\w)")
_MAN = re.compile(r"(?P<first>\w+[бвгджзклмнпрстфхцчшщ])а (?P<last>\w+(?:ов|ев|ёв|ин))а")
_WOMAN = re.compile(r"(?P<first>\w+)(?P<end>[ыи]) (?P<last>\w+(?:ов|ев|ёв|ин))ой")


_START = attrgetter("start")


class Token(NamedTuple):
    """A word, a sign, or a name of the ministry (``mention``); positions in the body."""

    start: int
    end: int
    key: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a sentence, and the name by which a person is known, "" for an office."""

    unit: str
    name: str


def find_quotes(body: str, mentions: Sequence[Mention]) -> list[Quote]:
    """The quotes of a text, in its order.

    Args:
        body: the text as published.
        mentions: what :func:`pipelines.mentions.find_mentions` found in it.
    """
    own = [m for m in mentions if m.field == "body" and m.owner == Owner.OWN]
    if not own:
        return []
    own.sort(key=_START)
    told = sorted((m for m in mentions if m.field == "body"), key=_START)
    abroad = any(m.owner != Owner.OWN for m in mentions)
    marks = [
        (m.start(), m.end()) for m in _MARKS.finditer(body) if len(m[0].split()) >= SPEECH_WORDS
    ]
    found: list[Quote] = []
    known: list[Speaker] = []
    spoken: tuple[Speaker, int] | None = None
    last: Speaker | None = None
    for number, (start, end) in enumerate(_sentences(body, marks)):
        inside = marks[_first(marks, start) : _first(marks, end)]
        tokens = list(_tokens(body, start, end, inside, told))
        speaker = _speaker(body, tokens, inside) or _known_speaker(tokens, known, last)
        if speaker is None and not abroad:
            before = own[: bisect_left(own, end, key=_START)]
            speaker = _by_rank(body, tokens, inside, before[-1:])
        if speaker is None and spoken and number - spoken[1] <= FURTHER and _speaks_on(tokens):
            speaker = spoken[0]
        last = speaker or (last if inside else None)
        if speaker is None:
            continue
        spoken = (speaker, number)
        if speaker.name:
            known.append(speaker)
        dialogue = bool(re.match(r"\s*[–—-]\s", body[start:end]))
        found.append(
            Quote(
                speaker.unit, speaker.name, fold(speaker.name), bool(inside) or dialogue, start,
                min(end, start + LONGEST),
            )
        )  # fmt: skip
    return found


def _sentences(body: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, those in quotation marks whole with what is said of them."""
    start = 0
    for end in _END.finditer(body):
        around = _first(marks, end.start()) - 1
        if around >= 0 and end.start() < marks[around][1]:
            continue
        stop = end.start()
        if body[start:stop].strip():
            yield start + len(body[start:stop]) - len(body[start:stop].lstrip()), stop
        start = end.end()
    if body[start:].strip():
        yield start, len(body.rstrip())


def _first(marks: Sequence[tuple[int, int]], place: int) -> int:
    """Which quotation mark is the first at a place or after it."""
    return bisect_left(marks, place, key=itemgetter(0))


def _tokens(
    body: str, start: int, end: int, marks: Sequence[tuple[int, int]], told: Sequence[Mention]
) -> Iterator[Token]:
    """Words, signs and names of a sentence, without what stands in quotation marks."""
    here = told[bisect_left(told, start, key=_START) : bisect_left(told, end, key=_START)]
    here = [m for m in here if m.end <= end and not any(a <= m.start < b for a, b in marks)]
    for match in _TOKEN.finditer(body, start, end):
        at = match.start()
        if any(a <= at < b for a, b in marks):
            continue
        mention = next((m for m in here if m.start <= at < m.end), None)
        if mention is None:
            yield Token(at, match.end(), fold(match[0]))
        elif at == mention.start or not any(
            mention.start <= other.start() < at
            for other in _TOKEN.finditer(body, mention.start, at)
        ):
            yield Token(mention.start, mention.end, fold(mention.text), mention)


def _speaker(
    body: str, tokens: Sequence[Token], marks: Sequence[tuple[int, int]]
) -> Speaker | None:
    """Who of the ministry speaks in a sentence."""
    places = [n for n, one in enumerate(tokens) if one.mention and one.mention.owner == Owner.OWN]
    for rules in speaking():
        # of "ИИВ ЖХД ЙҲХББ бошлиғи" the last is theirs, of "начальник СБДД МВД" the first
        for place in reversed(places) if rules.language == "uzbek" else places:
            mention = tokens[place].mention
            span = _spoken(tokens, place, rules)
            if span is not None and mention is not None:
                first, last = max(0, min(span) - 6), max(span) + 1
                if last == place + 1:
                    last = _clause_end(tokens, place)
                name = _name_beside(body, tokens, place, first, last, marks)
                # "по словам Азиза Ташпулатова": no verb, and the name in the genitive
                between = range(min(span), max(span) + 1)
                by_words = not any(rules.verbs.at(tokens, n) for n in between)
                return Speaker(mention.unit, _nominative(name) if by_words else name)
    return None


def _clause_end(tokens: Sequence[Token], place: int) -> int:
    """Where what belongs to a name of the ministry ends: at a sign, or after seven words."""
    for ahead in range(place + 1, min(len(tokens), place + 8)):
        if tokens[ahead].key in {",", ";", ":", "–", "—"}:
            return ahead
    return min(len(tokens), place + 8)


def _spoken(tokens: Sequence[Token], place: int, rules: Speaking) -> tuple[int, int] | None:
    """The tokens from who speaks to the verb, if a name of the ministry speaks here."""
    if rules.language == "uzbek":
        return _uzbek(tokens, place, rules)
    return _european(tokens, place, rules)


def _uzbek(tokens: Sequence[Token], place: int, rules: Speaking) -> tuple[int, int] | None:
    if rules.turned(tokens[place].key):
        return None
    # "…, деди ИИВ матбуот котиби"
    for back in range(place - 1, max(-1, place - NEAR), -1):
        if tokens[back].key in {",", ";"} or tokens[back].mention:
            break
        if rules.verbs.at(tokens, back) and tokens[back].key.startswith(("de", "ay")):
            return back, place
    turned = False
    for ahead in range(place + 1, min(len(tokens), place + REACH + 1)):
        token = tokens[ahead]
        if token.key == ":" and ahead == place + 1:
            return place, ahead
        if token.mention is not None and token.mention.owner != Owner.OWN:
            return None
        if rules.sources.at(tokens, ahead) or rules.verbs.at(tokens, ahead):
            return None if turned else (place, ahead)
        if rules.others.one(token.key) and tokens[ahead - 1].key not in {"va", "hamda"}:
            return None
        # "ИИБ ходимига айтди": whom it is said to
        turned = turned or (
            ahead - place <= 3 and rules.heads.one(token.key) and rules.turned(token.key)
        )
    return None


def _european(tokens: Sequence[Token], place: int, rules: Speaking) -> tuple[int, int] | None:
    first = place
    while first and rules.heads.one(tokens[first - 1].key):
        first -= 1
    before = [token.key for token in tokens[max(0, first - 3) : first] if token.key != "the"]
    if any(" ".join(before[n:]) in rules.phrases for n in range(len(before))):
        return first, place
    # a colon after it, or after the country that follows it: what they say stands behind
    after = [one.key for one in tokens[place + 1 : place + 3] if not _country(one.key)]
    if after[:1] == [":"]:
        return first, place
    preposition = bool(before) and before[-1] in rules.prepositions
    inside = preposition and before[-1] in {"v", "vo"}
    # "в столичном ГУВД": a word between the preposition and the name
    if not preposition and len(before) > 1 and before[-2] in {"v", "vo"} and before[-1] != ",":
        inside = preposition = before[-1].endswith(("om", "em", "oy", "ey"))
    if preposition and not inside:
        return None
    head = tokens[first].key.split()[0] if tokens[first].key else ""
    if not inside and rules.heads.one(head) and head not in rules.nominative:
        return None
    said = _verb_after(tokens, place, rules, inside=inside)
    if said is None:
        said = _verb_before(tokens, first - (1 if inside else 0), rules, inside=inside)
    return None if said is None else (min(first, said), max(place, said))


def _verb_after(
    tokens: Sequence[Token], place: int, rules: Speaking, *, inside: bool
) -> int | None:
    for ahead in range(place + 1, min(len(tokens), place + REACH)):
        key = tokens[ahead].key
        if key in rules.that or key in {";", ":"} or rules.others.one(key):
            return None
        if rules.verbs.at(tokens, ahead):
            # "…, отметил он": another speaks
            if tokens[ahead - 1].key == "," and not _ends(tokens, ahead + 1, rules):
                return None
            return ahead if not inside or _plural(key) else None
        mention = tokens[ahead].mention
        if mention is not None and mention.owner != Owner.OWN:
            return None
    return None


def _ends(tokens: Sequence[Token], place: int, rules: Speaking) -> bool:
    """Whether at a place nobody else is named: a sign, "что" or a preposition stands there."""
    if place >= len(tokens):
        return True
    key = tokens[place].key
    return key in {",", ":", "–", "—"} or key in rules.that or key in rules.prepositions


def _verb_before(
    tokens: Sequence[Token], first: int, rules: Speaking, *, inside: bool
) -> int | None:
    for back in range(first - 1, max(-1, first - NEAR - 1), -1):
        key = tokens[back].key
        if rules.verbs.at(tokens, back):
            return back if not inside or _plural(key) else None
        if key in {",", ";", ":", "–", "—"} or key in rules.prepositions or rules.others.one(key):
            return None
    return None


def _name_beside(
    body: str, tokens: Sequence[Token], place: int, first: int, last: int,
    marks: Sequence[tuple[int, int]],
) -> str:  # fmt: skip
    """The person's name nearest to a name of the ministry in a part of a sentence, or ""."""
    start, end = tokens[first].start, tokens[last - 1].end
    mention = tokens[place]
    best, nearest = "", 60
    for match in _NAME.finditer(body, start, end):
        at, stop = match.span()
        if any(a <= at < b for a, b in marks) or any(
            t.mention and t.start < stop and at < t.end for t in tokens
        ):
            continue
        # "МВД Узбекистана Шохрух Гиясов"
        words = match[0].split()
        while len(words) > 1 and _country(fold(words[0])):
            words.pop(0)
        name = " ".join(words)
        if len(words) == 1 and "." not in name:
            continue
        at = stop - len(name)
        following = fold(body[stop : stop + 24].strip().split(" ")[0]) if body[stop:] else ""
        if names().places.one(following) or not _is_name(name):
            continue
        gap = at - mention.end if at >= mention.end else mention.start - stop
        if 0 <= gap < nearest:
            best, nearest = name, gap
    return _plain_name(best)


def _by_rank(
    body: str, tokens: Sequence[Token], marks: Sequence[tuple[int, int]], own: Sequence[Mention]
) -> Speaker | None:
    """An officer who speaks by rank and name where the ministry was named before: "сообщил
    подполковник Р. Ҳайдаров"."""
    if not own or any(token.mention for token in tokens):
        return None
    for rank in (n for n, token in enumerate(tokens) if names().ranks.one(token.key)):
        following = body[tokens[rank].end : tokens[rank].end + 60]
        name = _NAME.match(following.lstrip())
        if name is None or not _is_name(name[0]):
            continue
        near = range(max(0, rank - NEAR), min(len(tokens), rank + REACH))
        said = any(rules.said(tokens, n) for rules in speaking() for n in near)
        if said or (marks and any(tokens[n].key == ":" for n in near)):
            return Speaker(own[-1].unit, _plain_name(name[0]))
    return None


def _country(word: str) -> bool:
    return names().countries.one(word)


def _is_name(text: str) -> bool:
    words = [fold(word) for word in text.split()]
    if words[-1].endswith(names().turned) and len(words[-1]) > len("boboga"):
        return False
    return not any(
        names().ranks.one(word) or names().places.one(word)
        or any(rules.verbs.one(word) or rules.heads.one(word) for rules in speaking())
        for word in words
    )  # fmt: skip


def _plural(key: str) -> bool:
    """Whether a Russian verb is in the plural: "в МВД сообщили"."""
    return key.endswith(("li", "yut", "yat", "ut", "at"))


def _nominative(name: str) -> str:
    """A Russian name in the genitive as it stands in a list of names."""
    name = _MAN.sub(r"\g<first> \g<last>", name)
    return _WOMAN.sub(lambda m: f"{m['first']}а {m['last']}а", name)


def _plain_name(name: str) -> str:
    """A name without the endings of cases: "Олим Саидовнинг", "Азиза Ташпулатова" (по словам)."""
    return re.sub(r"(?:нинг|ning)$", "", " ".join(name.split()))


def _speaks_on(tokens: Sequence[Token]) -> bool:
    """Whether who spoke before is meant by words for it: "…, дейилади хабарда"."""
    if any(token.mention for token in tokens):
        return False
    return any(
        rules.messages.at(tokens, n) for rules in speaking() for n in range(len(tokens))
    ) and any(
        rules.said(tokens, n) or (rules.messages.at(tokens, n) and not rules.their)
        for rules in speaking() for n in range(len(tokens))
    )  # fmt: skip


def _known_speaker(
    tokens: Sequence[Token], known: Sequence[Speaker], last: Speaker | None
) -> Speaker | None:
    """A person named before who speaks again: by the surname, or as "he" right after."""
    keys = [token.key for token in tokens]
    if any(token.mention for token in tokens):
        return None
    for rules in speaking():
        theirs = any(
            keys[n] == "po" and keys[n + 1] in rules.their and keys[n + 2].endswith("am")
            for n in range(len(keys) - 2)
        )
        if last is not None and theirs:
            return last
        said = next((n for n in range(len(tokens)) if rules.said(tokens, n)), None)
        if said is None:
            continue
        for speaker in reversed(known):
            stem = fold(speaker.name).split()[-1].split(".")[-1][:-1]
            if len(stem) > 3 and any(
                key.startswith(stem) for key in keys[max(0, said - 6) : said + 7]
            ):
                return speaker
        if last is not None and (
            (keys[0] in rules.pronouns and said <= REACH)
            or any(key in rules.pronouns for key in keys[said : said + 2])
        ):
            return last
    return None
