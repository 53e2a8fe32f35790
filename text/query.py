"""The query language of the coverage list: read into a small tree, wrong spots named.

    ички ишлар            both words, in any alphabet, endings left open
    "ички ишлар"          the words as they stand, beside each other
    яшил | кўк, OR        any of them; brackets hold parts together
    -футбол, NOT футбол   without
    title:ёнғин           in the headline; title:(a | b) for several
    outlet:kun.uz         at an outlet, by its id or name
    date:2026-10          of a day, month, year, or a range 2026-10-01..2026-10-15

Field words are known in English, Uzbek and Russian; a leading + is allowed and changes nothing,
since all words must be there anyhow.
"""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from text.folding import fold
from text.query_dates import NoDay, days_meant

LONGEST = 1_000
"""Characters of a query."""
MOST = 64
"""Words, phrases and fields in it."""
DEEPEST = 16
"""Brackets within brackets."""
SHORT = 2
"""Letters of a word up to which it is found whole: two letters begin half of all words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words beside each other (folded, small letters); the last may go on unless ``whole``."""

    words: tuple[str, ...]
    whole: bool = False
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class AtOutlet:
    """At an outlet whose id or name has this in it, from the beginning of a word; folded."""

    name: str


@dataclass(frozen=True, slots=True)
class OnDays:
    """Of the days first..last (Tashkent, both included); None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Not:
    """Without."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Every:
    """All parts; at least two."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts; there are two or more."""

    parts: tuple["Node", ...]


Node = Words | AtOutlet | OnDays | Not | Every | Either


class BadQuery(ValueError):
    """A query that cannot be read.

    ``fault`` is one of :data:`FAULTS`, ``at`` the position of the character it is about, and
    ``instead`` what can be typed there, "" where there is no example.
    """

    def __init__(self, fault: str, at: int, instead: str = "") -> None:
        said = FAULTS[fault].format(instead=instead)
        super().__init__(f"at character {at + 1}: {said}")
        self.fault, self.at, self.instead = fault, at, instead


FAULTS = {
    "nothing": "there is no word to look for; type one, or a field such as {instead}",
    "open_quote": 'this quotation mark is not closed; put another " after the phrase: {instead}',
    "open_bracket": "this bracket is not closed; put ) after the words that belong together",
    "stray_bracket": "there is no ( to this ); leave it out",
    "nothing_beside": "there is nothing on one side of this sign; type a word on both: {instead}",
    "nothing_after": "there is nothing after this sign; type a word after it: {instead}",
    "empty_field": "the field is empty; type what is looked for after the colon: {instead}",
    "unknown_field": "there is no such field; did you mean {instead}?",
    "not_in_field": "this cannot stand in a field; type words, as in {instead}",
    "bad_date": "this is no day, month or year; write it as {instead}",
    "turned_dates": "the range ends before it begins; write it as {instead}",
    "too_long": "a query has at most {instead} characters",
    "too_many": "a query has at most {instead} words and phrases",
    "too_deep": "brackets stand in one another at most {instead} times",
}
"""What can be wrong, in English; screens have their own words for each."""

FIELDS = {
    "title": "title", "headline": "title", "sarlavha": "title", "сарлавха": "title",
    "заголовок": "title",
    "outlet": "outlet", "source": "outlet", "nashr": "outlet", "manba": "outlet",
    "издание": "outlet", "сми": "outlet", "oav": "outlet", "источник": "outlet",
    "date": "date", "day": "date", "sana": "date", "kun": "date", "дата": "date", "день": "date",
}  # fmt: skip
"""Field words as people type them; Uzbek ones are known in every alphabet."""

