"""How much a document says about the terms of a query: BM25 over words, grams and atoms.

The mix and its constants start from what was measured on real health searches (characters weigh
most, then words, then bigrams; the sum is multiplied by the share of the query that the document
covers). BM25 is that of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009),
with fields as in their BM25F: frequencies are weighted and normalised by the length of the field
before they saturate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..index.terms import Family, RunKind, bigrams, number_atoms, runs, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..index.snapshot import Counts, Mask, Postings, Snapshot

Scores = NDArray[np.float64]


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


def query_terms(texts: Iterable[str], weights: Weights) -> list[QueryTerm]:
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
    return list(found.values())


class Relevance:
    """Scores queries on one snapshot."""

    def __init__(self, snapshot: Snapshot, weights: Weights | None = None) -> None:
        self.weights = weights or Weights()
        self._snapshot = snapshot
        self._documents = int(snapshot.columns.live.sum())

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
        return float(np.log1p((self._documents - n + 0.5) / (n + 0.5)))

    def score(self, texts: Iterable[str]) -> Scores:
        """Score every document for the terms of normalised texts: in [0, 1), 0 where none is.

        1 would be a document that holds every term infinitely often.
        """
        gained = np.zeros(self._snapshot.size)
        texts = list(texts)
        most = 0.0
        for term in query_terms(texts, self.weights):
            postings = self._snapshot.postings(term.family, term.text)
            idf = self.idf(postings)
            most += term.weight * idf
            documents = postings.documents
            frequency = (
                self.weights.title * postings.title / self._title_norms[documents]
                + postings.body / self._body_norms[documents]
            )
            gained[documents] += term.weight * idf * frequency / (frequency + self.weights.k1)
        return gained * self.coverage(texts) / most if most else gained

    def coverage(self, texts: Iterable[str], *, title_only: bool = False) -> Scores:
        """Give the share, in [0, 1], of the idf of normalised texts' characters and atoms.

        A document that has all of them, however often, covers the texts; a title, if that only
        counts.
        """
        covered = np.zeros(self._snapshot.size)
        coverable = 0.0
        for term in query_terms(texts, self.weights):
            if term.covers:
                postings = self._snapshot.postings(term.family, term.text)
                coverable += self.idf(postings)
                covered[postings.where(title_only=title_only)] += self.idf(postings)
        return covered / coverable if coverable else covered

    def sharing(self, texts: Iterable[str], *, title_only: bool = False) -> Mask:
        """Mark the documents (or titles) that share a word, a bigram or an atom with texts.

        Where the normalised texts are single characters, these are what must be shared.
        """
        terms = query_terms(texts, self.weights)
        strong = [term for term in terms if term.family is not Family.GRAM or len(term.text) > 1]
        shared = np.zeros(self._snapshot.size, np.bool_)
        for term in strong or terms:
            postings = self._snapshot.postings(term.family, term.text)
            shared[postings.where(title_only=title_only)] = True
        return shared
