"""Folding: documents that say the same are one line of a result.

Pages of one template (another place, another number) are one line, and so are documents of one
title with like text: versions of an article, a snippet beside it. The line shows the best of them.
No document is lost: the lines and what stands behind them are all that match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..index.segment import fields_of

if TYPE_CHECKING:
    from ..index.snapshot import Ordinals, Snapshot
    from .relevance import Scores

_ALIKE = 0.5  # of the bigrams of the shorter text
_COMPARED = 1_000  # characters of each text
# Of one title only so many are compared with so many others: what is beyond is a line of its own.
_MOST_MEMBERS = 200
_MOST_HEADS = 20


class Line(NamedTuple):
    """A line of a result: the place of its document, and how many others stand behind it."""

    place: int
    folded: int


class Collapse:
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

    def lines(self, order: Ordinals, most: int) -> tuple[list[Line], int]:
        """Give the first lines of an order, and how many of its documents they took."""
        found: list[Line] = []
        taken = 0
        for place, key in zip(order.tolist(), self._keys[order].tolist(), strict=True):
            if len(found) == most:
                break
            taken += 1
            line = self._line(place, key)
            if line is not None:
                found.append(line)
        return found, taken

    def _line(self, place: int, key: int) -> Line | None:
        if not key:
            return Line(place, 0)
        if key not in self._done:
            self._done.add(key)
            members = np.flatnonzero(self._keys == np.uint64(key))
            if key & 1 or len(members) == 1:
                self._heads[place] = len(members) - 1
            else:
                self._heads |= self._versions(place, members)
        behind = self._heads.get(place)
        return None if behind is None else Line(place, behind)

    def _versions(self, first: int, members: Ordinals) -> dict[int, int]:
        """Sort the documents of one title into versions: the best of each, and how many behind."""
        by_score = members[np.argsort(-self._scores[members], kind="stable")].tolist()
        order = [first, *(place for place in by_score if place != first)]
        texts = self._texts(order[:_MOST_MEMBERS])
        heads: dict[int, int] = {}
        for place in order:
            like = next((head for head in heads if self._alike(texts, head, place)), None)
            if like is not None:
                heads[like] += 1
            elif len(heads) == _MOST_HEADS:
                texts.clear()  # nothing is compared any more
                heads[place] = 0
            else:
                heads[place] = 0
        return heads

    def _texts(self, order: list[int]) -> dict[int, frozenset[str]]:
        records = self._snapshot.records(self._documents[np.array(order)])
        return {
            place: _bigrams(fields_of(record)[1][0])
            for place, record in zip(order, records, strict=True)
        }

    def _alike(self, texts: dict[int, frozenset[str]], head: int, place: int) -> bool:
        if head not in texts or place not in texts:
            return False
        one, other = texts[head], texts[place]
        fewer = min(len(one), len(other))
        return len(one & other) >= _ALIKE * fewer


def _bigrams(text: str) -> frozenset[str]:
    text = text[:_COMPARED]
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
