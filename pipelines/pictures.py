"""What tells a publication's lead picture from others, wherever it is kept and in whatever size."""

import re
from urllib.parse import unquote, urlsplit

_SIZE = re.compile(
    r"(?:[-_@.](?:\d{2,4}x\d{2,4}|\d{2,4}x|x\d{2,4}|[wh]\d{2,4}|[23]x|scaled|thumb|small|medium|large|big"
    r"|orig(?:inal)?|preview|[sml]|x[ls]))+$"
)
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|jfif)$")
_DRAWN = re.compile(r"logo|default|holder|no-?_?image|share|social|banner|icon|sprite|avatar")
"""What an outlet shows where a text has no picture of its own."""

_TOKEN = re.compile(r"[a-z]*\d[a-z\d]*")

_DIGITS = 9
"""Fewest digits of a name that is one picture's: eight are a date, four a camera's counter."""

_LETTERS_AND_DIGITS = 12
"""Fewest signs of a drawn name, letters and digits mixed."""

_MIXED = 3
"""Fewest digits, and letters, of such a name."""


def picture_key(address: str) -> str:
    """The name of a picture without its size, lower-case; "" where another may have it too.

    Outlets that copy a picture keep its name more often than its folder; what an outlet shows for
    want of one (its logo) and names that are a date or a number in a row say nothing.
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    name = unquote(path).lower().rstrip("/").rpartition("/")[2]
    bare = _ENDING.sub("", name)
    if bare == name and "." in name:
        return ""
    bare = _SIZE.sub("", bare)
    if _DRAWN.search(bare):
        return ""
    digits = sum(sign.isdigit() for sign in bare)
    return bare if digits >= _DIGITS or any(map(_is_drawn_lot, _TOKEN.findall(bare))) else ""


def _is_drawn_lot(token: str) -> bool:
    digits = sum(sign.isdigit() for sign in token)
    return len(token) >= _LETTERS_AND_DIGITS and min(digits, len(token) - digits) >= _MIXED
