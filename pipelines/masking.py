"""Hides addresses, e-mails and channel names in a text: what stands in them names nobody."""

import re

# both cases spelt out: a pattern that begins with a plain letter is looked for much faster
_ENDINGS = re.compile(
    r"\.([uU][zZ]|[cC][oO][mM]|[rR][uU]|[oO][rR][gG]|[nN][eE][tT]|[iI][nN][fF][oO]|[kK][zZgG]"
    r"|[mM][eE])(?!\w)"
)
_CUT = re.compile(r"\S*")
_AFTER_AT = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_LONGEST = 200
"""Characters of an address before its point that are looked at."""


def mask(text: str) -> str:
    """The text with spaces in place of addresses, letter for letter."""
    spans = [*_addresses(text), *_names_at(text), *_domains(text)]
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        begin = max(start, at)
        parts += (text[at:begin], " " * (end - begin))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _places(text: str, mark: str) -> list[int]:
    places = []
    at = text.find(mark)
    while at >= 0:
        places.append(at)
        at = text.find(mark, at + len(mark))
    return places


def _addresses(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for at in _places(text, "://"):
        if spans and at < spans[-1][1]:
            continue
        scheme = text[max(0, at - 5) : at].lower()
        start = at - (5 if scheme == "https" else 4 if scheme.endswith("http") else 0)
        spans.append((start, _end(text, at)))
    end = 0
    for at in _places(text, "www."):
        if at >= end:
            end = _end(text, at)
            spans.append((at, end))
    return spans


def _names_at(text: str) -> list[tuple[int, int]]:
    spans = []
    for at in _places(text, "@"):
        after = _AFTER_AT.match(text, at + 1)
        if after is None:
            continue
        start = _begin(text, at, "_.+-")
        if start == at or "." in after.group():
            spans.append((start, after.end()))
    return spans


def _domains(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for ending in _ENDINGS.finditer(text):
        at = ending.start()
        if spans and at < spans[-1][1]:
            continue
        slash = text[ending.end() : ending.end() + 1] == "/"
        name = ending.group(1)
        if (name.lower() == "me" and not slash) or name == "Uz":
            # "dedi.Uz" is a sentence glued to the next
            continue
        start = _begin(text, at, "_.-")
        if start < at:
            spans.append((start, _end(text, at) if slash else ending.end()))
    return spans


def _begin(text: str, at: int, marks: str) -> int:
    """Where the letters, digits and marks that end at a place begin."""
    start, least = at, max(0, at - _LONGEST)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in marks):
        start -= 1
    return start


def _end(text: str, at: int) -> int:
    cut = _CUT.match(text, at)
    return cut.end() if cut else at
