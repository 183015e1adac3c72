"""How much a document says about the terms of a query: BM25 over words, grams and atoms.

The mix and its constants start from what was measured on real health searches (characters weigh
most, then words, then bigrams; the sum is multiplied by the share of the query that the document
covers). BM25 is that of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009),
with fields as in their BM25F: frequencies are weighted and normalised by the length of the field
before they saturate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..index.terms import Family, RunKind, bigrams, number_atoms, runs, words
from .arrays import contained, places, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..index.snapshot import Counts, Ordinals, Postings, Snapshot

Scores = NDArray[np.float64]

_MOST_CACHED = 2_000_000  # values of postings kept, of 8 bytes each
_COST = 20  # of an entry, in values
_LOOK_UP = 4  # what looking up a document among postings costs, in postings that are added up


@dataclass(frozen=True, slots=True)
class Weights:
    """The constants of the mix."""

    word: float = 0.5
    bigram: float = 0.3
    character: float = 1.0
    atom: float = 1.5  # an atom is both: there is no other term of its characters
    title: float = 2.0
    k1: float = 1.5
    title_b: float = 0.5
    body_b: float = 0.75


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One term of a query with its weight in the mix; `covers` where it counts for coverage."""

    family: Family
    text: str
    weight: float
    covers: bool


@lru_cache(maxsize=256)
def query_terms(texts: tuple[str, ...], weights: Weights) -> tuple[QueryTerm, ...]:
    """Give the distinct terms of normalised texts, each once."""
    found: dict[tuple[Family, str], QueryTerm] = {}

    def take(family: Family, terms: Iterable[str], weight: float, *, covers: bool) -> None:
        for term in terms:
            found.setdefault((family, term), QueryTerm(family, term, weight, covers))

    for text in texts:
        for run in runs(text):
            if run.kind is RunKind.GRAM:
                take(Family.GRAM, run.text, weights.character, covers=True)
                take(Family.GRAM, bigrams(run.text), weights.bigram, covers=False)
                take(Family.WORD, words(run.text), weights.word, covers=False)
            elif run.kind is RunKind.NUMBER:
                take(Family.ATOM, number_atoms(run.text), weights.atom, covers=True)
            else:
                take(Family.ATOM, [run.text], weights.atom, covers=True)
    return tuple(found.values())