_EXAMPLES = {"title": "title:a", "outlet": "outlet:kun.uz", "date": "date:2026-10"}
_FIELDS = {fold(word): field for word, field in FIELDS.items()}
_OR = frozenset({"|", "||", "OR", "ИЛИ", "YOKI", "ЁКИ"})
_AND = frozenset({"&", "&&", "AND"})
_NOT = frozenset({"NOT"})
_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“"}
_QUOTED = re.compile(r"[\"«“„]")
_TOKEN = re.compile(r"\s+|[()|]|[^\s()|\"«“„]+")
_WORD = re.compile(r"[^\W_]+")
_FIELD = re.compile(r"([^\W\d_]+(?:['‘’ʻʼ`][^\W\d_]+)*):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """word, quoted, field, (, ), or, not, and."""
    text: str
    at: int


def read_query(text: str, today: date) -> Node:
    """The tree of a query; ``today`` is what "today" means in it.

    Raises:
        BadQuery: it cannot be read, or holds nothing to look for; says where, and what to type.
    """
    if len(text) > LONGEST:
        raise BadQuery("too_long", LONGEST, str(LONGEST))
    reader = _Reader(list(_tokens(text)), today)
    node = reader.either("")
    if reader.more():
        raise BadQuery("stray_bracket", reader.token.at)
    if node is None:
        raise BadQuery("nothing", 0, "date:2026-10")
    return node


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        if _QUOTED.match(text, at):
            end = text.find(_QUOTES[text[at]], at + 1)
            end = text.find('"', at + 1) if end < 0 else end
            if end < 0:
                raise BadQuery("open_quote", at, f'"{text[at + 1 : at + 30].strip()}"')
            tokens.append(_Token("quoted", text[at + 1 : end], at))
            at = end + 1
            continue
        match = _TOKEN.match(text, at)
        assert match is not None, "the pattern and the quotation marks take every character"
        if match.group() == "-" and text[match.end() : match.end() + 1] in {"(", *_QUOTES}:
            tokens.append(_Token("not", "-", at))
        elif match.group().strip():
            tokens += _signed(match.group(), at)
        at = match.end()
    return tokens


def _signed(chunk: str, at: int) -> list[_Token]:
    """A run of characters without blanks: signs before it, a field word, a word."""
    if chunk in _OR:
        return [_Token("or", chunk, at)]
    if chunk in _AND:
        return [_Token("and", chunk, at)]
    if chunk in _NOT or chunk == "-":
        # a dash by itself is punctuation of a pasted headline
        return [_Token("not", chunk, at)] if chunk in _NOT else []
    if chunk in {"(", ")"}:
        return [_Token(chunk, chunk, at)]
    if chunk[0] == "-":
        return [_Token("not", "-", at), *_signed(chunk[1:], at + 1)]
    if chunk[0] == "+":
        return _signed(chunk[1:], at + 1) if chunk[1:] else []
    field = _FIELD.fullmatch(chunk)
    if field is not None:
        name = fold(field[1]).lower()
        if name in _FIELDS:
            rest = field[2]
            known = _Token("field", _FIELDS[name], at)
            return [known, _Token("word", rest, at + len(field[1]) + 1)] if rest else [known]
        near = get_close_matches(name, _FIELDS, 1, 0.8)
        if near and field[2]:
            meant = next(word for word in FIELDS if fold(word) == near[0])
            raise BadQuery("unknown_field", at, f"{meant}:")
    return [_Token("word", chunk, at)]


class _Reader:
    """Goes over the tokens once; ``field`` is the field that the words stand in."""

    def __init__(self, tokens: list[_Token], today: date) -> None:
        self.tokens, self.today = tokens, today
        self.place = self.leaves = self.depth = 0

    def more(self) -> bool:
        return self.place < len(self.tokens)

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def either(self, field: str) -> Node | None:
        """Parts with "or" between them; None where there is no word at all."""
        parts: list[Node | None] = []
        signs: list[_Token] = []
        while True:
            parts.append(self.every(field))
            if not self.more() or self.token.kind != "or":
                break
            signs.append(self.token)
            self.place += 1
        if signs and None in parts:
            sign = signs[max(0, parts.index(None) - 1)]
            raise BadQuery("nothing_beside", sign.at, "a | b")
        return _joined(Either, [part for part in parts if part is not None])

    def every(self, field: str) -> Node | None:
        """Parts beside each other."""
        parts: list[Node] = []
        while self.more() and self.token.kind not in {"or", ")"}:
            if self.token.kind == "and":
                self.place += 1
                continue
            part = self.one(field)
            if part is not None:
                parts.append(part)
        return _joined(Every, parts)

    def one(self, field: str) -> Node | None:
        """A word, phrase, field, bracket, or any of them with a "not" before it."""
        token = self.token
        self.place += 1
        if token.kind == "not":
            if not self.more() or self.token.kind in {"or", ")", "and"}:
                raise BadQuery("nothing_after", token.at, "-a")
            self._deeper(token)
            part = self.one(field)
            self.depth -= 1
            if part is None:
                raise BadQuery("nothing_after", token.at, "-a")
            return part.part if isinstance(part, Not) else Not(part)
        if token.kind == "(":
            return self._bracket(token, field)
        if token.kind == "field":
            return self._field(token, field)
        return self._leaf(token, field)

    def _bracket(self, token: _Token, field: str) -> Node | None:
        self._deeper(token)
        inner = self.either(field)
        if not self.more():
            raise BadQuery("open_bracket", token.at)
        self.place += 1
        self.depth -= 1
        return inner

    def _field(self, token: _Token, field: str) -> Node:
        example = {"title": "title:a", "outlet": "outlet:kun.uz", "date": "date:2026-10"}[
            token.text
        ]
        if field:
            raise BadQuery("not_in_field", token.at, f"{field}:(a | b)")
        if not self.more() or self.token.kind not in {"word", "quoted", "("}:
            raise BadQuery("empty_field", token.at, example)
        part = self.one(token.text)
        if part is None:
            raise BadQuery("empty_field", token.at, example)
        return part

    def _leaf(self, token: _Token, field: str) -> Node | None:
        self.leaves += 1
        if self.leaves > MOST:
            raise BadQuery("too_many", token.at, str(MOST))
        if field == "date":
            return self._days(token)
        if field == "outlet":
            name = " ".join(fold(token.text).lower().split())
            return AtOutlet(name) if _WORD.search(name) else None
        words = tuple(_WORD.findall(fold(token.text).lower()))
        if not words:
            return None
        whole = token.kind == "quoted" or len(words[-1]) <= SHORT
        return Words(words, whole, field == "title")

    def _days(self, token: _Token) -> OnDays:
        try:
            first, last = days_meant(token.text, self.today)
        except NoDay:
            example = "2026-10-31, 31.10.2026, 2026-10, 2026 or 2026-10-01..2026-10-15"
            raise BadQuery("bad_date", token.at, example) from None
        if first and last and last < first:
            raise BadQuery("turned_dates", token.at, f"{last}..{first}")
        return OnDays(first, last)

    def _deeper(self, token: _Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadQuery("too_deep", token.at, str(DEEPEST))


def _joined(kind: type[Every] | type[Either], parts: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]
    if len(flat) < 2:
        return flat[0] if flat else None
    return kind(tuple(flat))


def sought(node: Node) -> list[Words]:
    """The words that a query wants to be there, for marking them: not those after a "not"."""
    if isinstance(node, Words):
        return [node]
    if isinstance(node, Every | Either):
        return [words for part in node.parts for words in sought(part)]
    return []
