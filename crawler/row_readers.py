"""Reads the rows of an imported table in processes beside the one that keeps them."""

import itertools
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from pipelines.import_file import Row
from pipelines.import_rows import Medium, Reader, RefusedRow
from pipelines.lexicon import lexicon
from storage.activities import Activity
from storage.publications import PublicationRows, rows_of

CHUNK = 200
"""Rows that a process reads at a time; a table of so few is read in this one."""

AHEAD = 3
"""Chunks a process is given ahead, so that a long table is never in memory whole."""

Said = tuple[PublicationRows | Activity | None, Medium | None, str]
"""What a row says and its outlet (as Reader.read has them), or why it cannot be kept."""

Read = tuple[Row, PublicationRows | Activity | None, Medium | None, str]
"""The row, and what it says."""

_reader: list[Reader] = []


def read_rows(rows: Iterable[Row], reader: Reader, stack: ExitStack) -> Iterator[Read]:
    """What each row says, in their order.

    Args:
        rows: of the table; read as they are needed.
        reader: reads one of them.
        stack: ends the processes. They begin before this returns, so that no open ledger is
            handed down to them.
    """
    coming = iter(rows)
    if not reader.kind.counts:
        # an event's few words are sooner read than handed over
        return ((row, *_said(reader, row)) for row in coming)
    chunks = iter(lambda: list(itertools.islice(coming, CHUNK)), [])
    first, second = next(chunks, []), next(chunks, [])
    if not second:
        return ((row, *_said(reader, row)) for row in first)
    lexicon()  # once, for all of them
    workers = max(1, min(4, os.cpu_count() or 1))
    pool = ProcessPoolExecutor(workers, get_context("fork"), _begin, (reader,))
    stack.callback(pool.shutdown, wait=True, cancel_futures=True)
    begun = deque((chunk, pool.submit(_read_chunk, chunk)) for chunk in (first, second))
    return _collected(pool, begun, chunks, workers * AHEAD)


def _collected(
    pool: ProcessPoolExecutor,
    begun: deque[tuple[list[Row], Future[list[Said]]]],
    chunks: Iterator[list[Row]],
    most: int,
) -> Iterator[Read]:
    while begun:
        while len(begun) < most and (chunk := next(chunks, [])):
            begun.append((chunk, pool.submit(_read_chunk, chunk)))
        rows, read = begun.popleft()
        # the rows are here already: only what they say comes back
        for row, said in zip(rows, read.result(), strict=True):
            yield row, *said


def _begin(reader: Reader) -> None:
    _reader[:] = [reader]


def _read_chunk(rows: list[Row]) -> list[Said]:
    return [_said(_reader[0], row) for row in rows]


def _said(reader: Reader, row: Row) -> Said:
    try:
        made, medium = reader.read(row)
    except RefusedRow as error:
        return None, None, str(error)
    return made if isinstance(made, Activity) else rows_of(made), medium, ""
