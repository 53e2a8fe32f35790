"""The index of alike texts: which publications hold a hash, in sorted blocks in the database.

Additions wait in ``fresh`` and are then sorted into segments; segments of one size are merged
into one of the next. A lookup reads, of every segment of the days wanted, only the blocks its
hashes fall into, and many publications are looked up together as cheaply as a few: that keeps the
speed as the index grows. An entry that has become wrong (a changed text) stays: what is found is
compared in full anyway.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from storage.connection import Connection

SHINGLES, EVENTS, FACTS = 0, 1, 2
"""Kinds of hashes: a reprint is found by the first, an event by the second by its words and by
the third, in any language, by its facts."""

PERIOD_DAYS = (32, 1, 1)
"""Days whose hashes of a kind stand together: reprints are looked for through weeks, events for a
day or two."""

FRESH = 256
"""Publications that wait for a segment."""

FAN = 4
"""Segments of a level that make one of the next."""

BLOCK = 512
"""Entries in a block, about."""

_BITS = 20
"""Most bits by which a segment is split into blocks."""

_HASH = np.uint64(32)
_ROW = np.uint64(0xFFFFFFFF)
_READ = 4096
"""Blocks read at once."""

Entries = np.ndarray[Any, np.dtype[np.uint64]]
Hashes = np.ndarray[Any, np.dtype[np.uint32]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


def add(connection: Connection, kind: int, added: Iterable[tuple[int, int, Hashes]]) -> None:
    """Add publications to the index, each as its row, its day (an ordinal) and its hashes."""
    connection.executemany(
        "INSERT INTO fresh (row, kind, period, hashes) VALUES (?,?,?,?)"
        " ON CONFLICT (row, kind) DO UPDATE SET period = excluded.period,"
        " hashes = excluded.hashes",
        [(row, kind, day // PERIOD_DAYS[kind], hashes.tobytes()) for row, day, hashes in added],
    )
    for period, waiting in connection.execute(
        "SELECT period, count(*) FROM fresh WHERE kind = ? GROUP BY period", (kind,)
    ).fetchall():
        if waiting >= FRESH:
            _settle(connection, kind, period)


def find(
    connection: Connection,
    kind: int,
    wanted: Sequence[Hashes],
    first_day: int,
    last_day: int,
) -> tuple[Rows, Rows, Rows]:
    """What of the index shares hashes with the publications looked up.

    Days are those of whole periods: the caller leaves out what is not near enough.

    Returns:
        three arrays of one length: place in ``wanted``, row, number of hashes shared.
    """
    hashes = np.concatenate([np.empty(0, np.uint32), *wanted]).astype(np.uint64)
    owners = np.repeat(np.arange(len(wanted)), [len(one) for one in wanted])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    found = []
    periods = (first_day // PERIOD_DAYS[kind], last_day // PERIOD_DAYS[kind])
    if len(hashes):
        found.append(_among(_fresh(connection, kind, *periods), hashes, owners))
        for segment, bits in connection.execute(
            "SELECT id, bits FROM segments WHERE kind = ? AND period BETWEEN ? AND ?",
            (kind, *periods),
        ).fetchall():
            for entries in _blocks(connection, segment, bits, hashes):
                found.append(_among(entries, hashes, owners))
    pairs = np.concatenate([np.empty(0, np.uint64), *found])
    pairs, shared = np.unique(pairs, return_counts=True)
    rows = (pairs & _ROW).astype(np.int64)
    return (pairs >> _HASH).astype(np.int64), rows, shared.astype(np.int64)


def held(connection: Connection, kind: int, period: int) -> dict[int, Hashes]:
    """All hashes of a kind that the index holds of a period, sorted, by row.

    Rows that are gone are among them.
    """
    parts = [_fresh(connection, kind, period, period)]
    for segment, bits in connection.execute(
        "SELECT id, bits FROM segments WHERE kind = ? AND period = ?", (kind, period)
    ).fetchall():
        first = segment << _BITS
        read = connection.execute(
            "SELECT entries FROM blocks WHERE id >= ? AND id < ?", (first, first + (1 << bits))
        )
        parts.append(_joined(read))
    entries = np.unique(np.concatenate(parts))
    rows = (entries & _ROW).astype(np.int64)
    # sorted by hash already: a stable sort keeps them so in each row
    order = np.argsort(rows, kind="stable")
    hashes = (entries[order] >> _HASH).astype(np.uint32)
    known, starts = np.unique(rows[order], return_index=True)
    return dict(zip(known.tolist(), np.split(hashes, starts[1:]), strict=True)) if len(rows) else {}


def _among(entries: Entries, hashes: Entries, owners: Rows) -> Entries:
    """Pairs (owner, row) for every entry whose hash is wanted; both are sorted by hash."""
    first = np.searchsorted(entries, hashes << _HASH)
    within = np.flatnonzero(first < len(entries))
    # most hashes stand in no other text: where one ends is asked of those that are there
    some = within[entries[first[within]] >> _HASH == hashes[within]]
    if not len(some):
        return np.empty(0, np.uint64)
    first = first[some]
    # the hashes stop at 2**32: the last one's end is the end
    last = np.searchsorted(entries, (hashes[some] << _HASH) | _ROW, side="right")
    hits = last - first
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(hits)[:-1])), hits)
    rows = entries[starts + np.arange(len(starts))] & _ROW
    pairs: Entries = (np.repeat(owners[some], hits).astype(np.uint64) << _HASH) | rows
    return pairs


def _fresh(connection: Connection, kind: int, first: int, last: int) -> Entries:
    rows = connection.execute(
        "SELECT row, hashes FROM fresh WHERE kind = ? AND period BETWEEN ? AND ?",
        (kind, first, last),
    ).fetchall()
    return _entries([row[0] for row in rows], [row[1] for row in rows])


def _entries(rows: list[int], hashes: list[bytes]) -> Entries:
    joined = np.frombuffer(b"".join(hashes), dtype=np.uint32).astype(np.uint64)
    counts = [len(one) // 4 for one in hashes]
    entries = (joined << _HASH) | np.repeat(np.array(rows, dtype=np.uint64), counts)
    entries.sort()
    return entries


def _blocks(connection: Connection, segment: int, bits: int, hashes: Entries) -> Iterator[Entries]:
    first = segment << _BITS
    blocks = np.unique(hashes >> np.uint64(32 - bits)).astype(np.int64) + first
    if len(blocks) * 3 > 1 << bits:
        for start in range(0, 1 << bits, _READ):
            read = connection.execute(
                "SELECT entries FROM blocks WHERE id >= ? AND id < ? ORDER BY id",
                (first + start, first + min(start + _READ, 1 << bits)),
            )
            yield _joined(read)
        return
    for start in range(0, len(blocks), _READ):
        some = blocks[start : start + _READ].tolist()
        read = connection.execute(
            f"SELECT entries FROM blocks WHERE id IN ({','.join('?' * len(some))})"  # noqa: S608
            " ORDER BY id",
            some,
        )
        yield _joined(read)


def _joined(read: Iterable[Sequence[bytes]]) -> Entries:
    return np.frombuffer(b"".join(row[0] for row in read), dtype=np.uint64)


def _settle(connection: Connection, kind: int, period: int) -> None:
    """Sort what waits into a segment, and merge segments while there are enough of one level."""
    place = (kind, period)
    rows = connection.execute(
        "SELECT row, hashes FROM fresh WHERE kind = ? AND period = ?", place
    ).fetchall()
    connection.execute("DELETE FROM fresh WHERE kind = ? AND period = ?", place)
    entries = _entries([row[0] for row in rows], [row[1] for row in rows])
    size = max(1, len(rows) // FRESH)
    level = (size.bit_length() - 1) // (FAN.bit_length() - 1)
    while True:
        peers = connection.execute(
            "SELECT id, bits FROM segments WHERE kind = ? AND period = ? AND level = ?",
            (*place, level),
        ).fetchall()
        if len(peers) < FAN - 1:
            break
        for segment, bits in peers:
            first, last = segment << _BITS, (segment << _BITS) + (1 << bits)
            read = connection.execute(
                "SELECT entries FROM blocks WHERE id >= ? AND id < ? ORDER BY id", (first, last)
            )
            entries = np.concatenate([entries, _joined(read)])
            connection.execute("DELETE FROM blocks WHERE id >= ? AND id < ?", (first, last))
            connection.execute("DELETE FROM segments WHERE id = ?", (segment,))
        # already sorted runs: a stable sort merges them
        entries.sort(kind="stable")
        level += 1
    _write(connection, place, level, entries)


def _write(connection: Connection, place: tuple[int, int], level: int, entries: Entries) -> None:
    bits = min(_BITS, max(0, (len(entries) // BLOCK).bit_length()))
    segment = connection.execute(
        "INSERT INTO segments (kind, period, level, bits) VALUES (?,?,?,?) RETURNING id",
        (*place, level, bits),
    ).fetchone()[0]
    edges = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.zeros(1)
    starts = [*np.searchsorted(entries, edges.astype(np.uint64)).tolist(), len(entries)]
    first = (segment or 0) << _BITS
    connection.executemany(
        "INSERT INTO blocks (id, entries) VALUES (?,?)",
        (
            (first + block, entries[starts[block] : starts[block + 1]].tobytes())
            for block in range(1 << bits)
            if starts[block] < starts[block + 1]
        ),
    )
