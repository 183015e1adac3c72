"""Folding: documents that say the same are one line of a result.

Pages of one template (another place, another number) are one line, and so are documents of one
title with like text, and versions of one text under several titles, a snippet beside its article.
No document is lost: the lines and what stands behind them are all that match.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...index.segments.segment import fields_of
from .versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from .settling import Settling

#: Documents among which versions of one text are looked for, behind the first page.
WINDOW = 100
_AT_ONCE = 4  # times as many documents as lines
_ALIKE = 0.5  # of the bigrams of the shorter text
_COMPARED = 1_000  # characters of each text
# Of one title so many are compared with the first versions, so many of them: what is beyond is a
# line of its own.
_MOST_MEMBERS = 64
_MOST_HEADS = 8


class LinePlace(NamedTuple):
    """A line of a result: the place of the document to show, and of all that it stands for.

    Attributes:
        place: of the document that is shown.
        places: of all on the line, the best first.
        score: of the best of them, which says where the line stands.
    """

    place: int
    places: Sequence[int]
    score: float

    @property
    def folded(self) -> int:
        """How many others stand behind the one that is shown."""
        return len(self.places) - 1


class Folding:
    """Folds the matching documents of one search.

    Args:
        snapshot: where they are.
        documents: all that match.
        scores: beside them, of which those are settled that tell what stands first.
        telling: where the query's rarest words stand; see `Versions`.
        first: lines that are the first page.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        documents: Ordinals,
        scores: Settling,
        telling: Sequence[Ordinals] = (),
        first: int = 0,
    ) -> None:
        self._snapshot = snapshot
        self._documents = documents
        self._scores = scores
        self._keys = snapshot.columns.folds[documents]
        self._is_open = np.ones(len(documents), np.bool_)  # neither on a line nor behind one
        self._behind: dict[int, list[int]] = {}  # place of a head -> those of one title behind it
        self._lines: list[list[int]] = []  # the places of each, the best first
        self._telling = telling
        self._first = first if len(documents) > WINDOW else 0
        self._versions = Versions(snapshot, telling)  # on the first page

    def open_places(self) -> Ordinals:
        """Return the places of the documents that are on no line yet."""
        return np.flatnonzero(self._is_open)

    def lines(self, order: Ordinals, most: int) -> list[list[int]]:
        """Go on with the best of the documents that are open, up to so many lines.

        Versions are looked for among the documents of the first lines, then among each `WINDOW`
        that follow in order; among all where there are no more. So a line is the same however many
        are asked for, and the first page costs no more than its own lines.

        Args:
            order: so many of them as `ahead` says.
            most: lines to return, with those that were returned before; no fewer than `first`.

        Returns:
            The places of the documents of each line, the best first.
        """
        is_all = len(order) == np.count_nonzero(self._is_open)
        while len(self._lines) < most:
            places = order[self._is_open[order]]
            missing = self._first - len(self._lines)
            if not len(places) or (missing <= 0 and len(places) < WINDOW and not is_all):
                break
            if missing > 0:
                self._put(self._heads(places[:missing]), self._versions, 0)
            else:
                self._put_window(self._heads(places[:WINDOW]), most)
        return self._lines[:most]

    def ahead(self, most: int) -> int:
        """Return how many documents of the order are best given at once for so many lines."""
        return max(most * _AT_ONCE, WINDOW * (most > self._first))

    def _put_window(self, heads: Ordinals, most: int) -> None:
        """Put the heads of a window on lines, until there are so many, each with all its heads."""
        versions, before = Versions(self._snapshot, self._telling), len(self._lines)
        while len(heads) and (missing := most - len(self._lines)) > 0:
            self._put(heads[:missing], versions, before)
            heads = heads[missing:]
        # What belongs to these lines stands anywhere in the window.
        self._put(heads[versions.led_to(self._documents[heads])], versions, before)

    def _put(self, heads: Ordinals, versions: Versions, before: int) -> None:
        """Put heads on lines, which `versions` counts from behind those that were there before."""
        numbers = versions.lines_of(self._documents[heads]) if len(heads) else []
        for head, number in zip(heads.tolist(), numbers, strict=True):
            if before + number == len(self._lines):
                self._lines.append([])
            self._lines[before + number] += [head, *self._others(head)]

    def _heads(self, window: Ordinals) -> Ordinals:
        """Return the places of a window that are behind no other one of their title."""
        heads: list[int] = []
        keys = self._keys[window].tolist()
        several = Counter(keys)
        for place, key in zip(window.tolist(), keys, strict=True):
            if self._is_open[place]:
                heads.append(place)
                self._is_open[place] = False
                if several[key] > 1:  # else nothing of its title comes before its line is asked for
                    self._others(place)
        return np.array(heads, np.int64)

    def _others(self, head: int) -> list[int]:
        """Return the places of those of its title that stand behind a head."""
        if head not in self._behind:
            self._fold(head, self._keys[head].item())
            self._is_open[head] = False
        return self._behind[head]

    def _fold(self, place: int, key: int) -> None:
        members = np.flatnonzero(self._keys == np.uint64(key))
        if not key or len(members) == 1:
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
