"""The order of hits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..request import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ...index.columns import Counts, Ordinals
    from .bm25 import Scores

_LAST_DAY = date.max.toordinal() + 1


def best_first(
    scores: Scores,
    days: Counts,
    ids: Callable[[Ordinals], NDArray[np.uint64]],
    sort: Sort,
    most: int,
) -> Ordinals:
    """Return the places of the first documents in an order, so many at most.

    Equal scores: the newer first. Equal days: the better first. What has none (0) comes last in all
    orders but that by relevance. What is equal in all is in the order of the ids, so that it stands
    alike in every index of the same documents.

    Args:
        scores: of the documents.
        days: when each is of, or first came, as the order goes by; numbers that rise with time.
        ids: returns those of the documents at some places, as numbers.
        sort: the order.
        most: places to return.
    """
    keys: list[Scores | Counts] = [scores, days]
    if sort is not Sort.RELEVANCE:
        days = days.astype(np.int64)
        keys = [np.where(days == 0, -_LAST_DAY, -days if sort is Sort.OLDEST else days), scores]
    best = _greatest(keys, ids, most)
    return best[np.lexsort((ids(best), *(-key[best] for key in reversed(keys))))]


def _greatest(
    keys: Sequence[Scores | Counts], ids: Callable[[Ordinals], NDArray[np.uint64]], most: int
) -> Ordinals:
    """Return the places with the greatest values, so many: the first key decides first."""
    surely, equal = [np.zeros(0, np.int64)], np.arange(len(keys[0]))
    for values_of in (*(key.__getitem__ for key in keys), lambda places: ~ids(places)):
        left = most - sum(map(len, surely))
        if left >= len(equal) or not left:
            equal = equal[:left]
            break
        values = values_of(equal)
        least = np.partition(values, len(values) - left)[len(values) - left]
        surely.append(equal[values > least])
        equal = equal[values == least]
    return np.concatenate([*surely, equal])
