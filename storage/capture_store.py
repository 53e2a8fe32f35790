"""Opens a ledger's captures, wherever they are kept."""

from collections.abc import Callable
from pathlib import Path

from storage.captures import CaptureFolder
from storage.location import Location, captures_folder, captures_url


def open_captures(
    place: Location | None = None,
    folder: Path | None = None,
    committed: Callable[[str], int] | None = None,
) -> CaptureFolder:
    """A ledger's captures: in the store that the environment names, or in their folder.

    Args:
        place: the ledger, whose folder is taken.
        folder: the folder, where it is known.
        committed: as for :class:`storage.captures.CaptureFolder`.
    """
    if url := captures_url():
        # loaded only where it is used
        from storage.capture_bucket import CaptureBucket

        return CaptureBucket(url)
    if folder is None:
        if place is None:
            raise ValueError("captures of no ledger")
        folder = captures_folder(place)
    return CaptureFolder(folder, committed)
