"""Addresses of the web in what people write."""

import re

_LINK = re.compile(
    # with https:// in front, or a host of a usual ending with a path behind it
    r"https?://[^\s<>\"'«»“”„]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:uz|com|ru|org|net|me|info|tv|kz|kg|tj|be)/[^\s<>\"'«»“”„]+",
    re.IGNORECASE,
)
_AFTER = ".,;:!?…)]}*_"
"""What stands behind an address without being of it."""


def links_in(text: str) -> list[str]:
    """The addresses in a text, in order, each once; ``https://`` is put before bare ones."""
    found = []
    for match in _LINK.finditer(text):
        link = match[0]
        while link and link[-1] in _AFTER:
            if link[-1] == ")" and "(" in link:
                break
            link = link[:-1]
        found.append(link if "://" in link else f"https://{link}")
    return list(dict.fromkeys(found))


def without_links(text: str) -> str:
    """A text with its addresses taken out, on one line."""
    return " ".join(_LINK.sub(" ", text).split()).strip(" -–—:,;|")
