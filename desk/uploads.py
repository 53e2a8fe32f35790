"""Files that people send: bounded while they come, kept in a folder of the request's own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

MOST_BYTES = 80 * 1024 * 1024
"""Of a file: as much as an import reads (pipelines.import_file)."""


class TooLarge(ValueError):
    """A file that is not taken for its size."""


class BoundedUpload(TemporaryFileUploadHandler):
    """Stops a file that is larger than any table is."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take a part."""
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
        return None


@contextmanager
def as_file(upload: Any) -> Iterator[Path]:
    """The upload as a file, by a name of ours with the ending it came with; gone afterwards.

    Raises:
        TooLarge: it is.
    """
    if not isinstance(upload, UploadedFile):
        raise TooLarge("no file came")
    if (upload.size or 0) > MOST_BYTES:
        raise TooLarge(f"{(upload.size or 0) >> 20} MB; at most {MOST_BYTES >> 20} are taken")
    ending = Path(upload.name or "").suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{ending if ending.isascii() and len(ending) < 8 else ''}"
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        yield path
