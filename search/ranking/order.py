"""The order of hits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..matching.ordinal_sets import NOTHING
from ..request import Sort

if TYPE_CHECKING:
    from ...index.columns import Counts, Ordinals
    from .bm25 import Scores

_LAST_DAY = date.max.toordinal() + 1


def best_first(scores: Scores, days: Counts, sort: Sort, most: int) -> Ordinals:
    """Return the places of the first documents in an order, so many at most.

    Equal scores: the newer first. Equal days: the better first. What has none (0) comes last in all
    orders but that by relevance. What is equal in all stays in its order.

    Args:
        scores: of the documents.
        days: when each is of, or first came, as the order goes by; numbers that rise with time.
        sort: the order.
        most: places to return.
    """
    if sort is Sort.RELEVANCE:
        best = _greatest(scores, most)
        return best[np.lexsort((-days[best], -scores[best]))][:most]
    days = days.astype(np.int64)
    rank = np.where(days == 0, -_LAST_DAY, -days if sort is Sort.OLDEST else days)
    best = _greatest(rank, most)
    return best[np.lexsort((-scores[best], -rank[best]))][:most]


def _greatest(values: Scores | Ordinals, most: int) -> Ordinals:
    """Return the places of the greatest values, so many or, where others equal the last, more."""
    if most >= len(values):
        return np.arange(len(values))
    if not most:
        return NOTHING
    least = np.partition(values, len(values) - most)[len(values) - most]
    return np.flatnonzero(values >= least)
