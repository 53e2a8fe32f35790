"""Why a row of a list has its verdict, in words: a code, and what was met where that helps."""

from reports.labels import Language, label

GROUPS = ("place", "why")
"""Groups of words in which a reason's code may stand."""

TECHNICAL = frozenset({
    "fetch_failed", "parse_failed", "rejected", "outlet_not_read", "bad_address", "unknown_channel",
})  # fmt: skip
"""Codes behind which what was met is shown: it tells whoever mends it where to look."""


def reason_words(reason: str, language: Language) -> str:
    """A reason ("gone: HTTP 404") in a language; one without a known code as it is."""
    code, _, detail = reason.partition(": ")
    word = next((w for group in GROUPS if (w := label(group, code, language)) != code), "")
    if not word:
        return reason
    shown = detail and (code in TECHNICAL or detail.startswith("HTTP "))
    return f"{word} ({detail})" if shown else word
