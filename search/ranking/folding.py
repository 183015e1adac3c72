"""Folding: documents that say the same are one line of a result.

Pages of one template (another place, another number) are one line, and so are documents of one
title with like text: versions of an article, a snippet beside it. The line shows the best of them.
No document is lost: the lines and what stands behind them are all that match.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.segment import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from .bm25 import Scores

_ALIKE = 0.5  # of the bigrams of the shorter text
_COMPARED = 1_000  # characters of each text
# Of one title so many are compared with the first versions, so many of them: what is beyond is a
# line of its own.
_MOST_MEMBERS = 64
_MOST_HEADS = 8


class LinePlace(NamedTuple):
    """A line of a result: the place of its document, and how many others stand behind it."""

    place: int
    folded: int


class Folding:
    """Folds the matching documents of one search.

    Args:
        snapshot: where they are.
        documents: all that match.
        scores: beside them.
    """

    def __init__(self, snapshot: Snapshot, documents: Ordinals, scores: Scores) -> None:
        self._snapshot = snapshot
        self._documents = documents
        self._scores = scores
        self._keys = snapshot.columns.folds[documents]
        self._done: set[int] = set()
        self._heads: dict[int, int] = {}  # of those of one title: place -> how many behind it

    def lines(self, order: Ordinals, most: int) -> list[LinePlace]:
        """Return the first lines of an order."""
        lines = (
            self._line(place, key)
            for place, key in zip(order.tolist(), self._keys[order].tolist(), strict=True)
        )
        return list(islice((line for line in lines if line is not None), most))

    def _line(self, place: int, key: int) -> LinePlace | None:
        if not key:
            return LinePlace(place, 0)
        if key not in self._done:
            self._done.add(key)
            members = np.flatnonzero(self._keys == np.uint64(key))
            if key & 1 or len(members) == 1:
                self._heads[place] = len(members) - 1
            else:
                self._heads |= self._versions(place, members)
        behind = self._heads.get(place)
        return None if behind is None else LinePlace(place, behind)

    def _versions(self, first: int, members: Ordinals) -> dict[int, int]:
        """Sort the documents of one title into versions: the best of each, and how many behind."""
        by_score = members[np.argsort(-self._scores[members], kind="stable")].tolist()
        order = [first, *(place for place in by_score if place != first)]
        heads: dict[int, int] = {}
        texts: dict[int, frozenset[str]] = {}  # of the heads
        for place, text in self._texts(order[:_MOST_MEMBERS]):
            like = next((head for head, other in texts.items() if _alike(text, other)), None)
            if like is not None:
                heads[like] += 1
                continue
            heads[place] = 0
            if len(texts) < _MOST_HEADS:
                texts[place] = text
        return heads | dict.fromkeys(order[_MOST_MEMBERS:], 0)

    def _texts(self, order: list[int]) -> Iterator[tuple[int, frozenset[str]]]:
        records = self._snapshot.records(self._documents[np.array(order)])
        for place, record in zip(order, records, strict=True):
            yield place, _bigrams(fields_of(record)[1][0])


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def _bigrams(text: str) -> frozenset[str]:
    text = text[:_COMPARED]
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
