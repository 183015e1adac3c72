"""Scores of which some may turn out to be lower, once somebody looks into the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...index.columns import Mask, Ordinals
    from .bm25 import Scores


def _all_hold(places: Ordinals) -> Mask:
    return np.ones(len(places), np.bool_)


class Settling:
    """Scores, the greatest that may be, and what settles those that are in doubt.

    Args:
        scores: of documents.
        doubtful: beside them, whether each is in doubt; without it none is.
        holds: says of places in doubt whether their scores hold.
        loss: what the others lose.

    Attributes:
        scores: as far as settled; the same array for as long as this lives.
    """

    def __init__(
        self,
        scores: Scores,
        doubtful: Mask | None = None,
        holds: Callable[[Ordinals], Mask] = _all_hold,
        loss: float = 0.0,
    ) -> None:
        self.scores = scores
        self._doubtful = doubtful
        self._holds = holds
        self._loss = loss

    def settle(self, places: Ordinals) -> None:
        """Settle the scores of some places."""
        if self._doubtful is None:
            return
        places = places[self._doubtful[places]]
        if len(places):
            self._doubtful[places] = False
            self.scores[places[~self._holds(places)]] -= self._loss

    def best(self, order: Callable[[int], Ordinals], most: int) -> Ordinals:
        """Return the first places of an order whose scores are settled.

        Args:
            order: gives so many first places, or fewer, as the scores are now.
            most: places to return.
        """
        ahead = most
        first = order(most)
        while self._doubtful is not None and self._doubtful[first].any():
            self.settle(order(ahead))
            first = order(most)
            ahead *= 2  # so that few rounds do where nearly all scores fall
        return first
