"""How much a document says about a query: BM25 over words, grams and atoms, and its title.

BM25 is that of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with fields
as in their BM25F: frequencies are weighted and normalised by the length of the field before they
saturate. The sum is multiplied by the share of the query that the document covers. What each
constant gives was measured: docs/ranking.md.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...index.segments.cache import Recent
from ...language.terms import Family
from ..matching.coverage import idf_of
from ..matching.ordinal_sets import contained, places, union
from .concepts import Weights, concepts, query_terms, share_of_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...index.columns import Ordinals, Postings
    from ...index.segments.snapshot import Snapshot
    from ..query.interpret import QueryString
    from .concepts import QueryTerm

Scores = NDArray[np.float64]

_MOST_CACHED = 3_000_000  # values of postings kept, twice, of 8 bytes each
_COST = 20  # of an entry, in values
_LOOK_UP = 4  # what looking up a document among postings costs, in postings that are added up


class BM25:
    """Scores queries on one snapshot; safe to use from several threads."""

    def __init__(self, snapshot: Snapshot, weights: Weights | None = None) -> None:
        self.weights = weights or Weights()
        self.snapshot = snapshot
        self._documents = snapshot.live_count
        self._recent: Recent[tuple[Family, str], Scores] = Recent(
            _MOST_CACHED, lambda gains: len(gains) + _COST
        )

    @property
    def size(self) -> int:
        """The number of ordinals."""
        return self.snapshot.size

    @cached_property
    def _title_norms(self) -> Scores:
        average, _ = self.snapshot.average_lengths
        return _norms(self.snapshot.columns.title_lengths / average, self.weights.title_b)

    @cached_property
    def _body_norms(self) -> Scores:
        _, average = self.snapshot.average_lengths
        return _norms(self.snapshot.columns.body_lengths / average, self.weights.body_b)

    def idf(self, family: Family, term: str) -> float:
        """Return the idf of a term, as `idf_of` has it."""
        return idf_of(self.snapshot.frequency(family, term), self._documents)

    def score(self, documents: Ordinals, strings: tuple[QueryString, ...]) -> Scores:
        """Score ascending documents for a query: in [0, 1), 0 where they have none of its terms.

        1 would be a document that holds every term infinitely often.
        """
        share = share_of_short(sum(len(string.text) for string in strings))
        power = 2 - share
        total = _Sums(np.zeros(len(documents)), np.zeros(len(documents)), 0.0, 0.0)
        for own, *others in concepts(strings, self.weights.at(share)):
            gained, covered, most, coverable = self._sums(documents, own.terms, power)
            for other in others:
                more = self._sums(documents, other.terms, power)
                if more.most:  # as if the other stood there, for what it is worth
                    gained = np.maximum(gained, other.worth * most / more.most * more.gained)
                if more.coverable:
                    part = other.worth * coverable / more.coverable
                    covered = np.maximum(covered, part * more.covered)
            total = _Sums(
                total.gained + gained,
                total.covered + covered,
                total.most + most,
                total.coverable + coverable,
            )
        if not total.most or not total.coverable:
            return total.gained
        scores: Scores = total.gained / total.most * (total.covered / total.coverable) ** share
        return scores

    def coverage(self, documents: Ordinals, text: str, *, title_only: bool = False) -> Scores:
        """Return the share, in [0, 1], of the idf of a normalised text's characters and atoms.

        A document that has all of them, however often, covers the text; a title, if that only
        counts.
        """
        covered = np.zeros(len(documents))
        coverable = 0.0
        for term in query_terms((text,), self.weights):
            if term.share:
                postings = self.snapshot.postings(term.family, term.text)
                share = term.share * self.idf(term.family, term.text)
                coverable += share
                having = postings.where(title_only=title_only)
                covered += share * contained(documents, having)
        return covered / coverable if coverable else covered

    def sharing(self, texts: Iterable[str], *, title_only: bool = False) -> Ordinals:
        """Return the documents (or titles) that share a word, a bigram or an atom with texts.

        Where the normalised texts are single characters, these are what must be shared.
        """
        terms = query_terms(tuple(texts), self.weights)
        strong = [term for term in terms if term.family is not Family.GRAM or len(term.text) > 1]
        return union(
            self.snapshot.postings(term.family, term.text).where(title_only=title_only)
            for term in strong or terms
        )

    def _sums(self, documents: Ordinals, terms: Sequence[QueryTerm], power: float) -> _Sums:
        """Add up what terms give to documents, and what they may give at most.

        Args:
            documents: ascending.
            terms: of a part of the query.
            power: of their idf in the sum, not in what they cover.
        """
        weighed = []
        most = coverable = 0.0
        for term in terms:
            postings = self.snapshot.postings(term.family, term.text)
            idf = self.idf(term.family, term.text)
            weight = term.weight * idf**power
            most += weight
            coverable += term.share * idf
            if len(postings.documents):
                weighed.append((term, postings, weight, term.share * idf))
        gained, covered = np.zeros(len(documents)), np.zeros(len(documents))
        if not weighed:
            return _Sums(gained, covered, most, coverable)
        if len(documents) * len(weighed) * _LOOK_UP < sum(
            len(p.documents) for _, p, _, _ in weighed
        ):
            for _, postings, weight, worth in weighed:
                at, found = places(documents, postings.documents)
                if found.any():
                    gained[found] += weight * self.saturated(postings, at[found])
                    covered[found] += worth
            return _Sums(gained, covered, most, coverable)
        # A document stands once among the postings of a term, so each is added in one step.
        gained, covered = np.zeros(self.size), np.zeros(self.size)
        for term, postings, weight, worth in weighed:
            gains = self._recent.get((term.family, term.text), self._gains)
            gained[postings.documents] += weight * gains
            if worth:
                covered[postings.documents] += worth
        return _Sums(gained[documents], covered[documents], most, coverable)

    def _gains(self, term: tuple[Family, str]) -> Scores:
        """Return the saturated frequency of a term in each of its postings."""
        return self.saturated(self.snapshot.postings(*term), None)

    def saturated(self, postings: Postings, at: NDArray[np.int64] | None) -> Scores:
        """Return the saturated frequency, in [0, 1), of all postings of a term, or of some."""
        documents, title, body = postings.documents, postings.title, postings.body
        if at is not None:
            documents, title, body = documents[at], title[at], body[at]
        frequency: Scores = body / self._body_norms[documents]
        titles = np.flatnonzero(title)
        if len(titles):
            norms = self._title_norms[documents[titles]]
            frequency[titles] += self.weights.title * title[titles] / norms
        return frequency / (frequency + self.weights.k1)


def _norms(lengths: Scores, b: float) -> Scores:
    """Return 1 - b + b * length, in average lengths, for each document."""
    return 1 - b + b * lengths


class _Sums(NamedTuple):
    """What terms give to each document, and what they may give at most."""

    gained: Scores
    covered: Scores
    most: float
    coverable: float
