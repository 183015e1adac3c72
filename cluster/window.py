"""A few documents of a cluster as a snapshot in memory, which knows the numbers of the whole index.

So what ranks, folds and explains on one machine does so here: only how many documents there are,
how long they are and how many have a term is asked of the cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..index.follow import entry_of
from ..index.segments.invert import invert
from ..index.segments.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corpus.documents import Document
    from ..language.literal import LiteralText
    from ..language.terms import Family
    from .statistics import Statistics


class Window(Snapshot):
    """A snapshot of some documents.

    Args:
        documents: in the order that decides between equals; no more than fit into a batch.
        statistics: of the whole index.
    """

    def __init__(self, documents: Sequence[Document], statistics: Statistics) -> None:
        self.seq = 0  # of none by itself
        self._statistics = statistics
        self._segments = [invert([entry_of(one) for one in documents])] if documents else []
        self._live = [np.ones(segment.size, np.bool_) for segment in self._segments]
        self._bases = [0, len(documents)] if documents else [0]
        self._whole = [True] * len(self._segments)
        self.size = len(documents)
        self._recent = self._new_cache()

    @property
    def live_count(self) -> int:
        """How many documents the whole index has."""
        return self._statistics.size

    @property
    def average_lengths(self) -> tuple[float, float]:
        """The average length of a title and of a body of the whole index."""
        return self._statistics.average_lengths

    def frequency(self, family: Family, term: str) -> int:
        """Return how many documents of the whole index have a term."""
        return self._statistics.frequency(family, term)

    def holding(self, literal: LiteralText, *, title_only: bool) -> int:
        """Return in how many documents of the whole index a string stands."""
        return self._statistics.holding(literal, title_only=title_only)
