"""The score of a hit: a sum of tiers, each so large that a smaller one cannot make up for it.

    2     the query's strings stand literally
    0.5   and in the title
    0..1  relevance, raised by a title that answers early, less where the document is flagged
    -1    the text says only that nothing was found

Where the query names a place or a number, a page of another one has half of its relevance, and
stands below the best page of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...corpus.documents import Flag
from ...index.columns import HAS_NUMBER
from ...language.amounts import amounts_in
from ...language.place_names import places_of
from ...language.terms import Family, RunKind, runs
from ..budget import check
from ..matching.filters import counties_of
from ..matching.ordinal_sets import contained, union
from ..request import Sort
from .order import best_first
from .title_match import DEPTH, title_factors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...index.columns import Mask, Ordinals
    from ..matching.string_matches import StringMatches
    from ..query.interpret import QueryString
    from .bm25 import BM25, Scores

LITERAL = 2.0
LITERAL_IN_TITLE = 0.5
_NOTHING_FOUND = -1.0
#: The flags of texts that say only that nothing was found.
SAYS_NOTHING = (Flag.FALLBACK, Flag.ERROR_PAGE)
_NEARLY_ALL = 1 - 1e-9  # the shares are sums of fractions
SNIPPET = 0.95  # of the relevance of an article with the same text
# What is left of the relevance.
LEFT = {Flag.PLACE_MISMATCH: 0.7, Flag.NUMBER_MISMATCH: 0.95}
LEFT_APART = 0.5
_BELOW = 0.001
_FEWEST_DIGITS = 3  # a shorter number is seldom what a page is about


class Parts(NamedTuple):
    """What the score of each document is made of; all arrays beside the documents.

    Attributes:
        literal: for the strings that stand literally.
        in_title: for those that do in the title.
        relevance: with what the title adds.
        left: the share of the relevance that flags and another place or number leave.
        nothing_found: below 0 where the text says only that.
        apart: whether it is the page of another place or number than the query names.
        own: whether it is a page of that place or number.
    """

    literal: Scores
    in_title: Scores
    relevance: Scores
    left: Scores
    nothing_found: Scores
    apart: Mask
    own: Mask

    def total(self) -> Scores:
        """Add the parts up, and put what is apart below the best that is not."""
        scores = self.literal + self.in_title + self.relevance * self.left + self.nothing_found
        if self.apart.any() and self.own.any():
            best = scores[self.own].max()
            # Below it whatever its sign.
            scores[self.apart] = np.minimum(scores[self.apart], best - abs(best) * _BELOW)
        return scores


class Scorer:
    """Scores the documents that match a query, on one snapshot.

    Args:
        bm25: over the snapshot.
        strings: those that a match contains.
        matches: where each of them stands; none where that is not to count.
        any_is_enough: whether a document matches that has one of them only.
    """

    def __init__(
        self,
        bm25: BM25,
        strings: tuple[QueryString, ...],
        matches: Sequence[StringMatches],
        *,
        any_is_enough: bool,
    ) -> None:
        self._snapshot = bm25.snapshot
        self._bm25 = bm25
        self._strings = strings
        self._wanted = matches
        self._any_is_enough = any_is_enough
        self._texts = [string.text for string in strings]
        texts = " ".join(self._texts)
        self._places = [int(code) for code in places_of(texts)]
        self._numbers = list(numbers_of(texts))

    def _relevance(self, documents: Ordinals) -> Scores:
        check()
        scores = self._bm25.score(documents, self._strings)
        scores /= 1 + self._bm25.weights.title_match  # room for what a title adds
        articles = self._snapshot.columns.articles[documents]
        return np.where(articles, scores, scores * SNIPPET)

    def parts(self, documents: Ordinals, relevance: Scores | None = None) -> Parts:
        """Return the parts of the scores of ascending documents, before titles are compared.

        Args:
            documents: that match.
            relevance: where it is known, or does not matter.
        """
        literal = np.zeros(len(documents))
        in_title = np.zeros(len(documents))
        for string in self._wanted:
            stands, stands_in_title = string.degrees(documents)
            literal += stands / len(self._wanted)
            in_title += stands_in_title / len(self._wanted)
        if self._any_is_enough:
            # A token that stands somewhere says little of a document that lacks others.
            has_all = literal > _NEARLY_ALL
            literal, in_title = literal * has_all, in_title * has_all
        flags = self._snapshot.columns.flags[documents]
        apart, own = self._named(documents)
        return Parts(
            LITERAL * literal,
            LITERAL_IN_TITLE * in_title,
            self._relevance(documents) if relevance is None else relevance,
            _left()[flags] * np.where(apart, LEFT_APART, 1.0),
            _NOTHING_FOUND * ((flags & _NOTHING_BITS) > 0).astype(np.float64),
            apart,
            own,
        )

    def scores(self, documents: Ordinals, *, compare_titles: bool) -> Scores:
        """Return the scores of documents, where asked for with the titles of the best compared."""
        parts = self.parts(documents)
        scores = parts.total()
        if compare_titles:
            days = self._snapshot.columns.days[documents]
            ids = self._snapshot.ids.numbers(documents)
            top = best_first(scores, days, ids, Sort.RELEVANCE, DEPTH)
            records = self._snapshot.records(documents[top])
            boosts = title_factors(self._bm25, self._texts, records)
            parts.relevance[top] *= np.fromiter(boosts, np.float64, len(top))
            scores = parts.total()
        return scores

    def _named(self, documents: Ordinals) -> tuple[Mask, Mask]:
        """Return whether titles name other places or numbers, and whether they name the query's."""
        apart = np.zeros(len(documents), np.bool_)
        own = np.zeros(len(documents), np.bool_)
        if self._places:
            codes = self._snapshot.columns.places[documents]
            low, high = counties_of(codes)
            near = np.zeros(len(documents), np.bool_)
            for place in self._places:
                start, end = counties_of(np.array([place]))
                near |= ((start <= low) & (high <= end)) | ((low <= start) & (end <= high))
            has_place = codes > 0
            own |= near & has_place
            apart |= ~near & has_place
        for spellings in self._numbers:
            has_number = (self._snapshot.columns.flags[documents] & HAS_NUMBER) > 0
            having = union(
                self._snapshot.postings(family, number).where(title_only=True)
                for number in spellings
                for family in (Family.ATOM, Family.GRAM)
            )
            has_it = contained(documents, having)
            own |= has_it
            apart |= has_number & ~has_it
        return apart, own & ~apart


def numbers_of(text: str) -> Iterator[tuple[str, ...]]:
    """Iterate over the spellings of each number that a query names."""
    others = {part.start: part.alternatives for part in amounts_in(text)}
    for run in runs(text):
        if run.kind is not RunKind.NUMBER:
            continue
        alternatives = others.get(run.start, ())
        written = [run.text] if len(run.text) >= _FEWEST_DIGITS else []
        written += [
            number.text
            for other in alternatives
            for number in runs(other.text)
            if number.kind is RunKind.NUMBER and len(number.text) >= _FEWEST_DIGITS
        ]
        if written:
            yield tuple(dict.fromkeys([run.text, *written]))


def _bit(flag: Flag) -> int:
    return 1 << list(Flag).index(flag)


_NOTHING_BITS = sum(map(_bit, SAYS_NOTHING))


@cache
def _left() -> Scores:
    """Return what is left of the relevance, by the flags of a document."""
    left = np.ones(1 << 8)
    for flag, factor in LEFT.items():
        left[(np.arange(len(left)) & _bit(flag)) > 0] *= factor
    return left
