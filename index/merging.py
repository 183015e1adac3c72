"""Several segments to one, without the documents that were deleted, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .segment import Segment, firsts, ordinals_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_POSTINGS_AT_ONCE = 4_000_000


def merge(segments: Sequence[Segment], kept: Sequence[NDArray[np.bool_]]) -> Segment:
    """Merge segments; documents keep their order.

    Args:
        segments: at least one.
        kept: for each, which documents go into the result.
    """
    keys = np.sort(np.concatenate([segment.keys for segment in segments]))
    keys = keys[firsts(keys)]  # faster than `np.unique`, which hashes
    places = [np.searchsorted(keys, segment.keys) for segment in segments]
    totals = np.zeros(len(keys), np.int64)
    for segment, place in zip(segments, places, strict=True):
        starts = segment.starts.astype(np.int64)
        totals[place] += starts[1:] - starts[:-1]
    renumbered, size = [], 0
    for keep in kept:
        renumbered.append(np.cumsum(keep) - 1 + size)
        size += int(keep.sum())
    kind = ordinals_type(size)
    found = [
        _merged(segments, kept, renumbered, places, low, high) for low, high in _chunks(totals)
    ]
    counts_of_terms = np.concatenate([chunk[0] for chunk in found] or [np.zeros(0, np.int64)])
    has_any = counts_of_terms > 0
    names = list(dict.fromkeys(name for segment in segments for name in segment.channel_names))
    ends, strings = _strings(segments, places, keys, has_any)
    return Segment(
        keys=keys[has_any],
        starts=np.concatenate([[0], np.cumsum(counts_of_terms[has_any])]).astype(np.uint64),
        documents=np.concatenate([chunk[1] for chunk in found] or [np.zeros(0)]).astype(kind),
        counts=np.concatenate([chunk[2] for chunk in found] or [np.zeros(0, np.uint8)]),
        string_ends=ends,
        strings=strings,
        channels=np.concatenate(
            [
                np.array([names.index(name) for name in segment.channel_names], np.uint32)[
                    segment.channels[keep]
                ]
                for segment, keep in zip(segments, kept, strict=True)
            ]
        ),
        channel_names=tuple(names),
        **{
            name: np.concatenate(
                [getattr(segment, name)[keep] for segment, keep in zip(segments, kept, strict=True)]
            )
            for name in ("ids", "days", "articles", "title_lengths", "body_lengths")
        },
    )


def _chunks(totals: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Give ranges of terms with about so many postings that they fit in memory."""
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
    """Give, for a range of terms, how many postings each has, and these."""
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
) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Give the strings of the terms that have one and are left, in the order of their keys."""
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
    return ends[wanted].astype(np.uint64), blob


def spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give starts[0], starts[0] + 1, ... counts[0] of them, then the same of the next."""
    total = int(counts.sum())
    return np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(total)
