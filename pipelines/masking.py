"""Hides addresses, e-mails and channel names in a text: what stands in them names nobody."""

import re

_ENDINGS = re.compile(r"\.((?:uz|com|ru|org|net|info|kz|kg|me)(?!\w))", re.IGNORECASE)
_CUT = re.compile(r"\S*")
_BEFORE_DOMAIN = re.compile(r"[\w.-]*$")
_BEFORE_AT = re.compile(r"[\w.+-]*$")
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
    spans = []
    for at in _places(text, "://"):
        scheme = text[max(0, at - 5) : at].lower()
        start = at - (5 if scheme == "https" else 4 if scheme.endswith("http") else 0)
        spans.append((start, _end(text, at)))
    for at in _places(text, "www."):
        spans.append((at, _end(text, at)))
    return spans


def _names_at(text: str) -> list[tuple[int, int]]:
    spans = []
    for at in _places(text, "@"):
        after = _AFTER_AT.match(text, at + 1)
        if after is None:
            continue
        before = _BEFORE_AT.search(text, max(0, at - _LONGEST), at)
        start = before.start() if before else at
        if start == at or "." in after.group():
            spans.append((start, after.end()))
    return spans


def _domains(text: str) -> list[tuple[int, int]]:
    spans = []
    for ending in _ENDINGS.finditer(text):
        at = ending.start()
        slash = text[ending.end() : ending.end() + 1] == "/"
        name = ending.group(1)
        if (name.lower() == "me" and not slash) or name == "Uz":
            # "dedi.Uz" is a sentence glued to the next
            continue
        before = _BEFORE_DOMAIN.search(text, max(0, at - _LONGEST), at)
        if before is not None and before.start() < at:
            spans.append((before.start(), _end(text, at) if slash else ending.end()))
    return spans


def _end(text: str, at: int) -> int:
    cut = _CUT.match(text, at)
    return cut.end() if cut else at
