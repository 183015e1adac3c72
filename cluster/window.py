"""A few documents of a cluster as a snapshot in memory, which knows the numbers of the whole index.

So what ranks, folds and explains on one machine does so here: only how many documents there are,
how long they are and how many have a term is asked of the cluster.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ..index.columns import MOST_IN_BODY, MOST_IN_TITLE, NO_POSTINGS, Postings
from ..index.follow import entry_of
from ..index.segments.invert import invert
from ..index.segments.segment import fields_of
from ..index.segments.snapshot import Snapshot
from ..language.characters import HAN_RUN
from ..language.terms import Family
from ..language.terms import words as cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..corpus.documents import Document
    from ..language.literal import LiteralText
    from .statistics import Statistics


class Window(Snapshot):
    """A snapshot of some documents.

    Args:
        documents: no more than fit into a batch.
        statistics: of the whole index.
        vocabulary: whether all words are cut at once, to be looked through; else those alone that
            are asked for.
    """

    def __init__(
        self, documents: Sequence[Document], statistics: Statistics, *, vocabulary: bool = False
    ) -> None:
        self.seq = 0  # of none by itself
        self._statistics = statistics
        self._has_words = vocabulary
        entries = [entry_of(one) for one in documents]
        self._segments = [invert(entries, words=vocabulary)] if entries else []
        self._live = [np.ones(segment.size, np.bool_) for segment in self._segments]
        self._bases = [0, len(documents)] if documents else [0]
        self._whole = [True] * len(self._segments)
        self.size = len(documents)
        self._recent = self._new_cache()

    def _read(self, key: tuple[Family, str]) -> Postings:
        if key[0] is not Family.WORD or self._has_words:
            return super()._read(key)
        counts = np.array(list(self._counts(key[1])), np.int64).reshape(-1, 2)
        having = np.flatnonzero(counts.any(axis=1))
        title, body = counts[having].astype(np.uint8).T
        return Postings(having, title, body) if len(having) else NO_POSTINGS

    def _counts(self, word: str) -> Iterator[tuple[int, int]]:
        """Yield how often a word stands in each title and each body, in the form with most."""
        sought = word.encode()
        for record in self._records:
            if sought not in record:
                yield 0, 0
                continue
            title, body = (max(map(_counter(word), forms)) for forms in fields_of(record))
            yield min(title, MOST_IN_TITLE), min(body, MOST_IN_BODY)

    @cached_property
    def _records(self) -> list[bytes]:
        return list(self.records(np.arange(self.size)))

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


def _counter(word: str) -> Callable[[str], int]:
    """Return what counts a word in a normalised text, where it is cut out as one."""

    def count(text: str) -> int:
        if word not in text:
            return 0
        return sum(_cut(run).count(word) for run in HAN_RUN.findall(text) if word in run)

    return count


@lru_cache(maxsize=1 << 12)  # the words of a query often stand beside one another
def _cut(run: str) -> list[str]:
    return cut(run)
