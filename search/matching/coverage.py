"""How much of a query a document covers, in whole numbers: every index draws the same lines by it.

What a text asks for are its words, the characters that no word covers, its numbers and its words in
letters; what only asks, joins or greets aside. Each counts by its idf, rounded.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...language.content import content_of, content_parts
from ...language.literal import LiteralText
from .ordinal_sets import contained
from .string_matches import holding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.content import Term
    from ..query.interpret import QueryString

#: A document that covers so much of a whole question matches it: 9 of 10 (docs/ranking.md).
FLOOR = (9, 10)
_STEPS = 16  # of one unit of idf


class Covered(NamedTuple):
    """What documents cover: `gained` beside them, out of `most`, which is above 0."""

    gained: NDArray[np.int64]
    most: int

    def is_enough(self) -> Mask:
        """Return whether it is enough for a whole question."""
        wanted, of = FLOOR
        enough: Mask = self.gained * of >= self.most * wanted
        return enough


class Coverage:
    """Works out on one snapshot what documents cover."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._size = snapshot.live_count
        self._whole: dict[tuple[str, bool], Ordinals] = {}

    def weight(self, text: str) -> int:
        """Return what a normalised text counts."""
        return max(sum(map(self.weight_of_term, content_of(text))), 1)

    def of_question(self, string: QueryString, documents: Ordinals) -> Covered:
        """Return how much of a question documents cover; what means the same counts in full."""
        gained = np.zeros(len(documents), np.int64)
        most = 0
        parts = content_parts(string.text, string.parts, string.own_words)
        for (own, *others), times in Counter(map(tuple, parts)).items():
            weights = list(map(self.weight_of_term, own))
            most += times * sum(weights)
            found = np.zeros(len(documents), np.int64)
            for term, weight in zip(own, weights, strict=True):
                found += weight * self._having(term, string, documents)
            for other in others:
                has_all = np.ones(len(documents), np.bool_)
                for term in other:
                    has_all &= self._having(term, string, documents)
                found[has_all] = sum(weights)
            gained += times * found
        return Covered(gained, max(most, 1))

    def _having(self, term: Term, string: QueryString, documents: Ordinals) -> Mask:
        return contained(documents, self._documents(term, title_only=string.title_only))

    def weight_of_term(self, term: Term) -> int:
        """Return what a term counts."""
        family, text = term
        having: int | None
        if family is not None:
            having = self._snapshot.frequency(family, text)
        else:
            having = self._snapshot.holding(LiteralText.whole(text), title_only=False)
        if having is None:
            having = len(self._documents(term, title_only=False))
        return weight_of(having, self._size)

    def _documents(self, term: Term, *, title_only: bool) -> Ordinals:
        family, text = term
        if family is not None:
            postings = self._snapshot.postings(family, text)
            return postings.where(title_only=True) if title_only else postings.documents
        if (text, title_only) not in self._whole:
            self._whole[text, title_only] = holding(text, self._snapshot, title_only=title_only)
        return self._whole[text, title_only]


def weight_of(having: int, size: int) -> int:
    """Return what a term counts that `having` of `size` documents have: its idf, at least 1."""
    return max(round(_STEPS * idf_of(having, size)), 1)


def idf_of(having: int, size: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative."""
    return math.log1p((size - having + 0.5) / (having + 0.5))
