"""Folding: documents that say the same are one line of a result.

Pages of one template (another place, another number) are one line, and so are documents of one
title with like text, and versions of one text under several titles, a snippet beside its article.
No document is lost: the lines and what stands behind them are all that match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.segment import fields_of
from .versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from .settling import Settling

_ALIKE = 0.5  # of the bigrams of the shorter text
_COMPARED = 1_000  # characters of each text
# Of one title so many are compared with the first versions, so many of them: what is beyond is a
# line of its own.
_MOST_MEMBERS = 64
_MOST_HEADS = 8


class LinePlace(NamedTuple):
    """A line of a result: the place of the document to show, and what stands behind it.

    Attributes:
        place: of the document.
        folded: how many others are on the line.
        score: of the best of them, which says where the line stands.
    """

    place: int
    folded: int
    score: float


class Folding:
    """Folds the matching documents of one search.

    Args:
        snapshot: where they are.
        documents: all that match.
        scores: beside them, of which those are settled that tell what stands first.
        telling: where the query's rarest words stand; see `Versions`.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        documents: Ordinals,
        scores: Settling,
        telling: Sequence[Ordinals] = (),
    ) -> None:
        self._snapshot = snapshot
        self._documents = documents
        self._scores = scores
        self._keys = snapshot.columns.folds[documents]
        self._is_open = np.ones(len(documents), np.bool_)  # neither on a line nor behind one
        self._behind: dict[int, list[int]] = {}  # place of a head -> those of one title behind it
        self._lines: list[list[int]] = []  # the places of each, the best first
        self._versions = Versions(snapshot, telling)

    def open_places(self) -> Ordinals:
        """Return the places of the documents that are on no line yet."""
        return np.flatnonzero(self._is_open)

    def lines(self, order: Ordinals, most: int) -> list[list[int]]:
        """Go on with the best of the documents that are open, up to so many lines.

        Returns:
            The places of the documents of each line, the best first.
        """
        waiting = iter(zip(order.tolist(), self._keys[order].tolist(), strict=True))
        while len(self._lines) < most and (heads := self._heads(waiting, most - len(self._lines))):
            numbers = self._versions.lines_of(self._documents[heads])
            for place, number in zip(heads, numbers, strict=True):
                if number == len(self._lines):
                    self._lines.append([])
                self._lines[number] += [place, *self._behind.get(place, ())]
        return self._lines

    def _heads(self, waiting: Iterator[tuple[int, int]], most: int) -> list[int]:
        """Return the next places that are behind no other one of their title."""
        heads: list[int] = []
        for place, key in waiting:
            if self._is_open[place]:
                if key and place not in self._behind:
                    self._fold(place, key)
                self._is_open[place] = False
                heads.append(place)
                if len(heads) == most:
                    break
        return heads

    def _fold(self, place: int, key: int) -> None:
        (members,) = (self._keys == np.uint64(key)).nonzero()
        if len(members) == 1:
            self._behind[place] = []
            return
        self._scores.settle(members)
        if key & 1:
            heads = {place: [other for other in members.tolist() if other != place]}
        else:
            heads = self._of_one_title(place, members)
        self._behind |= heads
        self._is_open[members] = False
        self._is_open[list(heads)] = True

    def _of_one_title(self, first: int, members: Ordinals) -> dict[int, list[int]]:
        """Sort the documents of one title into versions: the best of each, and those behind it."""
        by_score = members[np.argsort(-self._scores.scores[members], kind="stable")].tolist()
        order = [first, *(place for place in by_score if place != first)]
        heads: dict[int, list[int]] = {}
        texts: dict[int, frozenset[str]] = {}  # of the heads
        for place, text in self._texts(order[:_MOST_MEMBERS]):
            like = next((head for head, other in texts.items() if _alike(text, other)), None)
            if like is not None:
                heads[like].append(place)
                continue
            heads[place] = []
            if len(texts) < _MOST_HEADS:
                texts[place] = text
        return heads | {place: [] for place in order[_MOST_MEMBERS:]}

    def _texts(self, order: list[int]) -> Iterator[tuple[int, frozenset[str]]]:
        records = self._snapshot.records(self._documents[np.array(order)])
        for place, record in zip(order, records, strict=True):
            yield place, _bigrams(fields_of(record)[1][0])


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def _bigrams(text: str) -> frozenset[str]:
    text = text[:_COMPARED]
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
