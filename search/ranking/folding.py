"""Folding: documents that say the same are one line of a result.

Pages of one template (another place, another number) are one line, and so are documents of one
title with like text: versions of an article, a snippet beside it. The line shows the best of them.
No document is lost: the lines and what stands behind them are all that match.
"""

from __future__ import annotations

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
        self._is_open = np.ones(len(documents), np.bool_)  # neither shown nor folded behind a line
        self._behind: dict[int, int] = {}  # place of a head -> how many are behind it

    def open_places(self) -> Ordinals:
        """Return the places of the documents that are neither shown nor folded yet."""
        return np.flatnonzero(self._is_open)

    def lines(self, order: Ordinals, most: int) -> list[LinePlace]:
        """Return the next lines, by the best of the documents that are open."""
        lines: list[LinePlace] = []
        for place, key in zip(order.tolist(), self._keys[order].tolist(), strict=True):
            if len(lines) == most:
                break
            if self._is_open[place]:
                if key and place not in self._behind:
                    self._fold(place, key)
                self._is_open[place] = False
                lines.append(LinePlace(place, self._behind.get(place, 0)))
        return lines

    def _fold(self, place: int, key: int) -> None:
        members = np.flatnonzero(self._keys == np.uint64(key))
        if key & 1 or len(members) == 1:
            heads = {place: len(members) - 1}
        else:
            heads = self._versions(place, members)
        self._behind |= heads
        self._is_open[members] = False
        self._is_open[list(heads)] = True

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
