"""Keeps the night's memory small: glibc gives threads heaps of their own and returns them late."""

import ctypes
import sys
from typing import Any

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Parameters of mallopt(3)."""

LARGE = 128 * 1024
"""Bytes; pages are larger, and are given back to the system as soon as they are done with."""


def spare_memory() -> None:
    """One heap for all threads, large blocks outside it. Does nothing where there is no glibc.

    Seen with 12 outlets side by side: 349 MB instead of 404 MB at the peak.
    """
    mallopt = _of_glibc("mallopt")
    if mallopt is None:
        return
    mallopt(M_ARENA_MAX, 1)
    mallopt(M_MMAP_THRESHOLD, LARGE)
    mallopt(M_TRIM_THRESHOLD, LARGE)


def give_back() -> None:
    """Return to the system what parsed pages have left free between what is still used."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_glibc(name: str) -> Any:
    # another C library (musl) has neither the function nor the habit
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
