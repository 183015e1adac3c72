"""What the documents of a result are: exact counts by kind, channel, month, place and flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...corpus.documents import Flag, Kind
from ...language.place_names import distinct_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot

#: The values of one facet, each with the number of documents that have it.
Counted = tuple[tuple[str, int], ...]

_DAY_OF_EPOCH = 719_163  # 1970-01-01 as a proleptic Gregorian ordinal


def facets_of(snapshot: Snapshot, documents: Ordinals) -> dict[str, Counted]:
    """Count documents by kind, channel, month, place and flag.

    A document without a channel, a date, a place in its title or a flag is in no count of that
    facet; one with several flags is in that of each.

    Args:
        snapshot: where the documents are.
        documents: ordinals, each once.

    Returns:
        For each facet its values with their counts, the most frequent first, equal ones in the
        order of the values; no count is 0.
    """
    columns = snapshot.columns
    articles = int(np.count_nonzero(columns.articles[documents]))
    kinds = ((Kind.ARTICLE.value, articles), (Kind.SNIPPET.value, len(documents) - articles))
    channels = (
        (columns.channel_names[code], number)
        for code, number in _counts(columns.channels, documents)
    )
    places = ((distinct_name(str(c)), number) for c, number in _counts(columns.places, documents))
    bits = columns.flags[documents]
    flags = (
        (flag.value, int(np.count_nonzero(bits & (1 << bit)))) for bit, flag in enumerate(Flag)
    )
    return {
        "kind": _sorted(kinds),
        "channel": _sorted(channels),
        "month": _sorted(_months(columns.days[documents])),
        "place": _sorted(places),
        "flag": _sorted(flags),
    }


def _months(days: NDArray[np.int64]) -> Iterable[tuple[str, int]]:
    dated = (days[days > 0] - _DAY_OF_EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    months = dated.astype(np.int64)
    return (
        (str(np.datetime64(month, "M")), number)
        for month, number in _counts(months, np.arange(len(months)), none=None)
    )


def _counts(
    column: NDArray[np.int64], documents: Ordinals, *, none: int | None = 0
) -> Iterable[tuple[int, int]]:
    """Return the values that documents have in a column, each with its count, but the one for none.

    Not with `np.unique`, which hashes, and loads a part of numpy that no search needs.
    """
    values = np.sort(column[documents])
    if not len(values):
        return
    starts = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
    numbers = np.diff(np.append(starts, len(values)))
    for value, number in zip(values[starts].tolist(), numbers.tolist(), strict=True):
        if value != none:
            yield value, number


def _sorted(counted: Iterable[tuple[str, int]]) -> Counted:
    """Add up what has the same name, and put the most frequent first."""
    sums: dict[str, int] = {}
    for value, number in counted:
        if value and number:
            sums[value] = sums.get(value, 0) + number
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
