"""Which alphabet a text is written in."""

import re

_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")

# UTF-8 says it in the first byte of a letter: D0-D3 begin Cyrillic, C3-C9 Latin with marks, and
# the letters A-Z are bytes of their own
_CYRILLIC_BYTES = bytes(range(0xD0, 0xD4))
_LATIN_BYTES = bytes([*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC3, 0xCA)])
_KIND = bytes(
    1 if byte in _CYRILLIC_BYTES else 2 if byte in _LATIN_BYTES else 0 for byte in range(256)
)
_OTHER = bytes(byte for byte in range(256) if not _KIND[byte])


def script_of(text: str) -> str:
    """ "Cyrl" or "Latn", whichever has more letters; "" where there are none of either."""
    kinds = text.encode("utf-8", "replace").translate(_KIND, _OTHER)
    if kinds:
        cyrillic = kinds.count(1)
        return "Cyrl" if cyrillic * 2 >= len(kinds) else "Latn"
    # letters rarer than those the bytes tell
    if _CYRILLIC.search(text):
        return "Cyrl"
    return "Latn" if _LATIN.search(text) else ""
