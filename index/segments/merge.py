"""Several segments to one file, without the documents that were deleted, in bounded memory."""

from __future__ import annotations

import operator
import tempfile
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ..columns import COLUMNS, numbered
from .arrays import firsts, offsets_into, spread
from .file import SegmentFile
from .lexicon import string_order
from .segment import KEYS_A_STEP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .segment import Segment

_POSTINGS_AT_ONCE = 2_000_000
_DOCUMENTS_AT_ONCE = 4_096
_BYTES_AT_ONCE = 1 << 20


def merge(segments: Sequence[Segment], kept: Sequence[NDArray[np.bool_]], path: Path) -> None:
    """Merge segments into a new file; documents keep their order.

    Args:
        segments: at least one.
        kept: for each, which documents go into the result.
        path: the file.
    """
    with SegmentFile(path) as file:
        names = {}
        for column in COLUMNS:
            parts = [segment.arrays[column.name] for segment in segments]
            if column.names:
                names[column.name], numbers = numbered(s.names[column.name] for s in segments)
                parts = [new[part] for new, part in zip(numbers, parts, strict=True)]
            file.put(column.name, column.stored, map(operator.getitem, parts, kept))
        ids = [segment.ids[keep] for segment, keep in zip(segments, kept, strict=True)]
        file.put("ids", np.uint64, ids)
        file.put("id_order", np.uint32, [np.argsort(np.concatenate(ids))])
        _put_pieces(file, "texts", "text_ends", segments, kept)
        _put_pieces(file, "breaks", "break_ends", segments, kept)
        _put_postings(file, segments, kept, path.parent)
        file.finish(names)


def _put_pieces(
    file: SegmentFile,
    name: str,
    ends_name: str,
    segments: Sequence[Segment],
    kept: Sequence[NDArray[np.bool_]],
) -> None:
    """Write an array that has several values of each document, and where those of each end."""
    sizes = [np.zeros(0, np.int64)]

    def pieces() -> Iterator[NDArray[Any]]:
        for segment, keep in zip(segments, kept, strict=True):
            starts = np.append(0, segment.arrays[ends_name]).astype(np.int64)
            for low in range(0, segment.size, _DOCUMENTS_AT_ONCE):
                edges = starts[low : low + _DOCUMENTS_AT_ONCE + 1]
                wanted = keep[low : low + _DOCUMENTS_AT_ONCE]
                lengths = np.diff(edges)
                sizes.append(lengths[wanted])
                piece = segment.arrays[name][edges[0] : edges[-1]]
                yield piece if wanted.all() else piece[np.repeat(wanted, lengths)]
            segment.forget()

    file.put(name, segments[0].arrays[name].dtype, pieces())
    ends = offsets_into(np.cumsum(np.concatenate(sizes)))
    file.put(ends_name, ends.dtype, [ends])


def _put_postings(
    file: SegmentFile,
    segments: Sequence[Segment],
    kept: Sequence[NDArray[np.bool_]],
    folder: Path,
) -> None:
    keys = np.sort(np.concatenate([segment.keys for segment in segments]))
    keys = keys[firsts(keys)]  # faster than `np.unique`, which hashes
    places = [np.searchsorted(keys, segment.keys) for segment in segments]
    postings = np.zeros(len(keys), np.int64)
    for segment, place in zip(segments, places, strict=True):
        starts = segment.starts.astype(np.int64)
        postings[place] += starts[1:] - starts[:-1]
    renumbered, size = [], 0
    for keep in kept:
        renumbered.append(np.cumsum(keep) - 1 + size)
        size += int(keep.sum())
    # Documents and counts come together, but do not stand together in the file.
    with tempfile.TemporaryFile(dir=folder) as counts:

        def pieces() -> Iterator[NDArray[Any]]:
            for low, high in _chunks(postings):
                found = _merged(segments, kept, renumbered, places, low, high)
                postings[low:high], documents, more = found
                counts.write(more.data)
                yield documents
                for segment in segments:
                    segment.forget()

        file.put("documents", np.uint16 if size <= 1 << 16 else np.uint32, pieces())
        counts.seek(0)
        blocks = iter(partial(counts.read, _BYTES_AT_ONCE), b"")
        file.put("counts", np.uint8, (np.frombuffer(block, np.uint8) for block in blocks))
    has_any = postings > 0
    keys_left = keys[has_any]
    file.put("keys", np.uint64, [keys_left])
    file.put("steps", np.uint64, [keys_left[::KEYS_A_STEP]])
    starts = offsets_into(np.append(0, np.cumsum(postings[has_any])))
    file.put("starts", starts.dtype, [starts])
    ends, strings = _strings(segments, places, keys, has_any)
    file.put("string_ends", ends.dtype, [ends])
    file.put("strings", np.uint8, [strings])
    file.put("string_order", np.uint32, [string_order(ends, strings)])


