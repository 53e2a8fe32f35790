"""Reads JSONL as people send it: a broken line is reported by number, the others are read."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes; a longer line is refused, so that one bad file cannot fill the memory."""


class UnreadableFile(OSError):
    """A file that is not there or may not be read."""


def read_lines(
    file: str, needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """Number, row and "" for every good line; number, None and the reason for every bad one.

    Empty lines are passed over. "-" is standard input.

    Raises:
        UnreadableFile: the file cannot be opened.
    """
    if file == "-":
        yield from _lines(sys.stdin.buffer, needed)
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror or error}; check the name") from error
    with stream:
        yield from _lines(stream, needed)


def _lines(
    stream: IO[bytes], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None, f"the line is longer than {LONGEST_LINE} bytes"
            continue
        if line.strip():
            yield number, *_row(line, needed)


def _row(line: bytes, needed: Sequence[str]) -> tuple[dict[str, Any] | None, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, f"not JSON: {error}"
    if not isinstance(row, dict):
        return None, "not a JSON object"
    missing = [name for name in needed if name not in row]
    if missing:
        return None, f"missing {', '.join(missing)}"
    return row, ""
