"""What each term of a query gives one document: the sums of `relevance`, term by term."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..answer.explanation import ExplainedTerm
from .concepts import concepts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...index.segments.snapshot import Snapshot
    from ...language.readings import Variants
    from .bm25 import Relevance
    from .concepts import QueryTerm, Sought


class Contributions:
    """Works out what terms give one document.

    Args:
        relevance: how terms are weighed.
        snapshot: where the document is.
        ordinal: the document.
    """

    def __init__(self, relevance: Relevance, snapshot: Snapshot, ordinal: int) -> None:
        self._relevance = relevance
        self._snapshot = snapshot
        self._ordinal = ordinal

    def of(self, sought: Sequence[Sought], variants: Variants | None) -> list[ExplainedTerm]:
        """Give the terms, what gave most first.

        Of what may stand for a part of the query, only the best is there, if it gave more than the
        query's own words.
        """
        told: list[ExplainedTerm] = []
        for own, *others in concepts(tuple(sought), self._relevance.weights, variants):
            best = self._weighed(own.terms, own=True)
            most = sum(term.weight for term in best)
            for other in others:
                terms = self._weighed(other.terms, own=False)
                theirs = sum(term.weight for term in terms)
                if not theirs:
                    continue
                scale = other.worth * most / theirs
                if scale * sum(term.gave for term in terms) > sum(term.gave for term in best):
                    best = [
                        replace(term, weight=scale * term.weight, gave=scale * term.gave)
                        for term in terms
                    ]
            told += best
        return sorted(told, key=lambda term: -term.gave)

    def _weighed(self, terms: Sequence[QueryTerm], *, own: bool) -> list[ExplainedTerm]:
        return [self._explained(term, own=own) for term in terms]

    def _explained(self, term: QueryTerm, *, own: bool) -> ExplainedTerm:
        postings = self._snapshot.postings(term.family, term.text)
        title = body = 0
        gave = 0.0
        place = int(postings.documents.searchsorted(self._ordinal))
        if place < len(postings.documents) and postings.documents[place] == self._ordinal:
            title, body = int(postings.title[place]), int(postings.body[place])
            (gave,) = self._relevance.saturated(postings, np.array([place])).tolist()
        idf = self._relevance.idf(term.family, term.text)
        return ExplainedTerm(
            term.family,
            term.text,
            own,
            len(postings.documents),
            title,
            body,
            idf,
            term.weight * idf,
            term.weight * idf * gave,
        )