def _chunks(totals: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms that have about so many postings as fit in memory."""
    ends = np.cumsum(totals)
    low = 0
    while low < len(totals):
        before = int(ends[low - 1]) if low else 0
        high = int(np.searchsorted(ends, before + _POSTINGS_AT_ONCE, "right"))
        high = max(high, low + 1)
        yield low, high
        low = high


def _merged(
    segments: Sequence[Segment],
    kept: Sequence[NDArray[np.bool_]],
    renumbered: Sequence[NDArray[np.int64]],
    places: Sequence[NDArray[np.int64]],
    low: int,
    high: int,
) -> tuple[NDArray[np.int64], NDArray[Any], NDArray[np.uint8]]:
    """Return how many postings each of a range of terms has, and these."""
    parts = []
    totals = np.zeros(high - low, np.int64)
    for segment, keep, numbers, place in zip(segments, kept, renumbered, places, strict=True):
        first, last = np.searchsorted(place, [low, high])
        starts = segment.starts[first : last + 1].astype(np.int64)
        documents = segment.documents[starts[0] : starts[-1]]
        wanted = keep[documents]
        before = np.concatenate([[0], np.cumsum(wanted)])
        per_term = np.diff(before[starts - starts[0]])
        counts = segment.counts[starts[0] : starts[-1]][wanted]
        parts.append((place[first:last] - low, per_term, numbers[documents[wanted]], counts))
        totals[place[first:last] - low] += per_term
    next_place = np.cumsum(totals) - totals
    all_documents = np.empty(int(totals.sum()), np.uint32)
    all_counts = np.empty(len(all_documents), np.uint8)
    for terms, per_term, documents, counts in parts:
        target = spread(next_place[terms], per_term)
        all_documents[target] = documents
        all_counts[target] = counts
        next_place[terms] += per_term
    return totals, all_documents, all_counts


def _strings(
    segments: Sequence[Segment],
    places: Sequence[NDArray[np.int64]],
    keys: NDArray[np.uint64],
    has_any: NDArray[np.bool_],
) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """Return the strings of the terms that have one and are left, in the order of their keys."""
    first_string = int(np.searchsorted(keys, np.uint64(1 << 63)))
    wanted = has_any[first_string:].copy()
    lengths = np.zeros(len(wanted), np.int64)
    taken = []
    missing = wanted.copy()
    for segment, place in zip(segments, places, strict=True):
        terms = place[segment.first_string :] - first_string
        own = np.flatnonzero(missing[terms])
        ends = segment.string_ends.astype(np.int64)
        starts = np.concatenate([[0], ends[:-1]]) if len(ends) else ends
        lengths[terms[own]] = (ends - starts)[own]
        missing[terms[own]] = False
        taken.append((terms[own], starts[own]))
    ends = np.cumsum(lengths)
    starts = ends - lengths
    blob = np.empty(int(lengths.sum()), np.uint8)
    for segment, (terms, sources) in zip(segments, taken, strict=True):
        blob[spread(starts[terms], lengths[terms])] = segment.strings[
            spread(sources, lengths[terms])
        ]
    return offsets_into(ends[wanted]), blob
