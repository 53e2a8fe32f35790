"""One difference between what the ledger says and what it can be made again from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, where, and how.

    ``what`` names the row, line or file; ``field`` the column or word; ``kept`` is what stands
    there and ``found`` what it should be by what proves it. ``file`` and ``offset`` (byte) where a
    file is concerned.
    """

    what: str
    field: str
    kept: str
    found: str
    file: str = ""
    offset: int = -1

    def __str__(self) -> str:
        place = f" ({self.file}{f' at byte {self.offset}' if self.offset >= 0 else ''})"
        shown = f"{_short(self.kept)} is kept, {_short(self.found)} is proven"
        return f"{self.what}, {self.field}: {shown}{place if self.file else ''}"


def first_difference(one: bytes, other: bytes) -> int:
    """The position of the first byte in which two texts differ; -1 where they are the same."""
    if one == other:
        return -1
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return len(short)
    low, high = 0, len(short)
    while low + 1 < high:
        middle = (low + high) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle
    return low


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= 90 else f"“{text[:60]}…” ({len(text)} characters)"