class Relevance:
    """Scores queries on one snapshot."""

    def __init__(self, snapshot: Snapshot, weights: Weights | None = None) -> None:
        self.weights = weights or Weights()
        self._snapshot = snapshot
        self._documents = int(snapshot.columns.live.sum())
        self._cache: dict[tuple[Family, str], Scores] = {}
        self._room = _MOST_CACHED

    @property
    def size(self) -> int:
        """The number of ordinals."""
        return self._snapshot.size

    @cached_property
    def _title_norms(self) -> Scores:
        return self._norms(self._snapshot.columns.title_lengths, self.weights.title_b)

    @cached_property
    def _body_norms(self) -> Scores:
        return self._norms(self._snapshot.columns.body_lengths, self.weights.body_b)

    def _norms(self, lengths: Counts, b: float) -> Scores:
        """Give 1 - b + b * length / average length for each document."""
        live = self._snapshot.columns.live
        average = max(float(lengths[live].mean()) if self._documents else 1.0, 1.0)
        norms: Scores = 1 - b + b * (lengths / average)
        return norms

    def idf(self, postings: Postings) -> float:
        """Give ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative."""
        n = len(postings.documents)
        return math.log1p((self._documents - n + 0.5) / (n + 0.5))

    def score(self, documents: Ordinals, texts: Iterable[str]) -> Scores:
        """Score documents for the terms of normalised texts: in [0, 1), 0 where none is.

        1 would be a document that holds every term infinitely often.

        Args:
            documents: ascending.
            texts: normalised.
        """
        weighed = self._weighed(tuple(texts))
        most = sum(one.weight for one in weighed)
        if not most:
            return np.zeros(len(documents))
        covering = [one for one in weighed if one.covers]
        if _are_few(documents, weighed):
            gained, covered = np.zeros(len(documents)), np.zeros(len(documents))
            for one in weighed:
                at, found = places(documents, one.postings.documents)
                if not found.any():
                    continue
                gained[found] += one.weight * self._saturated(one.postings, at[found])
                if one.covers:
                    covered += one.idf * found
        else:
            gained = self._added(documents, [(one, self._gains(one)) for one in weighed])
            covered = self._added(documents, [(one, one.idf) for one in covering])
        return gained / most * (covered / sum(one.idf for one in covering))

    def coverage(
        self, documents: Ordinals, texts: Iterable[str], *, title_only: bool = False
    ) -> Scores:
        """Give the share, in [0, 1], of the idf of normalised texts' characters and atoms.

        A document that has all of them, however often, covers the texts; a title, if that only
        counts.
        """
        covered = np.zeros(len(documents))
        coverable = 0.0
        for one in self._weighed(tuple(texts)):
            if one.covers:
                coverable += one.idf
                having = one.postings.where(title_only=title_only)
                covered += one.idf * contained(documents, having)
        return covered / coverable if coverable else covered

    def sharing(self, texts: Iterable[str], *, title_only: bool = False) -> Ordinals:
        """Give the documents (or titles) that share a word, a bigram or an atom with texts.

        Where the normalised texts are single characters, these are what must be shared.
        """
        terms = query_terms(tuple(texts), self.weights)
        strong = [term for term in terms if term.family is not Family.GRAM or len(term.text) > 1]
        return union(
            self._snapshot.postings(term.family, term.text).where(title_only=title_only)
            for term in strong or terms
        )

    def _weighed(self, texts: tuple[str, ...]) -> list[_Weighed]:
        found = []
        for term in query_terms(texts, self.weights):
            postings = self._snapshot.postings(term.family, term.text)
            idf = self.idf(postings)
            found.append(_Weighed(term, postings, idf, term.weight * idf))
        return found

    def _gains(self, one: _Weighed) -> Scores:
        """Give what each posting of a term gives."""
        key = one.term.family, one.term.text
        gains = self._cache.get(key)
        if gains is None:
            gains = one.weight * self._saturated(one.postings, None)
            self._room -= len(gains) + _COST
            if self._room < 0:
                self._cache = {}
                self._room = _MOST_CACHED
            self._cache[key] = gains
        return gains

    def _saturated(self, postings: Postings, at: NDArray[np.int64] | None) -> Scores:
        """Give the saturated frequency, in [0, 1), of all postings of a term, or of some."""
        documents, title, body = postings.documents, postings.title, postings.body
        if at is not None:
            documents, title, body = documents[at], title[at], body[at]
        frequency = body / self._body_norms[documents]
        titles = np.flatnonzero(title)
        if len(titles):
            norms = self._title_norms[documents[titles]]
            frequency[titles] += self.weights.title * title[titles] / norms
        return frequency / (frequency + self.weights.k1)

    def _added(
        self, documents: Ordinals, parts: Sequence[tuple[_Weighed, Scores | float]]
    ) -> Scores:
        """Add up, for each document, what each of its postings gives."""
        every = np.concatenate([one.postings.documents for one, _ in parts])
        values = np.concatenate(
            [np.broadcast_to(value, len(one.postings.documents)) for one, value in parts]
        )
        sums: Scores = np.bincount(every, values, self._snapshot.size)
        return sums[documents]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A term on a snapshot; `weight` is that in the mix times the idf."""

    term: QueryTerm
    postings: Postings
    idf: float
    weight: float

    @property
    def covers(self) -> bool:
        return self.term.covers


def _are_few(documents: Ordinals, weighed: Sequence[_Weighed]) -> bool:
    """Tell whether to look documents up among the postings is less than to add all these up."""
    postings = sum(len(one.postings.documents) for one in weighed)
    return len(documents) * len(weighed) * _LOOK_UP < postings
