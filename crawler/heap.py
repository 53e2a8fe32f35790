"""Keeps the night's memory small: glibc gives threads heaps of their own and returns them late."""

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Parameters of mallopt(3)."""

LARGE = 128 * 1024
"""Bytes; pages are larger, and are given back to the system as soon as they are done with."""


def spare_memory() -> None:
    """One heap for all threads, large blocks outside it. Does nothing where there is no glibc.

    Seen with 12 outlets side by side: 349 MB instead of 404 MB at the peak.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        # another C library (musl): it has no such habit
        return
    mallopt(M_ARENA_MAX, 1)
    mallopt(M_MMAP_THRESHOLD, LARGE)
    mallopt(M_TRIM_THRESHOLD, LARGE)
