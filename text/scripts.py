"""Which alphabet a text is written in."""

import re

_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


def script_of(text: str) -> str:
    """ "Cyrl" or "Latn", whichever has more letters; "" where there are none of either."""
    cyrillic = sum(map(len, _CYRILLIC.findall(text)))
    latin = sum(map(len, _LATIN.findall(text)))
    if not cyrillic and not latin:
        return ""
    return "Cyrl" if cyrillic >= latin else "Latn"
